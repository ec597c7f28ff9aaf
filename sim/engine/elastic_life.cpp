// Implements sim/engine/elastic_life.hpp.
#include "sim/engine/elastic_life.hpp"

#include <algorithm>

#include "sim/base/check.hpp"

namespace eastwest {

void ElasticLife::take(Date now, Date goes_on) {
  width = target;
  if (start_width == 0) start_width = width;
  works_since = goes_on;
  work_before = work;
  is_resizing = false;
  booked = now;
  held = 0;
}

void ElasticLife::book(Date now) {
  EW_CHECK(now >= booked, "a job's books go back by {} ns", (booked - now).count());
  const Date begin = std::clamp(works_since, booked, now);
  const Duration idle = begin - booked;
  const Duration busy = now - begin;
  useful += busy;
  useful_area += WideCount{width} * busy.count();
  work += WideCount{rate} * busy.count();
  overhead += idle;
  overhead_area += WideCount{width} * idle.count();
  if (is_resizing) {
    resizing += idle;
    resizing_area += WideCount{width} * idle.count();
  }
  const Date counted = std::max(booked, kStart);
  if (now > counted) held += WideCount{width} * (now - counted).count();
  booked = now;
}

void ElasticLife::begin_resize(Date now, Date state_written, Date goes_on) {
  book(now);
  ++resizes;
  is_resizing = true;
  work_before = work;
  written = state_written;
  works_since = goes_on;
}

void ElasticLife::stop(Date now, WideCount kept) {
  EW_CHECK(booked == now && kept <= work, "what a job keeps is not what it has done");
  const Duration undone{static_cast<std::int64_t>((work - kept) / rate)};
  work = kept;
  useful -= undone;
  lost += undone;
  useful_area -= WideCount{width} * undone.count();
  lost_area += WideCount{width} * undone.count();
  works_since = kNever;
  is_resizing = false;
}

Duration ElasticLife::left(WideCount whole) const {
  const WideCount missing = std::max<WideCount>(0, whole - work);
  return Duration{static_cast<std::int64_t>((missing + rate - 1) / rate)};
}

}  // namespace eastwest
