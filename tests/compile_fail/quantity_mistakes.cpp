// Expressions that must not compile, one a mistake, after their counterparts, which must.
#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"

using namespace eastwest;

namespace {

[[maybe_unused]] constexpr Duration kSpan{5};
[[maybe_unused]] constexpr Bytes kSize{7};
[[maybe_unused]] constexpr BitsPerSecond kRate{11};
[[maybe_unused]] constexpr Date kDate{kSpan};

[[maybe_unused]] int index_of_city(NodeId city) { return city.value; }
[[maybe_unused]] double facility_power(Pue pue) { return pue.value(); }
[[maybe_unused]] void wait_for(Duration) {}

}  // namespace

void compiles_as_it_is() {
  [[maybe_unused]] const Duration later = kSpan + kSpan;
  [[maybe_unused]] const Bytes more = kSize + kSize;
  [[maybe_unused]] const Bytes thrice = kSize * 3;
  [[maybe_unused]] const Duration transfer = kSize / kRate;
  [[maybe_unused]] const Bytes named{7};
  [[maybe_unused]] const bool smaller = kSize < Bytes{8};
  [[maybe_unused]] const Date date = kDate + kSpan;
  [[maybe_unused]] const int city = index_of_city(NodeId{3});
  [[maybe_unused]] const NodeId node{3};
  [[maybe_unused]] const bool same = SiteId{3} == SiteId{4};
  [[maybe_unused]] const double power = facility_power(Pue::checked(1.2));
  [[maybe_unused]] const Fraction share = Fraction::checked(0.5);
  [[maybe_unused]] const Kilometres length = Kilometres{1} + Kilometres{2};
  wait_for(kSpan);
}

#if EASTWEST_MISTAKE == 1
[[maybe_unused]] const auto wrong = kSpan + kSize;  // time plus data
#elif EASTWEST_MISTAKE == 2
[[maybe_unused]] const auto wrong = kSize + kSpan;  // data plus time
#elif EASTWEST_MISTAKE == 3
[[maybe_unused]] const auto wrong = kSize * kSize;  // data squared
#elif EASTWEST_MISTAKE == 4
[[maybe_unused]] const auto wrong = kRate / kSize;  // the wrong way round
#elif EASTWEST_MISTAKE == 5
[[maybe_unused]] const Bytes wrong = 7;  // a number without a unit
#elif EASTWEST_MISTAKE == 6
[[maybe_unused]] const bool wrong = kSize < kRate;  // two kinds compared
#elif EASTWEST_MISTAKE == 7
[[maybe_unused]] const auto wrong = kDate + kDate;  // two dates added
#elif EASTWEST_MISTAKE == 8
[[maybe_unused]] const int wrong = index_of_city(SiteId{3});  // a site where a city is wanted
#elif EASTWEST_MISTAKE == 9
[[maybe_unused]] const NodeId wrong = SiteId{3};  // an id made of another's
#elif EASTWEST_MISTAKE == 10
[[maybe_unused]] const bool wrong = SiteId{3} == TrunkId{3};  // ids of two tables compared
#elif EASTWEST_MISTAKE == 11
[[maybe_unused]] const double wrong = facility_power(1.2);  // an unchecked PUE
#elif EASTWEST_MISTAKE == 12
[[maybe_unused]] const Fraction wrong{0.5};  // an unchecked share
#elif EASTWEST_MISTAKE == 13
[[maybe_unused]] const auto wrong = Kilometres{1} + kSpan;  // length plus time
#elif EASTWEST_MISTAKE == 14
void wrong() { wait_for(5); }  // a number where a span is wanted
#elif EASTWEST_MISTAKE == 15
[[maybe_unused]] const int wrong = index_of_city(3);  // a bare index
#elif EASTWEST_MISTAKE == 16
[[maybe_unused]] const auto wrong = kSize + Terabytes{1};  // bytes plus terabytes
#endif
