#include "app/wharfinger/demo_fixtures.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace wharf {

namespace {

Stage stageNamed(const QString &name)
{
    for (int i = 0; i <= static_cast<int>(Stage::Image); ++i) {
        if (stageName(static_cast<Stage>(i)) == name)
            return static_cast<Stage>(i);
    }
    qFatal("The fixtures name no such stage: %s", qUtf8Printable(name));
}

Kind kindNamed(const QString &name)
{
    for (int i = 0; i <= static_cast<int>(Kind::Cancelled); ++i) {
        if (kindName(static_cast<Kind>(i)) == name)
            return static_cast<Kind>(i);
    }
    qFatal("The fixtures name no such kind of failure: %s", qUtf8Printable(name));
}

accounts::Standing standingNamed(const QString &name)
{
    for (int i = 0; i <= static_cast<int>(accounts::Standing::Waiting); ++i) {
        if (accounts::standingName(static_cast<accounts::Standing>(i)) == name)
            return static_cast<accounts::Standing>(i);
    }
    qFatal("The fixtures name no such state: %s", qUtf8Printable(name));
}

QByteArray base64Url(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// A token in the shape GitLab gives, with a signature that no key fits.
QByteArray demoToken(const QJsonObject &fixture, const QJsonArray &access, const QDateTime &issued, int lifetime)
{
    const QString user = fixture.value(QLatin1String("user")).toString();
    const QString authType = fixture.value(QLatin1String("auth-type")).toString();
    const QJsonObject header { { QStringLiteral("alg"), QStringLiteral("RS256") },
                               { QStringLiteral("typ"), QStringLiteral("JWT") },
                               { QStringLiteral("kid"), QStringLiteral("JRVL:P2BW:7QCY:3NLM:AOWF:5R2I:KEZ6:WHXG:Q4TU:NDB3:YFEJ:ISHA") } };
    const QJsonObject person { { QStringLiteral("token_type"), authType }, { QStringLiteral("username"), user }, { QStringLiteral("user_id"), 42 } };
    const QByteArray nested = base64Url(header) + '.' + base64Url({ { QStringLiteral("user_info"), person } }) + ".ZGVtbw";
    QJsonObject payload { { QStringLiteral("iss"), QStringLiteral("gitlab-issuer") },
                          { QStringLiteral("aud"), QStringLiteral("container_registry") },
                          { QStringLiteral("jti"), QStringLiteral("0b9f5c1e-7c1b-4a53-8c3e-2f5f6d7e8a90") },
                          { QStringLiteral("auth_type"), authType },
                          { QStringLiteral("iat"), issued.toSecsSinceEpoch() },
                          { QStringLiteral("nbf"), issued.toSecsSinceEpoch() - 5 },
                          { QStringLiteral("exp"), issued.toSecsSinceEpoch() + lifetime },
                          { QStringLiteral("access"), access },
                          { QStringLiteral("user"), QString::fromLatin1(nested) } };
    if (fixture.contains(QLatin1String("subject")))
        payload.insert(QStringLiteral("sub"), fixture.value(QLatin1String("subject")));
    return base64Url(header) + '.' + base64Url(payload) + ".ZGVtbyBzaWduYXR1cmU";
}

registry::AccessToken accessToken(const QByteArray &bytes, const QList<registry::Scope> &requested, int lifetime, int age, const Clock &clock)
{
    registry::AccessToken token;
    token.token = std::make_shared<const Secret>(bytes);
    token.requested = requested;
    token.lifetime = std::chrono::seconds(lifetime);
    token.lifetimeSource = registry::LifetimeSource::JwtExpiry;
    token.receivedAt = clock.monotonic() - std::chrono::seconds(age);
    token.receivedAtWall = clock.now().addSecs(-age);
    return token;
}

accounts::AccessFindings findingsOf(const QJsonObject &fixture, const QJsonObject &asked, const Clock &clock)
{
    accounts::AccessFindings findings;
    findings.repository = asked.value(QLatin1String("repository")).toString();
    findings.askedAt = clock.now();
    findings.answer.exists = !asked.value(QLatin1String("missing")).toBool();
    QStringList requested;
    QJsonArray granted;
    for (const QString &action : { QStringLiteral("pull"), QStringLiteral("push"), QStringLiteral("delete") }) {
        const QJsonValue value = asked.value(action);
        registry::Grant grant = registry::Grant::NotAsked;
        if (value.isBool()) {
            grant = value.toBool() ? registry::Grant::Granted : registry::Grant::Refused;
            requested.append(action);
            if (value.toBool())
                granted.append(action);
        }
        findings.answer.rows.append({ .type = QStringLiteral("repository"), .name = findings.repository, .action = action, .grant = grant });
    }
    if (asked.value(QLatin1String("proof")).toBool())
        findings.answer.pushProof = Result<void>();
    if (fixture.contains(QLatin1String("lifetime"))) {
        const QJsonArray access = granted.isEmpty() ? QJsonArray()
                                                    : QJsonArray { QJsonObject { { QStringLiteral("type"), QStringLiteral("repository") },
                                                                                 { QStringLiteral("name"), findings.repository },
                                                                                 { QStringLiteral("actions"), granted } } };
        const int lifetime = fixture.value(QLatin1String("lifetime")).toInt();
        const QByteArray bytes = demoToken(fixture, access, clock.now().addSecs(-30), lifetime);
        findings.answer.token = accessToken(bytes, { registry::Scope::repository(findings.repository, requested) }, lifetime, 30, clock);
        if (const auto claims = registry::JwtClaims::decode(bytes))
            findings.answer.claims = *claims;
    }
    return findings;
}

accounts::AccountState stateOf(const QJsonObject &fixture, const Clock &clock)
{
    accounts::AccountState state;
    state.standing = standingNamed(fixture.value(QLatin1String("state")).toString());
    state.since = clock.now().addSecs(fixture.value(QLatin1String("since")).toInt());
    state.basic = fixture.value(QLatin1String("basic")).toBool();
    const QJsonObject failure = fixture.value(QLatin1String("failure")).toObject();
    if (!failure.isEmpty()) {
        state.failure = Failure { .stage = stageNamed(failure.value(QLatin1String("stage")).toString()),
                                  .kind = kindNamed(failure.value(QLatin1String("kind")).toString()),
                                  .httpStatus = failure.value(QLatin1String("status")).toInt(),
                                  .serverSaid = failure.value(QLatin1String("said")).toString(),
                                  .subject = {} };
    }
    if (fixture.contains(QLatin1String("lifetime"))) {
        const int lifetime = fixture.value(QLatin1String("lifetime")).toInt();
        const int age = fixture.value(QLatin1String("age")).toInt();
        const QByteArray bytes = demoToken(fixture, {}, clock.now().addSecs(-age), lifetime);
        state.token = accessToken(bytes, {}, lifetime, age, clock);
        if (const auto claims = registry::JwtClaims::decode(bytes))
            state.claims = *claims;
    }
    return state;
}

accounts::Account accountOf(const QJsonObject &fixture, const Clock &clock)
{
    accounts::Account account;
    account.id = QUuid(fixture.value(QLatin1String("id")).toString());
    account.host = registry::RegistryHost::parse(fixture.value(QLatin1String("host")).toString()).value();
    account.userName = fixture.value(QLatin1String("user")).toString();
    account.label = fixture.value(QLatin1String("label")).toString();
    account.kind = accounts::tokenKindFromName(fixture.value(QLatin1String("kind")).toString()).value();
    account.created = clock.now().addDays(-40);
    account.lastProven = clock.now().addSecs(fixture.value(QLatin1String("proven")).toInt());
    if (fixture.contains(QLatin1String("scopes"))) {
        accounts::TokenFacts facts;
        facts.name = fixture.value(QLatin1String("token-name")).toString();
        for (const QJsonValue &scope : fixture.value(QLatin1String("scopes")).toArray())
            facts.scopes.append(scope.toString());
        facts.expiresAt = clock.now().date().addDays(fixture.value(QLatin1String("expires-in-days")).toInt());
        facts.askedAt = account.lastProven;
        account.facts = facts;
    }
    return account;
}

} // namespace

QList<DemoAccount> demoAccounts(const Clock &clock)
{
    QFile file(QStringLiteral(":/wharf/fixtures/demo.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The fixtures are not built in.");
    QList<DemoAccount> all;
    for (const QJsonValue &value : QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("accounts")).toArray()) {
        const QJsonObject fixture = value.toObject();
        DemoAccount made;
        made.account = accountOf(fixture, clock);
        made.state = stateOf(fixture, clock);
        for (const QJsonValue &asked : fixture.value(QLatin1String("access")).toArray()) {
            made.access.append(findingsOf(fixture, asked.toObject(), clock));
            made.account.repositories.append(made.access.last().repository);
        }
        made.active = fixture.value(QLatin1String("active")).toBool();
        made.givenToDocker = fixture.value(QLatin1String("docker")).toBool();
        made.givenToPodman = fixture.value(QLatin1String("podman")).toBool();
        all.append(made);
    }
    return all;
}

} // namespace wharf
