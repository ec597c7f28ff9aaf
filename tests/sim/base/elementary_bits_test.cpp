// Known answers, bit for bit: another compiler or processor must give the same ones.
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/elementary.hpp"
#include "sim/base/law.hpp"
#include "tests/catch.hpp"

using namespace eastwest;

namespace {

struct KnownAnswer {
  std::string name;
  double (*function)(double);
  double x;
  std::uint64_t bits;
};

double cube_root(double x) { return portable_pow(x, 1.0 / 3); }
double power_of_1_1(double y) { return portable_pow(1.1, y); }

double lognormal_quantile(double u) {
  static const Law law(Law::Lognormal{3'600, 1.5}, 60, 864'000);
  return law.quantile(u);
}

double weibull_quantile(double u) {
  static const Law law(Law::Weibull{100, 0.7}, 1, 5'000);
  return law.quantile(u);
}

double biased_weibull_quantile(double u) {
  static const Law law(Law::Weibull{100, 0.7}, 1, 5'000);
  return law.length_biased_quantile(u);
}

// How this table was made: computed once with gcc 12 on x86-64 (-O2 -ffp-contract=off), equal to
// clang's; the tests beside this one show against MPFR that these functions are accurate.
const std::vector<KnownAnswer> kKnownAnswers{
    {"portable_log", portable_log, 0.1, 0xC0026BB1BBB55515},
    {"portable_log", portable_log, 1e-310, 0xC0864E69394D9508},
    {"portable_log", portable_log, 2.0 / 3, 0xBFD9F323ECBF984D},
    {"portable_log", portable_log, 3.0, 0x3FF193EA7AAD030A},
    {"portable_log", portable_log, 12345.678, 0x4022D79559791E31},
    {"portable_log", portable_log, 1e300, 0x4085963447F87FB5},
    {"portable_log1p", portable_log1p, -0.9, 0xC0026BB1BBB55516},
    {"portable_log1p", portable_log1p, 1e-10, 0x3DDB7CDFD9D1D693},
    {"portable_log1p", portable_log1p, 0.3, 0x3FD0CA937BE1B9DB},
    {"portable_log1p", portable_log1p, 7.5, 0x40011EDB023BF0FE},
    {"portable_exp", portable_exp, -740.0, 0x0000000000000055},
    {"portable_exp", portable_exp, -20.5, 0x3E157A3AFEED00AB},
    {"portable_exp", portable_exp, -0.1, 0x3FECF46D99D52B3A},
    {"portable_exp", portable_exp, 1e-5, 0x3FF0000A7C5E340E},
    {"portable_exp", portable_exp, 0.7, 0x40001C2A61268987},
    {"portable_exp", portable_exp, 1.0, 0x4005BF0A8B14576A},
    {"portable_exp", portable_exp, 33.3, 0x42F078401F5A3EC8},
    {"portable_exp", portable_exp, 700.1, 0x7F1058614179B2A5},
    {"portable_expm1", portable_expm1, -3.0, 0xBFEE6824F33314F5},
    {"portable_expm1", portable_expm1, -0.2, 0xBFC733D4A7A67A9B},
    {"portable_expm1", portable_expm1, 1e-7, 0x3E7AD7F2B1414ADB},
    {"portable_expm1", portable_expm1, 0.33, 0x3FD9059F2F61EFD4},
    {"portable_expm1", portable_expm1, 5.5, 0x406E76244F21BBF6},
    {"cube_root", cube_root, 1e-9, 0x3F50624DD2F1A9FE},
    {"cube_root", cube_root, 0.1, 0x3FDDB4C7760BCFF3},
    {"cube_root", cube_root, 2.0, 0x3FF428A2F98D728B},
    {"cube_root", cube_root, 1e20, 0x4151B4CD3559E965},
    {"power_of_1_1", power_of_1_1, -1000.5, 0x3755859262E354BE},
    {"power_of_1_1", power_of_1_1, 0.3, 0x3FF076CEBE41BF7A},
    {"power_of_1_1", power_of_1_1, 77.7, 0x4099B4B165DB83EE},
    {"power_of_1_1", power_of_1_1, 7000.0, 0x7C170482352AF339},
    {"portable_sin", portable_sin, 0.5, 0x3FDEAEE8744B05F0},
    {"portable_sin", portable_sin, 1.0, 0x3FEAED548F090CEE},
    {"portable_sin", portable_sin, 3.14159, 0x3EC6428A6AA44CD1},
    {"portable_sin", portable_sin, -100.25, 0x3FD1BF00980DC35D},
    {"portable_sin", portable_sin, 99999.5, 0x3FE055F282F41BD9},
    {"portable_cos", portable_cos, 0.5, 0x3FEC1528065B7D50},
    {"portable_cos", portable_cos, 1.0, 0x3FE14A280FB5068C},
    {"portable_cos", portable_cos, 1.5707963, 0x3E5CC553391A6262},
    {"portable_cos", portable_cos, -100.25, 0x3FEEBEC72BA6B0EC},
    {"portable_cos", portable_cos, 99999.5, 0xBFEB8428C9F69A31},
    {"normal_cdf", normal_cdf, -37.0, 0x01CEACCC6BFEB0AF},
    {"normal_cdf", normal_cdf, -8.125, 0x3CB01E30A1D54C78},
    {"normal_cdf", normal_cdf, -3.3, 0x3F3FAE82E1B2D7B6},
    {"normal_cdf", normal_cdf, -1.0, 0x3FC44ED0BB7CB20D},
    {"normal_cdf", normal_cdf, -0.5, 0x3FD3BF143B9AA712},
    {"normal_cdf", normal_cdf, 0.25, 0x3FE3289A2B16ED6C},
    {"normal_cdf", normal_cdf, 1.5, 0x3FEDDCB724ED3702},
    {"normal_cdf", normal_cdf, 6.0, 0x3FEFFFFFFF786788},
    {"normal_quantile", normal_quantile, 1e-300, 0xC04286074064C26C},
    {"normal_quantile", normal_quantile, 1e-12, 0xC01C234FBA57A32C},
    {"normal_quantile", normal_quantile, 0.001, 0xC008B8CBB7204470},
    {"normal_quantile", normal_quantile, 0.0751, 0xBFF7056DC6686C99},
    {"normal_quantile", normal_quantile, 0.3, 0xBFE0C7E39582C5FD},
    {"normal_quantile", normal_quantile, 0.51, 0x3F99ABA9F4786912},
    {"normal_quantile", normal_quantile, 0.925, 0x3FF7085226D3E524},
    {"normal_quantile", normal_quantile, 0.9999, 0x400DC08BB712897B},
    {"lognormal_quantile", lognormal_quantile, 1e-6, 0x404E01319DFF3CDA},
    {"lognormal_quantile", lognormal_quantile, 0.1, 0x4080DAEF29D0A3EE},
    {"lognormal_quantile", lognormal_quantile, 0.5, 0x40AC494A360B5D5E},
    {"lognormal_quantile", lognormal_quantile, 0.9, 0x40D813BE639071D2},
    {"lognormal_quantile", lognormal_quantile, 0.999, 0x41157992269FAF16},
    {"weibull_quantile", weibull_quantile, 1e-6, 0x3FF00025A09E0763},
    {"weibull_quantile", weibull_quantile, 0.1, 0x40196517D25761C2},
    {"weibull_quantile", weibull_quantile, 0.5, 0x40500A2836AB88C5},
    {"weibull_quantile", weibull_quantile, 0.9, 0x407515A9458C1CDE},
    {"weibull_quantile", weibull_quantile, 0.999, 0x4098E9A4AF1CE104},
    {"biased_weibull_quantile", biased_weibull_quantile, 1e-6, 0x3FF01353DF778286},
    {"biased_weibull_quantile", biased_weibull_quantile, 0.1, 0x40510C6DCC4E1926},
    {"biased_weibull_quantile", biased_weibull_quantile, 0.5, 0x407218E87CA564FC},
    {"biased_weibull_quantile", biased_weibull_quantile, 0.9, 0x408AED67B577C1AD},
    {"biased_weibull_quantile", biased_weibull_quantile, 0.999, 0x40A5466A8A45DB32},
};

/// FNV-1a over the bits of the function at 20,000 points of [low, high].
std::uint64_t fingerprint(double (*function)(double), double low, double high) {
  constexpr int kPoints = 20'000;
  std::uint64_t hash = 0xCBF29CE484222325;
  for (int at = 0; at < kPoints; ++at) {
    const auto bits =
        std::bit_cast<std::uint64_t>(function(low + (high - low) * ((at + 0.5) / kPoints)));
    for (int shift = 0; shift < 64; shift += 8) {
      hash = (hash ^ ((bits >> shift) & 0xFF)) * 0x100000001B3;
    }
  }
  return hash;
}

struct Fingerprint {
  std::string name;
  double (*function)(double);
  double low, high;
  std::uint64_t hash;
};

}  // namespace

TEST_CASE("elementary functions give the same bits everywhere") {
  for (const KnownAnswer& answer : kKnownAnswers) {
    CAPTURE(answer.name, answer.x);
    CHECK(std::bit_cast<std::uint64_t>(answer.function(answer.x)) == answer.bits);
  }
}

TEST_CASE("fingerprints of many values are the same everywhere") {
  const std::vector<Fingerprint> fingerprints{
      {"portable_log", portable_log, 1e-3, 1e3, 0x4609C1AEEC196E82},
      {"portable_log1p", portable_log1p, -0.99, 10.0, 0x8FD1BA5A83EF9E8E},
      {"portable_exp", portable_exp, -745.0, 709.0, 0xF6E7A28C4B6D3492},
      {"portable_expm1", portable_expm1, -2.0, 2.0, 0x0CC6588ED32BDF80},
      {"cube_root", cube_root, 0.0, 100.0, 0x84D9626EB2204BCB},
      {"power_of_1_1", power_of_1_1, -7000.0, 7000.0, 0xA2E98DB841A9AF1E},
      {"portable_sin", portable_sin, -1e5, 1e5, 0x301A1E170CBABE6D},
      {"portable_cos", portable_cos, -30.0, 30.0, 0x54FB5A2946CB8E84},
      {"normal_cdf", normal_cdf, -38.0, 9.0, 0x4590556DDC0ACE9D},
      {"normal_quantile", normal_quantile, 0.0, 1.0, 0x03AEC38AD987268E},
      {"lognormal_quantile", lognormal_quantile, 0.0, 1.0, 0x3788653A41709435},
      {"weibull_quantile", weibull_quantile, 0.0, 1.0, 0xBF46260D0058FD68},
      {"biased_weibull_quantile", biased_weibull_quantile, 0.0, 1.0, 0x07F204DF1E30A9AB},
  };
  for (const Fingerprint& expected : fingerprints) {
    CAPTURE(expected.name);
    CHECK(fingerprint(expected.function, expected.low, expected.high) == expected.hash);
  }
}
