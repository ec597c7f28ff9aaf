// What happens to data in the storage of sites, as observers are told.
#pragma once

#include <cstdint>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "sim/world/data_plan.hpp"

namespace eastwest {

/// A job's need of a named set at its site.
struct DataUse {
  enum class How : std::uint8_t {
    there,     ///< the site has it
    shared,    ///< it is on its way there, for somebody else
    fetched,   ///< it is moved there and kept
    streamed,  ///< it is moved there and not kept: nothing may make room for it
  };
  DataSetId set;
  Bytes size;
  How how = How::there;
  bool is_kept = true;  ///< a copy stands in a pool of the site, or will
};

/// A change of what stands in one pool. Every byte that is taken is given back by exactly one of
/// evicted, dropped and withdrawn, or stands there at the end.
struct StoreEvent {
  enum class Kind : std::uint8_t {
    stands,     ///< it is there when the run begins
    taken,      ///< room is taken; the bytes are still to come
    kept,       ///< all bytes are there
    evicted,    ///< the copy made room for another
    dropped,    ///< its time is over
    withdrawn,  ///< room that was taken is not needed
  };
  Kind kind = Kind::stands;
  SiteId site;
  PoolKind pool = PoolKind::hot;
  DataSetId set = {};          ///< none: nameless bytes
  Bytes size = {};             ///< of withdrawn room: all of it
  TransferSlot transfer = {};  ///< of `kept`: the transfer that has just ended
};

}  // namespace eastwest
