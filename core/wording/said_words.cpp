#include "core/wording/said_words.h"

#include <QCoreApplication>

namespace wharf::wording {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(wharf::wording)
};

/// Servers add paragraphs of advice (GitLab: 400 characters on every 401); their first sentence is what happened.
QString firstSentence(const QString &said)
{
    constexpr qsizetype longest = 160;
    if (said.size() <= longest)
        return said;
    const qsizetype end = said.indexOf(QLatin1String(". "));
    return end > 0 && end < longest ? said.left(end) : said.left(longest).trimmed() + QChar(0x2026);
}

} // namespace

QString quoted(const Failure &failure)
{
    return failure.serverSaid.isEmpty() ? QString() : Say::tr("It said: “%1”.").arg(firstSentence(failure.serverSaid));
}

QString joined(const QString &first, const QString &second)
{
    return second.isEmpty() ? first : first + QLatin1Char(' ') + second;
}

} // namespace wharf::wording
