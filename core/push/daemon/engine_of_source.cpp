#include "core/push/daemon/engine_of_source.h"

#include "core/docker/podman_endpoint.h"

#include <QDir>

namespace wharf::push {

docker::EngineEndpoint engineOfSource(SourceName::Kind kind, const QProcessEnvironment &environment)
{
    if (kind == SourceName::Kind::Podman)
        return docker::findPodman(environment);
    return docker::findEngine(environment, environment.value(QStringLiteral("HOME"), QDir::homePath()), docker::dockerSystemSocket);
}

} // namespace wharf::push
