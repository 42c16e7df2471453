#pragma once

#include "core/diagnosis/evidence/evidence.h"
#include "core/diagnosis/finding.h"
#include "core/net/exchange.h"

namespace wharf::diagnosis {

enum class StepStatus : std::uint8_t { Waiting, Running, Ok, Warning, Failed, Skipped };

/// One line on the rail: what was looked at, how it came out, how long it took.
struct Step {
    StepId id = StepId::Target;
    StepStatus status = StepStatus::Waiting;
    QString summary;       ///< a sentence; translated
    qint64 milliseconds = 0;
    QStringList evidence;  ///< what was seen, a short line each; translated
    QList<net::Exchange> exchanges; ///< masked
};

/// What the evidence of one step says: its status, its sentence and its lines. Pure but for the language. A step whose
/// evidence is missing is Skipped, with the reason.
struct StepReading {
    StepStatus status = StepStatus::Skipped;
    QString summary;
    QStringList evidence;
};
[[nodiscard]] StepReading readStep(StepId id, const Evidence &evidence);

/// What a step is called on the rail: "TLS certificate". Translated.
[[nodiscard]] QString stepTitle(StepId id);
/// `ok`, `warning`, `failed`, `skipped`; `waiting` and `running` while it runs.
[[nodiscard]] QString stepStatusName(StepStatus status);

} // namespace wharf::diagnosis
