#pragma once

#include "core/diagnosis/finding.h"
#include "core/diagnosis/step.h"
#include "ui/style/tone.h"

namespace wharf::ui {

/// A state of a step or a finding as shape, tone and word.
struct DiagnosisMark {
    QString icon;
    Tone tone = Tone::Quiet;
    QString word; ///< "fine", "needs a look", "failed"; for screen readers, who see no shape
};

[[nodiscard]] DiagnosisMark stepMark(diagnosis::StepStatus status);
/// `healthy` is good whatever its severity.
[[nodiscard]] DiagnosisMark findingMark(const diagnosis::Finding &finding);
/// "12 ms", "1.4 s"; empty where nothing was measured.
[[nodiscard]] QString durationText(qint64 milliseconds);
/// "For: the proxy's administrator"; empty where nobody has to do anything.
[[nodiscard]] QString ownerText(diagnosis::Owner owner);
/// "Certain", "Likely", "Possible"
[[nodiscard]] QString certaintyText(diagnosis::Certainty certainty);

} // namespace wharf::ui
