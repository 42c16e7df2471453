#include "core/diagnosis/probes/challenge_probe.h"

#include "core/diagnosis/probes/ask.h"
#include "core/net/origin.h"
#include "core/registry/token_request.h"

namespace wharf::diagnosis {

namespace {

constexpr int mostHops = 5;

/// Inside the origin only: elsewhere is another server, and where it leads is evidence enough.
Task<Trial> pingAlong(std::shared_ptr<net::Session> session, QUrl api)
{
    Trial trial;
    trial.made = true;
    QUrl url = api.resolved(QUrl(QStringLiteral("/v2/")));
    for (int hop = 0; hop <= mostHops; ++hop) {
        const auto asked = co_await ask(session, StepId::Ping, { .url = url });
        trial.hops.append(asked.answer);
        const QUrl target = asked.answer.location();
        if (!asked.answer.isRedirect())
            break;
        if (net::Origin::of(target) != net::Origin::of(url)) {
            trial.stoppedAtForeignOrigin = true;
            break;
        }
        url = url.resolved(QUrl::fromEncoded(asked.reply->header("Location")));
    }
    co_return Trial(trial);
}

/// Nothing but plain HTTP may live there: nobody listens, or who listens speaks no TLS.
bool mayBePlain(const Trial &trial)
{
    const auto failure = trial.last().failure;
    if (!failure)
        return false;
    if (failure->stage == Stage::Tls)
        return failure->subject == QLatin1String("not-tls");
    return failure->stage == Stage::Connect
        && (failure->subject == QLatin1String("refused") || failure->subject == QLatin1String("reset"));
}

QString realmProblem(const QString &realm, const QUrl &api)
{
    const QUrl url(realm);
    if (url.isRelative())
        return QStringLiteral("relative");
    if (url.host().isEmpty())
        return QStringLiteral("no-host");
    if (url.scheme() != QLatin1String("https") && url.scheme() != QLatin1String("http"))
        return QStringLiteral("scheme");
    if (url.path().startsWith(QLatin1String("//")))
        return QStringLiteral("double-slash");
    if (url.path() == QLatin1String("/auth/token") && url.host() == api.host())
        return QStringLiteral("autoredirect");
    return {};
}

void readChallenge(ChallengeReading &reading)
{
    ChallengeEvidence &evidence = reading.evidence;
    const Answer answer = evidence.ping.last();
    evidence.api = reading.api.toString();
    evidence.overPlainHttp = reading.api.scheme() == QLatin1String("http");
    evidence.schemes = schemesIn(answer);
    const auto challenges = registry::parseChallenges(answer.header(QStringLiteral("www-authenticate")).toUtf8());
    const registry::Challenge *preferred = registry::preferredChallenge(challenges);
    if (!preferred)
        return;
    reading.challenge = *preferred;
    if (!preferred->isBearer())
        return;
    evidence.realm = preferred->realm();
    evidence.service = preferred->service();
    evidence.realmProblem = realmProblem(evidence.realm, reading.api);
    if (const auto url = registry::realmUrl(reading.api, *preferred))
        evidence.realmUrl = url->toString(QUrl::FullyEncoded);
}

} // namespace

QStringList schemesIn(const Answer &answer)
{
    QStringList schemes;
    const auto challenges = registry::parseChallenges(answer.header(QStringLiteral("www-authenticate")).toUtf8());
    for (const registry::Challenge &challenge : challenges)
        schemes.append(challenge.scheme);
    schemes.removeDuplicates();
    return schemes;
}

Task<ChallengeReading> probeChallenge(std::shared_ptr<net::Session> session, registry::RegistryHost host)
{
    ChallengeReading reading;
    reading.api = host.api(QStringLiteral("https"));
    reading.evidence.ping = co_await pingAlong(session, reading.api);
    const QUrl plain = host.api(QStringLiteral("http"));
    if (mayBePlain(reading.evidence.ping) && (host.isLoopback() || session->settingsFor(plain).plainHttp)) {
        const Trial trial = co_await pingAlong(session, plain);
        if (trial.last().answered()) {
            reading.evidence.ping = trial;
            reading.api = plain;
        }
    }
    readChallenge(reading);
    co_return ChallengeReading(reading);
}

} // namespace wharf::diagnosis
