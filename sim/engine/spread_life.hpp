// What becomes of a job that runs across sites: its parts, and how far it has come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"

namespace eastwest {

/// What one site computes of a job.
struct JobPart {
  SiteId site;
  std::int64_t accelerators = 0;
  Date queued = kNever;  ///< entered the site's queue
  Date held = kNever;    ///< holds its accelerators since
};

/// Steps that are simulated together, with all that they exchange.
struct ExchangeBlock {
  Date began = kNever;
  std::int64_t exchanges = 0;
  Duration computing{0};
  Duration least{0};           ///< it takes as long, however fast the exchange is
  Duration after_exchange{0};  ///< from the last byte to its end, at least
  Bytes bytes = {};            ///< over all edges
  std::int32_t under_way = 0;  ///< transfers that are not over
};

struct SpreadLife {
  std::vector<JobPart> parts;  ///< ascending by site
  std::size_t taken = 0;       ///< the first so many hold accelerators, for the next one it waits
  std::int64_t exchanges = 0;  ///< that are over
  Duration computed{0};        ///< up to them
  Duration exposed{0};         ///< waited for them
  Bytes exchanged;             ///< over all edges, of the blocks that are over
  ExchangeBlock block;
};

}  // namespace eastwest
