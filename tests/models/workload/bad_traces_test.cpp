// Traces that no reader may take: damaged, endless, empty, mixed; the same for every format.
#include <algorithm>
#include <filesystem>

#include "sim/text/byte_source.hpp"
#include "sim/text/file_writer.hpp"
#include "tests/models/workload/trace_sample.hpp"

namespace eastwest {

namespace {

constexpr std::size_t kSampleBytesMax = std::size_t{1} << 20;

/// A sample of each format, with the text of its file.
struct SampleText {
  std::string format;
  TraceSource source;
  std::string text;
};

std::vector<SampleText> sample_texts() {
  std::vector<SampleText> texts;
  for (const TraceSample& sample : trace_samples()) {
    texts.push_back(
        {sample.format, sample.source, read_whole_file(sample.source.file, kSampleBytesMax)});
  }
  return texts;
}

std::string mistakes_in(const SampleText& sample, const std::string& file) {
  TraceSource source = sample.source;
  source.file = file;
  try {
    static_cast<void>(read_trace(trace_format(sample.format), source));
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}

std::string packed(const TemporaryFolder& folder, const std::string& text) {
  FileWriter file(folder.file("trace.gz"), Compression::gzip);
  file.write(text);
  file.commit();
  return folder.file("trace.gz");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace

TEST_CASE("gzip is read directly, and a truncated one is a mistake", "[bad-traces]") {
  for (const SampleText& sample : sample_texts()) {
    CAPTURE(sample.source.file);
    const TemporaryFolder folder;
    const std::string file = packed(folder, sample.text);
    CHECK(mistakes_in(sample, file) == "");
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 9);
    CHECK(says(mistakes_in(sample, file), "error: the gzip data end too early"));
  }
}

TEST_CASE("an empty file, one without jobs and a missing one are mistakes", "[bad-traces]") {
  for (const SampleText& sample : sample_texts()) {
    CAPTURE(sample.source.file);
    const TemporaryFolder folder;
    CHECK(says(mistakes_in(sample, folder.write("empty", "")), "error: "));
    CHECK(says(mistakes_in(sample, folder.file("nowhere")), "error: no such file"));
    const std::string header = sample.format == "swf" ? "; Version: 2.2\n"
                               : sample.format == "gavel"
                                   ? "\n\n"
                                   : sample.text.substr(0, sample.text.find('\n') + 1);
    CHECK(says(mistakes_in(sample, folder.write("header", header)), "the trace has no jobs"));
  }
}

TEST_CASE("a line of 5 GB ends the reading after a mebibyte", "[bad-traces]") {
  for (const SampleText& sample : sample_texts()) {
    CAPTURE(sample.source.file);
    const TemporaryFolder folder;
    const std::string file = folder.write("long", sample.text);
    const auto lines = std::count(sample.text.begin(), sample.text.end(), '\n');
    // A file with a hole takes no room on the disk.
    std::filesystem::resize_file(file, 5'000'000'000);
    const std::string text = mistakes_in(sample, file);
    CHECK(
        says(text, ":" + std::to_string(lines + 1) + ": error: a row of more than 1048576 bytes"));
  }
}

TEST_CASE("lines may end with LF and with CRLF, in one file too, not with CR", "[bad-traces]") {
  for (const SampleText& sample : sample_texts()) {
    CAPTURE(sample.source.file);
    const TemporaryFolder folder;
    TraceSource source = sample.source;
    const Trace with_lf = read_trace(trace_format(sample.format), source);
    const std::size_t half = sample.text.find('\n', sample.text.size() / 2);
    const std::string mixed =
        replaced(sample.text.substr(0, half), "\n", "\r\n") + sample.text.substr(half);
    // The last line needs no end.
    source.file = folder.write("mixed", mixed.substr(0, mixed.size() - 1));
    const Trace with_both = read_trace(trace_format(sample.format), source);
    CHECK(ids_of(with_both) == ids_of(with_lf));
    CHECK(with_both.input.used == with_lf.input.used);
    CHECK(with_both.groups == with_lf.groups);
    // A row that ends with CR alone swallows the next.
    const std::size_t last = sample.text.rfind('\n', sample.text.size() - 2);
    std::string with_cr = sample.text;
    with_cr[last] = '\r';
    CHECK(says(mistakes_in(sample, folder.write("cr", with_cr)), "error: "));
  }
}

TEST_CASE("another format's file is a mistake, not a trace", "[bad-traces]") {
  for (const SampleText& sample : sample_texts()) {
    for (const TraceSample& other : trace_samples()) {
      if (other.format == sample.format) continue;
      CAPTURE(sample.format, other.source.file);
      CHECK(says(mistakes_in(sample, other.source.file), "error: "));
    }
  }
}

TEST_CASE("dates that 64 bits of nanoseconds cannot hold are mistakes", "[bad-traces]") {
  const TemporaryFolder folder;
  const std::string text = mistakes_of(
      "philly", folder.write("far.csv",
                             "timestamp,duration,num_gpus,gpu_time,cluster\n"
                             "9999-10-09 07:01:55,66.0,1,66.0,b\n0001-01-01 00:00:00,1,1,1,b\n"));
  CHECK(says(text, ":2:1: error: "));
  CHECK(says(text, ":3:1: error: "));
}

TEST_CASE("a flood of mistakes is cut, and counted", "[bad-traces]") {
  const TemporaryFolder folder;
  std::string rows;
  for (int i = 0; i < 5000; ++i) rows += "1 -5 0 60 2 -1 -1 2 -1 -1 1 1 1 -1 1 -1 -1 -1\n";
  const std::string text = mistakes_of("swf", folder.write("bad.swf", rows));
  CHECK(says(text, ":1:3: "));
  CHECK(std::count(text.begin(), text.end(), '\n') < 500);
}

}  // namespace eastwest
