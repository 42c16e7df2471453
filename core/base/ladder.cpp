#include "core/base/ladder.h"

namespace wharf {

Result<QJsonObject> climbLadder(QJsonObject document, std::span<const LadderStep> steps)
{
    const qint64 newest = static_cast<qint64>(steps.size()) + 1;
    const qint64 version = document.value(QLatin1String("version")).toInteger(0);
    if (version < 1)
        return fail({ .kind = Kind::Malformed });
    if (version > newest)
        return fail({ .kind = Kind::Newer });
    for (const LadderStep &step : steps.subspan(static_cast<std::size_t>(version - 1)))
        document = step.climb(std::move(document));
    document.insert(QLatin1String("version"), newest);
    return document;
}

} // namespace wharf
