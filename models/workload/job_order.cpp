// Implements models/workload/job_order.hpp.
#include "models/workload/job_order.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace eastwest {

bool JobOrder::enter(std::string_view id) {
  return rows_.emplace(std::string(id), entered_++).second;
}

void JobOrder::name(std::string_view cell, const Position& place) {
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find(';'), cell.size());
    const std::string_view id = cell.substr(0, end);
    if (!id.empty()) named_.push_back({entered_ - 1, std::string(id), place});
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
}

void JobOrder::arrange(std::vector<Job>& jobs, Diagnostics& diagnostics) {
  std::vector<std::size_t> order(jobs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&jobs](std::size_t a, std::size_t b) {
    return jobs[a].submitted < jobs[b].submitted;
  });
  std::vector<std::size_t> number_of(jobs.size());
  std::vector<Job> sorted;
  sorted.reserve(jobs.size());
  for (const std::size_t row : order) {
    number_of[row] = sorted.size();
    sorted.push_back(std::move(jobs[row]));
  }
  jobs = std::move(sorted);
  std::vector<std::vector<Link>> links(named_.empty() ? 0 : jobs.size());
  for (const Named& named : named_) {
    const auto found = rows_.find(named.id);
    if (found == rows_.end()) {
      diagnostics.error(named.place, "", fmt::format("there is no job '{}' in the table", named.id),
                        "after names jobs of the same table, with ';' between them");
      continue;
    }
    const std::size_t before = number_of[found->second];
    Job& job = jobs[number_of[named.row]];
    if (std::find(job.after.begin(), job.after.end(), before) != job.after.end()) continue;
    job.after.push_back(before);
    ++jobs[before].followers;
    links[number_of[named.row]].push_back({before, named.place});
  }
  find_circle(jobs, links, diagnostics);
}

void JobOrder::find_circle(const std::vector<Job>& jobs,
                           const std::vector<std::vector<Link>>& links,
                           Diagnostics& diagnostics) const {
  // Takes out whoever comes after nobody that is left; whoever stays is on a circle or behind one.
  std::vector<std::size_t> missing;
  std::vector<std::size_t> free;
  std::vector<std::vector<std::size_t>> followers(links.size());
  for (std::size_t i = 0; i < links.size(); ++i) {
    missing.push_back(links[i].size());
    if (links[i].empty()) free.push_back(i);
    for (const Link& link : links[i]) followers[link.before].push_back(i);
  }
  while (!free.empty()) {
    const std::size_t over = free.back();
    free.pop_back();
    for (const std::size_t follower : followers[over]) {
      if (--missing[follower] == 0) free.push_back(follower);
    }
  }
  const auto first =
      std::find_if(missing.begin(), missing.end(), [](std::size_t count) { return count > 0; });
  if (first == missing.end()) return;
  const auto previous = [&](std::size_t at) -> const Link& {
    return *std::find_if(links[at].begin(), links[at].end(),
                         [&](const Link& link) { return missing[link.before] > 0; });
  };
  // As many steps as there are jobs end on the circle itself.
  auto at = static_cast<std::size_t>(first - missing.begin());
  for (std::size_t i = 0; i < links.size(); ++i) at = previous(at).before;
  std::string circle = fmt::format("'{}'", jobs[at].id);
  std::size_t step = at;
  do {
    step = previous(step).before;
    circle += fmt::format(" after '{}'", jobs[step].id);
  } while (step != at);
  diagnostics.error(previous(at).place, "", "jobs wait for each other: " + circle,
                    "one of them must come after none of the others");
}

}  // namespace eastwest
