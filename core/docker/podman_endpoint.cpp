#include "core/docker/podman_endpoint.h"

#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace wharf::docker {

namespace {

bool isRoot()
{
#ifdef Q_OS_UNIX
    return ::geteuid() == 0;
#else
    return false;
#endif
}

QString userSocket(const QProcessEnvironment &environment)
{
    QString runtime = environment.value(QStringLiteral("XDG_RUNTIME_DIR"));
#ifdef Q_OS_UNIX
    if (runtime.isEmpty())
        runtime = QStringLiteral("/run/user/%1").arg(::geteuid());
#endif
    return runtime + QLatin1String("/podman/podman.sock");
}

} // namespace

EngineEndpoint findPodman(const QProcessEnvironment &environment, const QString &systemSocket)
{
    constexpr int plainPort = 8080; // podman-system-service(1)
    if (const QString host = environment.value(QStringLiteral("CONTAINER_HOST")); !host.isEmpty()) {
        EngineEndpoint endpoint = parseEndpoint(host);
        endpoint.from = QStringLiteral("CONTAINER_HOST");
        if (endpoint.way == EngineEndpoint::Way::Tcp && endpoint.port == 0)
            endpoint.port = plainPort;
        return endpoint;
    }
    const QString users = userSocket(environment);
    QString chosen = isRoot() ? systemSocket : users;
    if (QFileInfo::exists(users))
        chosen = users;
    else if (QFileInfo::exists(systemSocket))
        chosen = systemSocket;
    EngineEndpoint endpoint = parseEndpoint(QLatin1String("unix://") + chosen);
    endpoint.from = QStringLiteral("default");
    return endpoint;
}

} // namespace wharf::docker
