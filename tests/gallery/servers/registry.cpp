#include "tests/gallery/servers/registry.h"

#include "tests/gallery/stage.h"

#include <QCryptographicHash>
#include <QJsonArray>

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

void layOver(QJsonObject &base, const QJsonObject &more)
{
    for (auto member = more.constBegin(); member != more.constEnd(); ++member) {
        if (member->isObject() && base.value(member.key()).isObject()) {
            QJsonObject inner = base.value(member.key()).toObject();
            layOver(inner, member->toObject());
            base.insert(member.key(), inner);
        } else {
            base.insert(member.key(), *member);
        }
    }
}

QJsonObject configuration(const Registry &registry, const QString &data)
{
    QJsonObject whole { { u"version"_s, u"0.1"_s },
                        { u"log"_s, QJsonObject { { u"level"_s, u"info"_s } } },
                        { u"storage"_s, QJsonObject { { u"filesystem"_s, QJsonObject { { u"rootdirectory"_s, data } } }, { u"delete"_s, QJsonObject { { u"enabled"_s, true } } } } },
                        { u"http"_s, QJsonObject { { u"addr"_s, registry.listen }, { u"secret"_s, registry.secret } } } };
    if (!registry.realm.isEmpty()) {
        whole.insert(u"auth"_s, QJsonObject { { u"token"_s, QJsonObject { { u"realm"_s, registry.realm }, { u"service"_s, registry.service },
                                                                          { u"issuer"_s, registry.issuer }, { u"rootcertbundle"_s, registry.tokenCertificate } } } });
    } else if (!registry.passwordFile.isEmpty()) {
        whole.insert(u"auth"_s, QJsonObject { { u"htpasswd"_s, QJsonObject { { u"realm"_s, u"Registry"_s }, { u"path"_s, registry.passwordFile } } } });
    }
    layOver(whole, registry.more);
    return whole;
}

} // namespace

QString Registry::dataFolder(const Stage &stage) const
{
    return data.isEmpty() ? stage.folder() + u'/' + name + u"/data"_s : data;
}

QProcess &Registry::start(Stage &stage) const
{
    const QString file = stage.write(name + u"/config.json"_s, QJsonDocument(configuration(*this, dataFolder(stage))).toJson());
    QProcess &server = stage.programs().serve(Side::Servers, name, { u"docker-registry"_s, u"serve"_s, file });
    const auto colon = listen.lastIndexOf(u':');
    stage.programs().awaitPort(server, listen.mid(colon + 1).toUShort(), listen.left(colon));
    return server;
}

void seedImage(Stage &stage, const QString &dataFolder, const QString &repository, const QString &tag)
{
    const QString root = dataFolder + u"/docker/registry/v2/"_s;
    const auto digestOf = [](const QByteArray &content) { return QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex()); };
    const auto addBlob = [&](const QByteArray &content) {
        const QString digest = digestOf(content);
        stage.write(root + u"blobs/sha256/%1/%2/data"_s.arg(digest.left(2), digest), content);
        return digest;
    };
    const auto link = [&](const QString &path, const QString &digest) {
        stage.write(root + u"repositories/"_s + repository + u'/' + path + u"/link"_s, "sha256:" + digest.toLatin1());
    };
    // An empty tar, gzipped, is a whole layer.
    const QByteArray layer = QByteArray::fromBase64("H4sIAAAAAAAAA2IYBaNgFIxYAAgAAP//Lq+17wAEAAA=");
    const QByteArray image = R"({"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"]}})";
    const QString layerDigest = addBlob(layer);
    const QString imageDigest = addBlob(image);
    const auto part = [](const QString &type, const QString &digest, qsizetype size) {
        return QJsonObject { { u"mediaType"_s, type }, { u"digest"_s, u"sha256:"_s + digest }, { u"size"_s, static_cast<qint64>(size) } };
    };
    const QByteArray manifest
        = QJsonDocument(QJsonObject { { u"schemaVersion"_s, 2 },
                                      { u"mediaType"_s, u"application/vnd.docker.distribution.manifest.v2+json"_s },
                                      { u"config"_s, part(u"application/vnd.docker.container.image.v1+json"_s, imageDigest, image.size()) },
                                      { u"layers"_s, QJsonArray { part(u"application/vnd.docker.image.rootfs.diff.tar.gzip"_s, layerDigest, layer.size()) } } })
              .toJson();
    const QString manifestDigest = addBlob(manifest);
    link(u"_layers/sha256/"_s + layerDigest, layerDigest);
    link(u"_layers/sha256/"_s + imageDigest, imageDigest);
    link(u"_manifests/revisions/sha256/"_s + manifestDigest, manifestDigest);
    link(u"_manifests/tags/%1/current"_s.arg(tag), manifestDigest);
    link(u"_manifests/tags/%1/index/sha256/%2"_s.arg(tag, manifestDigest), manifestDigest);
}

QString passwordFile(Stage &stage, const QString &userName, const QByteArray &password, const QString &kind)
{
    const Said said = stage.programs().run(Side::Servers, { u"htpasswd"_s, u"-n"_s, u"-i"_s, kind, userName }, password);
    if (said.exitStatus != 0)
        throw Broken { u"htpasswd: "_s + QString::fromUtf8(said.all()) };
    return stage.write(u"htpasswd"_s, said.out.trimmed() + '\n');
}

} // namespace wharf::gallery
