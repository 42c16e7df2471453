#include "tests/sandbox/gitlab/gates.h"

#include "tests/sandbox/gitlab/jwt_auth.h"

namespace wharf::sandbox {

namespace {

void forgetBefore(QList<QDateTime> &times, const QDateTime &limit)
{
    times.removeIf([&](const QDateTime &time) { return time <= limit; });
}

} // namespace

std::optional<Answer> Gates::throttled(const Settings &settings, const QString &address, const QDateTime &now)
{
    const Throttle &throttle = settings.throttle;
    if (!throttle.enabled)
        return std::nullopt;
    QList<QDateTime> &times = m_requests[address];
    forgetBefore(times, now.addSecs(-throttle.periodSeconds));
    if (times.size() < throttle.requests) {
        times << now;
        return std::nullopt;
    }
    const QDateTime reset = (times.isEmpty() ? now : times.first()).addSecs(throttle.periodSeconds);
    Answer answer = textAnswer(429, throttle.text.toUtf8() + '\n');
    answer.headers = { { "Retry-After", QByteArray::number(qMax<qint64>(1, now.secsTo(reset))) },
                       { "RateLimit-Limit", QByteArray::number(throttle.requests) },
                       { "RateLimit-Remaining", "0" },
                       { "RateLimit-Reset", QByteArray::number(reset.toSecsSinceEpoch()) } };
    return answer;
}

std::optional<Answer> Gates::banned(const Settings &settings, const QString &address, const QDateTime &now) const
{
    const QDateTime until = m_bannedUntil.value(address);
    if (!settings.ipBan.enabled || !until.isValid() || until <= now)
        return std::nullopt;
    if (settings.wording == Wording::V19)
        return errorAnswer(403, QStringLiteral("DENIED"), QStringLiteral("Access denied: too many failed authentication attempts from this network"), false);
    return textAnswer(403, "Too many failed authentication attempts from this IP");
}

void Gates::signInFailed(const Settings &settings, const QString &address, const QDateTime &now)
{
    const IpBan &ban = settings.ipBan;
    if (!ban.enabled || ban.exempt.contains(address))
        return;
    QList<QDateTime> &times = m_failures[address];
    forgetBefore(times, now.addSecs(-ban.findSeconds));
    times << now;
    if (times.size() >= ban.maxRetry) {
        m_bannedUntil.insert(address, now.addSecs(ban.banSeconds));
        times.clear();
    }
}

std::optional<Answer> Gates::tooManyAddresses(const Settings &settings, int userId, const QString &address, const QDateTime &now)
{
    const UniqueIps &unique = settings.uniqueIps;
    if (!unique.enabled)
        return std::nullopt;
    QHash<QString, QDateTime> &seen = m_addresses[userId];
    seen.removeIf([&](const auto &entry) { return entry.value() <= now.addSecs(-unique.windowSeconds); });
    seen.insert(address, now);
    if (seen.size() <= unique.limit)
        return std::nullopt;
    Answer answer = settings.wording == Wording::V19
        ? errorAnswer(403, QStringLiteral("DENIED"), QStringLiteral("Access denied: too many distinct sources for this account"), false)
        : emptyAnswer(403);
    answer.headers << qMakePair(QByteArray("Retry-After"), QByteArray::number(unique.windowSeconds));
    return answer;
}

} // namespace wharf::sandbox
