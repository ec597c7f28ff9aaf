// Implements sim/results/decision_log.hpp.
#include "sim/results/decision_log.hpp"

#include <utility>

#include "sim/engine/spread_life.hpp"
#include "sim/text/json.hpp"

namespace eastwest {

DecisionLog::DecisionLog(FileWriter file, const World& world, const PlatformRules& platform,
                         const DataPlan* data_plan)
    : file_(std::move(file)), world_(world), data_plan_(data_plan) {
  for (const Silo& silo : platform.silos) dispatchers_.push_back(silo.name);
}

void DecisionLog::on_decided(Date, DispatcherId, Duration view_age, std::int64_t) {
  // The engine tells of a dispatcher's decisions and then applies them, one after the other.
  view_age_ = view_age;
}

void DecisionLog::on_placed(Date date, const LiveJob& live) {
  line(date, live, "placed", live.site, nullptr);
}

void DecisionLog::on_refused(Date date, const LiveJob& live, SiteId site, Refusal why) {
  line(date, live, "refused", site, to_text(why));
}

void DecisionLog::on_migrating(Date date, const LiveJob& live) {
  line(date, live, "migrated", live.site, nullptr);
}

void DecisionLog::on_finished(Date date, const LiveJob& live) {
  if (live.state == JobState::expired) line(date, live, "expired", SiteId{}, nullptr);
  if (live.state != JobState::rejected) return;
  line(date, live, "rejected", SiteId{}, live.rejection ? to_text(*live.rejection) : nullptr);
}

void DecisionLog::on_started(Date date, const LiveJob& live) {
  if (live.elastic) width_line(date, live, "started", 0);
}

void DecisionLog::on_resizing(Date date, const LiveJob& live) {
  width_line(date, live, "resized", live.elastic->width);
}

void DecisionLog::width_line(Date date, const LiveJob& live, const char* decision,
                             std::int64_t former) {
  if (live.job.warm) return;
  Json entry = {{"time_s", to_seconds(date)},
                {"job", live.job.id},
                {"serial", live.serial},
                {"decision", decision},
                {"site", world_.sites[live.site.index()].id},
                {"accelerators", live.elastic->target}};
  if (former > 0) entry["former"] = former;
  file_.write(entry.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
}

void DecisionLog::on_replicated(Date date, DataSetId set, SiteId site, PoolKind pool,
                                const char* refusal) {
  Json entry = {{"time_s", to_seconds(date)},
                {"set", data_plan_->set(set).name},
                {"decision", refusal == nullptr ? "copied" : "not_copied"},
                {"site", world_.sites[site.index()].id},
                {"pool", to_text(pool)}};
  if (refusal != nullptr) entry["reason"] = refusal;
  file_.write(entry.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
}

void DecisionLog::line(Date date, const LiveJob& live, const char* decision, SiteId site,
                       const char* reason) {
  if (live.job.warm) return;
  Json entry = {{"time_s", to_seconds(date)},
                {"job", live.job.id},
                {"serial", live.serial},
                {"dispatcher", dispatchers_[live.dispatcher.index()]},
                {"decision", decision}};
  if (site.valid()) entry["site"] = world_.sites[site.index()].id;
  if (reason != nullptr) entry["reason"] = reason;
  if (live.spread) {
    for (const JobPart& part : live.spread->parts) {
      entry["sites"].push_back(world_.sites[part.site.index()].id);
    }
  }
  entry["view_age_s"] = to_seconds(view_age_);
  file_.write(entry.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace eastwest
