// Declares every key of a world once.
#include "sim/scenario/world_schema.hpp"

#include <utility>

#include "sim/scenario/site_nodes.hpp"

namespace eastwest {
namespace {

constexpr double kCountMax = 1e12;
constexpr double kPortsMax = 500'000;  // times the largest line rate fits 63 bits
constexpr double kSpeedMax = 5e18;
constexpr double kPeopleMax = 1e12;

Parameter text(std::string name, std::string help) {
  return {.name = std::move(name), .kind = ParameterKind::text, .help = std::move(help)};
}

Parameter count(std::string name, std::string help, double minimum, double maximum) {
  return {.name = std::move(name),
          .kind = ParameterKind::count,
          .help = std::move(help),
          .minimum = minimum,
          .maximum = maximum};
}

Parameter quantity(std::string name, std::string help, Dimension dimension, double minimum,
                   double maximum) {
  return {.name = std::move(name),
          .kind = ParameterKind::quantity,
          .help = std::move(help),
          .dimension = dimension,
          .minimum = minimum,
          .maximum = maximum};
}

Parameter choice(std::string name, std::string help, std::vector<std::string> choices) {
  return {.name = std::move(name),
          .kind = ParameterKind::choice,
          .help = std::move(help),
          .choices = std::move(choices)};
}

Schema latency_keys() {
  constexpr double kFactorMax = 100;
  return {
      choice("layer", "all latencies are those of this layer; default optical",
             {"optical", "ip-private", "ip-public"}),
      quantity("ip_private", "latency of a private IP network over the optical one, default 1.5",
               Dimension::number, 1, kFactorMax),
      quantity("ip_public", "latency of the public Internet over the optical one, default 1.7",
               Dimension::number, 1, kFactorMax),
      quantity("target",
               "clusters of different hubs are at most so many times their theoretical optical "
               "latency apart: cables are made straighter until they are; default: as they are",
               Dimension::number, 1, kFactorMax)};
}

Parameter service_date(std::string name, std::string help) {
  return {.name = std::move(name), .kind = ParameterKind::date, .help = std::move(help)};
}

Schema general_keys(const char* background) {
  return {
      {.name = "fibre",
       .kind = ParameterKind::group,
       .help = "light in fibre",
       .group = {quantity("microseconds_per_km", "one-way delay, default 4.9", Dimension::number, 0,
                          1000),
                 quantity("detour", "fibre length over great circle, default 1.6",
                          Dimension::number, 1, 10)}},
      quantity("equipment_delay", "one-way delay of each trunk passed, default 0 us",
               Dimension::duration, 0, 1),
      quantity(background, "mean share of every trunk taken by other traffic, default 0 %",
               Dimension::fraction, 0, 0.99),
      quantity("background_swing",
               "how far that share goes above and below its mean in a day, default 0 %",
               Dimension::fraction, 0, 0.99),
      quantity("background_peak", "time of day at which it is highest, default 21 h",
               Dimension::duration, 0, 86'400),
      quantity("transfer_price", "of what transfers carry over trunks; default: no price",
               Dimension::transfer_price, 0, 1e6),
      quantity("line_rate", "rate of a wave and of a port, default 400 Gb/s", Dimension::bit_rate,
               1, 1e13),
      {.name = "rack",
       .kind = ParameterKind::group,
       .help = "standard racks, for power that is not AI",
       .group = {quantity("kilowatts", "nameplate of one rack, default 2.5", Dimension::number,
                          0.01, 1000),
                 quantity("load", "mean power of a rack with servers over nameplate, default 100 %",
                          Dimension::fraction, 0, 1)}},
      quantity("edge_share",
               "share of each province's pools that is carved into edge pools at its cities with "
               "demand, default 0 %",
               Dimension::fraction, 0, 0.9),
      choice(
          "allocation",
          "pools as in the table of sites, whose sums are national totals (normalised), or as "
          "local sources claim them (local_claims: claims of intelligent computing in FP16 only); "
          "default normalised",
          {"normalised", "local_claims"}),
      {.name = "ports",
       .kind = ParameterKind::group,
       .help = "how ports are allocated to trunks and uplinks that give none",
       .group = {choice("law",
                        "by traffic between demand and computing (gravity), or the same for every "
                        "cable (equal); default gravity",
                        {"gravity", "equal"}),
                 quantity("uplink_share", "share of all ports for uplinks of sites, default 10 %",
                          Dimension::fraction, 0, 1),
                 quantity("reach", "fibre without regeneration, default 1500 km", Dimension::length,
                          1, 50'000),
                 count("total", "line and uplink ports; default: that of the vintages", 1, 1e9)}},
      {.name = "latency",
       .kind = ParameterKind::group,
       .help = "what latencies are measured on, and the policy target for them",
       .group = latency_keys()},
  };
}

Schema province_keys() {
  return {text("name", "for people; default: the id"), text("hub", "national hub; default none"),
          choice("side", "side of East Data, West Computing; default East", {"East", "West"}),
          quantity("carbon", "mean factor of its grid; default unknown", Dimension::carbon_factor,
                   0, 5),
          quantity("renewable_share", "of its electricity; default unknown", Dimension::fraction, 0,
                   1)};
}

Schema node_keys() {
  return {text("name", "for people; default: the id"),
          text("province", "a province of this world"),
          quantity("lon", "degrees east", Dimension::number, -180, 180),
          quantity("lat", "degrees north", Dimension::number, -90, 90),
          quantity("population", "persons", Dimension::number, 0, kPeopleMax),
          quantity("gdp", "CNY per year", Dimension::number, 0, 1e18),
          quantity("demand",
                   "weight of its demand, default 0; weights are scaled to sum 1; all zero: equal "
                   "over the nodes that have sites",
                   Dimension::number, 0, kPeopleMax)};
}

Schema site_keys() {
  Schema schema{
      text("name", "for people; default: the id"),
      choice("kind", "default provincial", {"cluster", "city", "provincial", "edge"}),
      text("node", "where its uplink attaches; default: the node of its own id, made if absent"),
      text("province", "default: its node's"),
      text("hub", "default: its province's"),
      count("accelerators", "what jobs are placed on; required for a new site", 1, kCountMax),
      count("nodes", "the same as accelerators", 1, kCountMax),
      text("accelerator",
           "kind of its accelerators, by an id of the base's table, which gives their figures; "
           "without a base a name only"),
      text("accelerator_family",
           "what programs for them are developed for; default: as in the table, else the kind"),
      quantity("speed", "FP16 dense speed of one accelerator; default 304.4 TFLOPS",
               Dimension::compute, 1e6, 1e21),
      quantity("memory_rate", "of the memory of one; default unknown", Dimension::bit_rate, 1,
               kSpeedMax),
      quantity("link_rate", "of one, one way, to the others of its node; default unknown",
               Dimension::bit_rate, 1, kSpeedMax),
      quantity("fabric_rate", "of one, one way, to other nodes; default unknown",
               Dimension::bit_rate, 1, kSpeedMax),
      quantity("accelerator_watts", "IT power of one at full load, with its share of the server",
               Dimension::number, 0, 1e6),
      count("racks", "standard racks of 2.5 kW; default 0", 0, kCountMax),
      quantity("shelf_rate", "share of the racks with servers; default 63 %", Dimension::fraction,
               0, 1),
      quantity("storage", "default 0 B; whole TB", Dimension::bytes, 0, 1e24),
      quantity("pue", "default 1.42, the national mean of mid-2025", Dimension::number, 1, 10),
      quantity("electricity_price", "default 0.5 CNY/kWh", Dimension::electricity_price, 0, 100),
      count("uplink", "ports towards its node; default 100", 1, kPortsMax),
      service_date("in_service", "when it opens; default: before the run"),
      service_date("out_of_service", "from when on it takes no more work; default: never")};
  for (Parameter& parameter : site_nodes_keys()) schema.push_back(std::move(parameter));
  return schema;
}

Schema trunk_keys() {
  return {text("name", "for people; default: the id"),
          text("from", "a node; required for a new trunk"),
          text("to", "another node; required for a new trunk"),
          quantity("length", "fibre; default: great circle x detour", Dimension::length, 0, 50'000),
          count("waves", "capacity per direction in units of line_rate", 1, kPortsMax),
          quantity("speed", "capacity per direction where it is no number of waves",
                   Dimension::bit_rate, 1, kSpeedMax),
          count("ports", "ports of all its waves; default 2 x waves; alone: waves = ports / 2", 2,
                2 * kPortsMax),
          text("corridor", "trunks of one corridor share a conduit; default A--B"),
          quantity("background", "mean share taken by other traffic; default: as in the world",
                   Dimension::fraction, 0, 0.99),
          text("operator", "who runs it"),
          service_date("in_service", "when it opens; default: before the run"),
          service_date("out_of_service", "when it is closed; default: never"),
          quantity("delay",
                   "one way, of its own equipment, beside fibre and equipment_delay; default 0 us",
                   Dimension::duration, 0, 1)};
}

std::vector<WorldSection> sections() {
  return {{"provinces", "provinces by id", province_keys()},
          {"nodes", "cities by id: demand lives here, sites and trunks attach here", node_keys()},
          {"sites", "pools of accelerators by id", site_keys()},
          {"trunks", "cables by id", trunk_keys()}};
}

Parameter operators_key() {
  return {.name = "operators",
          .kind = ParameterKind::group,
          .help = "a network of several operators, joined only at direct-connection points",
          .group = {{.name = "names",
                     .kind = ParameterKind::texts,
                     .help = "the operators: [telecom, mobile, unicom]",
                     .required = true},
                    {.name = "shares",
                     .kind = ParameterKind::numbers,
                     .help = "of customers and of every cable's waves, by name",
                     .required = true},
                    {.name = "interconnection",
                     .kind = ParameterKind::quantity,
                     .help = "capacity of all direct connections together, each way",
                     .dimension = Dimension::bit_rate,
                     .required = true,
                     .minimum = 1,
                     .maximum = 1e18},
                    quantity("background",
                             "mean share of every direct connection taken by other traffic, "
                             "default 0 %; that of the world is of cables",
                             Dimension::fraction, 0, 0.99),
                    quantity("crossing",
                             "one-way delay of equipment at a direct connection, default 0 us",
                             Dimension::duration, 0, 1),
                    {.name = "without",
                     .kind = ParameterKind::texts,
                     .help = "direct-connection points that are not used"}}};
}

Schema world_keys() {
  Schema schema = {
      text("base",
           "world to start from: a name, a folder or a graph file; without it, an empty one"),
      quantity("scale", "accelerators, racks and storage of the base times this",
               Dimension::fraction, 1e-9, 1000),
      text("name", "default: the base's, or `inline`"),
  };
  for (Parameter& parameter : general_keys("background")) schema.push_back(std::move(parameter));
  schema.push_back(operators_key());
  return schema;
}

Schema folder_keys() {
  Schema tables;
  const auto table = [&](const char* name, const char* help, bool required) {
    tables.push_back(
        {.name = name, .kind = ParameterKind::file, .help = help, .required = required});
  };
  table("hubs", "national hubs", false);
  table("provinces", "provinces", false);
  table("sites", "pools of accelerators", true);
  table("cities", "nodes of the network", true);
  table("trunks", "cables", false);
  table("accelerators", "kinds of accelerators and their speed", true);
  table("accelerator_mix", "what a mean accelerator is made of; checked only", false);
  table("daily_profile", "24 hours of demand", false);
  table("vintages", "national totals of the model by date", false);
  table("official", "published figures by date, to compare with", false);
  table("conversions", "ratios of figures of different precision by date", false);
  table("tariffs", "electricity prices by hour", false);
  table("points", "direct-connection and exchange points, platforms, centres", false);
  table("tokens", "daily tokens by date", false);
  table("figures", "where figures are from; checked only", false);
  table("published_latencies", "published latencies, to compare with", false);
  Schema schema = {
      {.name = "name", .kind = ParameterKind::text, .help = "of the world", .required = true},
      text("title", "for people"),
      {.name = "as_of",
       .kind = ParameterKind::date,
       .help = "date that the tables hold for; later dates are refused, or projected",
       .required = true},
      {.name = "project_until",
       .kind = ParameterKind::date,
       .help = "last date of a projection; default: as far after as_of as the first vintage is "
               "before it"},
  };
  for (Parameter& parameter : general_keys("background_share")) {
    schema.push_back(std::move(parameter));
  }
  schema.push_back({.name = "tables",
                    .kind = ParameterKind::group,
                    .help = "CSV files beside world.yaml",
                    .required = true,
                    .group = std::move(tables)});
  return schema;
}

}  // namespace

const Schema& world_schema() {
  static const Schema schema = world_keys();
  return schema;
}

const std::vector<WorldSection>& world_sections() {
  static const std::vector<WorldSection> all = sections();
  return all;
}

const Schema& world_folder_schema() {
  static const Schema schema = folder_keys();
  return schema;
}

}  // namespace eastwest
