// Which scopes of a run could not keep up with their work: what may be said about its waits.
#pragma once

#include <string>
#include <vector>

#include "sim/text/json.hpp"

namespace eastwest {

/// A scope (or site) that is not stable, and what it is instead: `backlogged` or `overloaded`.
struct UnstableScope {
  std::string scope;
  std::string state;
  friend bool operator==(const UnstableScope&, const UnstableScope&) = default;
};

/// The scopes of a summary whose verdict is not `stable`, in the summary's order.
[[nodiscard]] std::vector<UnstableScope> unstable_scopes(const Json& summary);

/// "silos is overloaded in yunnan, gansu and 3 more": all replications of one choice together.
/// Empty if every scope is stable in all of them.
[[nodiscard]] std::string instability(const std::string& label,
                                      const std::vector<Json>& replications);

}  // namespace eastwest
