#pragma once

#include "core/async/task.h"
#include "core/base/credential.h"
#include "core/base/result.h"
#include "core/net/session.h"

#include <QDate>
#include <QDateTime>
#include <QStringList>
#include <QUrl>

namespace wharf::gitlab {

/// What GitLab says about a token when the token asks about itself.
struct TokenInfo {
    qint64 id = 0;
    QString name;
    QStringList scopes;
    qint64 userId = 0;
    bool active = false;
    bool revoked = false;
    bool granular = false;
    /// GitLab kills a token at 00:00 UTC of this day: a token whose day is today is dead. Invalid: never expires.
    QDate expiresAt;
    QDateTime lastUsedAt;
    /// `user`, where the scopes allow `GET /user`: name and whether it is a project's or group's bot.
    QString userName;
    bool bot = false;
};

/// What GitLab says about a running CI job.
struct JobInfo {
    qint64 id = 0;
    QString name;
    QString status;
    QString userName;
    QUrl webUrl;
};

/// The root of GitLab's REST API, from the realm of its challenge: `https://gitlab.example.com/api/v4`, a relative-URL
/// prefix kept. Invalid when the realm is not GitLab's (its path does not end in `/jwt/auth`).
[[nodiscard]] QUrl restApi(const QUrl &realm);

/// `GET /personal_access_tokens/self`; any scope will do. Personal, project and group access tokens.
/// Errors: Stage::GitLab, Kind::Unauthorized with subject `expired`, `revoked`, `impersonation-disabled`, `unknown-token`;
/// Forbidden (`insufficient-scope`, `dpop`), Invalid (another token kind), BadReply, Server. Source: lib/api/api_guard.rb.
[[nodiscard]] Task<Result<TokenInfo>> askAboutToken(std::shared_ptr<net::Session> session, QUrl restApi, SharedSecret token);

/// `GET /job` with `JOB-TOKEN`. Errors: Stage::GitLab, Unauthorized (`job-finished`) …
[[nodiscard]] Task<Result<JobInfo>> askAboutJob(std::shared_ptr<net::Session> session, QUrl restApi, SharedSecret jobToken);

} // namespace wharf::gitlab
