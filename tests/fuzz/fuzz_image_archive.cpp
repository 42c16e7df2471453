#include "core/push/source/description.h"
#include "core/push/source/entry_names.h"
#include "core/push/source/stream_entries.h"
#include "core/registry/digest.h"
#include "core/registry/manifest.h"
#include "tests/fuzz/targets.h"

using namespace wharf;
using namespace wharf::push;
using wharf::fuzz::require;

namespace {

/// The bytes, from their start.
class Bytes final : public ByteStream {
public:
    explicit Bytes(QByteArrayView bytes) : m_bytes(bytes) {}

    Result<qint64> read(char *into, qint64 most) override
    {
        const qint64 size = std::min<qint64>(most, m_bytes.size() - m_at);
        std::copy_n(m_bytes.data() + m_at, size, into);
        m_at += size;
        return size;
    }

private:
    QByteArrayView m_bytes;
    qint64 m_at = 0;
};

void holdsTogether(const Description &description)
{
    const auto &[blobs, manifests] = description.content;
    require(description.entries.size() == blobs.size(), "each blob lies somewhere");
    require(!manifests.isEmpty(), "the last manifest is the image");
    for (const QString &entry : description.entries)
        require(!entry.isEmpty() && entryName(entry) == entry, "no entry leads out");
    for (const SourceBlob &blob : blobs) {
        const bool asIs = blob.form == SourceBlob::Form::AsIs;
        require(registry::isDigest(asIs ? blob.digest : blob.diffId), "every blob has a digest");
        require(blob.sourceSize >= 0, "every size is known");
    }
    for (qsizetype at = 0; at < manifests.size(); ++at) {
        for (const int blob : manifests.at(at).blobs)
            require(blob >= 0 && blob < blobs.size(), "manifests name blobs that are there");
        for (const int child : manifests.at(at).children)
            require(child >= 0 && child < at, "children come first");
    }
}

void look(QByteArrayView tar, TarWalk::Packing packing)
{
    const auto entries = openTarStream([&]() -> Result<std::unique_ptr<TarWalk>> { return std::make_unique<TarWalk>(std::make_unique<Bytes>(tar), packing, QStringLiteral("x")); },
                                       QStringLiteral("x"));
    if (!entries)
        return;
    for (const QString &reference : { QString(), QStringLiteral("@0") }) {
        if (const auto description = describeDockerArchive(**entries, reference))
            holdsTogether(*description);
        if (const auto description = describeLayout(**entries, reference))
            holdsTogether(*description);
    }
}

} // namespace

void wharf::fuzz::imageArchive(QByteArrayView input)
{
    look(input, TarWalk::Packing::Plain);
    look(input, TarWalk::Packing::Compressed);
}
