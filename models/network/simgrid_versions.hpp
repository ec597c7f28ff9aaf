// The one place that knows in what SimGrid 3.32 (Debian 12) and 4.0 (Debian 13) differ.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

// After the others: it uses their macros.
#include <simgrid/version.h>

#include "sim/base/check.hpp"

static_assert(SIMGRID_VERSION >= 33200, "SimGrid 3.32 or later is needed");

namespace eastwest {
namespace s4u = ::simgrid::s4u;
}

namespace eastwest::simgrid_version {

/// The zone that holds everything. Call after the configuration: it fixes the models.
inline s4u::NetZone* full_zone(const s4u::Engine& engine) {
#if SIMGRID_VERSION >= 40000
  return engine.get_netzone_root()->add_netzone_full("world");
#else
  static_cast<void>(engine);
  return s4u::create_full_zone("world");
#endif
}

inline s4u::Host* add_host(s4u::NetZone& zone, const std::string& name) {
  constexpr double kUnusedSpeed = 1;
#if SIMGRID_VERSION >= 40000
  return zone.add_host(name, kUnusedSpeed);
#else
  return zone.create_host(name, kUnusedSpeed);
#endif
}

/// A link of latency 0, not sealed yet.
inline s4u::Link* add_link(s4u::NetZone& zone, const std::string& name, double bytes_per_second) {
#if SIMGRID_VERSION >= 40000
  return zone.add_link(name, bytes_per_second);
#else
  return zone.create_link(name, bytes_per_second);
#endif
}

/// One direction only.
inline void add_route(s4u::NetZone& zone, const s4u::Host& from, const s4u::Host& to,
                      const std::vector<s4u::LinkInRoute>& links) {
#if SIMGRID_VERSION >= 40000
  zone.add_route(&from, &to, links, false);
#else
  zone.add_route(from.get_netpoint(), to.get_netpoint(), nullptr, nullptr, links, false);
#endif
}

/// Bytes per second that pass the link since the last solve.
inline double link_rate(const s4u::Link& link) {
#if SIMGRID_VERSION >= 40000
  return link.get_load();
#else
  return link.get_usage();
#endif
}

/// Calls back when a transfer has ended, failed or was cancelled; in 3.32 a cancelled one comes
/// twice.
inline void on_end(const std::function<void(const s4u::Activity&)>& callback) {
#if SIMGRID_VERSION >= 40000
  s4u::Comm::on_completion_cb(callback);
#else
  s4u::Activity::on_completion_cb(callback);
#endif
}

}  // namespace eastwest::simgrid_version
