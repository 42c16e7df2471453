#include "core/diagnosis/report_json.h"

#include "core/diagnosis/verdict.h"

#include <QJsonArray>

namespace wharf::diagnosis {

namespace {

QJsonObject findingDocument(const Finding &finding, const Evidence &evidence)
{
    const FindingWords words = wordsFor(finding, evidence);
    QJsonArray steps;
    for (const StepId step : finding.restsOn)
        steps.append(stepName(step));
    return { { QStringLiteral("code"), finding.code },
             { QStringLiteral("severity"), severityName(finding.severity) },
             { QStringLiteral("certainty"), certaintyName(finding.certainty) },
             { QStringLiteral("title"), words.title },
             { QStringLiteral("explanation"), words.explanation },
             { QStringLiteral("remedy"), QJsonArray::fromStringList(words.remedy) },
             { QStringLiteral("owner"), ownerName(finding.owner) },
             { QStringLiteral("evidence"), QJsonArray::fromStringList(words.evidence) },
             { QStringLiteral("steps"), steps },
             { QStringLiteral("alternatives"), QJsonArray::fromStringList(finding.alternatives) },
             { QStringLiteral("settled_by"), words.settledBy } };
}

QJsonObject stepDocument(const Step &step)
{
    return { { QStringLiteral("id"), stepName(step.id) },
             { QStringLiteral("status"), stepStatusName(step.status) },
             { QStringLiteral("summary"), step.summary },
             { QStringLiteral("duration_ms"), step.milliseconds },
             { QStringLiteral("evidence"), QJsonArray::fromStringList(step.evidence) } };
}

} // namespace

QJsonObject diagnosisDocument(const Diagnosis &diagnosis)
{
    const TargetEvidence &target = diagnosis.evidence.target;
    QJsonArray findings;
    for (const Finding &finding : diagnosis.findings)
        findings.append(findingDocument(finding, diagnosis.evidence));
    QJsonArray steps;
    for (const Step &step : diagnosis.steps)
        steps.append(stepDocument(step));
    return { { QStringLiteral("target"),
               QJsonObject { { QStringLiteral("registry"), target.registry },
                             { QStringLiteral("repository"), target.repository },
                             { QStringLiteral("actions"), QJsonArray::fromStringList(target.actions) } } },
             { QStringLiteral("verdict"), findings.first() },
             { QStringLiteral("findings"), findings },
             { QStringLiteral("steps"), steps },
             { QStringLiteral("started"), diagnosis.started.toUTC().toString(Qt::ISODateWithMs) },
             { QStringLiteral("duration_ms"), diagnosis.milliseconds },
             { QStringLiteral("unfinished"), QJsonArray::fromStringList(diagnosis.evidence.unfinished) } };
}

} // namespace wharf::diagnosis
