#include "core/diagnosis/walks/experiment.h"

#include "core/diagnosis/probes/ask.h"
#include "core/diagnosis/probes/bare_request.h"
#include "core/diagnosis/probes/challenge_probe.h"
#include "core/diagnosis/walks/refusals.h"
#include "core/net/origin.h"

#include <QRandomGenerator>
#include <QUrlQuery>

namespace wharf::diagnosis {

namespace {

/// GitLab does not count failures of this name towards a ban (lib/gitlab/auth.rb, skip_rate_limit?).
Credential wrongCredential()
{
    QByteArray bytes(24, Qt::Uninitialized);
    auto generator = QRandomGenerator::securelySeeded();
    for (char &byte : bytes)
        byte = char('a' + generator.bounded(26));
    return { .userName = QStringLiteral("gitlab-ci-token"), .secret = std::make_shared<const Secret>(bytes) };
}

net::Authorization basic(const Credential &credential)
{
    return { .scheme = net::Authorization::Scheme::Basic, .userName = credential.userName, .secret = credential.secret };
}

bool couldTalk(const Trial &trial)
{
    return trial.last().answered();
}

/// The realm is called in clear text and the credential was held back: the same realm over TLS, where it redirects to or by
/// another scheme.
std::optional<Realm> secureTwin(const Realm &realm, const Trial &anonymous)
{
    if (realm.url.scheme() == QLatin1String("https"))
        return std::nullopt;
    for (const Answer &hop : anonymous.hops) {
        const QUrl target = hop.location();
        if (hop.isRedirect() && target.scheme() == QLatin1String("https") && target.host() == realm.url.host()) {
            Realm twin = realm;
            twin.url.setScheme(QStringLiteral("https"));
            twin.url.setPort(target.port());
            twin.url.setPath(target.path());
            return twin;
        }
    }
    if (realm.url.port() != -1)
        return std::nullopt;
    Realm twin = realm;
    twin.url.setScheme(QStringLiteral("https"));
    return twin;
}

bool heldBack(const Trial &trial)
{
    const auto failure = trial.last().failure;
    return failure && failure->kind == Kind::Refused;
}

/// Qt folds the slashes into one; Docker sends them as they are. What it is told then is what counts.
Task<void> askAsWritten(std::shared_ptr<Run> run, Realm realm)
{
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("service"), realm.service);
    QUrl url = realm.url;
    url.setQuery(query);
    const Answer answer = co_await askBare(url, {}, { .network = run->question.network }, std::chrono::seconds(8), run->stop);
    Trial &anonymous = run->evidence.experiment.anonymous;
    if (answer.answered() && !anonymous.hops.isEmpty() && answer.status != anonymous.last().status)
        anonymous.hops = { answer };
}

} // namespace

Task<TokenReading> askRealmAsStranger(std::shared_ptr<Run> run, Realm realm)
{
    ExperimentEvidence &experiment = run->evidence.experiment;
    run->begin(StepId::Realm);
    const TokenReading nobody = co_await probeToken(run->openSession, StepId::Realm, realm, {}, {});
    experiment.anonymous = nobody.trial;
    if (run->evidence.challenge.realmProblem == QLatin1String("double-slash"))
        co_await askAsWritten(run, realm);
    run->end(StepId::Realm);
    if (couldTalk(experiment.anonymous) && !isBanned(experiment)) {
        run->begin(StepId::WrongCredential);
        experiment.wrong = (co_await probeToken(run->openSession, StepId::WrongCredential, realm, {}, wrongCredential())).trial;
        run->end(StepId::WrongCredential);
    }
    co_return TokenReading(nobody);
}

Task<Taken> askRealm(std::shared_ptr<Run> run, Realm realm, TokenReading nobody, Credential credential)
{
    ExperimentEvidence &experiment = run->evidence.experiment;
    Taken taken { .realm = realm, .token = {} };
    if (!couldTalk(experiment.anonymous))
        co_return Taken(taken);

    TokenReading reading = nobody;
    // Where the wrong one was turned away for the number of tries, the real one would be, too, and count as one more.
    if (!credential.isAnonymous() && !isBan(experiment.wrong.last())) {
        run->begin(StepId::Credential);
        reading = co_await probeToken(run->session, StepId::Credential, realm, {}, credential);
        experiment.real = reading.trial;
        const auto twin = secureTwin(realm, experiment.anonymous);
        if (heldBack(experiment.real) && twin) {
            reading = co_await probeToken(run->session, StepId::Credential, *twin, {}, credential);
            experiment.realAtTarget = reading.trial;
            taken.realm = *twin;
        }
        run->end(StepId::Credential);
    }
    run->evidence.registry.token = reading.evidence;
    run->end(StepId::Token);
    taken.token = reading.token;
    co_return Taken(taken);
}

Task<bool> askBasic(std::shared_ptr<Run> run, QUrl api, Credential credential)
{
    ExperimentEvidence &experiment = run->evidence.experiment;
    experiment.anonymous = run->evidence.challenge.ping;
    if (credential.isAnonymous() || isBanned(experiment))
        co_return false;
    const QUrl version = api.resolved(QUrl(QStringLiteral("/v2/")));

    run->begin(StepId::WrongCredential);
    experiment.wrong = (co_await askAlong(run->openSession, StepId::WrongCredential,
                                          { .url = version, .authorization = basic(wrongCredential()) })).trial;
    run->end(StepId::WrongCredential);

    run->begin(StepId::Credential);
    experiment.real = (co_await askAlong(run->session, StepId::Credential, { .url = version, .authorization = basic(credential) })).trial;
    run->evidence.challenge.schemesWithBasic = schemesIn(experiment.real.last());
    run->evidence.registry.withToken = experiment.real.last();
    run->end(StepId::Credential);
    run->end(StepId::SignIn);
    co_return experiment.real.last().ok();
}

} // namespace wharf::diagnosis
