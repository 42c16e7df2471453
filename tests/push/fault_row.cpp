#include "tests/push/fault_row.h"

namespace wharf::rig {

namespace {

QString megabytes(qint64 bytes)
{
    return QString::number(static_cast<double>(bytes) / 1e6, 'g', 2);
}

} // namespace

QList<FaultRow> faultRows(qint64 payload)
{
    constexpr int shortLife = 5;
    constexpr int pushSeconds = 16;
    const qint64 eighth = payload / 8;
    const qint64 limit = payload / 16;
    QList<FaultRow> rows;
    const auto add = [&](const char *name, const QString &sentence, int tokenSeconds = 300) -> Faults & {
        rows.append({ QString::fromLatin1(name), sentence, {}, tokenSeconds });
        // Who does not ask how far an upload is never sees these rules.
        rows.last().faults.resumeRules = true;
        return rows.last().faults;
    };
    add("none", QStringLiteral("none"));
    add("reset-once", QStringLiteral("connection reset once, half-way through the largest blob")).resetOnce = payload / 4;
    add("reset-every", QStringLiteral("every connection reset after %1 MB of upload").arg(megabytes(eighth))).resetEvery = eighth;
    Faults &dying = add("tokens-die", QStringLiteral("tokens die %1 s after issue, the push takes %2 s").arg(shortLife).arg(pushSeconds), shortLife);
    dying.tokenGate = true;
    dying.bytesPerSecond = payload / pushSeconds;
    add("body-limit", QStringLiteral("a proxy takes bodies up to %1 MB").arg(megabytes(limit))).bodyLimit = limit;
    Faults &buffering = add("buffering", QStringLiteral("a proxy buffers requests, tokens die after %1 s").arg(shortLife), shortLife);
    buffering.buffering = true;
    buffering.tokenGate = true;
    buffering.bytesPerSecond = payload / pushSeconds;
    add("too-many", QStringLiteral("429 with `Retry-After` on the first three uploads")).tooMany = Faults::TooMany { .requests = 3, .retryAfterSeconds = 1 };
    add("bad-gateway", QStringLiteral("502 to every fifth request, at random")).badGatewayProbability = 0.2;
    add("away", QStringLiteral("the registry is away for 3 s")).away = Faults::Away { .after = payload / 3, .seconds = 3 };
    add("unauthorized-once", QStringLiteral("one 401 although the token is fresh")).unauthorizedOnce = 4;
    add("flip", QStringLiteral("a byte flipped on the way")).flip = payload / 4;
    add("slow-first", QStringLiteral("the first answer takes 20 s")).firstAnswerSeconds = 20;
    add("location-https", QStringLiteral("`Location` says https where only http is")).locationHttps = true;
    return rows;
}

} // namespace wharf::rig
