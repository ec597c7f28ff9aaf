// Utilisations and kinds of work that must not be mixed, one a mistake, after their counterparts.
#include "models/training/utilisation.hpp"

using namespace eastwest;

namespace {

[[maybe_unused]] const ModelFlop kModelWork{1e21};
[[maybe_unused]] const HardwareFlop kHardwareWork{4e21 / 3};
[[maybe_unused]] const Flops kPeak{1e18};
[[maybe_unused]] const Mfu kMfu = Mfu::checked(0.4);
[[maybe_unused]] const Hfu kHfu = Hfu::checked(0.5);
[[maybe_unused]] const Goodput kGoodput = Goodput::checked(0.9);

[[maybe_unused]] void report(Mfu) {}

}  // namespace

void compiles_as_it_is() {
  [[maybe_unused]] const Seconds by_model = time_for(kModelWork, kPeak, kMfu);
  [[maybe_unused]] const Seconds by_hardware = time_for(kHardwareWork, kPeak, kHfu);
  [[maybe_unused]] const Mfu mfu = utilisation(kModelWork, kPeak, Seconds(2500));
  [[maybe_unused]] const Hfu hfu = utilisation(kHardwareWork, kPeak, Seconds(2500));
  [[maybe_unused]] const bool better = kMfu < Mfu::checked(0.5);
  [[maybe_unused]] const ModelFlop more = kModelWork + kModelWork;
  report(kMfu);
}

#if EASTWEST_MISTAKE == 1
void wrong() { report(kHfu); }  // an HFU where an MFU is wanted
#elif EASTWEST_MISTAKE == 2
[[maybe_unused]] const bool wrong = kMfu < kHfu;  // two utilisations compared
#elif EASTWEST_MISTAKE == 3
[[maybe_unused]] const auto wrong =
    time_for(kModelWork, kPeak, kHfu);  // the model's work at an HFU
#elif EASTWEST_MISTAKE == 4
[[maybe_unused]] const auto wrong = time_for(kHardwareWork, kPeak, kMfu);  // the other way round
#elif EASTWEST_MISTAKE == 5
[[maybe_unused]] const Mfu wrong = 0.4;  // an untagged share
#elif EASTWEST_MISTAKE == 6
[[maybe_unused]] const Mfu wrong{0.4};  // an unchecked share
#elif EASTWEST_MISTAKE == 7
[[maybe_unused]] const Mfu wrong = utilisation(kHardwareWork, kPeak, Seconds(1));  // HFU as MFU
#elif EASTWEST_MISTAKE == 8
[[maybe_unused]] const auto wrong = kModelWork + kHardwareWork;  // two kinds of work added
#elif EASTWEST_MISTAKE == 9
[[maybe_unused]] const Hfu wrong = kGoodput;  // goodput is no utilisation
#elif EASTWEST_MISTAKE == 10
[[maybe_unused]] const auto wrong = time_for(kModelWork, kPeak, 0.4);  // a bare number
#endif
