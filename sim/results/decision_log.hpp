// One JSON line for each decision about a job: who decided what, with a picture how old.
#pragma once

#include <string>
#include <vector>

#include "sim/engine/dispatch.hpp"
#include "sim/engine/observer.hpp"
#include "sim/text/file_writer.hpp"
#include "sim/world/world.hpp"

namespace eastwest {

/// Keys of a line, in their order: time_s, job, serial, dispatcher, decision (placed, refused or
/// rejected), site, reason (of a refusal), sites (all, of a job across them), view_age_s. Keys that
/// do not apply are left out. The warm-up is in it (negative times); jobs of the warm start are
/// not. Of jobs whose width is not fixed, what the site's scheduler decides, too: time_s, job,
/// serial, decision (started, resized), site, accelerators, former (of a resize). Of copies of data
/// sets (copied, not_copied) there are set and pool in place of job, serial and dispatcher.
class DecisionLog final : public Observer {
 public:
  DecisionLog(FileWriter file, const World& world, const PlatformRules& platform,
              const DataPlan* data_plan = nullptr);

  void on_decided(Date date, DispatcherId dispatcher, Duration view_age, std::int64_t) override;
  void on_placed(Date date, const LiveJob& live) override;
  void on_refused(Date date, const LiveJob& live, SiteId site, Refusal why) override;
  void on_migrating(Date date, const LiveJob& live) override;
  void on_finished(Date date, const LiveJob& live) override;
  void on_started(Date date, const LiveJob& live) override;
  void on_resizing(Date date, const LiveJob& live) override;
  void on_replicated(Date date, DataSetId set, SiteId site, PoolKind pool,
                     const char* refusal) override;
  /// Gives the file its name.
  void commit() { file_.commit(); }

 private:
  void width_line(Date date, const LiveJob& live, const char* decision, std::int64_t former);
  void line(Date date, const LiveJob& live, const char* decision, SiteId site, const char* reason);

  FileWriter file_;
  const World& world_;
  const DataPlan* data_plan_;
  std::vector<std::string> dispatchers_;
  Duration view_age_{0};  // of the dispatcher whose decisions are being applied
};

}  // namespace eastwest
