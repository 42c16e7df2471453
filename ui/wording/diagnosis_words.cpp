#include "ui/wording/diagnosis_words.h"

#include "core/diagnosis/report_markdown.h"

#include <QCoreApplication>
#include <QLocale>

namespace wharf::ui {

namespace {

struct DiagnosisText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::DiagnosisText)
};

DiagnosisMark mark(const char *icon, Tone tone, const QString &word)
{
    return { .icon = QLatin1String(icon), .tone = tone, .word = word };
}

} // namespace

DiagnosisMark stepMark(diagnosis::StepStatus status)
{
    using diagnosis::StepStatus;
    switch (status) {
    case StepStatus::Waiting: return mark("unchecked", Tone::Quiet, DiagnosisText::tr("waiting"));
    case StepStatus::Running: return mark("checking", Tone::Quiet, DiagnosisText::tr("under way"));
    case StepStatus::Ok: return mark("ready", Tone::Good, DiagnosisText::tr("fine"));
    case StepStatus::Warning: return mark("warning", Tone::Caution, DiagnosisText::tr("needs a look"));
    case StepStatus::Failed: return mark("refused", Tone::Bad, DiagnosisText::tr("failed"));
    case StepStatus::Skipped: return mark("notasked", Tone::Quiet, DiagnosisText::tr("left out"));
    }
    Q_UNREACHABLE();
}

DiagnosisMark findingMark(const diagnosis::Finding &finding)
{
    using diagnosis::Severity;
    if (finding.code == QLatin1String("healthy"))
        return mark("ready", Tone::Good, DiagnosisText::tr("all well"));
    switch (finding.severity) {
    case Severity::Error: return mark("refused", Tone::Bad, DiagnosisText::tr("a problem"));
    case Severity::Warning: return mark("warning", Tone::Caution, DiagnosisText::tr("a warning"));
    case Severity::Note: return mark("info", Tone::Quiet, DiagnosisText::tr("a note"));
    }
    Q_UNREACHABLE();
}

QString durationText(qint64 milliseconds)
{
    if (milliseconds <= 0)
        return {};
    const QLocale locale;
    if (milliseconds < 1000)
        return DiagnosisText::tr("%1 ms").arg(locale.toString(milliseconds));
    return DiagnosisText::tr("%1 s", "seconds").arg(locale.toString(static_cast<double>(milliseconds) / 1000.0, 'f', 1));
}

QString ownerText(diagnosis::Owner owner)
{
    return owner == diagnosis::Owner::Nobody ? QString() : DiagnosisText::tr("For: %1", "whose job a fix is").arg(diagnosis::ownerWords(owner));
}

QString certaintyText(diagnosis::Certainty certainty)
{
    switch (certainty) {
    case diagnosis::Certainty::Certain: return DiagnosisText::tr("Certain");
    case diagnosis::Certainty::Likely: return DiagnosisText::tr("Likely");
    case diagnosis::Certainty::Possible: return DiagnosisText::tr("Possible");
    }
    Q_UNREACHABLE();
}

} // namespace wharf::ui
