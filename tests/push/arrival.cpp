#include "tests/push/arrival.h"

#include "tests/push/raw_client.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace wharf::rig {

namespace {

QByteArray digestOf(const QByteArray &bytes)
{
    return "sha256:" + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

} // namespace

QString whatIsMissing(quint16 port, const QByteArray &repository, const QByteArray &tag, const QByteArray &authorization)
{
    RawClient client(port);
    RawClient::Headers headers { { "Accept", "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json" } };
    if (!authorization.isEmpty())
        headers.emplaceBack("Authorization", authorization);
    const RawAnswer manifest = client.ask("GET", "/v2/" + repository + "/manifests/" + tag, {}, headers);
    if (manifest.status != 200 || manifest.header("Docker-Content-Digest") != digestOf(manifest.body))
        return QStringLiteral("the manifest: %1").arg(manifest.status);
    const QJsonObject json = QJsonDocument::fromJson(manifest.body).object();
    QJsonArray descriptors = json.value(QStringLiteral("layers")).toArray();
    descriptors.append(json.value(QStringLiteral("config")));
    if (descriptors.size() < 2)
        return QStringLiteral("layers");
    for (const QJsonValue &descriptor : descriptors) {
        const QByteArray digest = descriptor[QStringLiteral("digest")].toString().toLatin1();
        const RawAnswer blob = client.ask("GET", "/v2/" + repository + "/blobs/" + digest, {}, headers);
        if (blob.status != 200 || digestOf(blob.body) != digest)
            return QStringLiteral("%1: %2").arg(QString::fromLatin1(digest)).arg(blob.status);
    }
    return {};
}

QByteArray pullToken(quint16 gitlabPort, const QByteArray &realmPath, const QByteArray &userAndPassword, const QByteArray &repository)
{
    const RawAnswer answer = RawClient(gitlabPort).ask("GET", realmPath + "?service=container_registry&scope=repository:" + repository + ":pull", {},
                                                       { { "Authorization", "Basic " + userAndPassword.toBase64() } });
    const QByteArray token = QJsonDocument::fromJson(answer.body).object().value(QStringLiteral("token")).toString().toLatin1();
    return token.isEmpty() ? token : "Bearer " + token;
}

} // namespace wharf::rig
