#include "core/registry/manifest.h"

#include "core/base/json.h"
#include "core/registry/digest.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace wharf::registry {

namespace {

tl::unexpected<Failure> malformed(const char *what)
{
    return fail({ .stage = Stage::Image, .kind = Kind::Malformed, .subject = QLatin1String(what) });
}

Result<Descriptor> readDescriptor(const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    Descriptor descriptor { .mediaType = object.value(QLatin1String("mediaType")).toString(),
                            .digest = object.value(QLatin1String("digest")).toString(),
                            .size = json::integer(object, QStringLiteral("size")).value_or(-1),
                            .platform = platformText(object.value(QLatin1String("platform")).toObject()) };
    descriptor.isForeign = descriptor.mediaType == mediatype::dockerForeignLayer
        || descriptor.mediaType.contains(QLatin1String(".nondistributable."));
    if (!isDigest(descriptor.digest) || descriptor.size < 0)
        return malformed("descriptor");
    return descriptor;
}

Result<QList<Descriptor>> readDescriptors(const QJsonObject &object, const char *member)
{
    QList<Descriptor> all;
    const QJsonArray values = object.value(QLatin1String(member)).toArray();
    for (const QJsonValue &value : values) {
        auto one = readDescriptor(value);
        if (!one)
            return fail(one.error());
        all.append(std::move(*one));
    }
    return all;
}

QJsonObject write(const Descriptor &descriptor)
{
    return { { QStringLiteral("mediaType"), descriptor.mediaType },
             { QStringLiteral("size"), descriptor.size },
             { QStringLiteral("digest"), descriptor.digest } };
}

bool isIndexType(const QString &mediaType)
{
    return mediaType == mediatype::ociIndex || mediaType == mediatype::dockerList;
}

} // namespace

bool Manifest::isIndex() const
{
    return isIndexType(mediaType);
}

bool isManifestType(const QString &mediaType)
{
    return isIndexType(mediaType) || mediaType == mediatype::dockerManifest || mediaType == mediatype::ociManifest
        || mediaType == mediatype::ociArtifact;
}

QString platformText(const QJsonObject &object)
{
    QStringList parts { object.value(QLatin1String("os")).toString(), object.value(QLatin1String("architecture")).toString(),
                        object.value(QLatin1String("variant")).toString() };
    parts.removeAll(QString());
    return parts.join(u'/');
}

Result<Manifest> readManifest(const QByteArray &document, const QString &mediaType)
{
    if (document.size() > largestManifest)
        return fail({ .stage = Stage::Image, .kind = Kind::TooLarge, .subject = QStringLiteral("manifest") });
    const auto object = json::readObject(document);
    if (!object)
        return malformed("json");
    const QString own = object->value(QLatin1String("mediaType")).toString();
    Manifest manifest { .mediaType = own.isEmpty() ? mediaType : own, .blobs = {}, .manifests = {} };
    if (json::integer(*object, QStringLiteral("schemaVersion")) != 2 || manifest.mediaType.isEmpty())
        return malformed("media-type");

    if (manifest.isIndex()) {
        auto children = readDescriptors(*object, "manifests");
        if (!children)
            return fail(children.error());
        manifest.manifests = std::move(*children);
        return manifest;
    }
    if (object->contains(QLatin1String("config"))) {
        auto config = readDescriptor(object->value(QLatin1String("config")));
        if (!config)
            return fail(config.error());
        manifest.blobs.append(std::move(*config));
        manifest.hasConfig = true;
    }
    for (const char *member : { "layers", "blobs" }) { // an artifact manifest has the latter
        auto more = readDescriptors(*object, member);
        if (!more)
            return fail(more.error());
        manifest.blobs.append(std::move(*more));
    }
    if (manifest.blobs.isEmpty())
        return malformed("media-type");
    return manifest;
}

QByteArray writeDockerManifest(const Descriptor &config, const QList<Descriptor> &layers)
{
    QJsonArray written;
    for (const Descriptor &layer : layers)
        written.append(write(layer));
    const QJsonObject object { { QStringLiteral("schemaVersion"), 2 },
                               { QStringLiteral("mediaType"), QString(mediatype::dockerManifest) },
                               { QStringLiteral("config"), write(config) },
                               { QStringLiteral("layers"), written } };
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

} // namespace wharf::registry
