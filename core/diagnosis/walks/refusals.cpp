#include "core/diagnosis/walks/refusals.h"

namespace wharf::diagnosis {

bool isBan(const Answer &answer)
{
    if (answer.status == 429)
        return true;
    if (answer.status != 403)
        return false;
    const bool words = answer.errorMessage().contains(QLatin1String("too many"), Qt::CaseInsensitive);
    const bool emptyWithWait = answer.body.isEmpty() && !answer.header(QStringLiteral("retry-after")).isEmpty();
    const bool bareWord = answer.mediaType() == QLatin1String("text/plain") && answer.body.trimmed() == QLatin1String("Forbidden");
    return words || emptyWithWait || bareWord;
}

bool isBanned(const ExperimentEvidence &experiment)
{
    return isBan(experiment.anonymous.last()) || isBan(experiment.wrong.last()) || isBan(experiment.real.last());
}

bool isRefusal(const Answer &answer)
{
    return answer.status == 401 || answer.status == 403 || isBan(answer);
}

} // namespace wharf::diagnosis
