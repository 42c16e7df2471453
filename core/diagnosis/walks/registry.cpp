#include "core/diagnosis/walks/walks.h"

#include "core/diagnosis/probes/ask.h"
#include "core/diagnosis/probes/gitlab_probe.h"
#include "core/diagnosis/probes/repository_probe.h"
#include "core/diagnosis/probes/upload_walk.h"
#include "core/diagnosis/walks/experiment.h"

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

Task<void> walkGitLab(std::shared_ptr<Run> run, Realm realm, Credential credential)
{
    const auto kind = accounts::tokenKindFromName(run->evidence.credential.kind).value_or(accounts::TokenKind::Unknown);
    // A host that was silent about a token is silent about itself, too, and would take its time.
    if (!run->evidence.experiment.anonymous.last().answered())
        co_return;
    run->begin(StepId::GitLab);
    GitLabEvidence told = co_await probeGitLab(run->session, realm.url, credential, kind);
    // Other walks put theirs beside it meanwhile.
    told.projectMovedTo = run->evidence.gitlab.projectMovedTo;
    told.maintenanceMessage = run->evidence.gitlab.maintenanceMessage;
    run->evidence.gitlab = told;
    run->end(StepId::GitLab);
}

Task<void> walkSignIn(std::shared_ptr<Run> run, QUrl api, Proof proof)
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

Task<void> walkRepository(std::shared_ptr<Run> run, QUrl api, Proof proof)
{
    run->begin(StepId::Repository);
    const RepositoryReading seen = co_await probeRepository(run->session, api, run->evidence.target, proof);
    run->evidence.registry.manifest = seen.manifest;
    run->evidence.registry.blob = seen.blob;
    run->evidence.registry.repositoryExists = seen.exists;
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

QString whyNoUpload(const Run &run, bool mayPush)
{
    if (!run.question.probeUpload)
        return QStringLiteral("switched-off");
    if (!run.evidence.registry.repositoryExists.value_or(false))
        return QStringLiteral("repository-absent");
    return mayPush ? QString() : QStringLiteral("no-grant");
}

Task<void> walkUploadStep(std::shared_ptr<Run> run, QUrl api, bool mayPush, Proof proof)
{
    UploadEvidence &upload = run->evidence.registry.upload;
    run->begin(StepId::Upload);
    upload.notTried = whyNoUpload(*run, mayPush);
    if (upload.notTried.isEmpty()) {
        const UploadReading walked = co_await walkUpload(run->session, run->takingBack, api, run->evidence.target.repository,
                                                        run->question.uploadSize, proof);
        upload = walked.evidence;
        if (walked.foreign.isValid())
            co_await walkHost(run, QStringLiteral("upload"), walked.foreign);
    }
    run->end(StepId::Upload);
}

Task<void> walkBearer(std::shared_ptr<Run> run, QUrl api, Realm challenged, Credential credential)
{
    const TargetEvidence target = run->evidence.target;
    const SignedIn signedIn = co_await walkRealm(run, challenged, credential);
    auto gitlab = walkGitLab(run, signedIn.realm, credential);
    auto signIn = walkSignIn(run, api, bearer(signedIn.token));
    // Without a sign-in, a pull may still be anybody's.
    const bool mayAsk = signedIn.token.has_value() || credential.isAnonymous();
    if (mayAsk && !target.repository.isEmpty()) {
        const Proof pull = co_await walkPull(run, signedIn.realm, credential);
        co_await walkRepository(run, api, pull);
        if (target.wantsPush()) {
            const Proof push = co_await walkPush(run, signedIn.realm, credential);
            co_await walkUploadStep(run, api, push.has_value(), push);
        }
    }
    co_await signIn;
    co_await gitlab;
}

/// Basic, or a registry that asks nobody for anything: there is no grant to read, only requests to make.
Task<void> walkWithoutToken(std::shared_ptr<Run> run, QUrl api, Proof proof)
{
    if (run->evidence.target.repository.isEmpty())
        co_return;
    co_await walkRepository(run, api, proof);
    if (run->evidence.target.wantsPush())
        co_await walkUploadStep(run, api, true, proof);
}

} // namespace

Task<void> walkRegistry(std::shared_ptr<Run> run, ChallengeReading door, Credential credential)
{
    const bool unchallenged = door.evidence.ping.last().ok() && door.evidence.isRegistry();
    if (door.challenge && door.challenge->isBearer()) {
        const Realm realm { QUrl(door.evidence.realmUrl), door.evidence.service };
        if (!realm.url.host().isEmpty())
            co_await walkBearer(run, door.api, realm, credential);
    } else if (door.challenge) {
        if (co_await walkBasic(run, door.api, credential)) {
            co_await walkWithoutToken(run, door.api,
                                      net::Authorization { .scheme = net::Authorization::Scheme::Basic,
                                                           .userName = credential.userName,
                                                           .secret = credential.secret });
        }
    } else if (unchallenged) {
        co_await walkWithoutToken(run, door.api, std::nullopt);
    }
}

} // namespace wharf::diagnosis
