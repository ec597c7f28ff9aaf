// Loads a platform file with SimGrid and tells the routes of the pairs of hosts on stdin: one line
// each with the latency in seconds, the narrowest bandwidth in bytes per second and the links.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>
#include <limits>
#include <string>
#include <vector>

#include <simgrid/s4u.hpp>

int main(int argc, char** argv) {
  try {
    simgrid::s4u::Engine engine(&argc, argv);
    engine.load_platform(argv[1]);
    std::string from;
    std::string to;
    while (std::cin >> from >> to) {
      double latency = 0;
      double narrowest = std::numeric_limits<double>::infinity();
      std::vector<simgrid::s4u::Link*> links;
      engine.host_by_name(from)->route_to(engine.host_by_name(to), links, &latency);
      for (const simgrid::s4u::Link* link : links) {
        narrowest = std::min(narrowest, link->get_bandwidth());
      }
      std::printf("%.17g %.17g %zu\n", latency, narrowest, links.size());
    }
  } catch (const std::exception& error) {
    std::cerr << "probe: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
