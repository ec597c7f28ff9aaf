// The network `reserved` on cases that can be worked out by hand. A wave of 100 Gb/s moves 1 TB
// in 80 s.
#include "tests/catch.hpp"
#include "tests/models/network/reserved_stage.hpp"

namespace eastwest::network_test {
namespace {

using reserved::Interval;

/// Half of 800 Gb/s: four waves.
World one_trunk() {
  return drawn_world(
      "West --800G 1000km-- East\n"
      "East [8]\n");
}

/// The direct trunk has two waves for reservations, each way round has eight.
World two_ways_round() {
  return drawn_world(
      "A --400G 100km-- B\n"
      "A --1600G 300km-- C --1600G 300km-- B\n"
      "A --1600G 200km-- D --1600G 200km-- B\n"
      "B [8]\n");
}

Bytes terabytes(std::int64_t count) { return kTerabyte * count; }

reserved::ReservationRules rules(std::int64_t waves_max, double setup = 0) {
  reserved::ReservationRules made = kPlainRules;
  made.waves_max = waves_max;
  made.setup = from_seconds(setup);
  return made;
}

}  // namespace

TEST_CASE("a large transfer gets waves for just its time, after the set-up", "[reserved]") {
  ReservedStage stage(one_trunk(), rules(4, 60));
  stage.send(0, 0, "West", "East", terabytes(10));
  stage.look(0, [&] {
    // 10 TB on 4 waves: 80 s x 10 / 4 = 200 s, from 60 s on.
    const reserved::Slice slice = stage.slice(0);
    CHECK(slice.interval == Interval{at(60), at(260)});
    CHECK(slice.waves == 4);
    CHECK(slice.rate == kGigabit * 400);
    CHECK(stage.nodes_of(slice.links) == "West East East");
  });
  const auto left = [&] { return stage.network.remaining(TransferSlot(0)).value(); };
  stage.look(30, [&] { CHECK(left() == 10'000'000'000'000); });  // it stands still
  stage.look(160, [&] { CHECK(left() == 5'000'000'000'000); });  // 100 s x 50 GB/s have passed
  stage.run.run();
  CHECK(stage.end_of(0) == 260);
  CHECK(stage.told.empty());  // the route that was asked for
  // West>East, back, uplink of East in, out.
  CHECK(stage.network.link_book() == std::vector<double>{1e13, 0, 1e13, 0});
}

TEST_CASE("two reservations on one trunk fit, a third waits for their end", "[reserved]") {
  ReservedStage stage(one_trunk(), rules(2));
  for (const int slot : {0, 1, 2}) stage.send(0, slot, "West", "East", terabytes(10));
  stage.run.run();
  // Two waves each: 80 s x 10 / 2 = 400 s; four are all that may be reserved.
  CHECK(stage.end_of(0) == 400);
  CHECK(stage.end_of(1) == 400);
  CHECK(stage.end_of(2) == 800);
}

TEST_CASE("a transfer takes the waves that end it first", "[reserved]") {
  ReservedStage stage(one_trunk(), rules(3));
  stage.send(0, 0, "West", "East", terabytes(30));  // 3 of 4 waves: 80 s x 30 / 3 = 800 s
  stage.send(0, 1, "West", "East", terabytes(4));   // one wave now: 320 s; three later: 906 s
  stage.send(1, 2, "West", "East", terabytes(12));  // one wave after that: 320 s + 960 s;
                                                    // three from 800 s on: 320 s
  stage.run.run();
  CHECK(stage.end_of(0) == 800);
  CHECK(stage.end_of(1) == 320);
  CHECK(stage.end_of(2) == 1120);
}

TEST_CASE("the rest of a cancelled reservation is free, later ones stay", "[reserved]") {
  ReservedStage stage(one_trunk(), kPlainRules);
  stage.send(0, 0, "West", "East", terabytes(10));  // 0 to 200 s
  stage.send(0, 1, "West", "East", terabytes(10));  // 200 to 400 s
  stage.look(50, [&] {
    CHECK(stage.network.remaining(TransferSlot(0)).value() == 7'500'000'000'000);
    stage.network.cancel(TransferSlot(0));
  });
  stage.send(50, 2, "West", "East", terabytes(7));  // 140 s: fits before 200 s
  stage.send(50, 3, "West", "East", terabytes(7));  // 140 s: does not, goes behind 400 s
  stage.look(50, [&] { CHECK(stage.slice(1).interval == Interval{at(200), at(400)}); });
  stage.run.run();
  CHECK(stage.run.ends().count(0) == 0);
  CHECK(stage.end_of(1) == 400);
  CHECK(stage.end_of(2) == 190);
  CHECK(stage.end_of(3) == 540);
  // What had passed before the cancel: 2.5 TB.
  CHECK(stage.network.link_book().front() == 26.5e12);
}

TEST_CASE("small transfers share what is left while reservations come and go", "[reserved]") {
  reserved::ReservationRules terms = rules(4, 60);
  terms.from = terabytes(10);
  ReservedStage stage(one_trunk(), terms);
  stage.send(0, 0, "West", "East", terabytes(10));  // reserved from 60 s to 260 s
  stage.send(0, 1, "West", "East", terabytes(9));
  stage.send(120, 2, "West", "East", terabytes(8));
  stage.send(120, 3, "West", "East", terabytes(8));
  stage.look(0, [&] { CHECK_FALSE(stage.has_slice(1)); });
  stage.run.run();
  CHECK(stage.end_of(0) == 260);
  // 60 s at 100 GB/s: 6 TB; then 400 Gb/s are left: 3 TB / 50 GB/s = 60 s.
  CHECK(stage.end_of(1) == 120);
  // 140 s at 25 GB/s: 3.5 TB each; then 50 GB/s: 4.5 TB / 50 GB/s = 90 s.
  CHECK(stage.end_of(2) == 350);
  CHECK(stage.end_of(3) == 350);
  CHECK(stage.network.link_book() == std::vector<double>{35e12, 0, 35e12, 0});
}

TEST_CASE("the widest route is chosen over the shortest", "[reserved]") {
  ReservedStage stage(two_ways_round(), kPlainRules);
  stage.send(0, 0, "A", "B", terabytes(10));
  stage.send(0, 1, "A", "B", terabytes(10));
  stage.send(0, 2, "A", "B", terabytes(10));
  stage.run.run();
  // Direct: 2 waves, 400 s. Round by D, the shorter way round: 4 waves, 200 s; it has room for two,
  // the third goes by C.
  for (const int slot : {0, 1, 2}) CHECK(stage.end_of(slot) == 200);
  CHECK(stage.told == std::vector<std::string>{"0: A D B B, 10000000000000 B left",
                                               "1: A D B B, 10000000000000 B left",
                                               "2: A C B B, 10000000000000 B left"});
}

TEST_CASE("of routes that are wide enough, the shortest is chosen", "[reserved]") {
  ReservedStage stage(two_ways_round(), rules(2));
  stage.send(0, 0, "A", "B", terabytes(10));
  stage.run.run();
  CHECK(stage.end_of(0) == 400);
  CHECK(stage.told.empty());
}

TEST_CASE("equal routes go by the smallest link", "[reserved]") {
  ReservedStage stage(drawn_world("A --400G 100km-- C --400G 100km-- B\n"
                                  "A --400G 100km-- D --400G 100km-- B\n"
                                  "B [8]\n"),
                      rules(2));
  for (const int slot : {0, 1}) stage.send(0, slot, "A", "B", terabytes(1));
  stage.look(0, [&] {
    CHECK(stage.nodes_of(stage.slice(0).links) == "A C B B");
    CHECK(stage.nodes_of(stage.slice(1).links) == "A D B B");
  });
  stage.run.run();
}

TEST_CASE("a cut releases the reservation, and what is left reserves again", "[reserved]") {
  ReservedStage stage(two_ways_round(), kPlainRules);
  stage.send(0, 0, "A", "B", terabytes(10));  // by D until 200 s
  stage.send(10, 1, "A", "B", terabytes(10));
  stage.set_trunk(100, "C--B--1", LinkState::down);
  stage.set_trunk(100, "D--B--1", LinkState::down);
  stage.run.run();
  // At 100 s the first has 5 TB left: two waves of the direct trunk carry them in 200 s. The second
  // has 10 TB - 90 s x 50 GB/s = 5.5 TB left, 220 s, behind it.
  CHECK(stage.end_of(0) == 300);
  CHECK(stage.end_of(1) == 520);
  CHECK(stage.told == std::vector<std::string>{
                          "0: A D B B, 10000000000000 B left", "1: A D B B, 10000000000000 B left",
                          "0: A B B, 5000000000000 B left", "1: A B B, 5500000000000 B left"});
  // A>B, A>C, C>B, A>D, D>B, each with the way back; the uplink of B.
  CHECK(stage.network.link_book() ==
        std::vector<double>{10.5e12, 0, 0, 0, 0, 0, 9.5e12, 0, 9.5e12, 0, 20e12, 0});
}

TEST_CASE("with all ways cut a transfer stands still until a repair", "[reserved]") {
  ReservedStage stage(one_trunk(), kPlainRules);
  stage.send(0, 0, "West", "East", terabytes(10));
  stage.set_trunk(100, "West--East--1", LinkState::down);
  stage.look(300, [&] {
    CHECK_FALSE(stage.has_slice(0));
    CHECK(stage.network.remaining(TransferSlot(0)) == terabytes(5));
  });
  stage.set_trunk(400, "West--East--1", kGigabit * 400);  // counts when it is up again
  stage.set_trunk(500, "West--East--1", LinkState::up);
  stage.run.run();
  // It shares then: 5 TB at 50 GB/s.
  CHECK(stage.end_of(0) == 600);
}

TEST_CASE("where a link gets too small, the reservation given last makes way", "[reserved]") {
  ReservedStage stage(one_trunk(), rules(2));
  stage.send(0, 0, "West", "East", terabytes(10));
  stage.send(0, 1, "West", "East", terabytes(10));
  stage.set_trunk(100, "West--East--1", kGigabit * 300);
  stage.run.run();
  // Two waves of the three stay; half of 300 Gb/s is one wave for what comes: from 400 s on,
  // 10 TB - 100 s x 25 GB/s = 7.5 TB on one wave take 600 s.
  CHECK(stage.end_of(0) == 400);
  CHECK(stage.end_of(1) == 1000);
}

TEST_CASE("capacity 0 releases like a cut, and bytes go on with a new reservation", "[reserved]") {
  ReservedStage stage(two_ways_round(), kPlainRules);
  stage.send(0, 0, "A", "B", terabytes(10));
  stage.set_trunk(100, "A--D--1", BitsPerSecond{0});
  stage.run.run();
  // 5 TB are left and go by C, which is as wide.
  CHECK(stage.end_of(0) == 200);
  CHECK(stage.told.back() == "0: A C B B, 5000000000000 B left");
}

TEST_CASE("a wider link takes more reservations", "[reserved]") {
  ReservedStage stage(one_trunk(), rules(8));
  stage.set_trunk(5, "West--East--1", kGigabit * 1600);
  stage.send(5, 0, "West", "East", terabytes(10));
  stage.run.run();
  CHECK(stage.end_of(0) == 105);  // 8 waves
}

TEST_CASE("what the calendar cannot hold shares", "[reserved]") {
  reserved::ReservationRules terms = rules(4, 10);
  terms.ahead = from_seconds(210);
  ReservedStage stage(one_trunk(), terms);
  stage.send(0, 0, "West", "East", terabytes(10));              // 10 s + 200 s: just fits
  stage.send(0, 1, "West", "East", Bytes{10'050'000'000'000});  // 10 s + 201 s: does not
  stage.look(0, [&] {
    CHECK(stage.has_slice(0));
    CHECK_FALSE(stage.has_slice(1));
  });
  stage.run.run();
  CHECK(stage.end_of(0) == 210);
  // 10 s at 100 GB/s: 1 TB; then 50 GB/s: 9.05 TB in 181 s.
  CHECK(stage.end_of(1) == 191);
}

TEST_CASE("a sender's cap bounds the rate and the waves", "[reserved]") {
  ReservedStage stage(one_trunk(), kPlainRules);
  stage.send(0, 0, "West", "East", terabytes(15), kGigabit * 150);
  stage.look(0, [&] {
    CHECK(stage.slice(0).waves == 2);
    CHECK(stage.slice(0).rate == kGigabit * 150);
  });
  stage.run.run();
  CHECK(stage.end_of(0) == 800);  // 15 TB / 18.75 GB/s
}

TEST_CASE("the telescope's nightly data: 72 TB at 100 Gb/s take 1.6 h", "[reserved]") {
  ReservedStage stage(one_trunk(), rules(1));
  stage.send(0, 0, "West", "East", terabytes(72));
  stage.run.run();
  CHECK(stage.end_of(0) == 1.6 * 3600);
}

TEST_CASE("ends are rounded up and bytes are whole", "[reserved]") {
  reserved::ReservationRules terms = rules(3);
  terms.from = Bytes{1};
  ReservedStage stage(one_trunk(), terms);
  // 3 waves: 37.5 B/ns. 100 B take 2.67 ns.
  stage.run.at(at(0), [&] {
    const RouteId route = stage.run.topology().node_to_site(NodeId{0}, SiteId{0});
    stage.run.start(0, route, Bytes{100});
    stage.run.start(1, route, Bytes{30});  // the wave that is left: 12.5 B/ns, 2.4 ns
  });
  stage.run.at(kStart + Duration{1}, [&] {
    CHECK(stage.network.remaining(TransferSlot(0)) == Bytes{63});
    CHECK(stage.network.remaining(TransferSlot(1)) == Bytes{30 - 12});
    stage.network.cancel(TransferSlot(1));
  });
  stage.run.run();
  CHECK(stage.run.ends() == std::map<int, Date>{{0, kStart + Duration{3}}});
  CHECK(stage.network.link_book().front() == 100 + 12);
}

TEST_CASE("what was sold is counted from the start, each reservation once", "[reserved]") {
  reserved::ReservationRules terms = rules(2);
  terms.ahead = from_seconds(1000);
  terms.price_cny = 12;
  ReservedStage stage(one_trunk(), terms);
  stage.send(0, 0, "West", "East", terabytes(10));   // two waves, lost at 300 s
  stage.send(0, 1, "West", "East", terabytes(10));   // two waves, cancelled at 200 s
  stage.send(0, 2, "West", "East", terabytes(100));  // 4,000 s: beyond the calendar
  stage.send(0, 3, "West", "East", kTerabyte - Bytes{1});
  stage.run.cancel(at(200), 1);
  stage.set_trunk(300, "West--East--1", LinkState::down);
  stage.look(350, [&] { CHECK_FALSE(stage.has_slice(0)); });
  stage.set_trunk(400, "West--East--1", LinkState::up);
  stage.run.run();
  const ReservationSales sales = stage.network.sales().value();
  CHECK(sales.given == 2);
  CHECK(sales.declined == 1);
  CHECK(sales.displaced == 1);
  // 2 x 300 s + 2 x 200 s
  CHECK(sales.wave_hours == 1000.0 / 3600);
  CHECK(sales.price_cny == 12.0);
}

TEST_CASE("of what began in the warm-up, hours from the start on count", "[reserved]") {
  ReservedNetwork network(kPlainRules);
  ScriptedRun run(one_trunk(), network, {.first_date = at(-100)});
  run.send(at(-100), 0, "West", "East", terabytes(10));  // four waves until 100 s
  std::vector<double> hours;
  for (const int date : {-50, 0, 60}) {
    run.at(at(date), [&] { hours.push_back(network.sales()->wave_hours); });
  }
  run.run();
  CHECK(run.ends().at(0) == at(100));
  CHECK(hours == std::vector<double>{0, 0, 4 * 60.0 / 3600});
  CHECK(network.sales()->wave_hours == 4 * 100.0 / 3600);
  CHECK(network.sales()->given == 0);
  CHECK_FALSE(network.sales()->price_cny.has_value());
}

TEST_CASE("misuse of the network reserved is a defect", "[reserved]") {
  const auto misuse = [](const std::function<void(ReservedStage&)>& script) {
    ReservedStage stage(one_trunk(), kPlainRules);
    script(stage);
    stage.run.run();
  };
  CHECK_THROWS_AS(misuse([](ReservedStage& stage) { stage.run.cancel(at(0), 5); }), Defect);
  CHECK_THROWS_AS(misuse([](ReservedStage& stage) {
                    stage.send(0, 0, "West", "East", terabytes(2));
                    stage.send(1, 0, "West", "East", terabytes(2));
                  }),
                  Defect);
  CHECK_THROWS_AS(misuse([](ReservedStage& stage) {
                    stage.look(0, [&] { stage.network.set_capacity(LinkId(99), kGigabit); });
                  }),
                  Defect);
}

}  // namespace eastwest::network_test
