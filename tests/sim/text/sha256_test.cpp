// SHA-256 against the known answers of FIPS 180-4 and its validation vectors.
#include "sim/text/sha256.hpp"

#include <string>

#include "sim/base/diagnostic.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

using namespace eastwest;

TEST_CASE("sha256 gives the published digests") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("sha256 does not depend on how the bytes are cut") {
  std::string bytes;
  for (int i = 0; i < 300; ++i) bytes += static_cast<char>(i * 7);
  const std::string whole = sha256(bytes);
  for (std::size_t step = 1; step <= 130; ++step) {
    Sha256 hash;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
      hash.add(std::string_view(bytes).substr(at, step));
    }
    REQUIRE(hash.hexadecimal() == whole);
  }
}

TEST_CASE("the hash of a file is that of its bytes, packed or not") {
  const TemporaryFolder folder;
  const std::string content = "\x1f\x8b no gzip data at all";
  CHECK(sha256_of_file(folder.write("a", content)) == sha256(content));
  CHECK_THROWS_AS(sha256_of_file(folder.file("missing")), ScenarioError);
}
