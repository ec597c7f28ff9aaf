// Implements tests/models/network/reserved_stage.hpp.
#include "tests/models/network/reserved_stage.hpp"

#include <fmt/format.h>

namespace eastwest::network_test {

ReservedStage::ReservedStage(const World& drawn, const reserved::ReservationRules& rules)
    : world(drawn), network(rules), run(world, network, {.link_book = true}) {
  run.on_rerouted = [this](int slot, const std::vector<LinkId>& links, Bytes left) {
    told.push_back(fmt::format("{}: {}, {} B left", slot, nodes_of(links), left.value()));
  };
}

std::vector<LinkId> ReservedStage::links_of(const std::string& trunk) const {
  std::vector<LinkId> found;
  const auto& links = run.topology().links();
  for (std::size_t i = 0; i < links.size(); ++i) {
    const TrunkId id = links[i].trunk;
    if (id.valid() && world.trunks[id.index()].id == trunk) found.push_back(LinkId(i));
  }
  return found;
}

void ReservedStage::set_trunk(double seconds, const std::string& trunk, BitsPerSecond capacity) {
  for (const LinkId link : links_of(trunk)) run.set_capacity(at(seconds), link, capacity);
}

void ReservedStage::set_trunk(double seconds, const std::string& trunk, LinkState state) {
  for (const LinkId link : links_of(trunk)) run.set_link(at(seconds), link, state);
}

std::string ReservedStage::nodes_of(const std::vector<LinkId>& links) const {
  const auto& all = run.topology().links();
  const auto name = [this](NodeId node) { return world.nodes[node.index()].id; };
  std::string text = name(all[links.front().index()].from.node);
  for (const LinkId link : links) text += " " + name(all[link.index()].to.node);
  return text;
}

}  // namespace eastwest::network_test
