// The calendar gives events by date, and inside a date in an order that scheduling cannot change.
#include "sim/engine/event_queue.hpp"

#include <algorithm>

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"
#include "tests/catch.hpp"

using namespace eastwest;

namespace {

Date date(std::int64_t nanoseconds) { return Date{Duration{nanoseconds}}; }

std::vector<std::uint64_t> drain(EventQueue& queue) {
  std::vector<std::uint64_t> order;
  std::vector<Event> batch;
  while (queue.next_date() != kNever) {
    queue.pop_all(queue.next_date(), batch);
    for (const Event& event : batch) order.push_back(event.entity);
  }
  return order;
}

}  // namespace

TEST_CASE("events come by date, then class, then entity") {
  EventQueue queue;
  queue.schedule(date(20), {.entity = 5, .event_class = EventClass::finish});
  queue.schedule(date(10), {.entity = 4, .event_class = EventClass::control});
  queue.schedule(date(10), {.entity = 3, .event_class = EventClass::arrival});
  queue.schedule(date(10), {.entity = 2, .event_class = EventClass::finish});
  queue.schedule(date(10), {.entity = 1, .event_class = EventClass::finish});
  CHECK(queue.size() == 5);
  CHECK(drain(queue) == std::vector<std::uint64_t>{1, 2, 3, 4, 5});
  CHECK(queue.size() == 0);
}

TEST_CASE("any order of scheduling gives the same order of events") {
  // 500 events on 20 dates, scheduled in two different random orders.
  const RandomSource random(42, 0);
  std::vector<std::pair<Date, Event>> events;
  for (std::uint64_t i = 0; i < 500; ++i) {
    const auto draw = random.bits(0, i, Purpose::run_time);
    events.push_back({date(static_cast<std::int64_t>(draw % 20)),
                      {.entity = i, .event_class = static_cast<EventClass>(draw / 32 % 6)}});
  }
  std::vector<std::vector<std::uint64_t>> orders;
  for (std::uint64_t shuffle = 0; shuffle < 2; ++shuffle) {
    std::sort(events.begin(), events.end(), [&](const auto& a, const auto& b) {
      return random.bits(1, a.second.entity, Purpose::estimate,
                         static_cast<std::uint32_t>(shuffle)) <
             random.bits(1, b.second.entity, Purpose::estimate,
                         static_cast<std::uint32_t>(shuffle));
    });
    EventQueue queue;
    for (const auto& [when, event] : events) queue.schedule(when, event);
    orders.push_back(drain(queue));
  }
  CHECK(orders[0].size() == 500);
  CHECK(orders[0] == orders[1]);
}

TEST_CASE("a cancelled event never comes, and a stale handle cancels nothing") {
  EventQueue queue;
  const EventHandle first = queue.schedule(date(1), {.entity = 1});
  queue.schedule(date(2), {.entity = 2});
  CHECK(queue.cancel(first));
  CHECK_FALSE(queue.cancel(first));
  CHECK(queue.next_date() == date(2));
  // The slot is used again; the old handle must not hit the new event.
  queue.schedule(date(3), {.entity = 3});
  CHECK_FALSE(queue.cancel(first));
  CHECK(drain(queue) == std::vector<std::uint64_t>{2, 3});
}

TEST_CASE("an event left behind is a defect") {
  EventQueue queue;
  queue.schedule(date(1), {.entity = 1});
  std::vector<Event> batch;
  CHECK_THROWS_AS(queue.pop_all(date(2), batch), Defect);
}

TEST_CASE("scheduling between two dates takes nothing out of order") {
  // Against a plain list, over rounds of: take the next date, schedule 0 to 2 more, cancel one.
  const RandomSource random(7, 0);
  EventQueue queue;
  std::vector<std::pair<Date, std::uint64_t>> plain;
  std::vector<std::pair<EventHandle, std::uint64_t>> handles;
  std::vector<Event> batch;
  std::uint64_t entity = 0;
  const auto draw = [&](std::uint64_t round, std::uint32_t what, std::uint64_t below) {
    return random.bits(0, round, Purpose::run_time, what) % below;
  };
  const auto add = [&](Date when) {
    handles.emplace_back(queue.schedule(when, {.entity = entity}), entity);
    plain.emplace_back(when, entity++);
  };
  for (int i = 0; i < 30; ++i) add(date(static_cast<std::int64_t>(draw(entity, 9, 40))));
  for (std::uint64_t round = 0; round < 2000 && !plain.empty(); ++round) {
    const Date now = queue.next_date();
    REQUIRE(now == std::min_element(plain.begin(), plain.end())->first);
    queue.pop_all(now, batch);
    for (const Event& event : batch) {
      const std::pair<Date, std::uint64_t> taken(now, event.entity);
      REQUIRE(std::find(plain.begin(), plain.end(), taken) != plain.end());
      std::erase(plain, taken);
    }
    REQUIRE(std::count_if(plain.begin(), plain.end(),
                          [now](const auto& left) { return left.first == now; }) == 0);
    for (std::uint64_t more = draw(round, 0, 3) + (plain.size() < 20 ? 1 : 0); more > 0; --more) {
      const std::uint64_t wait = draw(round, static_cast<std::uint32_t>(more), 50);
      add(now + Duration{static_cast<std::int64_t>(wait)});
    }
    if (draw(round, 4, 4) > 0 || handles.empty()) continue;
    const auto [handle, gone] = handles[draw(round, 5, handles.size())];
    const bool was_there =
        std::erase_if(plain, [gone = gone](const auto& left) { return left.second == gone; }) == 1;
    CHECK(queue.cancel(handle) == was_there);
  }
  CHECK(queue.size() == plain.size());
  CHECK(entity > 1000);
}
