#include "core/diagnosis/finding.h"

namespace wharf::diagnosis {

QString certaintyName(Certainty certainty)
{
    switch (certainty) {
    case Certainty::Certain:
        return QStringLiteral("certain");
    case Certainty::Likely:
        return QStringLiteral("likely");
    case Certainty::Possible:
        return QStringLiteral("possible");
    }
    Q_UNREACHABLE();
}

QString severityName(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return QStringLiteral("error");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Note:
        return QStringLiteral("note");
    }
    Q_UNREACHABLE();
}

QString ownerName(Owner owner)
{
    switch (owner) {
    case Owner::Nobody:
        return QStringLiteral("nobody");
    case Owner::You:
        return QStringLiteral("you");
    case Owner::ProjectOwner:
        return QStringLiteral("project-owner");
    case Owner::GitLabAdministrator:
        return QStringLiteral("gitlab-administrator");
    case Owner::RegistryAdministrator:
        return QStringLiteral("registry-administrator");
    case Owner::ProxyAdministrator:
        return QStringLiteral("proxy-administrator");
    case Owner::DockerHost:
        return QStringLiteral("docker-host");
    case Owner::Network:
        return QStringLiteral("network");
    case Owner::Vendor:
        return QStringLiteral("vendor");
    }
    Q_UNREACHABLE();
}

QString stepName(StepId step)
{
    switch (step) {
    case StepId::Target:
        return QStringLiteral("target");
    case StepId::Clients:
        return QStringLiteral("clients");
    case StepId::Name:
        return QStringLiteral("name");
    case StepId::Connect:
        return QStringLiteral("connect");
    case StepId::Tls:
        return QStringLiteral("tls");
    case StepId::Clock:
        return QStringLiteral("clock");
    case StepId::Ping:
        return QStringLiteral("ping");
    case StepId::Challenge:
        return QStringLiteral("challenge");
    case StepId::Realm:
        return QStringLiteral("realm");
    case StepId::WrongCredential:
        return QStringLiteral("wrong-credential");
    case StepId::Credential:
        return QStringLiteral("credential");
    case StepId::Token:
        return QStringLiteral("token");
    case StepId::SignIn:
        return QStringLiteral("sign-in");
    case StepId::Pull:
        return QStringLiteral("pull");
    case StepId::Push:
        return QStringLiteral("push");
    case StepId::Repository:
        return QStringLiteral("repository");
    case StepId::Upload:
        return QStringLiteral("upload");
    case StepId::GitLab:
        return QStringLiteral("gitlab");
    case StepId::Daemon:
        return QStringLiteral("daemon");
    case StepId::DaemonSignIn:
        return QStringLiteral("daemon-sign-in");
    }
    Q_UNREACHABLE();
}

QList<StepId> allSteps()
{
    QList<StepId> steps;
    for (int step = int(StepId::Target); step <= int(StepId::DaemonSignIn); ++step)
        steps.append(StepId(step));
    return steps;
}

} // namespace wharf::diagnosis
