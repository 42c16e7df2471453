#pragma once

#include "ui/diagnosis/diagnosis_run.h"

#include <QJsonObject>

namespace wharf {

/// Plays recorded evidence as if it were being seen: the same rules and the same words, and nobody is asked.
/// Reads `resources/fixtures/diagnoses.json`.
class RecordedDiagnoses final {
public:
    /// How a recording is played.
    struct Pace {
        /// Whether a step takes a while, as it does when somebody watches.
        bool unhurried = true;
        /// After so many steps it waits until it is stopped; none: to the end.
        int holdAfter = -1;
    };

    RecordedDiagnoses();

    void setPace(Pace pace) { *m_pace = pace; }
    [[nodiscard]] ui::Examiner examiner() const;
    /// What the recordings are of.
    [[nodiscard]] QStringList targets() const;

private:
    std::shared_ptr<const QJsonObject> m_recordings;
    std::shared_ptr<Pace> m_pace;
};

} // namespace wharf
