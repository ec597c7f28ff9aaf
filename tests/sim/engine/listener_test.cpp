// A listener hears what its class overrides, and nothing else of what comes with every job.
#include "sim/engine/listener.hpp"

#include "tests/catch.hpp"

namespace eastwest {
namespace {

class Starts final : public Observer {
 public:
  void on_started(Date, const LiveJob&) override {}
};

class Open : public Observer {
 public:
  void on_started(Date, const LiveJob&) override {}
};

class Derived final : public Open {
 public:
  void on_settled(Date) override {}
};

std::size_t heard(const Listener& listener) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < kFrequentCalls; ++i) {
    count += listener.hears(FrequentCall{static_cast<std::uint8_t>(i)}) ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("a final class hears what it overrides, itself or by inheritance") {
  Starts starts;
  CHECK(heard(Listener(&starts)) == 1);
  CHECK(Listener(&starts).hears(FrequentCall::started));
  CHECK(&Listener(&starts).observer() == &starts);
  Derived derived;
  CHECK(heard(Listener(&derived)) == 2);
  CHECK(Listener(&derived).hears(FrequentCall::started));
  CHECK(Listener(&derived).hears(FrequentCall::settled));
}

TEST_CASE("an observer whose last class is not known hears everything") {
  Derived derived;
  Open* const open = &derived;
  Observer* const any = &derived;
  CHECK(heard(Listener(open)) == kFrequentCalls);
  CHECK(heard(Listener(any)) == kFrequentCalls);
}

}  // namespace eastwest
