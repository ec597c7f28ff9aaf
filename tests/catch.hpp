// The one header that tests include: Catch2 2 (Debian 12) or 3 (Debian 13), with Approx in both.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
using Approx = Catch::Approx;
#else
#include <catch2/catch.hpp>
using Approx = Catch::Detail::Approx;
#endif
