#include "core/base/json.h"
#include "core/push/source/description.h"
#include "core/push/source/entries.h"
#include "core/push/source/image_failure.h"
#include "core/registry/digest.h"
#include "core/registry/image_reference.h"
#include "core/registry/manifest.h"

#include <QHash>

#include <algorithm>

namespace wharf::push {

namespace {

constexpr QLatin1String manifestName("manifest.json");

/// One image of manifest.json.
struct SavedImage {
    QString config; ///< entries
    QStringList layers;
    QStringList names;
};

Result<QList<SavedImage>> readSavedImages(Entries &entries)
{
    const auto bytes = readWhole(entries, manifestName, registry::largestManifest);
    if (!bytes)
        return fail(bytes.error());
    const auto array = json::readArray(*bytes);
    if (!array || array->isEmpty())
        return fail(imageFailure(Kind::Malformed, manifestName, array ? QStringLiteral("no images") : QStringLiteral("json")));
    QList<SavedImage> images;
    for (const QJsonValue &value : *array) {
        const QJsonObject object = value.toObject();
        images.append({ object.value(QLatin1String("Config")).toString(), json::strings(object, QStringLiteral("Layers")),
                        json::strings(object, QStringLiteral("RepoTags")) });
        if (images.last().config.isEmpty())
            return fail(imageFailure(Kind::Malformed, manifestName, QStringLiteral("no Config")));
    }
    return images;
}

QString listOf(const QList<SavedImage> &images)
{
    QStringList references;
    for (qsizetype at = 0; at < images.size(); ++at)
        references.append(images.at(at).names.isEmpty() ? QStringLiteral("@%1").arg(at) : images.at(at).names.join(QLatin1String(", ")));
    return references.join(QLatin1String(", "));
}

Result<SavedImage> choose(const QList<SavedImage> &images, const QString &reference)
{
    if (reference.isEmpty()) {
        if (images.size() != 1)
            return fail(imageFailure(Kind::Absent, QStringLiteral("reference"), listOf(images)));
        return images.first();
    }
    if (reference.startsWith(u'@')) {
        bool isNumber = false;
        const qsizetype at = reference.mid(1).toInt(&isNumber);
        if (isNumber && at >= 0 && at < images.size())
            return images.at(at);
        return fail(imageFailure(Kind::Absent, reference, listOf(images)));
    }
    const auto named = std::find_if(images.begin(), images.end(), [&](const SavedImage &image) {
        return std::any_of(image.names.begin(), image.names.end(), [&](const QString &name) { return name == reference || fullName(name) == fullName(reference); });
    });
    if (named == images.end())
        return fail(imageFailure(Kind::Absent, reference, listOf(images)));
    return *named;
}

/// The digest that an entry is named for; empty where its name is none. `HEX.json`, `sha256:HEX`, `blobs/sha256/HEX`, `HEX.tar.gz`.
QString digestInName(const QString &entry)
{
    QString last = entry.section(u'/', -1).section(u'.', 0, 0);
    if (!last.startsWith(QLatin1String("sha256:")))
        last.prepend(QLatin1String("sha256:"));
    return registry::isDigest(last) ? last : QString();
}

Result<QString> digestOf(Entries &entries, const EntryFile &file)
{
    constexpr qsizetype step = 1 << 20; // bytes
    const auto reader = entries.open(file);
    if (!reader)
        return fail(reader.error());
    registry::Sha256 sum;
    QByteArray bytes(step, Qt::Uninitialized);
    while (true) {
        const auto got = (*reader)->read(bytes.data(), bytes.size());
        if (!got)
            return fail(got.error());
        if (*got == 0)
            return sum.digest();
        sum.add(QByteArrayView(bytes.constData(), *got));
    }
}

Result<SourceBlob> layerOf(Entries &entries, const EntryFile &file, const QString &diffId)
{
    SourceBlob blob { .form = SourceBlob::Form::ToCompress, .role = SourceBlob::Role::Layer, .mediaType = registry::mediatype::dockerLayerGzip,
                      .digest = {}, .diffId = diffId, .sourceSize = file.size };
    const auto start = entries.start(file);
    if (!start)
        return fail(start.error());
    const bool isZstd = start->startsWith("\x28\xb5\x2f\xfd");
    if (!isZstd && !start->startsWith("\x1f\x8b"))
        return blob;
    if (isZstd)
        blob.mediaType = registry::mediatype::dockerLayerZstd;
    blob.form = SourceBlob::Form::AsIs;
    blob.size = file.size;
    if (file.name.startsWith(QLatin1String("blobs/")) && !digestInName(file.name).isEmpty()) {
        blob.digest = digestInName(file.name);
        return blob;
    }
    const auto digest = digestOf(entries, file);
    if (!digest)
        return fail(digest.error());
    blob.digest = *digest;
    return blob;
}

/// The configuration as a blob, and what it says of the layers.
struct Configuration {
    SourceBlob blob;
    EntryFile file;
    QStringList diffIds;
    QString platform;
};

Result<Configuration> readConfiguration(Entries &entries, const QString &name)
{
    const auto file = entries.find(name);
    if (!file)
        return fail(file.error());
    const auto bytes = readWhole(entries, name, registry::largestManifest);
    if (!bytes)
        return fail(bytes.error());
    const auto object = json::readObject(*bytes);
    if (!object)
        return fail(imageFailure(Kind::Malformed, name, QStringLiteral("json")));
    const QString digest = registry::sha256Of(*bytes);
    if (const QString named = digestInName(name); !named.isEmpty() && named != digest)
        return fail(imageFailure(Kind::Malformed, name, QStringLiteral("another digest")));
    Configuration read { .blob = { .form = SourceBlob::Form::AsIs, .role = SourceBlob::Role::Config, .mediaType = registry::mediatype::dockerConfig,
                                   .digest = digest, .size = file->size, .diffId = {}, .sourceSize = file->size },
                         .file = *file,
                         .diffIds = json::strings(object->value(QLatin1String("rootfs")).toObject(), QStringLiteral("diff_ids")),
                         .platform = registry::platformText(*object) };
    if (!std::all_of(read.diffIds.begin(), read.diffIds.end(), registry::isDigest))
        return fail(imageFailure(Kind::Malformed, name, QStringLiteral("diff_ids")));
    return read;
}

} // namespace

QString fullName(const QString &reference)
{
    auto parsed = registry::ImageReference::parse(reference);
    if (!parsed)
        return reference;
    if (parsed->tag.isEmpty() && parsed->digest.isEmpty())
        parsed->tag = QStringLiteral("latest");
    return parsed->toString();
}

Result<Description> describeDockerArchive(Entries &entries, const QString &reference)
{
    const auto images = readSavedImages(entries);
    if (!images)
        return fail(images.error());
    const auto image = choose(*images, reference);
    if (!image)
        return fail(image.error());
    const auto config = readConfiguration(entries, image->config);
    if (!config)
        return fail(config.error());
    if (config->diffIds.size() != image->layers.size())
        return fail(imageFailure(Kind::Malformed, QStringLiteral("layers"), QStringLiteral("%1 instead of %2").arg(image->layers.size()).arg(config->diffIds.size())));

    Description description;
    description.content.blobs.append(config->blob);
    description.entries.append(config->file.name);
    SourceManifest manifest { .bytes = {}, .mediaType = registry::mediatype::dockerManifest, .digest = {}, .platform = config->platform, .blobs = { 0 }, .children = {} };
    QHash<QString, int> known; // an empty layer may be there many times
    for (qsizetype at = 0; at < image->layers.size(); ++at) {
        const QString &diffId = config->diffIds.at(at);
        if (!known.contains(diffId)) {
            const auto file = entries.find(image->layers.at(at));
            if (!file)
                return fail(file.error());
            auto layer = layerOf(entries, *file, diffId);
            if (!layer)
                return fail(layer.error());
            known.insert(diffId, static_cast<int>(description.content.blobs.size()));
            description.content.blobs.append(std::move(*layer));
            description.entries.append(file->name);
        }
        manifest.blobs.append(known.value(diffId));
    }
    description.content.manifests.append(std::move(manifest));
    return description;
}

} // namespace wharf::push
