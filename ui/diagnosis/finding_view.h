#pragma once

#include "core/diagnosis/finding.h"

#include <QWidget>

namespace wharf::ui {


/// What a finding says below its title: how sure and whose job, the explanation, the remedy as numbered steps with blocks to
/// copy, and why we think so.
class FindingView final : public QWidget {
    Q_OBJECT
public:
    FindingView(const diagnosis::Finding &finding, const diagnosis::FindingWords &words, QWidget *parent = nullptr);

private:
    void addRemedy(const QStringList &lines);
    void addLines(const QString &heading, const QStringList &lines);
    void addReasons(const diagnosis::Finding &finding, const diagnosis::FindingWords &words);
};

/// One step of a remedy: its sentence, and the lines to copy that belong to it.
struct RemedyStep {
    QString sentence;
    QString block; ///< without the four blanks; lines apart by line ends; may be empty

    friend bool operator==(const RemedyStep &, const RemedyStep &) = default;
};
/// Lines as FindingWords::remedy has them.
[[nodiscard]] QList<RemedyStep> remedySteps(const QStringList &lines);

} // namespace wharf::ui
