#include "core/diagnosis/walks/walks.h"

#include "core/diagnosis/probes/ask.h"

namespace wharf::diagnosis {

namespace {

/// Where registries stand that are looked for at the wrong door: GitLab's own port, the registry's, its usual name.
QList<QUrl> usualPlaces(const registry::RegistryHost &host)
{
    const QUrl asked = host.api(QStringLiteral("https"));
    QList<QUrl> places;
    for (const int port : { 443, 5050, 5000 }) {
        QUrl place = asked;
        place.setPort(port);
        if (place.port() != asked.port(443))
            places.append(place);
    }
    if (!asked.host().startsWith(QLatin1String("registry."))) {
        QUrl named = asked;
        named.setHost(QStringLiteral("registry.") + asked.host());
        named.setPort(-1);
        places.append(named);
    }
    return places;
}

bool isRegistry(const Answer &answer)
{
    ChallengeEvidence evidence;
    evidence.ping.hops.append(answer);
    evidence.schemes = schemesIn(answer);
    return evidence.isRegistry();
}

Task<Asked> askVersion(std::shared_ptr<net::Session> session, QUrl place)
{
    auto asked = co_await ask(session, StepId::Ping, { .url = place.resolved(QUrl(QStringLiteral("/v2/"))), .timeout = std::chrono::seconds(3) });
    co_return Asked(asked);
}

Task<void> lookElsewhere(std::shared_ptr<Run> run)
{
    std::vector<Task<Asked>> questions;
    const QList<QUrl> places = usualPlaces(run->host);
    for (const QUrl &place : places)
        questions.push_back(askVersion(run->openSession, place));
    for (std::size_t at = 0; at < questions.size(); ++at) {
        const Asked asked = co_await questions[at];
        if (run->evidence.challenge.foundAt.isEmpty() && isRegistry(asked.answer))
            run->evidence.challenge.foundAt = places.at(qsizetype(at)).authority();
    }
}

/// Something answered, and it was no registry.
bool isOtherServer(const ChallengeEvidence &challenge)
{
    return challenge.ping.last().answered() && challenge.ping.last().status < 500 && !challenge.isRegistry();
}

} // namespace

Task<ChallengeReading> walkDoor(std::shared_ptr<Run> run)
{
    run->begin(StepId::Ping);
    const ChallengeReading door = co_await probeChallenge(run->session, run->host);
    run->evidence.challenge = door.evidence;
    if (isOtherServer(door.evidence))
        co_await lookElsewhere(run);
    run->end(StepId::Ping);
    run->end(StepId::Challenge);
    co_return ChallengeReading(door);
}

} // namespace wharf::diagnosis
