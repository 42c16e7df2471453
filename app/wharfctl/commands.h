#pragma once

#include "app/wharfctl/workplace.h"
#include "core/async/task.h"

namespace wharf::ctl {

/// One verb of `wharfctl`: how it is called, and what it does. `run` gives the exit status.
struct Command {
    Options::Grammar grammar;
    Task<int> (*run)(std::shared_ptr<Workplace> workplace);
    /// Ends the process without waiting for what still runs: Qt's resolver threads would hold it for as long as a silent name
    /// server lets them (10 s were seen).
    bool endsAtOnce = false;
    /// With --json it prints events as it goes, a document a line.
    bool printsLines = false;
};

[[nodiscard]] Command loginCommand();
[[nodiscard]] Command logoutCommand();
[[nodiscard]] Command accountsCommand();
[[nodiscard]] Command useCommand();
[[nodiscard]] Command tokenCommand();
[[nodiscard]] Command accessCommand();
[[nodiscard]] Command imagesCommand();
[[nodiscard]] Command dockerCommand();
[[nodiscard]] Command ciCommand();
[[nodiscard]] Command diagnoseCommand();
[[nodiscard]] Command pushCommand();

} // namespace wharf::ctl
