#include "core/push/source/entry_meanings.h"

#include "core/push/source/legacy_layers.h"

#include <QHash>

namespace wharf::push {

namespace {

/// The digest that an entry of an export is named for; else empty.
QString digestNamed(const QString &entry)
{
    const QString hash = QStringLiteral("sha256:");
    if (entry.startsWith(QLatin1String("blobs/sha256/")))
        return hash + entry.mid(13);
    const bool isNamedSo = entry.endsWith(QLatin1String(".json")) || entry.endsWith(QLatin1String(".tar"));
    if (!isNamedSo || entry.contains(u'/'))
        return {};
    return hash + entry.section(u'.', 0, 0);
}

} // namespace

BlobStream::Identify identifyByName(const QStringList &entries)
{
    QHash<QString, int> blobs;
    for (qsizetype blob = 0; blob < entries.size(); ++blob)
        blobs.insert(entries.at(blob), static_cast<int>(blob));
    return [blobs](const TarEntry &entry, TarWalk &) -> Result<BlobStream::Meaning> {
        const auto found = blobs.constFind(entry.name);
        return found == blobs.constEnd() ? BlobStream::Meaning {} : BlobStream::Meaning { true, *found };
    };
}

BlobStream::Identify identifyExport(const QList<SourceBlob> &blobs, const QStringList &layers)
{
    QHash<QString, int> byDigest;
    for (int blob = 0; blob < blobs.size(); ++blob)
        byDigest.insert(blobs.at(blob).role == SourceBlob::Role::Config ? blobs.at(blob).digest : blobs.at(blob).diffId, blob);
    const auto legacy = std::make_shared<LegacyLayers>(layers);
    return [byDigest, legacy](const TarEntry &entry, TarWalk &walk) -> Result<BlobStream::Meaning> {
        if (const QString digest = digestNamed(entry.name); byDigest.contains(digest))
            return BlobStream::Meaning { true, byDigest.value(digest) };
        if (entry.name.count(u'/') != 1)
            return BlobStream::Meaning {};
        if (entry.name.endsWith(QLatin1String("/json"))) {
            const auto learned = legacy->learn(entry, walk);
            return learned ? BlobStream::Meaning {} : Result<BlobStream::Meaning>(fail(learned.error()));
        }
        if (!entry.name.endsWith(QLatin1String("/layer.tar")))
            return BlobStream::Meaning {};
        const QString diffId = legacy->layerOf(entry.name.section(u'/', 0, 0));
        return byDigest.contains(diffId) ? BlobStream::Meaning { true, byDigest.value(diffId) } : BlobStream::Meaning { true, std::nullopt };
    };
}

} // namespace wharf::push
