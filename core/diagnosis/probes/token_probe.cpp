#include "core/diagnosis/probes/token_probe.h"

#include "core/diagnosis/probes/ask.h"
#include "core/registry/jwt.h"
#include "core/registry/token_reply.h"
#include "core/registry/token_request.h"

#include <QJsonDocument>

namespace wharf::diagnosis {

namespace {

/// GitLab puts a signed token of the user into its token; only what it says of the person is read.
void readUser(TokenEvidence &evidence, const registry::JwtClaims &claims)
{
    evidence.tokenUserName = claims.userInfo.value(QLatin1String("username")).toString();
    evidence.tokenUserType = claims.userInfo.value(QLatin1String("token_type")).toString();
}

void readClaims(TokenEvidence &evidence, const registry::JwtClaims &claims)
{
    evidence.algorithm = claims.algorithm;
    evidence.keyId = claims.keyId;
    evidence.issuer = claims.issuer;
    evidence.subject = claims.subject;
    evidence.audience = claims.audience;
    evidence.authType = claims.authType;
    evidence.issuedAt = claims.issuedAt;
    evidence.notBefore = claims.notBefore;
    evidence.expires = claims.expires;
    readUser(evidence, claims);
}

void readGrant(TokenReading &reading, const registry::JwtClaims &claims, const QString &name)
{
    for (const registry::AccessEntry &entry : claims.access) {
        if (entry.scope.name != name)
            continue;
        reading.granted += entry.scope.actions;
        reading.projectPath = entry.meta.value(QLatin1String("project_path")).toString();
    }
    reading.granted.removeDuplicates();
}

void readToken(TokenReading &reading, const net::Reply &reply, const QList<registry::Scope> &scopes, const Clock &clock)
{
    auto token = registry::readTokenReply(reply, scopes, clock);
    if (!token)
        return;
    TokenEvidence &evidence = reading.evidence;
    evidence.issued = true;
    evidence.lifetimeSeconds = std::chrono::duration_cast<std::chrono::seconds>(token->lifetime).count();
    evidence.expiresInMissing = !QJsonDocument::fromJson(reply.body).object().contains(QLatin1String("expires_in"));
    const auto claims = token->token->reveal(&registry::JwtClaims::decode);
    evidence.opaque = !claims;
    if (claims) {
        readClaims(evidence, *claims);
        if (!scopes.isEmpty())
            readGrant(reading, *claims, scopes.first().name);
    }
    reading.token = std::move(*token);
}

/// What servers that know no POST were seen to answer.
bool knowsNoPost(const Answer &answer)
{
    return answer.status == 400 || answer.status == 401 || answer.status == 404 || answer.status == 405;
}

} // namespace

Task<TokenReading> probeToken(std::shared_ptr<net::Session> session, StepId step, Realm realm, QList<registry::Scope> scopes,
                              Credential credential)
{
    TokenReading reading;
    auto asked = AskedTrial {};
    const bool identity = credential.isIdentityToken() && !credential.isAnonymous();
    if (identity)
        asked = co_await askAlong(session, step, registry::tokenPost(realm.url, realm.service, scopes, credential));
    if (!identity || knowsNoPost(asked.trial.last()))
        asked = co_await askAlong(session, step, registry::tokenGet(realm.url, realm.service, scopes, credential));
    reading.trial = asked.trial;
    if (asked.reply && asked.reply->ok()) {
        readToken(reading, *asked.reply, scopes, session->clock());
        wipe(asked.reply->body);
    }
    co_return TokenReading(reading);
}

Task<GrantReading> probeGrant(std::shared_ptr<net::Session> session, StepId step, Realm realm, QString repository, QStringList actions,
                              Credential credential)
{
    const QList<registry::Scope> scopes { registry::Scope::repository(repository, actions) };
    auto asked = co_await probeToken(session, step, realm, scopes, credential);
    GrantReading reading;
    reading.evidence.asked = true;
    reading.evidence.actions = actions;
    reading.evidence.trial = asked.trial;
    reading.evidence.token = asked.evidence;
    reading.evidence.granted = asked.granted;
    reading.evidence.opaque = asked.evidence.opaque;
    reading.evidence.projectPath = asked.projectPath;
    reading.token = asked.token;
    co_return GrantReading(reading);
}

} // namespace wharf::diagnosis
