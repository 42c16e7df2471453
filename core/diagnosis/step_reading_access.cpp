#include "core/diagnosis/step_reading.h"

#include "core/diagnosis/causes/reading.h"

#include <QLocale>

#include <algorithm>

namespace wharf::diagnosis {

using namespace causes;

namespace {

StepReading reading(StepStatus status, const QString &summary, const QStringList &lines = {}) { return { status, summary, lines }; }

QStringList hopLines(const Trial &trial)
{
    QStringList lines;
    for (const Answer &hop : trial.hops) {
        QString line = answered(QUrl(hop.url).toString(QUrl::RemoveQuery), hop);
        if (hop.isRedirect())
            line += u' ' + Say::tr("It leads to %1.").arg(hop.location().toString(QUrl::RemoveQuery));
        lines.append(line);
    }
    return lines;
}

QString whyNotAsked(const QString &reason)
{
    if (reason == "no-repository"_L1)
        return Say::tr("No repository was named.");
    if (reason == "repository-absent"_L1)
        return Say::tr("The repository does not exist: asking might create it.");
    if (reason == "not-agreed"_L1)
        return Say::tr("Nobody agreed to it.");
    if (reason == "no-token"_L1)
        return Say::tr("There is no token to ask with.");
    if (reason == "anonymous"_L1)
        return Say::tr("There is no credential to ask with.");
    if (reason == "basic"_L1)
        return Say::tr("This registry gives out no tokens.");
    if (reason == "switched-off"_L1)
        return Say::tr("Switched off.");
    if (reason == "no-grant"_L1)
        return Say::tr("The right to push was not granted.");
    if (reason == "pull-only"_L1)
        return Say::tr("Only a pull was asked about.");
    return Say::tr("The run did not come that far.");
}

StepReading readGrant(const GrantEvidence &grant, const QString &action)
{
    if (!grant.asked)
        return reading(StepStatus::Skipped, whyNotAsked(grant.notAsked));
    const QStringList lines = hopLines(grant.trial);
    if (!grant.trial.last().ok())
        return reading(StepStatus::Failed, answered(Say::tr("The token server"), grant.trial.last()), lines);
    if (grant.opaque)
        return reading(StepStatus::Ok, Say::tr("Granted; what it says cannot be read."), lines);
    if (grant.has(action))
        return reading(StepStatus::Ok, Say::tr("Granted: %1.").arg(grant.granted.join(u", "_s)), lines);
    return reading(
        StepStatus::Failed,
        grant.granted.isEmpty() ? Say::tr("Nothing was granted.") : Say::tr("Granted only: %1.").arg(grant.granted.join(u", "_s)), lines);
}

} // namespace

StepReading readRealm(const Evidence &evidence)
{
    const Trial &trial = evidence.experiment.anonymous;
    if (!trial.made)
        return reading(StepStatus::Skipped, Say::tr("There was no token server to ask."));
    const Answer answer = trial.last();
    const QStringList lines = hopLines(trial);
    if (!answer.answered())
        return reading(StepStatus::Failed, Say::tr("No answer came."), lines);
    if (answer.status >= 500 || answer.isHtml() || answer.status == 404 || isThrottle(answer))
        return reading(StepStatus::Failed, answered(realmName(evidence), answer), lines);
    if (trial.redirected())
        return reading(StepStatus::Warning, Say::tr("It redirects before it answers %1.").arg(answer.status), lines);
    return reading(StepStatus::Ok,
                   answer.ok() ? Say::tr("It gives a token to nobody in particular.")
                               : Say::tr("It turns nobody away with %1, as it should.").arg(answer.status),
                   lines);
}

StepReading readWrongCredential(const Evidence &evidence)
{
    const Trial &trial = evidence.experiment.wrong;
    if (!trial.made)
        return reading(StepStatus::Skipped, Say::tr("Not tried."));
    const QStringList lines = hopLines(trial);
    if (!trial.last().answered())
        return reading(StepStatus::Failed, Say::tr("No answer came."), lines);
    if (credentialIgnored(evidence))
        return reading(StepStatus::Failed, Say::tr("The same answer as to nobody: the credential is not seen."), lines);
    if (trial.last().status == 401)
        return reading(StepStatus::Ok, Say::tr("Refused, as it should be."), lines);
    return reading(StepStatus::Warning, answered(realmName(evidence), trial.last()), lines);
}

StepReading readCredential(const Evidence &evidence)
{
    const Trial &trial = evidence.experiment.real;
    if (!trial.made)
        return reading(StepStatus::Skipped, evidence.credential.given ? Say::tr("Not tried.") : Say::tr("There is no credential to try."));
    const QStringList lines = hopLines(trial);
    const Answer answer = trial.last();
    if (!answer.answered())
        return reading(StepStatus::Failed, Say::tr("No answer came."), lines);
    if (credentialIgnored(evidence))
        return reading(StepStatus::Failed, Say::tr("The same answer as to nobody: the credential is not seen."), lines);
    if (answer.ok() && !answer.isHtml())
        return reading(trial.redirected() ? StepStatus::Warning : StepStatus::Ok, Say::tr("Taken."), lines);
    return reading(StepStatus::Failed, answered(realmName(evidence), answer), lines);
}

StepReading readToken(const Evidence &evidence)
{
    const TokenEvidence &token = evidence.registry.token;
    if (!token.issued)
        return reading(StepStatus::Skipped,
                       evidence.challenge.isBasicOnly() ? Say::tr("This registry gives out no tokens.") : Say::tr("No token came."));
    if (token.opaque)
        return reading(StepStatus::Ok, Say::tr("A token came; what it says cannot be read."));
    QStringList lines;
    const auto add = [&lines](const QString &name, const QString &value) {
        if (!value.isEmpty())
            lines.append(name + u": "_s + value);
    };
    add(Say::tr("Issuer"), token.issuer);
    add(Say::tr("For"), token.audience.join(u", "_s));
    add(Say::tr("Subject"), token.subject);
    add(Say::tr("Key"), token.keyId);
    if (token.expires.isValid())
        add(Say::tr("Until"), instant(token.expires));
    if (!token.audience.isEmpty() && !evidence.challenge.service.isEmpty() && !token.audience.contains(evidence.challenge.service))
        return reading(StepStatus::Warning, Say::tr("It is made out to another service."), lines);
    return reading(StepStatus::Ok,
                   token.lifetimeSeconds > 0 ? Say::tr("Good for %1.").arg(span(token.lifetimeSeconds)) : Say::tr("A token came."), lines);
}

StepReading readSignIn(const Evidence &evidence)
{
    const Answer &answer = evidence.registry.withToken;
    if (!answer.answered() && !answer.failure)
        return reading(StepStatus::Skipped, Say::tr("There was nothing to sign in with."));
    if (answer.ok() && !answer.isHtml())
        return reading(StepStatus::Ok, Say::tr("The registry lets it in."));
    const QString error = answer.challengeError();
    return reading(StepStatus::Failed, answered(registryName(evidence), answer),
                   error.isEmpty() ? QStringList() : QStringList { u"error="_s + error });
}

StepReading readPull(const Evidence &evidence)
{
    const RegistryEvidence &registry = evidence.registry;
    if (!registry.pull.asked && registry.anonymousPull.asked) {
        StepReading open = readGrant(registry.anonymousPull, u"pull"_s);
        if (open.status == StepStatus::Ok)
            open.summary = Say::tr("Everybody may pull.");
        return open;
    }
    return readGrant(registry.pull, u"pull"_s);
}

StepReading readPush(const Evidence &evidence)
{
    if (!evidence.target.wantsPush() && !evidence.registry.push.asked)
        return reading(StepStatus::Skipped, Say::tr("Only a pull was asked about."));
    return readGrant(evidence.registry.push, u"push"_s);
}

StepReading readRepository(const Evidence &evidence)
{
    const Answer &answer = evidence.registry.manifest;
    if (!answer.answered() && !answer.failure)
        return reading(StepStatus::Skipped,
                       evidence.target.repository.isEmpty() ? Say::tr("No repository was named.") : Say::tr("There was no right to look."));
    if (answer.ok())
        return reading(StepStatus::Ok, Say::tr("It is there."));
    if (answer.status == 404)
        return reading(StepStatus::Warning, Say::tr("It is not there, or not yet."), { answered(registryName(evidence), answer) });
    return reading(StepStatus::Failed, answered(registryName(evidence), answer));
}

StepReading readUpload(const Evidence &evidence)
{
    const UploadEvidence &upload = evidence.registry.upload;
    if (!upload.tried)
        return reading(StepStatus::Skipped, whyNotAsked(upload.notTried));
    QStringList lines { answered(registryName(evidence), upload.start) };
    if (!upload.start.ok())
        return reading(StepStatus::Failed, answered(registryName(evidence), upload.start));
    if (!upload.locationProblem.isEmpty())
        return reading(StepStatus::Failed, Say::tr("The registry sends uploads to a wrong address (%1).").arg(upload.locationProblem),
                       { upload.location });
    for (const Answer &chunk : upload.chunks) {
        if (!chunk.ok())
            return reading(StepStatus::Failed, Say::tr("It broke after %1.").arg(QLocale().formattedDataSize(upload.sizeAccepted)),
                           { answered(registryName(evidence), chunk) });
    }
    const bool uneven = std::any_of(upload.status.begin(), upload.status.end(), [](const Answer &answer) { return !answer.ok(); });
    if (uneven)
        return reading(StepStatus::Failed, Say::tr("The registry forgets the upload between two questions."), lines);
    const QString size = QLocale().formattedDataSize(upload.sizeAccepted);
    // Taking an upload back needs the right to delete, which a push does not.
    if (!upload.takenBack.ok())
        return reading(StepStatus::Ok, Say::tr("%1 were taken. The registry clears unfinished uploads by itself.").arg(size), lines);
    return reading(StepStatus::Ok, Say::tr("%1 were taken, and taken back.").arg(size), lines);
}

StepReading readGitLab(const Evidence &evidence)
{
    const GitLabEvidence &gitlab = evidence.gitlab;
    if (!gitlab.asked)
        return reading(StepStatus::Skipped,
                       evidence.isGitLab() ? Say::tr("Not asked: this kind of credential cannot ask about itself.")
                                           : Say::tr("No GitLab stands behind this registry."));
    if (gitlab.failure)
        return reading(StepStatus::Failed,
                       Say::tr("GitLab says no (%1).")
                           .arg(gitlab.failure->subject.isEmpty() ? kindName(gitlab.failure->kind) : gitlab.failure->subject));
    QStringList lines;
    if (!gitlab.scopes.isEmpty())
        lines.append(Say::tr("Scopes: %1").arg(gitlab.scopes.join(u", "_s)));
    if (gitlab.expiresAt.isValid())
        lines.append(Say::tr("Expires: %1").arg(instant(gitlab.expiresAt)));
    if (gitlab.granular)
        lines.append(Say::tr("A fine-grained token"));
    if (!gitlab.jobStatus.isEmpty())
        return reading(gitlab.jobStatus == "running"_L1 ? StepStatus::Ok : StepStatus::Failed,
                       Say::tr("The job is %1.").arg(gitlab.jobStatus), lines);
    return gitlab.active ? reading(StepStatus::Ok, Say::tr("The token is active."), lines)
                         : reading(StepStatus::Failed, Say::tr("The token is not active."), lines);
}

} // namespace wharf::diagnosis
