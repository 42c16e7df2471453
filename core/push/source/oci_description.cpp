#include "core/base/json.h"
#include "core/push/source/description.h"
#include "core/push/source/entries.h"
#include "core/push/source/image_failure.h"
#include "core/registry/digest.h"
#include "core/registry/manifest.h"

#include <QHash>
#include <QSet>

namespace wharf::push {

namespace {

using registry::Descriptor;

constexpr int deepestIndex = 8; // indexes within indexes
constexpr qint64 mostManifestBytes = qint64(32) << 20; // of all manifests of one image, which are kept in memory

QString blobEntry(const QString &digest)
{
    return QLatin1String("blobs/") + QString(digest).replace(u':', u'/');
}

/// One of index.json's manifests with what it is called.
struct Named {
    Descriptor descriptor;
    QStringList names;
};

QStringList namesIn(const QJsonObject &descriptor)
{
    const QJsonObject annotations = descriptor.value(QLatin1String("annotations")).toObject();
    QStringList names;
    for (const char *key : { "org.opencontainers.image.ref.name", "io.containerd.image.name" }) {
        if (const QString name = annotations.value(QLatin1String(key)).toString(); !name.isEmpty())
            names.append(name);
    }
    return names;
}

Result<void> checkVersion(Entries &entries)
{
    const QString name = QStringLiteral("oci-layout");
    const auto bytes = readWhole(entries, name, registry::largestManifest);
    if (!bytes)
        return fail(bytes.error());
    const auto object = json::readObject(*bytes);
    const QString version = object ? object->value(QLatin1String("imageLayoutVersion")).toString() : QString();
    if (version.isEmpty())
        return fail(imageFailure(Kind::Malformed, name));
    if (!version.startsWith(QLatin1String("1.")))
        return fail(imageFailure(Kind::Newer, name, version));
    return {};
}

Result<QList<Named>> readIndex(Entries &entries)
{
    const QString name = QStringLiteral("index.json");
    const auto bytes = readWhole(entries, name, registry::largestManifest);
    if (!bytes)
        return fail(bytes.error());
    const auto manifest = registry::readManifest(*bytes, registry::mediatype::ociIndex);
    if (!manifest)
        return fail(imageFailure(manifest.error().kind, name, manifest.error().subject));
    if (!manifest->isIndex() || manifest->manifests.isEmpty())
        return fail(imageFailure(Kind::Malformed, name, QStringLiteral("no manifests")));
    const QJsonArray written = json::readObject(*bytes)->value(QLatin1String("manifests")).toArray();
    QList<Named> all;
    for (qsizetype at = 0; at < manifest->manifests.size(); ++at)
        all.append({ manifest->manifests.at(at), namesIn(written.at(at).toObject()) });
    return all;
}

/// Puts manifests and blobs into the content, each once.
class LayoutReading {
public:
    explicit LayoutReading(Entries &entries) : m_entries(entries) {}

    Result<int> addManifest(const Descriptor &descriptor, int depth = 0)
    {
        if (const auto known = m_manifests.constFind(descriptor.digest); known != m_manifests.constEnd())
            return *known;
        const auto bytes = manifestBytes(descriptor);
        if (!bytes)
            return fail(bytes.error());
        const auto manifest = registry::readManifest(*bytes, descriptor.mediaType);
        if (!manifest)
            return fail(imageFailure(manifest.error().kind, descriptor.digest, manifest.error().subject));
        m_bytes += bytes->size();
        if (m_bytes > mostManifestBytes)
            return fail(imageFailure(Kind::TooLarge, descriptor.digest, QStringLiteral("all manifests together")));
        if (depth > deepestIndex)
            return fail(imageFailure(Kind::Malformed, descriptor.digest, QStringLiteral("indexes in indexes")));
        SourceManifest made { .bytes = *bytes, .mediaType = manifest->mediaType, .digest = descriptor.digest,
                              .platform = descriptor.platform, .blobs = {}, .children = {} };
        if (const auto added = addParts(*manifest, made, depth); !added)
            return fail(added.error());
        const int index = static_cast<int>(m_description.content.manifests.size());
        m_description.content.manifests.append(std::move(made));
        m_manifests.insert(descriptor.digest, index);
        return index;
    }

    /// Somewhere in the indexes of these, by its digest.
    Result<std::optional<Descriptor>> find(const QList<Descriptor> &among, const QString &digest, int depth = 0)
    {
        for (const Descriptor &descriptor : among) {
            if (descriptor.digest == digest)
                return descriptor;
        }
        for (const Descriptor &descriptor : among) {
            const bool isIndex = descriptor.mediaType == registry::mediatype::ociIndex || descriptor.mediaType == registry::mediatype::dockerList;
            if (!isIndex || depth > deepestIndex || m_searched.contains(descriptor.digest))
                continue;
            m_searched.insert(descriptor.digest);
            const auto bytes = manifestBytes(descriptor);
            if (!bytes)
                return fail(bytes.error());
            const auto manifest = registry::readManifest(*bytes, descriptor.mediaType);
            if (!manifest)
                return fail(imageFailure(manifest.error().kind, descriptor.digest, manifest.error().subject));
            auto inside = find(manifest->manifests, digest, depth + 1);
            if (!inside || *inside)
                return inside;
        }
        return std::nullopt;
    }

