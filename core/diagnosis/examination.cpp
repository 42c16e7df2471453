#include "core/diagnosis/examination.h"

#include "core/diagnosis/run.h"
#include "core/diagnosis/target.h"
#include "core/diagnosis/walks/walks.h"

namespace wharf::diagnosis {

namespace {

/// A registry that was found to talk plain HTTP, where that is allowed, is judged as such.
void settleScheme(Evidence &evidence)
{
    for (HostEvidence &host : evidence.hosts) {
        if (host.role == QLatin1String("registry") && evidence.challenge.overPlainHttp)
            host.scheme = QStringLiteral("http");
    }
}

} // namespace

Task<Diagnosis> examine(Question question, std::shared_ptr<const Clock> clock, std::shared_ptr<Stop> stop, StepObserver observer)
{
    const auto run = std::make_shared<Run>(std::move(question), std::move(clock), std::move(stop), std::move(observer));

    run->begin(StepId::Target);
    const Target target = readTarget(run->question.typed, run->question.actions);
    run->evidence.target = target.evidence;
    run->evidence.pasted = run->question.pasted;
    run->host = target.host;
    run->end(StepId::Target);
    if (run->host.isEmpty())
        co_return run->conclude();

    // Everything that needs nothing but the host starts at once.
    auto doorWalk = walkDoor(run);
    auto clients = walkClients(run);
    auto daemon = walkDaemon(run);
    auto registryHost = walkHost(run, QStringLiteral("registry"), run->host.api(QStringLiteral("https")));

    const ChallengeReading door = co_await doorWalk;
    auto realmHost = walkRealmHost(run, door);
    const TokenReading nobody = co_await walkStrangers(run, door);
    const Credential credential = co_await clients;
    const SignedIn signedIn = co_await walkCredential(run, door, nobody, credential);

    // Whether the credential is taken is known from here on: the engine may try it, too.
    auto gitlab = walkGitLab(run, signedIn, credential);
    auto access = walkAccess(run, door, signedIn, credential);
    co_await daemon;
    co_await walkDaemonSignIn(run, credential);
    const PushRight right = co_await access;
    co_await walkTrialUpload(run, door, right);

    // Others' credentials last: a refusal that ends in a ban spoils nothing then.
    co_await gitlab;
    co_await walkClientTrials(run, door);
    co_await realmHost;
    co_await registryHost;
    settleScheme(run->evidence);
    readClocks(*run);
    co_return run->conclude();
}

} // namespace wharf::diagnosis
