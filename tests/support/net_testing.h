#pragma once

#include "core/net/session.h"
#include "tests/support/manual_clock.h"

namespace wharf::test {

/// Settings that look at none of this machine's certificate folders.
inline net::NetworkSettings bareSettings()
{
    net::NetworkSettings settings;
    settings.certificates = {};
    return settings;
}

inline std::shared_ptr<net::Session> makeSession(const net::NetworkSettings &settings = bareSettings(),
                                                 std::shared_ptr<const Clock> clock = std::make_shared<ManualClock>())
{
    return net::Session::create(settings, std::move(clock));
}

inline Result<net::Reply> send(const std::shared_ptr<net::Session> &session, const net::Request &request)
{
    return QCoro::waitFor(session->send(request));
}

inline SharedSecret secret(const QByteArray &text)
{
    return std::make_shared<const Secret>(text);
}

/// A failure as a line for tables: `tls/tls expired`, `token/unauthorized 401`.
inline QString told(const Failure &failure)
{
    QStringList parts { stageName(failure.stage) + QLatin1Char('/') + kindName(failure.kind) };
    if (failure.httpStatus)
        parts << QString::number(failure.httpStatus);
    if (!failure.subject.isEmpty())
        parts << failure.subject;
    return parts.join(QLatin1Char(' '));
}

/// `ok`, or the failure.
template <class T>
QString told(const Result<T> &result)
{
    return result ? QStringLiteral("ok") : told(result.error());
}

/// The status, or the failure.
inline QString told(const Result<net::Reply> &result)
{
    return result ? QString::number(result->status) : told(result.error());
}

} // namespace wharf::test
