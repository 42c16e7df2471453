#include "core/docker/helper_key.h"

namespace wharf::docker {

HelperKey HelperKey::parse(const QString &key)
{
    QString rest = key;
    const qsizetype scheme = rest.indexOf(QLatin1String("://"));
    if (scheme >= 0)
        rest.remove(0, scheme + 3);
    const qsizetype slash = rest.indexOf(QLatin1Char('/'));
    const QString path = slash < 0 ? QString() : rest.mid(slash);
    rest.truncate(slash < 0 ? rest.size() : slash);

    HelperKey parsed;
    if (const auto host = registry::RegistryHost::parse(rest))
        parsed.host = *host;
    // docker/cli, internal/oauth/manager.
    if (parsed.host.isDockerHub() && (path == QLatin1String("/v1/access-token") || path == QLatin1String("/v1/refresh-token")))
        parsed.hubTokenKey = QLatin1String("docker-hub/") + path.mid(4);
    return parsed;
}

} // namespace wharf::docker
