#include "core/docker/client_places.h"

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace wharf::docker {

namespace {

QString variable(const QProcessEnvironment &environment, const char *name)
{
    return environment.value(QLatin1String(name));
}

} // namespace

ClientPlace dockerFolder(const QProcessEnvironment &environment, const QString &home)
{
    const QString folder = variable(environment, "DOCKER_CONFIG");
    return folder.isEmpty() ? ClientPlace { home + QLatin1String("/.docker"), {}, true, false }
                            : ClientPlace { folder, QStringLiteral("DOCKER_CONFIG"), true, false };
}

ClientPlace dockerPlace(const QProcessEnvironment &environment, const QString &home)
{
    ClientPlace place = dockerFolder(environment, home);
    place.path += QLatin1String("/config.json");
    return place;
}

QList<ClientPlace> containersPlaces(const QProcessEnvironment &environment, const QString &home)
{
    if (const QString only = variable(environment, "REGISTRY_AUTH_FILE"); !only.isEmpty())
        return { { only, QStringLiteral("REGISTRY_AUTH_FILE"), false, false } };
    QList<ClientPlace> places;
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    // Lost at the next start of the machine, which is why `podman login` does not last.
    const QString runtime = variable(environment, "XDG_RUNTIME_DIR");
    places.append(runtime.isEmpty()
                      ? ClientPlace { QStringLiteral("/run/containers/%1/auth.json").arg(::geteuid()), {}, false, false }
                      : ClientPlace { runtime + QLatin1String("/containers/auth.json"), QStringLiteral("XDG_RUNTIME_DIR"), false, false });
#endif
    const QString config = variable(environment, "XDG_CONFIG_HOME");
    places.append(config.isEmpty() ? ClientPlace { home + QLatin1String("/.config/containers/auth.json"), {}, false, false }
                                   : ClientPlace { config + QLatin1String("/containers/auth.json"), QStringLiteral("XDG_CONFIG_HOME"), false, false });
    places.append(dockerPlace(environment, home));
    places.append({ home + QLatin1String("/.dockercfg"), {}, false, true });
    return places;
}

} // namespace wharf::docker
