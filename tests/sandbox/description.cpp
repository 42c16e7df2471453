#include "tests/sandbox/description.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace wharf::sandbox {

namespace {

/// What differs from the caller's own environment, and what is to be taken out of it.
QMap<QString, QString> changed(const Sandbox &sandbox, QStringList *removed)
{
    const QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
    const QProcessEnvironment inside = sandbox.environment();
    QMap<QString, QString> variables;
    for (const QString &name : inside.keys()) {
        if (!own.contains(name) || own.value(name) != inside.value(name))
            variables.insert(name, inside.value(name));
    }
    for (const QString &name : own.keys()) {
        if (!inside.contains(name))
            *removed << name;
    }
    return variables;
}

QJsonObject signInObject(const DemoSignIn &signIn)
{
    return { { QStringLiteral("name"), signIn.name },
             { QStringLiteral("kind"), signIn.kind },
             { QStringLiteral("userName"), signIn.userName },
             { QStringLiteral("secret"), signIn.secret },
             { QStringLiteral("about"), signIn.about } };
}

} // namespace

QJsonObject describe(const Sandbox &sandbox)
{
    QJsonObject json { { QStringLiteral("folder"), sandbox.folder().path() },
                       { QStringLiteral("pid"), QCoreApplication::applicationPid() },
                       { QStringLiteral("environmentScript"), sandbox.folder().environmentFile() },
                       { QStringLiteral("ca"), sandbox.caFile() } };
    QJsonArray parts;
    for (const Part part : { Part::GitLab, Part::Registry, Part::PlainRegistry, Part::BasicRegistry, Part::Docker, Part::Podman, Part::Keyring, Part::OpenRegistry }) {
        if (sandbox.parts().contains(part))
            parts << partName(part);
    }
    json.insert(QStringLiteral("parts"), parts);
    const auto has = [&](Part part) { return sandbox.parts().contains(part); };
    if (has(Part::GitLab)) {
        json.insert(QStringLiteral("gitlab"), QJsonObject { { QStringLiteral("url"), sandbox.gitlab().url().toString() },
                                                           { QStringLiteral("realm"), sandbox.gitlab().realm().toString() },
                                                           { QStringLiteral("plainRealm"), sandbox.gitlab().plainRealm().toString() },
                                                           { QStringLiteral("tokenCertificate"), sandbox.tokenCertificateFile() } });
        QJsonArray signIns;
        for (const DemoSignIn &signIn : sandbox.signIns())
            signIns << signInObject(signIn);
        json.insert(QStringLiteral("signIns"), signIns);
        QJsonArray projects;
        for (const Project &project : sandbox.gitlab().world().projects)
            projects << project.path;
        json.insert(QStringLiteral("projects"), projects);
    }
    if (has(Part::Registry))
        json.insert(QStringLiteral("registry"), sandbox.registry());
    if (has(Part::PlainRegistry))
        json.insert(QStringLiteral("plainRegistry"), sandbox.plainRegistry());
    if (has(Part::OpenRegistry))
        json.insert(QStringLiteral("openRegistry"), sandbox.openRegistry());
    if (has(Part::BasicRegistry)) {
        json.insert(QStringLiteral("basicRegistry"), sandbox.basicRegistry());
        json.insert(QStringLiteral("basicSignIn"), QJsonObject { { QStringLiteral("userName"), sandbox.basicSignIn().userName }, { QStringLiteral("secret"), sandbox.basicSignIn().password } });
    }
    if (has(Part::Docker))
        json.insert(QStringLiteral("docker"), sandbox.docker().address());
    if (has(Part::Podman))
        json.insert(QStringLiteral("podman"), sandbox.podman().address());
    if (has(Part::Keyring)) {
        json.insert(QStringLiteral("keyring"), QJsonObject { { QStringLiteral("busAddress"), sandbox.keyring().busAddress() }, { QStringLiteral("password"), sandbox.keyring().password() } });
    }
    QStringList removed;
    const QMap<QString, QString> variables = changed(sandbox, &removed);
    QJsonObject environment;
    for (auto variable = variables.cbegin(); variable != variables.cend(); ++variable)
        environment.insert(variable.key(), variable.value());
    json.insert(QStringLiteral("environment"), environment);
    return json;
}

QByteArray environmentScript(const Sandbox &sandbox)
{
    QStringList removed;
    const QMap<QString, QString> variables = changed(sandbox, &removed);
    QByteArray script = "# Read with: . " + sandbox.folder().environmentFile().toUtf8() + '\n';
    for (const QString &name : removed)
        script += "unset " + name.toUtf8() + '\n';
    for (auto variable = variables.cbegin(); variable != variables.cend(); ++variable)
        script += "export " + variable.key().toUtf8() + "='" + QString(variable.value()).replace(QLatin1Char('\''), QLatin1String("'\\''")).toUtf8() + "'\n";
    return script;
}

} // namespace wharf::sandbox
