// Names of job states.
#include "sim/world/job.hpp"

#include <map>
#include <string>

#include "tests/catch.hpp"

using namespace eastwest;

TEST_CASE("every job state has its own name") {
  std::map<std::string, int> names;
  for (int state = 0; state < kJobStates; ++state) ++names[to_text(static_cast<JobState>(state))];
  CHECK(names.size() == kJobStates);
  CHECK(names.count("queued") == 1);
}
