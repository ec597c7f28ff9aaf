// Each value that is not written leaves what is there.
#include "sim/scenario/world_values.hpp"

#include <string>

namespace eastwest {
namespace {

void apply_completion_rules(const Parameters& parameters, CompletionRules& rules) {
  if (parameters.has("edge_share")) rules.edge_share = parameters.number("edge_share");
  if (parameters.has("allocation")) {
    rules.local_claims = parameters.text("allocation") == "local_claims";
  }
  if (!parameters.has("ports")) return;
  const Parameters& ports = parameters.group("ports");
  if (!rules.ports) rules.ports = PortRules{};
  if (ports.has("law")) {
    rules.ports->law =
        ports.text("law") == "equal" ? PortRules::Law::equal : PortRules::Law::gravity;
  }
  if (ports.has("uplink_share")) rules.ports->uplink_share = ports.number("uplink_share");
  if (ports.has("reach")) rules.ports->reach = Kilometres(ports.number("reach"));
  if (ports.has("total")) rules.ports_total = ports.count("total");
}

}  // namespace

void apply_general_values(const Parameters& parameters, const char* background, WorldDraft& draft) {
  constexpr double kMicrosecondsPerSecond = 1e6;
  if (parameters.has("fibre")) {
    const Parameters& fibre = parameters.group("fibre");
    if (fibre.has("microseconds_per_km")) {
      draft.general.delay_us_per_km = fibre.number("microseconds_per_km");
    }
    if (fibre.has("detour")) draft.detour = fibre.number("detour");
  }
  if (parameters.has("equipment_delay")) {
    draft.general.delay_us_per_hop = parameters.number("equipment_delay") * kMicrosecondsPerSecond;
  }
  if (parameters.has(background)) draft.general.background_share = parameters.number(background);
  if (parameters.has("background_swing")) {
    draft.general.background_swing = parameters.number("background_swing");
  }
  if (parameters.has("background_peak")) {
    draft.general.background_peak = parameters.duration("background_peak");
  }
  if (parameters.has("transfer_price")) {
    draft.general.transfer_price = parameters.number("transfer_price");
  }
  if (parameters.has("line_rate")) draft.general.port_rate = parameters.bit_rate("line_rate");
  if (parameters.has("rack")) {
    const Parameters& rack = parameters.group("rack");
    if (rack.has("kilowatts")) draft.general.rack_kilowatts = rack.number("kilowatts");
    if (rack.has("load")) draft.general.rack_load = rack.number("load");
  }
  apply_completion_rules(parameters, draft.rules);
  if (!parameters.has("latency")) return;
  const Parameters& latency = parameters.group("latency");
  LatencyLayers& layers = draft.general.layers;
  if (latency.has("layer")) {
    const std::string& layer = latency.text("layer");
    layers.measured = layer == "ip-private"  ? LatencyLayer::ip_private
                      : layer == "ip-public" ? LatencyLayer::ip_public
                                             : LatencyLayer::optical;
  }
  if (latency.has("ip_private")) layers.ip_private = latency.number("ip_private");
  if (latency.has("ip_public")) layers.ip_public = latency.number("ip_public");
  if (latency.has("target")) draft.general.latency_target = latency.number("target");
}

}  // namespace eastwest
