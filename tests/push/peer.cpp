#include "tests/push/peer.h"

namespace wharf::rig {

namespace {

QStringList words(const char *command)
{
    return QString::fromLatin1(command).split(QLatin1Char(' '));
}

} // namespace

QList<Peer> debianPeers()
{
    return {
        { QStringLiteral("docker"), words("docker push --quiet %destination"), QStringLiteral("docker") },
        { QStringLiteral("skopeo"), words("skopeo copy --dest-tls-verify=false oci:%layout:latest docker://%destination"), {} },
        { QStringLiteral("skopeo --retry-times 3"), words("skopeo copy --retry-times 3 --dest-tls-verify=false oci:%layout:latest docker://%destination"), {} },
        { QStringLiteral("podman"), words("podman push --tls-verify=false %destination"), QStringLiteral("podman") },
    };
}

} // namespace wharf::rig
