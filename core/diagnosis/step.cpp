#include "core/diagnosis/step.h"

#include "core/diagnosis/causes/say.h"
#include "core/diagnosis/step_reading.h"

namespace wharf::diagnosis {

using causes::Say;

StepReading readStep(StepId id, const Evidence &evidence)
{
    StepReading reading;
    switch (id) {
    case StepId::Target: reading = readTarget(evidence); break;
    case StepId::Clients: reading = readClients(evidence); break;
    case StepId::Name: reading = readName(evidence); break;
    case StepId::Connect: reading = readConnect(evidence); break;
    case StepId::Tls: reading = readTls(evidence); break;
    case StepId::Clock: reading = readClock(evidence); break;
    case StepId::Ping: reading = readPing(evidence); break;
    case StepId::Challenge: reading = readChallenge(evidence); break;
    case StepId::Realm: reading = readRealm(evidence); break;
    case StepId::WrongCredential: reading = readWrongCredential(evidence); break;
    case StepId::Credential: reading = readCredential(evidence); break;
    case StepId::Token: reading = readToken(evidence); break;
    case StepId::SignIn: reading = readSignIn(evidence); break;
    case StepId::Pull: reading = readPull(evidence); break;
    case StepId::Push: reading = readPush(evidence); break;
    case StepId::Repository: reading = readRepository(evidence); break;
    case StepId::Upload: reading = readUpload(evidence); break;
    case StepId::GitLab: reading = readGitLab(evidence); break;
    case StepId::Daemon: reading = readDaemon(evidence); break;
    case StepId::DaemonSignIn: reading = readDaemonSignIn(evidence); break;
    }
    if (reading.status == StepStatus::Skipped && evidence.unfinished.contains(stepName(id)))
        reading.summary = Say::tr("Not reached before the run ended.");
    return reading;
}

QString stepTitle(StepId id)
{
    switch (id) {
    case StepId::Target: return Say::tr("What to examine");
    case StepId::Clients: return Say::tr("What clients would send");
    case StepId::Name: return Say::tr("Name (DNS)");
    case StepId::Connect: return Say::tr("Connection");
    case StepId::Tls: return Say::tr("TLS certificate");
    case StepId::Clock: return Say::tr("Clocks");
    case StepId::Ping: return Say::tr("The registry's door (/v2/)");
    case StepId::Challenge: return Say::tr("Where to sign in");
    case StepId::Realm: return Say::tr("Token server, as nobody");
    case StepId::WrongCredential: return Say::tr("Token server, with a wrong credential");
    case StepId::Credential: return Say::tr("Token server, with the real one");
    case StepId::Token: return Say::tr("Access token");
    case StepId::SignIn: return Say::tr("Signing in");
    case StepId::Pull: return Say::tr("Right to pull");
    case StepId::Push: return Say::tr("Right to push");
    case StepId::Repository: return Say::tr("The repository");
    case StepId::Upload: return Say::tr("Trial upload");
    case StepId::GitLab: return Say::tr("What GitLab says about the token");
    case StepId::Daemon: return Say::tr("Docker daemon");
    case StepId::DaemonSignIn: return Say::tr("The daemon's own sign-in");
    }
    Q_UNREACHABLE();
}

QString stepStatusName(StepStatus status)
{
    switch (status) {
    case StepStatus::Waiting: return QStringLiteral("waiting");
    case StepStatus::Running: return QStringLiteral("running");
    case StepStatus::Ok: return QStringLiteral("ok");
    case StepStatus::Warning: return QStringLiteral("warning");
    case StepStatus::Failed: return QStringLiteral("failed");
    case StepStatus::Skipped: return QStringLiteral("skipped");
    }
    Q_UNREACHABLE();
}

} // namespace wharf::diagnosis
