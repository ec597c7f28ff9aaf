// The names of the tenants of a run, numbered in the order in which they are met.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/id.hpp"

namespace eastwest {

using TenantId = Id<struct TenantTag>;

/// One book for all workloads of a run, so that the same name is the same tenant.
class TenantBook {
 public:
  /// The tenant of this name; a new one if it is not known yet.
  TenantId enter(std::string_view name) {
    const auto found = ids_.find(name);
    if (found != ids_.end()) return found->second;
    const TenantId id(names_.size());
    names_.emplace_back(name);
    ids_.emplace(name, id);
    return id;
  }
  /// Empty for no tenant.
  [[nodiscard]] std::string_view name(TenantId id) const {
    return id.valid() ? std::string_view(names_[id.index()]) : std::string_view();
  }
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  std::vector<std::string> names_;
  std::map<std::string, TenantId, std::less<>> ids_;
};

}  // namespace eastwest