    Description take() { return std::move(m_description); }

private:
    Result<EntryFile> file(const Descriptor &descriptor)
    {
        auto found = m_entries.find(blobEntry(descriptor.digest));
        if (!found) {
            Failure failure = found.error();
            if (failure.subject == blobEntry(descriptor.digest)) // and not the archive as a whole
                failure.subject = descriptor.digest;
            if (failure.kind == Kind::Absent && failure.serverSaid.isEmpty())
                failure.serverSaid = descriptor.platform;
            return fail(failure);
        }
        if (found->size != descriptor.size)
            return fail(imageFailure(Kind::Malformed, descriptor.digest, QStringLiteral("%1 bytes instead of %2").arg(found->size).arg(descriptor.size)));
        return found;
    }

    Result<QByteArray> manifestBytes(const Descriptor &descriptor)
    {
        if (descriptor.size > registry::largestManifest)
            return fail(imageFailure(Kind::TooLarge, descriptor.digest));
        const auto found = file(descriptor);
        if (!found)
            return fail(found.error());
        auto bytes = readWhole(m_entries, found->name, registry::largestManifest);
        if (bytes && !registry::isDigestOf(descriptor.digest, *bytes))
            return fail(imageFailure(Kind::Malformed, descriptor.digest, QStringLiteral("another digest")));
        return bytes;
    }

    Result<void> addParts(const registry::Manifest &manifest, SourceManifest &made, int depth)
    {
        for (const Descriptor &child : manifest.manifests) {
            // BuildKit's cache is an index of layers.
            const bool isBlob = !child.mediaType.isEmpty() && !registry::isManifestType(child.mediaType);
            const auto index = isBlob ? addBlob(child, SourceBlob::Role::Layer) : addManifest(child, depth + 1);
            if (!index)
                return fail(index.error());
            (isBlob ? made.blobs : made.children).append(*index);
        }
        for (qsizetype at = 0; at < manifest.blobs.size(); ++at) {
            if (manifest.blobs.at(at).isForeign)
                continue;
            const bool isConfig = manifest.hasConfig && at == 0;
            const auto index = addBlob(manifest.blobs.at(at), isConfig ? SourceBlob::Role::Config : SourceBlob::Role::Layer);
            if (!index)
                return fail(index.error());
            made.blobs.append(*index);
        }
        return {};
    }

    Result<int> addBlob(const Descriptor &descriptor, SourceBlob::Role role)
    {
        if (const auto known = m_blobs.constFind(descriptor.digest); known != m_blobs.constEnd())
            return *known;
        const auto found = file(descriptor);
        if (!found)
            return fail(found.error());
        const int index = static_cast<int>(m_description.content.blobs.size());
        m_description.content.blobs.append({ .form = SourceBlob::Form::AsIs, .role = role, .mediaType = descriptor.mediaType, .digest = descriptor.digest,
                                             .size = descriptor.size, .diffId = {}, .sourceSize = descriptor.size });
        m_description.entries.append(found->name);
        m_blobs.insert(descriptor.digest, index);
        return index;
    }

    Entries &m_entries;
    Description m_description;
    QHash<QString, int> m_manifests;
    QHash<QString, int> m_blobs;
    QSet<QString> m_searched;
    qint64 m_bytes = 0;
};

QString listOf(const QList<Named> &all)
{
    QStringList references;
    for (const Named &one : all)
        references.append(one.names.isEmpty() ? u'@' + one.descriptor.digest : one.names.first());
    references.removeDuplicates();
    return references.join(QLatin1String(", "));
}

Result<Descriptor> choose(const QList<Named> &all, const QString &reference, LayoutReading &reading)
{
    if (reference.startsWith(u'@')) {
        QList<Descriptor> among;
        for (const Named &one : all)
            among.append(one.descriptor);
        const auto found = reading.find(among, reference.mid(1));
        if (!found)
            return fail(found.error());
        if (!*found)
            return fail(imageFailure(Kind::Absent, reference, listOf(all)));
        return **found;
    }
    std::optional<Descriptor> chosen;
    for (const Named &one : all) {
        if (!reference.isEmpty() && !one.names.contains(reference) && !one.names.contains(fullName(reference)))
            continue;
        if (chosen && chosen->digest != one.descriptor.digest) // one image may have several names
            return fail(imageFailure(Kind::Absent, QStringLiteral("reference"), listOf(all)));
        chosen = one.descriptor;
    }
    if (!chosen)
        return fail(imageFailure(Kind::Absent, reference, listOf(all)));
    return *chosen;
}

} // namespace

Result<Description> describeLayout(Entries &entries, const QString &reference)
{
    if (const auto checked = checkVersion(entries); !checked)
        return fail(checked.error());
    const auto all = readIndex(entries);
    if (!all)
        return fail(all.error());
    LayoutReading reading(entries);
    const auto chosen = choose(*all, reference, reading);
    if (!chosen)
        return fail(chosen.error());
    if (const auto added = reading.addManifest(*chosen); !added)
        return fail(added.error());
    return reading.take();
}

} // namespace wharf::push
