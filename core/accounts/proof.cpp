#include "core/accounts/proof.h"

#include "core/registry/token_exchange.h"

namespace wharf::accounts {

namespace {

using registry::Challenge;

bool isAccessToken(TokenKind kind)
{
    return kind == TokenKind::PersonalAccessToken || kind == TokenKind::ProjectAccessToken
        || kind == TokenKind::GroupAccessToken;
}

/// What the registry calls the user goes into Basic and into lists: a name that fits neither is none.
QString usableName(const QString &name)
{
    const bool fits = std::none_of(name.begin(), name.end(), [](QChar c) { return c == QLatin1Char(':') || c.category() == QChar::Other_Control; });
    return fits ? name : QString();
}

bool isJobToken(TokenKind kind)
{
    return kind == TokenKind::CiJobToken || kind == TokenKind::CiRegistryUser;
}

Failure inputFailure(const QString &reason)
{
    return { .stage = Stage::Input, .kind = Kind::Invalid, .subject = reason };
}

TokenKind kindFromClaims(const registry::JwtClaims &claims, TokenKind kind)
{
    if (kind != TokenKind::Unknown)
        return kind;
    if (claims.authType == QLatin1String("personal_access_token"))
        return TokenKind::PersonalAccessToken;
    if (claims.authType == QLatin1String("deploy_token"))
        return TokenKind::DeployToken;
    if (claims.authType == QLatin1String("build") || claims.authType == QLatin1String("ci"))
        return TokenKind::CiJobToken;
    if (claims.authType == QLatin1String("gitlab_or_ldap"))
        return TokenKind::Password;
    return kind;
}

TokenKind kindFromOwner(const gitlab::TokenInfo &info, const QString &userName, TokenKind kind)
{
    const QString name = info.userName.isEmpty() ? userName : info.userName;
    if (name.startsWith(QLatin1String("project_")) && name.contains(QLatin1String("_bot")))
        return TokenKind::ProjectAccessToken;
    if (name.startsWith(QLatin1String("group_")) && name.contains(QLatin1String("_bot")))
        return TokenKind::GroupAccessToken;
    return kind;
}

/// GitLab's realm gives the same 401 for every wrong credential and the same 403 for every one without a registry
/// scope; its REST API tells which it is.
Task<Failure> explainRefusal(std::shared_ptr<net::Session> session, QUrl restApi, Credential credential, TokenKind kind,
                             Failure refusal)
{
    if (!restApi.isValid())
        co_return refusal;
    if (isJobToken(kind)) {
        const auto job = co_await gitlab::askAboutJob(session, restApi, credential.secret);
        if (!job && job.error().kind == Kind::Unauthorized)
            refusal.subject = job.error().subject;
        co_return refusal;
    }
    if (!isAccessToken(kind))
        co_return refusal;
    const auto info = co_await gitlab::askAboutToken(session, restApi, credential.secret);
    if (!info) {
        if (info.error().kind == Kind::Unauthorized || info.error().kind == Kind::Cancelled)
            refusal.subject = info.error().subject;
        co_return refusal;
    }
    if (refusal.kind == Kind::Forbidden) {
        const bool hasScope = std::any_of(info->scopes.begin(), info->scopes.end(), [](const QString &scope) {
            return scope == QLatin1String("api") || scope == QLatin1String("read_api") || scope.endsWith(QLatin1String("_registry"));
        });
        if (!hasScope)
            refusal.subject = QStringLiteral("no-registry-scope");
    }
    co_return refusal;
}

/// A registry that wants a scope even at `/v2/` says nothing against the credential.
bool onlyWantsScope(const Result<void> &proven)
{
    return !proven && proven.error().subject == QLatin1String("insufficient-scope");
}

} // namespace

QString nameForNamelessToken()
{
    return QStringLiteral("gitlab-token");
}

std::optional<Failure> objectionTo(const Credential &credential, TokenKind kind)
{
    if (credential.isAnonymous())
        return inputFailure(QStringLiteral("empty"));
    const TokenLook look = lookAtToken(credential.userName, *credential.secret);
    if (look.mangled)
        return inputFailure(QStringLiteral("mangled"));
    if (look.kind == TokenKind::NotForRegistries)
        return inputFailure(QStringLiteral("not-for-registries"));
    if (look.checksum == Checksum::Wrong)
        return inputFailure(QStringLiteral("checksum"));
    if (!look.requiredUserName.isEmpty() && credential.userName != look.requiredUserName)
        return inputFailure(QStringLiteral("user-name"));
    if (credential.userName.isEmpty() && !isAccessToken(kind == TokenKind::Unknown ? look.kind : kind))
        return inputFailure(QStringLiteral("user-name"));
    // Basic joins user and password with a colon, so the user name cannot hold one. RFC 7617 §2.
    if (credential.userName.contains(QLatin1Char(':')))
        return inputFailure(QStringLiteral("user-name-colon"));
    return std::nullopt;
}

Task<Result<Proof>> proveCredential(std::shared_ptr<net::Session> session, registry::RegistryHost host, Credential credential,
                                    TokenKind kind, ProofObserver observer)
{
    const auto tell = [&observer](ProofStep step, StepOutcome outcome) {
        if (observer)
            observer(step, outcome);
    };

    tell(ProofStep::LookAtToken, StepOutcome::Running);
    Proof proof;
    if (auto objection = objectionTo(credential, kind)) {
        tell(ProofStep::LookAtToken, StepOutcome::Failed);
        co_return fail(std::move(*objection));
    }
    proof.kind = kind == TokenKind::Unknown ? lookAtToken(credential.userName, *credential.secret).kind : kind;
    if (credential.userName.isEmpty())
        credential.userName = nameForNamelessToken();
    tell(ProofStep::LookAtToken, StepOutcome::Done);

    tell(ProofStep::ReachRegistry, StepOutcome::Running);
    auto ping = co_await registry::pingRegistry(session, host);
    if (!ping) {
        tell(ProofStep::ReachRegistry, StepOutcome::Failed);
        co_return fail(ping.error());
    }
    proof.ping = std::move(*ping);
    tell(ProofStep::ReachRegistry, StepOutcome::Done);

    const Challenge *challenge = registry::preferredChallenge(proof.ping.challenges);
    if (!challenge) {
        proof.unchallenged = true;
        tell(ProofStep::ExchangeToken, StepOutcome::Skipped);
        tell(ProofStep::ProveAtRegistry, StepOutcome::Skipped);
        tell(ProofStep::AskGitLab, StepOutcome::Skipped);
        co_return proof;
    }
    proof.challenge = *challenge;
    proof.basic = challenge->isBasic();
    const QUrl restApi = proof.basic ? QUrl() : gitlab::restApi(QUrl(challenge->realm()));

    net::Authorization authorization { .scheme = net::Authorization::Scheme::Basic,
                                       .userName = credential.userName,
                                       .secret = credential.secret };
    if (proof.basic) {
        tell(ProofStep::ExchangeToken, StepOutcome::Skipped);
    } else {
        tell(ProofStep::ExchangeToken, StepOutcome::Running);
        auto token = co_await registry::exchangeToken(session, proof.ping.api, proof.challenge, QList<registry::Scope>(), credential);
        if (!token) {
            Failure refusal = token.error();
            if (!couldNotTalk(refusal))
                refusal = co_await explainRefusal(session, restApi, credential, proof.kind, refusal);
            tell(ProofStep::ExchangeToken, StepOutcome::Failed);
            co_return fail(refusal);
        }
        proof.token = std::move(*token);
        const auto claims = proof.token->token->reveal(&registry::JwtClaims::decode);
        if (claims) {
            proof.claims = *claims;
            proof.kind = kindFromClaims(*claims, proof.kind);
            proof.userName = usableName(claims->subject);
        }
        authorization = { .scheme = net::Authorization::Scheme::Bearer, .userName = {}, .secret = proof.token->token };
        tell(ProofStep::ExchangeToken, StepOutcome::Done);
    }

    // What GitLab says is asked for while the registry is: the credential is known to be right by now, so that no second wrong
    // one is counted against anybody. Its step begins when the registry's has ended, as people expect.
    const bool asksGitLab = restApi.isValid() && isAccessToken(proof.kind);
    std::optional<Task<Result<gitlab::TokenInfo>>> asking;
    if (asksGitLab)
        asking.emplace(gitlab::askAboutToken(session, restApi, credential.secret));

    tell(ProofStep::ProveAtRegistry, StepOutcome::Running);
    const auto proven = co_await registry::proveAtRegistry(session, proof.ping.api, authorization);
    if (!proven && !onlyWantsScope(proven)) {
        tell(ProofStep::ProveAtRegistry, StepOutcome::Failed);
        co_return fail(proven.error());
    }
    tell(ProofStep::ProveAtRegistry, StepOutcome::Done);

    if (!asksGitLab) {
        tell(ProofStep::AskGitLab, StepOutcome::Skipped);
        co_return proof;
    }
    tell(ProofStep::AskGitLab, StepOutcome::Running);
    auto info = co_await *asking;
    if (!info) {
        proof.gitLabFailure = info.error();
        tell(ProofStep::AskGitLab, StepOutcome::Failed);
        if (info.error().kind == Kind::Cancelled)
            co_return fail(info.error());
        co_return proof;
    }
    proof.kind = kindFromOwner(*info, proof.userName, proof.kind);
    if (proof.userName.isEmpty())
        proof.userName = usableName(info->userName);
    proof.tokenInfo = std::move(*info);
    tell(ProofStep::AskGitLab, StepOutcome::Done);
    co_return proof;
}

} // namespace wharf::accounts
