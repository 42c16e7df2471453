#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace no_permission_on_repository {

// What is left of a grant that is too small once the codes that know why are ruled out.
static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!evidence.credential.given) {
        const GrantEvidence &open = evidence.registry.anonymousPull;
        const bool closed = open.asked && !open.has(u"pull"_s) && !open.opaque
            && (open.trial.last().ok() || isAccessForbidden(open.trial.last()) || open.trial.last().status == 401);
        if (evidence.credential.from == "anonymous"_L1 && closed)
            return certainly({ StepId::Pull }, { u"anonymous"_s });
        return std::nullopt;
    }
    if (pullRefused(evidence))
        return certainly({ StepId::Pull }, { u"pull"_s }, evidence.isGitLab() ? QStringList { u"path-invalid"_s } : QStringList());
    if (pushRefused(evidence)) {
        QStringList also;
        if (evidence.isGitLab() && !evidence.registry.push.granted.isEmpty())
            also = { u"maintenance-mode"_s };
        if (evidence.gitlab.scopes.isEmpty())
            also.prepend(u"token-lacks-registry-scope"_s);
        return certainly({ StepId::Push }, { u"push"_s }, also);
    }
    const Answer &manifest = evidence.registry.manifest;
    if (signedIn(evidence)
        && (manifest.challengeError() == "insufficient_scope"_L1
            || (manifest.status == 403 && !manifest.isHtml() && !isThrottle(manifest))))
        return certainly({ StepId::Repository }, { u"pull"_s });
    if (signedIn(evidence) && !evidence.target.wantsPush() && manifest.status == 404 && manifest.errorCode() == "NAME_UNKNOWN"_L1)
        return certainly({ StepId::Repository }, { u"absent"_s });
    const Answer &start = evidence.registry.upload.start;
    if (start.challengeError() == "insufficient_scope"_L1 || start.errorCode() == "NAME_UNKNOWN"_L1
        || (start.status == 403 && !start.isHtml() && !isThrottle(start)))
        return certainly({ StepId::Upload }, { start.errorCode() == "NAME_UNKNOWN"_L1 ? u"absent"_s : u"push"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString what = finding.about.value(0, u"pull"_s);
    const QString &repository = evidence.target.repository;
    QString title =
        Say::tr("%1 is signed in, and has no right on %2; or there is no such repository.").arg(accountName(evidence), repository);
    QStringList remedy;
    if (what == "anonymous"_L1) {
        title = Say::tr("%1 is not for everybody: it needs a sign-in.").arg(repository);
        remedy = { Say::tr("Sign in and try again:"), block(loginCommand(evidence)) };
    } else if (what == "absent"_L1) {
        title = Say::tr("There is no repository %1 at %2.").arg(repository, registryName(evidence));
        remedy = { Say::tr("Check the spelling; at Amazon, create the repository first.") };
    } else if (what == "push"_L1) {
        title = Say::tr("%1 may pull from %2 and not push to it.").arg(accountName(evidence), repository);
        if (evidence.registry.push.granted.isEmpty())
            title = Say::tr("%1 may not push to %2.").arg(accountName(evidence), repository);
        remedy = { evidence.isGitLab() ? Say::tr("Ask an owner of the project for the role Developer or higher; pulling takes Reporter.")
                                       : Say::tr("Ask the project's owner for the right to push.") };
    } else {
        remedy = { Say::tr("Check the spelling of the path."),
                   evidence.isGitLab() ? Say::tr("Ask an owner of the project for the role Reporter (to pull) or Developer (to push), and "
                                                 "whether its registry is switched on.")
                                       : Say::tr("Ask the project's owner for access.") };
    }
    if (evidence.credential.kind == "ci-job-token"_L1)
        remedy.append(Say::tr("A job token pushes to its own project only. To pull from another, that project must allow this one: "
                              "Settings → CI/CD → Job token permissions."));
    if (!evidence.gitlab.projectMovedTo.isEmpty())
        remedy.prepend(Say::tr("The project has moved: use %1.").arg(evidence.gitlab.projectMovedTo));
    if (registryName(evidence) == "docker.io"_L1 && repository.startsWith("library/"_L1))
        remedy.prepend(Say::tr("An image without a name before the slash belongs to Docker itself. Tag it as %1/%2.")
                           .arg(accountName(evidence), repository.section(u'/', 1)));
    const GrantEvidence &grant = what == "push"_L1 ? evidence.registry.push : evidence.registry.pull;
    QStringList why;
    if (grant.asked)
        why.append(Say::tr("Asked for %1, the token server granted: %2.")
                       .arg(grant.actions.join(u", "_s), grant.granted.isEmpty() ? Say::tr("nothing") : grant.granted.join(u", "_s)));
    if (evidence.registry.manifest.answered())
        why.append(answered(registryName(evidence), evidence.registry.manifest));
    return {
        title,
        Say::tr(
            "This is about rights, not about the sign-in. Registries do not tell a repository one may not see from one that is not there."),
        remedy,
        why,
        {}
    };
}

} // namespace no_permission_on_repository

const Cause noPermissionOnRepository {
    "no-permission-on-repository", Owner::ProjectOwner, Severity::Error, Layer::Grant,
    no_permission_on_repository::rule, no_permission_on_repository::words,
};

} // namespace wharf::diagnosis::causes
