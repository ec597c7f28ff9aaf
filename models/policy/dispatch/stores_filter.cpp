// Filter `stores`: where jobs that store may put their data.
#include <limits>
#include <string>

#include "sim/engine/model_registries.hpp"

namespace eastwest {

namespace {

Schema stores_schema() {
  return {{.name = "side",
           .kind = ParameterKind::choice,
           .help = "side of East Data, West Computing that the site must be on",
           .fallback = "West",
           .choices = {"West", "East", "any"}},
          {.name = "monthly_price_max",
           .kind = ParameterKind::quantity,
           .help = "highest price of its cold pool for 30 days; absent: any",
           .dimension = Dimension::transfer_price,
           .minimum = 0,
           .maximum = 1e6}};
}

}  // namespace

Registered<FilterFactory> stores_filter() {
  return {
      .description = {.name = "stores",
                      .summary = "Jobs that store go to cold pools of one side, within a price.",
                      .rule = "The site is on `side` and the price of its cold pool is at most "
                              "`monthly_price_max`; jobs that store nothing pass. That the pool "
                              "has room is respected by `scored` without this filter.",
                      .limits = "Sites without a province are on no side but pass `any`.",
                      .source = "\"East data, West storage\" of the national plan for computing "
                                "infrastructure (2023).",
                      .schema = stores_schema()},
      .make = [](const Parameters& parameters, const World& world) -> Filter {
        const std::string& side = parameters.text("side");
        const double price_max = parameters.has("monthly_price_max")
                                     ? parameters.number("monthly_price_max")
                                     : std::numeric_limits<double>::infinity();
        return [&world, side, price_max](const Candidate& candidate) {
          const DataView* data = candidate.view.data();
          if (data == nullptr || candidate.job.data == nullptr || !candidate.job.data->stores) {
            return true;
          }
          const ProvinceId province = candidate.details.province;
          const bool is_east = province.valid() && world.provinces[province.index()].east;
          const bool is_side = side == "any" || (province.valid() && is_east == (side == "East"));
          return is_side &&
                 data->plan().pool(candidate.site.site, PoolKind::cold).monthly_price <= price_max;
        };
      }};
}

}  // namespace eastwest
