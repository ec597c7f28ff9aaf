// An engine stage with data sets and storage: two sites, copies and pools set by hand, a second
// book.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/sim/engine/engine_stage.hpp"

namespace eastwest::engine_test {

/// Keeps what is staged, and copies what it is told to, when it is told to.
class RuleReplication final : public ReplicationPolicy {
 public:
  using Rule = std::function<void(const ReplicationView&, std::vector<CopyOrder>&)>;
  explicit RuleReplication(Duration period = Duration{0}, Rule rule = {})
      : period_(period), rule_(std::move(rule)) {}
  [[nodiscard]] bool keeps_what_is_staged() const override { return true; }
  [[nodiscard]] Duration period() const override { return period_; }
  void decide(const ReplicationView& view, std::vector<CopyOrder>& orders) override {
    if (rule_) rule_(view, orders);
  }

 private:
  Duration period_;
  Rule rule_;
};

/// The least recently used goes.
inline CachePolicy oldest_goes() {
  return [](std::span<const CachedSet> candidates) {
    return least(candidates, [](const CachedSet& copy) { return copy.used; });
  };
}

/// Writes down what happens to stores and requests: "2 evicted a at left".
class StoreRecorder final : public Observer {
 public:
  explicit StoreRecorder(const DataPlan& plan) : plan_(plan) {}
  void on_data_used(Date date, const LiveJob& live, const DataUse& use) override {
    static const char* const how[] = {"there", "shared", "fetched", "streamed"};
    note(date, how[static_cast<int>(use.how)], use.set, "for " + live.job.id);
  }
  void on_stored(Date date, const StoreEvent& event) override {
    static const char* const kind_text[] = {"stands",  "taken",   "kept",
                                            "evicted", "dropped", "withdrawn"};
    note(date, kind_text[static_cast<int>(event.kind)], event.set,
         std::string("in ") + eastwest::to_text(event.pool) +
             (event.site.value == 0 ? " left" : " right"));
  }
  void on_replicated(Date date, DataSetId set, SiteId, PoolKind, const char* refusal) override {
    note(date, "copy", set, refusal == nullptr ? "begun" : refusal);
  }
  void on_transfer_started(Date, const TransferEvent& event) override {
    sizes.push_back(event.size);
  }

  std::vector<std::string> lines;
  std::vector<Bytes> sizes;  ///< of all transfers, as they began

 private:
  void note(Date date, const char* what, DataSetId set, const std::string& where) {
    lines.push_back(fmt::format("{} {} {} {}", to_seconds(date), what,
                                set.valid() ? plan_.set(set).name : "bytes", where));
  }
  const DataPlan& plan_;
};

constexpr std::int64_t kTerabyte = 1'000'000'000'000;

/// The two sites with jobs that all go to `site`, and a plan with pools of no capacity.
struct DataStage {
  explicit DataStage(std::vector<Job> jobs, int site = 1)
      : stage(two_sites(8, 8), into_queue_of(site), std::move(jobs)) {
    plan.sites.resize(2);
    // What rules and policies are called is read nowhere in the engine.
  }

  /// Sets of so many terabytes whose owners are at node a.
  void add_set(std::string name, std::int64_t terabytes) {
    plan.sets.push_back(
        {.name = std::move(name), .size = Bytes{terabytes * kTerabyte}, .places = {NodeId{0}}});
  }
  StoragePool& pool(int site, PoolKind kind) {
    SiteStorage& both = plan.sites[static_cast<std::size_t>(site)];
    return kind == PoolKind::hot ? both.hot : both.cold;
  }
  void set_capacity(int site, PoolKind kind, std::int64_t terabytes) {
    pool(site, kind).capacity = StoredBytes{terabytes} * kTerabyte;
  }

  const Recorder& run(std::vector<Observer*> more = {}) {
    stage.parts->data.plan = &plan;
    stage.parts->data.cache = cache;
    stage.parts->data.replication =
        replication ? std::move(replication) : std::make_unique<RuleReplication>();
    stage.parts->observers.push_back(&stores);
    for (Observer* observer : more) stage.parts->observers.push_back(observer);
    return stage.run();
  }

  DataPlan plan;
  CachePolicy cache = oldest_goes();
  std::unique_ptr<ReplicationPolicy> replication;
  StoreRecorder stores{plan};
  Stage stage;
};

/// A job that needs these sets, by their numbers in the plan.
inline Job job_with(std::string id, double submit, std::vector<int> sets, double run_time = 1) {
  Job made = job(std::move(id), submit, 1, run_time);
  JobData data;
  for (const int set : sets) data.sets.push_back(DataSetId{set});
  made.data = std::make_shared<const JobData>(std::move(data));
  return made;
}
/// A job that stores its input, or the sets.
inline Job job_that_stores(std::string id, double submit, std::int64_t terabytes,
                           std::vector<int> sets = {}, Duration retention = Duration::max()) {
  Job made = job(std::move(id), submit, 0, 0);
  JobData data{.stores = true, .retention = retention};
  for (const int set : sets) data.sets.push_back(DataSetId{set});
  made.data = std::make_shared<const JobData>(std::move(data));
  made.input = Bytes{terabytes * kTerabyte};
  return made;
}

}  // namespace eastwest::engine_test
