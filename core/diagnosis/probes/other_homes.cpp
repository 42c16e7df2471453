#include "core/diagnosis/probes/client_probe.h"

#include "core/docker/client_places.h"
#include "core/docker/credential_lookup.h"
#include "core/docker/whole_file.h"

#include <QDir>
#include <QFile>

namespace wharf::diagnosis {

namespace {

constexpr qint64 longestPasswd = 1 << 20; // bytes
constexpr int firstPerson = 1000;         // the first user number that a person has; below are services

struct User {
    QString name;
    QString home;
    int number = 0;
};

QList<User> readUsers(const QString &passwdFile)
{
    QFile file(passwdFile);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QList<User> users;
    const QList<QByteArray> lines = file.read(longestPasswd).split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> fields = line.split(':');
        if (fields.size() >= 7 && fields[5].startsWith('/'))
            users.append({ QString::fromUtf8(fields[0]), QString::fromUtf8(fields[5]), fields[2].toInt() });
    }
    return users;
}

/// True where the file holds, or has a helper for, a sign-in for the host. Helpers of others are not run.
bool holdsSignIn(const docker::ClientPlace &place, const registry::RegistryHost &host)
{
    auto whole = docker::readWhole(place.path);
    if (!whole || !whole->bytes)
        return false;
    const auto dialect = place.docker ? docker::Dialect::Docker : docker::Dialect::Containers;
    const auto content = docker::readCredentialFile(*whole->bytes, dialect);
    wipe(*whole->bytes);
    if (!content)
        return false;
    const QList<docker::LookupStep> steps = place.docker ? docker::dockerSteps(*content, place.path, host, {})
                                                         : docker::containersSteps(*content, place.path, host, {}, false);
    const bool empty = docker::nearKeys(*content, host, {}).isEmpty();
    for (const docker::LookupStep &step : steps) {
        // A store for everything says nothing about this host, unless Docker left an entry behind.
        if (step.from == docker::LookupStep::From::Helper || (step.stored && step.stored->hasSecret())
            || (step.from == docker::LookupStep::From::Store && !empty))
            return true;
    }
    return false;
}

/// The files in one home, the places for variables left aside: another's variables are not known here.
QList<docker::ClientPlace> placesIn(const QString &home)
{
    return { { home + QLatin1String("/.docker/config.json"), {}, true, false },
             { home + QLatin1String("/.config/containers/auth.json"), {}, false, false } };
}

class Search {
public:
    Search(const registry::RegistryHost &host, const ClientSurroundings &surroundings) : m_host(host)
    {
        const QProcessEnvironment &environment = surroundings.environment;
        m_home = surroundings.home.isEmpty() ? environment.value(QStringLiteral("HOME")) : surroundings.home;
        m_seen.append(cleaned(docker::dockerPlace(environment, m_home).path));
        const QList<docker::ClientPlace> own = docker::containersPlaces(environment, m_home);
        for (const docker::ClientPlace &place : own)
            m_seen.append(cleaned(place.path));
    }

    void look(const QString &user, const docker::ClientPlace &place, const QString &reason)
    {
        const QString path = cleaned(place.path);
        if (m_seen.contains(path))
            return;
        m_seen.append(path);
        if (holdsSignIn(place, m_host))
            m_found.append({ user, place.path, reason });
    }

    void lookIn(const QString &user, const QString &home, const QString &reason)
    {
        const QList<docker::ClientPlace> places = placesIn(home);
        for (const docker::ClientPlace &place : places)
            look(user, place, reason);
    }

    /// Docker from the snap store has a home of its own in every user's.
    void lookInSnaps(const QString &user, const QString &home)
    {
        const QString file = QStringLiteral("/.docker/config.json");
        for (const QLatin1String part : { QLatin1String("/snap/docker/current"), QLatin1String("/snap/docker/common") })
            look(user, { home + part + file, {}, true, false }, QStringLiteral("snap"));
    }

    [[nodiscard]] const QString &home() const { return m_home; }
    [[nodiscard]] const QList<OtherHomeEvidence> &found() const { return m_found; }

private:
    static QString cleaned(const QString &path) { return QDir::cleanPath(path); }

    registry::RegistryHost m_host;
    QString m_home;
    QStringList m_seen;
    QList<OtherHomeEvidence> m_found;
};

} // namespace

QList<OtherHomeEvidence> probeOtherHomes(const registry::RegistryHost &host, const ClientSurroundings &surroundings)
{
    const QProcessEnvironment &environment = surroundings.environment;
    const QList<User> users = readUsers(surroundings.passwdFile);
    const QString caller = environment.value(QStringLiteral("SUDO_USER"));
    const QString name = environment.value(QStringLiteral("USER"));
    Search search(host, surroundings);

    // The variable may have led away from where `docker login` once wrote, or the other way round.
    search.lookIn(name, search.home(), environment.value(QStringLiteral("DOCKER_CONFIG")).isEmpty() ? QStringLiteral("home") : QStringLiteral("docker-config"));
    for (const User &user : users) {
        if (!caller.isEmpty() && user.name == caller)
            search.lookIn(user.name, user.home, QStringLiteral("sudo"));
    }
    search.lookInSnaps(name, search.home());
    for (const User &user : users) {
        if (user.number == 0)
            search.lookIn(user.name, user.home, QStringLiteral("root"));
        else if (user.number >= firstPerson)
            search.lookIn(user.name, user.home, QStringLiteral("home"));
        search.lookInSnaps(user.name, user.home);
    }
    return search.found();
}

} // namespace wharf::diagnosis
