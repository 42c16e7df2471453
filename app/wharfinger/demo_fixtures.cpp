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

Task<Result<QList<ui::LocalImage>>> listed(push::SourceName::Kind engine, bool there, QList<ui::LocalImage> images)
{
    if (!there && engine == push::SourceName::Kind::Docker)
        co_return fail({ .stage = Stage::Daemon, .kind = Kind::Absent, .subject = QStringLiteral("/var/run/docker.sock") });
    if (engine == push::SourceName::Kind::Podman)
        co_return fail({ .stage = Stage::Daemon, .kind = Kind::Absent, .subject = QStringLiteral("/run/user/1000/podman/podman.sock") });
    co_return images;
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

ui::ImageLister demoImages(const std::shared_ptr<const Clock> &clock, std::shared_ptr<const bool> there)
{
    struct Image {
        const char *name;
        qint64 megabytes;
        qint64 hours; ///< old
    };
    static constexpr Image images[] {
        { "crane:2.4", 1310, 1 },
        { "registry.example.com/harbour/tide-tables:3.0.1", 236, 3 },
        { "registry.example.com/harbour/crane:2.3", 1290, 190 },
        { "atlas:nightly", 4820, 9 },
        { "lighthouse/beacon:7", 88, 30 },
        { "debian:12", 117, 700 },
        { "postgres:16.4-bookworm", 432, 1400 },
        { "registry.example.com/harbour/services/berth-planning/frontend-with-a-long-name:2026-11-12-rc1", 342, 120 },
    };
    QList<ui::LocalImage> all;
    for (const Image &image : images)
        all.append({ .source = { .kind = push::SourceName::Kind::Docker, .place = QLatin1String(image.name), .reference = {} },
                     .size = image.megabytes * 1'000'000,
                     .created = clock->now().addSecs(-3600 * image.hours) });
    return [all, there](push::SourceName::Kind engine, const std::shared_ptr<Stop> &) { return listed(engine, *there, all); };
}

QList<activity::ActivityEntry> demoActivity(const accounts::Accounts &accounts, const QDateTime &now)
{
    const auto entry = [&accounts, &now](const char *account, const char *repository, qint64 minutes, QLatin1String kind, const QMap<QString, QString> &facts) {
        const accounts::Account *found = accounts.named(QLatin1String(account));
        if (!found)
            qFatal("The fixtures have no account %s", account);
        return activity::ActivityEntry { .time = now.addSecs(-60 * minutes), .kind = kind, .host = found->host.name(),
                                         .repository = QLatin1String(repository), .account = found->id, .facts = facts };
    };
    const auto done = [](qint64 size, qint64 sent, qint64 milliseconds) {
        return QMap<QString, QString> { { QStringLiteral("digest"), QStringLiteral("sha256:9b2f3c51d8a7e46012c4b5d6e7f80912a3b4c5d6e7f8091a2b3c4d5e6f708192") },
                                        { QStringLiteral("size"), QString::number(size) },
                                        { QStringLiteral("sent"), QString::number(sent) },
                                        { QStringLiteral("milliseconds"), QString::number(milliseconds) } };
    };
    const char *jo = "jo@registry.example.com";
    return {
        entry(jo, "harbour/crane:2.2", 60 * 24 * 12, activity::pushDone, done(561'000'000, 561'000'000, 1'021'000)),
        entry("gitlab.lab.example:5050", "nightly/atlas:2026-11-15", 60 * 36, activity::pushFailed,
              { { QStringLiteral("stage"), QStringLiteral("connect") }, { QStringLiteral("kind"), QStringLiteral("offline") },
                { QStringLiteral("words"), QStringLiteral("gitlab.lab.example:5050 cannot be reached: nothing listens there (connection refused).") } }),
        entry(jo, "harbour/crane:2.3", 60 * 30, activity::pushCancelled, { { QStringLiteral("sent"), QStringLiteral("212000000") } }),
        entry(jo, "harbour/crane:2.3", 60 * 29, activity::pushDone, done(574'000'000, 362'000'000, 662'000)),
        entry(jo, "lighthouse/beacon:7", 190, activity::pushFailed,
              { { QStringLiteral("stage"), QStringLiteral("registry") }, { QStringLiteral("kind"), QStringLiteral("unauthorized") },
                { QStringLiteral("words"), QStringLiteral("registry.example.com refused: the token does not cover this (insufficient scope).") } }),
        entry("store.example.net", "mirror/debian:11", 75, activity::pushDone, done(55'000'000, 0, 900)),
        entry(jo, "harbour/tide-tables:3.0.0", 42, activity::pushDone, done(236'000'000, 41'000'000, 76'000)),
    };
}

} // namespace wharf
