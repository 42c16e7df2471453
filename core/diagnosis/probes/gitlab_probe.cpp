#include "core/diagnosis/probes/gitlab_probe.h"

#include "core/diagnosis/probes/ask.h"
#include "core/gitlab/token_info.h"
#include "core/net/origin.h"

#include <QRegularExpression>

namespace wharf::diagnosis {

namespace {

using accounts::TokenKind;

bool isAccessToken(TokenKind kind)
{
    return kind == TokenKind::PersonalAccessToken || kind == TokenKind::ProjectAccessToken || kind == TokenKind::GroupAccessToken;
}

QDateTime endOf(const QDate &day)
{
    return day.isValid() ? day.startOfDay(Qt::UTC) : QDateTime();
}

void takeOver(GitLabEvidence &evidence, const gitlab::TokenInfo &info)
{
    evidence.active = info.active;
    // Only a fine-grained one has no scopes; GitLab says so itself from 19.x on.
    evidence.granular = info.granular || (info.active && info.scopes.isEmpty());
    evidence.scopes = info.scopes;
    evidence.expiresAt = endOf(info.expiresAt);
    evidence.userName = info.userName;
    evidence.bot = info.bot;
}

/// A page of the GitLab that `realm` belongs to, a relative-URL prefix kept. Invalid where it is no GitLab's.
QUrl pageOf(const QUrl &realm, const QString &path)
{
    QUrl page = gitlab::restApi(realm);
    if (page.isValid())
        page.setPath(page.path().chopped(int(qstrlen("/api/v4"))) + QLatin1Char('/') + path);
    return page;
}

} // namespace

Task<GitLabEvidence> probeGitLab(std::shared_ptr<net::Session> session, QUrl realm, Credential credential, TokenKind kind)
{
    GitLabEvidence evidence;
    const QUrl api = gitlab::restApi(realm);
    const bool job = kind == TokenKind::CiJobToken || kind == TokenKind::CiRegistryUser;
    if (!api.isValid() || credential.isAnonymous() || (!job && !isAccessToken(kind)))
        co_return GitLabEvidence(evidence);
    evidence.asked = true;
    evidence.api = api.toString();
    if (job) {
        const auto info = co_await gitlab::askAboutJob(session, api, credential.secret);
        if (info) {
            evidence.active = true;
            evidence.jobStatus = info->status;
            evidence.userName = info->userName;
        } else {
            evidence.failure = info.error();
        }
    } else {
        const auto info = co_await gitlab::askAboutToken(session, api, credential.secret);
        if (info)
            takeOver(evidence, *info);
        else
            evidence.failure = info.error();
    }
    co_return GitLabEvidence(evidence);
}

Task<QString> probeProjectMove(std::shared_ptr<net::Session> session, QUrl realm, QString repository)
{
    const QUrl page = pageOf(realm, repository);
    if (!page.isValid())
        co_return QString();
    const auto asked = co_await ask(session, StepId::GitLab, { .url = page });
    const QUrl target = asked.answer.location();
    const bool moved = asked.answer.isRedirect() && net::Origin::of(target) == net::Origin::of(page)
        && !target.path().contains(QLatin1String("/users/sign_in"));
    co_return moved ? target.path().mid(1) : QString();
}

Task<QString> probeMaintenance(std::shared_ptr<net::Session> session, QUrl realm)
{
    static const QRegularExpression banner(QStringLiteral("[^<>\\n]*(?:undergoing maintenance|maintenance mode)[^<>\\n]*"),
                                           QRegularExpression::CaseInsensitiveOption);
    const QUrl page = pageOf(realm, QStringLiteral("users/sign_in"));
    if (!page.isValid())
        co_return QString();
    const auto asked = co_await ask(session, StepId::GitLab, { .url = page });
    co_return cleanServerText(banner.match(asked.answer.body).captured(0).trimmed());
}

} // namespace wharf::diagnosis
