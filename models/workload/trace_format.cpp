// The one list of formats: a new one is its own file and one line here.
#include "models/workload/trace_format.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest {

TraceFormat philly_format();
TraceFormat csv_format();
TraceFormat swf_format();
TraceFormat openb_format();
TraceFormat pai_format();
TraceFormat dlrm_format();
TraceFormat gavel_format();

const std::vector<TraceFormat>& trace_formats() {
  static const std::vector<TraceFormat> formats = {philly_format(), csv_format(), swf_format(),
                                                   openb_format(),  pai_format(), dlrm_format(),
                                                   gavel_format()};
  return formats;
}

const TraceFormat& trace_format(std::string_view name) {
  const auto& formats = trace_formats();
  const auto found =
      std::find_if(formats.begin(), formats.end(),
                   [name](const TraceFormat& format) { return format.name == name; });
  EW_CHECK(found != formats.end(), "no format '{}'", name);
  return *found;
}

Trace read_trace(const TraceFormat& format, const TraceSource& source) {
  TraceCollector collector(source.file);
  format.read(source, collector);
  return collector.collected();
}

}  // namespace eastwest
