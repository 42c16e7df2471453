#include "tests/push/fault_names.h"

#include "tests/push/byte_size.h"

#include <QStringList>

#include <functional>

namespace wharf::rig {

namespace {

/// Returns whether the value is one.
using Set = std::function<bool(Faults &, const QString &)>;

struct Named {
    const char *name;
    const char *meaning;
    Set set;
};

template <class Member>
Set size(Member member)
{
    return [member](Faults &faults, const QString &value) {
        faults.*member = byteSize(value);
        return byteSize(value) >= 0;
    };
}

template <class Member>
Set number(Member member)
{
    return [member](Faults &faults, const QString &value) {
        bool isNumber = false;
        faults.*member = value.toInt(&isNumber);
        return isNumber;
    };
}

Set text(std::optional<QByteArray> Faults::*member)
{
    return [member](Faults &faults, const QString &value) {
        faults.*member = value.toLatin1();
        return !value.isEmpty();
    };
}

Set flag(bool Faults::*member)
{
    return [member](Faults &faults, const QString &value) {
        faults.*member = true;
        return value.isEmpty();
    };
}

bool setAway(Faults &faults, const QString &value)
{
    bool isNumber = false;
    const Faults::Away away { .after = byteSize(value.section(QLatin1Char(':'), 0, 0)), .seconds = value.section(QLatin1Char(':'), 1).toDouble(&isNumber) };
    faults.away = away;
    return isNumber && away.after >= 0;
}

bool setTooMany(Faults &faults, const QString &value)
{
    bool areNumbers[2] = { false, false };
    faults.tooMany = Faults::TooMany { .requests = value.section(QLatin1Char(':'), 0, 0).toInt(&areNumbers[0]),
                                       .retryAfterSeconds = value.section(QLatin1Char(':'), 1).toInt(&areNumbers[1]) };
    return areNumbers[0] && areNumbers[1];
}

bool setBadGateway(Faults &faults, const QString &value)
{
    bool isNumber = false;
    faults.badGatewayProbability = value.section(QLatin1Char(':'), 0, 0).toDouble(&isNumber);
    faults.seed = value.section(QLatin1Char(':'), 1).toUInt();
    return isNumber;
}

bool setFirstAnswer(Faults &faults, const QString &value)
{
    bool isNumber = false;
    faults.firstAnswerSeconds = value.toDouble(&isNumber);
    return isNumber;
}

const QList<Named> &all()
{
    static const QList<Named> list {
        { "reset-once", "N: RST after N bytes within one upload, once", size(&Faults::resetOnce) },
        { "reset-every", "N: RST whenever a connection has carried N bytes of uploads", size(&Faults::resetEvery) },
        { "away", "N:S: after N bytes gone for S seconds, once", setAway },
        { "hang", "K: the k-th request gets no answer", number(&Faults::hang) },
        { "body-limit", "N: 413 for larger bodies", size(&Faults::bodyLimit) },
        { "buffering", "bodies are taken whole before they go on", flag(&Faults::buffering) },
        { "bad-gateway-every", "N: 502 for every n-th request", number(&Faults::badGatewayEvery) },
        { "bad-gateway", "P[:SEED]: 502 with this probability", setBadGateway },
        { "latency", "MS: before each request goes on", number(&Faults::latencyMilliseconds) },
        { "slow-first", "S: seconds until the first answer", setFirstAnswer },
        { "rate", "N: bytes a second at most towards the registry", size(&Faults::bytesPerSecond) },
        { "flip", "N: the byte at N of an upload arrives wrong, once", size(&Faults::flip) },
        { "html", "uploads get 200 and a page", flag(&Faults::html) },
        { "no-chunked", "411 for chunked bodies", flag(&Faults::noChunkedBodies) },
        { "too-many", "K:S: 429 with Retry-After S for the first K uploads", setTooMany },
        { "unauthorized-once", "K: 401 for the k-th request with a bearer token", number(&Faults::unauthorizedOnce) },
        { "token-gate", "401 from the second on that the token's exp names", flag(&Faults::tokenGate) },
        { "gate-clock", "S: seconds that the gate's clock is ahead", number(&Faults::gateClockSeconds) },
        { "patch-status", "CODE: for every PATCH", number(&Faults::patchStatus) },
        { "put-status", "CODE: for every PUT of an upload with a body", number(&Faults::putStatus) },
        { "chunk-min", "N: OCI-Chunk-Min-Length, and 416 after a shorter chunk", size(&Faults::chunkMinimum) },
        { "gitlab", "GitLab's rules for going on with an upload (with --storage)", flag(&Faults::resumeRules) },
        { "range", "TEXT: instead of every Range", text(&Faults::range) },
        { "digest", "TEXT: instead of every Docker-Content-Digest", text(&Faults::digest) },
        { "location-host", "HOST:PORT: instead of the one in every Location", text(&Faults::locationHost) },
        { "location-https", "every Location says https", flag(&Faults::locationHttps) },
    };
    return list;
}

} // namespace

QString setFault(Faults &faults, const QString &nameAndValue)
{
    const QString name = nameAndValue.section(QLatin1Char('='), 0, 0);
    const QString value = nameAndValue.section(QLatin1Char('='), 1);
    for (const Named &each : all()) {
        if (name != QLatin1String(each.name))
            continue;
        return each.set(faults, value) ? QString() : QStringLiteral("%1 is no value for %2 (%3).").arg(value, name, QLatin1String(each.meaning));
    }
    return QStringLiteral("There is no fault %1.").arg(name);
}

QString faultHelp()
{
    QString help;
    for (const Named &each : all())
        help += QStringLiteral("  %1 %2\n").arg(QLatin1String(each.name), -18).arg(QLatin1String(each.meaning));
    return help;
}

} // namespace wharf::rig
