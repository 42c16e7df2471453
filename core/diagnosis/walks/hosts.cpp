#include "core/diagnosis/walks/walks.h"

#include "core/diagnosis/probes/host_probe.h"
#include "core/net/origin.h"

namespace wharf::diagnosis {

namespace {

void put(Evidence &evidence, const HostEvidence &host)
{
    for (HostEvidence &known : evidence.hosts) {
        if (known.role == host.role) {
            known = host;
            return;
        }
    }
    evidence.hosts.append(host);
}

constexpr std::array wireSteps { StepId::Name, StepId::Connect, StepId::Tls };

} // namespace

Task<void> walkHost(std::shared_ptr<Run> run, QString role, QUrl url)
{
    for (const StepId step : wireSteps)
        run->begin(step);
    WireSettings settings;
    settings.network = run->question.network;
    settings.system = run->systemAuthorities;
    // Docker takes a registry's authorities to its realm.
    if (role == QLatin1String("realm"))
        settings.authoritiesOf.append(run->host.api(QStringLiteral("https")));
    const auto seen = [run](const HostEvidence &host) {
        put(run->evidence, host);
        for (const StepId step : wireSteps)
            run->progress(step);
    };
    const HostEvidence host = co_await probeHost(role, url, settings, run->stop, seen);
    put(run->evidence, host);
    for (const StepId step : wireSteps)
        run->end(step);
}

Task<void> walkRealmHost(std::shared_ptr<Run> run, ChallengeReading door)
{
    const QUrl realm(door.evidence.realmUrl);
    if (realm.host().isEmpty() || net::Origin::of(realm) == net::Origin::of(door.api))
        co_return;
    co_await walkHost(run, QStringLiteral("realm"), realm);
}

} // namespace wharf::diagnosis
