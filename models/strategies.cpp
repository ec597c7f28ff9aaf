// Each name stands for a piece of scenario text; its summary says what it does, not how well.
#include "models/strategies.hpp"

namespace eastwest {

std::vector<Preset> named_strategies() {
  return {
      {"dispatch", "nearest-first",
       "The site with room that is nearest to the job's home; without room anywhere, the queue of "
       "the least committed site.",
       "{policy: scored, filter: [fits], score: nearest}"},
      {"dispatch", "home-first",
       "A site with room in the job's own province, the nearest one; then the nearest elsewhere.",
       "{policy: scored, filter: [fits], score: {home: 2, nearest: 1}}"},
      {"dispatch", "cheapest-first",
       "The site with room where electricity for the IT load is cheapest, wherever it is.",
       "{policy: scored, filter: [fits], score: cheapest}"},
      {"dispatch", "least-loaded-first",
       "The site with room of which the smallest share is taken or promised.",
       "{policy: scored, filter: [fits], score: least-loaded}"},
      {"dispatch", "random-first", "Any site with room, each as likely as the other.",
       "{policy: scored, filter: [fits], score: random}"},
      {"dispatch", "balanced-first",
       "A site with room, weighing cheap electricity (0.7) against nearness (0.3), both scaled.",
       "{policy: scored, filter: [fits], score: {cheapest: 0.7, nearest: 0.3}}"},
      {"dispatch", "data-first",
       "The site with room where the job's data would be soonest; of several, the least loaded.",
       "{policy: scored, filter: [fits], score: {least-staging: 1, least-loaded: 0.001}}"},

      {"strategy", "siloed-fcfs",
       "Provinces keep to themselves: the nearest own site with room, queues in order of arrival.",
       "{platform: province, dispatch: nearest-first, schedule: fcfs}"},
      {"strategy", "siloed-sjf",
       "Provinces keep to themselves: the nearest own site with room, queues by shortest estimate.",
       "{platform: province, dispatch: nearest-first, schedule: sjf}"},
      {"strategy", "unified-nearest",
       "One national dispatcher takes the nearest site with room; queues in order of arrival.",
       "{platform: nation, dispatch: nearest-first, schedule: fcfs}"},
      {"strategy", "unified-home",
       "One national dispatcher takes a site with room in the home province, else the nearest one "
       "elsewhere; queues in order of arrival.",
       "{platform: nation, dispatch: home-first, schedule: fcfs}"},
      {"strategy", "unified-cheapest",
       "One national dispatcher takes the site with room and the cheapest electricity, whatever "
       "the "
       "distance; queues in order of arrival.",
       "{platform: nation, dispatch: cheapest-first, schedule: fcfs}"},
      {"strategy", "unified-least-loaded",
       "One national dispatcher takes the site with room that is least committed; queues in order "
       "of arrival.",
       "{platform: nation, dispatch: least-loaded-first, schedule: fcfs}"},
      {"strategy", "unified-random",
       "One national dispatcher takes any site with room; queues in order of arrival.",
       "{platform: nation, dispatch: random-first, schedule: fcfs}"},
      {"strategy", "unified-balanced",
       "One national dispatcher weighs cheap electricity (0.7) against nearness (0.3); queues in "
       "order of arrival.",
       "{platform: nation, dispatch: balanced-first, schedule: fcfs}"},
  };
}

}  // namespace eastwest
