#include "core/diagnosis/evidence/evidence_json.h"
#include "core/diagnosis/step.h"
#include "core/diagnosis/verdict.h"
#include "tests/fuzz/targets.h"

#include <QJsonDocument>

using namespace wharf::diagnosis;

void wharf::fuzz::evidence(QByteArrayView input)
{
    const QJsonDocument document = QJsonDocument::fromJson(input.toByteArray());
    if (!document.isObject())
        return;
    const Evidence recorded = evidenceFromJson(document.object());
    require(toJson(evidenceFromJson(toJson(recorded))) == toJson(recorded), "what is written down is read again");
    const QList<Finding> findings = judge(recorded);
    require(!findings.isEmpty() && findings == judge(recorded), "there is a verdict, and always the same");
    for (const Finding &finding : findings)
        require(!wordsFor(finding, recorded).title.isEmpty(), "every finding has a title");
    for (const StepId step : allSteps())
        (void)readStep(step, recorded);
}
