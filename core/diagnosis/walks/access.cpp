#include "core/diagnosis/walks/walks.h"

#include "core/diagnosis/probes/ask.h"
#include "core/diagnosis/probes/gitlab_probe.h"
#include "core/diagnosis/probes/repository_probe.h"

namespace wharf::diagnosis {

namespace {

/// What a request in the repository goes out with; none for nobody.
using Proof = std::optional<net::Authorization>;

Proof bearer(const std::optional<registry::AccessToken> &token)
{
    if (!token)
        return std::nullopt;
    return net::Authorization { .scheme = net::Authorization::Scheme::Bearer, .userName = {}, .secret = token->token };
}

Task<void> walkVersion(std::shared_ptr<Run> run, QUrl api, Proof proof)
{
    if (!proof)
        co_return;
    run->begin(StepId::SignIn);
    const Asked asked = co_await ask(run->session, StepId::SignIn,
                                     { .url = api.resolved(QUrl(QStringLiteral("/v2/"))), .authorization = proof });
    run->evidence.registry.withToken = asked.answer;
    run->end(StepId::SignIn);
}

/// What nobody in particular may pull: told beside what the credential may.
Task<void> walkAnonymousPull(std::shared_ptr<Run> run, Realm realm)
{
    const GrantReading nobody = co_await probeGrant(run->openSession, StepId::Pull, realm, run->evidence.target.repository,
                                                    { QStringLiteral("pull") }, {});
    run->evidence.registry.anonymousPull = nobody.evidence;
}

/// A path that grants nothing: is it the path's depth, or was the project moved?
Task<void> walkProject(std::shared_ptr<Run> run, Realm realm, Credential credential)
{
    const QString repository = run->evidence.target.repository;
    if (!run->evidence.isGitLab() || !run->evidence.registry.pull.granted.isEmpty())
        co_return;
    const QStringList names = repository.split(QLatin1Char('/'));
    if (names.size() > 3) {
        const GrantReading project = co_await probeGrant(run->session, StepId::Pull, realm, names.mid(0, 2).join(QLatin1Char('/')),
                                                         { QStringLiteral("pull") }, credential);
        run->evidence.registry.projectPull = project.evidence;
    }
    run->evidence.gitlab.projectMovedTo = co_await probeProjectMove(run->session, realm.url, repository);
}

Task<Proof> walkPull(std::shared_ptr<Run> run, Realm realm, Credential credential)
{
    run->begin(StepId::Pull);
    auto nobody = walkAnonymousPull(run, realm);
    const GrantReading pull = co_await probeGrant(run->session, StepId::Pull, realm, run->evidence.target.repository,
                                                  { QStringLiteral("pull") }, credential);
    run->evidence.registry.pull = pull.evidence;
    co_await nobody;
    co_await walkProject(run, realm, credential);
    run->end(StepId::Pull);
    co_return bearer(pull.token);
}

Task<RepositoryReading> walkRepository(std::shared_ptr<Run> run, QUrl api, Proof proof)
{
    run->begin(StepId::Repository);
    const RepositoryReading seen = co_await probeRepository(run->session, api, run->evidence.target, proof);
    run->evidence.registry.manifest = seen.manifest;
    run->evidence.registry.repositoryExists = seen.exists;
    co_return RepositoryReading(seen);
}

Task<void> walkImage(std::shared_ptr<Run> run, QUrl api, Proof proof, RepositoryReading repository)
{
    const ImageReading seen = co_await probeImage(run->session, api, run->evidence.target.repository, proof, repository);
    run->evidence.registry.blob = seen.blob;
    if (seen.storage.isValid())
        co_await walkHost(run, QStringLiteral("storage"), seen.storage);
    run->end(StepId::Repository);
}

/// GitLab makes the record of a repository that a push is granted for: not without the person's word.
Task<Proof> walkPush(std::shared_ptr<Run> run, Realm realm, Credential credential)
{
    GrantEvidence &push = run->evidence.registry.push;
    run->begin(StepId::Push);
    const bool exists = run->evidence.registry.repositoryExists.value_or(false);
    if (credential.isAnonymous())
        push.notAsked = QStringLiteral("anonymous");
    else if (run->evidence.isGitLab() && !exists && !run->question.mayCreateRepository)
        push.notAsked = QStringLiteral("repository-absent");
    if (!push.notAsked.isEmpty()) {
        run->end(StepId::Push);
        co_return Proof();
    }
    const GrantReading asked = co_await probeGrant(run->session, StepId::Push, realm, run->evidence.target.repository,
                                                   { QStringLiteral("pull"), QStringLiteral("push") }, credential);
    push = asked.evidence;
    const bool cut = !push.opaque && push.has(QStringLiteral("pull")) && !push.has(QStringLiteral("push"));
    if (run->evidence.isGitLab() && cut)
        run->evidence.gitlab.maintenanceMessage = co_await probeMaintenance(run->session, realm.url);
    run->end(StepId::Push);
    const bool may = push.opaque || push.has(QStringLiteral("push"));
    co_return may ? bearer(asked.token) : Proof();
}

/// Where there is no realm (Basic, or a registry that asks nobody for anything), there is no grant to read, only requests to make.
Task<PushRight> walkRights(std::shared_ptr<Run> run, QUrl api, SignedIn signedIn, Credential credential)
{
    PushRight right { .wanted = run->evidence.target.wantsPush(), .granted = true, .proof = signedIn.proof };
    Proof pull = signedIn.proof;
    if (signedIn.realm)
        pull = co_await walkPull(run, *signedIn.realm, credential);
    const RepositoryReading repository = co_await walkRepository(run, api, pull);
    // What may be pushed hangs on whether the repository is there, and not on what is in it.
    auto image = walkImage(run, api, pull, repository);
    if (right.wanted && signedIn.realm) {
        right.proof = co_await walkPush(run, *signedIn.realm, credential);
        right.granted = right.proof.has_value();
    }
    co_await image;
    co_return PushRight(right);
}

} // namespace

Task<PushRight> walkAccess(std::shared_ptr<Run> run, ChallengeReading door, SignedIn signedIn, Credential credential)
{
    PushRight right;
    // Basic has shown itself at the version already.
    auto version = walkVersion(run, door.api, signedIn.realm ? signedIn.proof : std::nullopt);
    if (signedIn.mayAsk && !run->evidence.target.repository.isEmpty())
        right = co_await walkRights(run, door.api, signedIn, credential);
    co_await version;
    co_return PushRight(right);
}

} // namespace wharf::diagnosis
