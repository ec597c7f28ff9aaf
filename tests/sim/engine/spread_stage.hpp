// Jobs across the two sites of the engine stage.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/spread_life.hpp"
#include "sim/world/spread_terms.hpp"
#include "tests/sim/engine/engine_stage.hpp"

namespace eastwest::engine_test {

/// 100 steps of 1 s on 4 accelerators at each of two sites, gradients of 50 GB after each step: 1 s
/// over one wave, and 0.98 ms there and back. Half a second of it is hidden.
inline SpreadTerms hundred_steps() {
  SpreadTerms terms;
  terms.parts = {4, 4};
  terms.steps = 100;
  terms.bytes_per_exchange = 50e9;
  terms.hidden_steps = 0.5;
  terms.exchanges_per_block = 10;
  return terms;
}

inline Job across(std::string id, double submit, const SpreadTerms& terms, double run_time = 100) {
  std::int64_t accelerators = 0;
  for (const std::int64_t part : terms.parts) accelerators += part;
  Job made = job(std::move(id), submit, accelerators, run_time);
  made.spread = std::make_shared<SpreadTerms>(terms);
  return made;
}

/// Jobs across sites to both, the others to the queue of `site`.
inline DispatchRule to_both_or(int site) {
  return [site](const DispatchView&, const WaitingJob& waiting, DispatchDecisions& out) {
    const std::vector<SiteId> both = {SiteId{0}, SiteId{1}};
    if (waiting.spread == nullptr) return out.place_in_queue(waiting.slot, SiteId{site});
    out.place_across(waiting.slot, both, DispatchDecisions::Claim::queue);
  };
}

}  // namespace eastwest::engine_test
