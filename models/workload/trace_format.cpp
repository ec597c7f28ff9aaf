// The one list of formats: a new one is its own file and one line here.
#include "models/workload/trace_format.hpp"

#include <algorithm>

#include <fmt/format.h>

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

const std::vector<std::string>& trace_tenants_names() {
  static const std::vector<std::string> names = {"none", "user", "group", "queue"};
  return names;
}

TraceTenants trace_tenants(std::string_view name) {
  const auto& names = trace_tenants_names();
  const auto found = std::find(names.begin(), names.end(), name);
  EW_CHECK(found != names.end(), "no tenants are called '{}'", name);
  return static_cast<TraceTenants>(found - names.begin());
}

bool TraceFormat::knows(TraceTenants wanted) const {
  return wanted == TraceTenants::none ||
         std::find(tenants.begin(), tenants.end(), wanted) != tenants.end();
}

ParameterProblem TraceFormat::tenants_problem(TraceTenants wanted) const {
  if (knows(wanted)) return {};
  const auto word = [](TraceTenants what) {
    return trace_tenants_names()[static_cast<std::size_t>(what)];
  };
  std::string known;
  for (const TraceTenants one : tenants) known += (known.empty() ? "" : ", ") + word(one);
  return {"tenants", fmt::format("format {} does not tell the {} of a job", name, word(wanted)),
          known.empty() ? "it tells no tenants at all" : "it tells: " + known};
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
