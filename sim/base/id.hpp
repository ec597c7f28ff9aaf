// Strong indices: a SiteId cannot be passed where a CityId is wanted.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace eastwest {

/// Index of an entity in its own table; ids of different tags do not mix. -1 means "none".
template <class Tag>
struct Id {
  std::int32_t value = -1;

  constexpr Id() = default;
  constexpr explicit Id(std::int32_t index) : value(index) {}
  constexpr explicit Id(std::size_t index) : value(static_cast<std::int32_t>(index)) {}
  [[nodiscard]] constexpr bool valid() const { return value >= 0; }
  [[nodiscard]] constexpr std::size_t index() const { return static_cast<std::size_t>(value); }
  friend constexpr auto operator<=>(Id, Id) = default;
};

using ProvinceId = Id<struct ProvinceTag>;
using NodeId = Id<struct NodeTag>;
using SiteId = Id<struct SiteTag>;
using TrunkId = Id<struct TrunkTag>;
using LinkId = Id<struct LinkTag>;
using RouteId = Id<struct RouteTag>;
using DispatcherId = Id<struct DispatcherTag>;
using WorkloadId = Id<struct WorkloadTag>;
/// Slot of a live job or transfer; slots are reused after the job or transfer is over.
using JobSlot = Id<struct JobTag>;
using TransferSlot = Id<struct TransferTag>;

}  // namespace eastwest
