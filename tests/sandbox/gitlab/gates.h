#pragma once

#include "tests/sandbox/gitlab/message.h"
#include "tests/sandbox/gitlab/world.h"

#include <QHash>

namespace wharf::sandbox {

/// Counts what GitLab counts against callers: requests, failed sign-ins, addresses of one account.
/// Times are GitLab's own clock. Every check that says no returns the answer to give.
class Gates {
public:
    /// Rack::Attack's throttle; counts the request.
    [[nodiscard]] std::optional<Answer> throttled(const Settings &settings, const QString &address, const QDateTime &now);
    /// The ban of an address after failed sign-ins.
    [[nodiscard]] std::optional<Answer> banned(const Settings &settings, const QString &address, const QDateTime &now) const;
    void signInFailed(const Settings &settings, const QString &address, const QDateTime &now);
    /// One success resets the counter.
    void signInWorked(const QString &address) { m_failures.remove(address); }
    /// The limit of addresses that one account may come from; counts this one.
    [[nodiscard]] std::optional<Answer> tooManyAddresses(const Settings &settings, int userId, const QString &address, const QDateTime &now);

private:
    QHash<QString, QList<QDateTime>> m_requests;
    QHash<QString, QList<QDateTime>> m_failures;
    QHash<QString, QDateTime> m_bannedUntil;
    QHash<int, QHash<QString, QDateTime>> m_addresses;
};

} // namespace wharf::sandbox
