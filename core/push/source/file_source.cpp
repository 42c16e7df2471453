#include "core/push/source/file_source.h"

#include "core/push/source/blob_shelf.h"
#include "core/push/source/blob_stream.h"
#include "core/push/source/description.h"
#include "core/push/source/ending.h"
#include "core/push/source/entry_meanings.h"
#include "core/push/source/file_bytes.h"
#include "core/push/source/folder_entries.h"
#include "core/push/source/image_failure.h"
#include "core/push/source/stream_entries.h"
#include "core/push/source/tar_entries.h"

namespace wharf::push {

namespace {

class FileSource final : public ImageSource {
public:
    explicit FileSource(const SourceName &name) : m_name(name) {}

    Result<ImageContent> describe() override
    {
        auto entries = open();
        if (!entries)
            return fail(inDescription(entries.error()));
        const bool isDocker = m_name.kind == SourceName::Kind::DockerArchive;
        const auto description = isDocker ? describeDockerArchive(**entries, m_name.reference) : describeLayout(**entries, m_name.reference);
        if (!description)
            return fail(inDescription(description.error()));
        if ((*entries)->isStream())
            m_giver = std::make_unique<BlobStream>(m_begin, identifyByName(description->entries), description->content.blobs, m_name.place, m_ending);
        else
            m_giver = std::make_unique<BlobShelf>(std::move(*entries), *description);
        return description->content;
    }

    Result<std::optional<Opened>> next(const std::function<bool(int blob)> &wanted) override
    {
        if (m_ending->isEnded())
            return fail(imageFailure(Kind::Cancelled, m_name.place));
        return m_giver ? m_giver->next(wanted) : Result<std::optional<Opened>>();
    }

    void stop() override { m_ending->end(); }

private:
    Result<std::unique_ptr<Entries>> open()
    {
        if (m_ending->isEnded())
            return fail(imageFailure(Kind::Cancelled, m_name.place));
        if (m_name.kind == SourceName::Kind::OciLayout)
            return openFolder(m_name.place, m_ending);
        const auto file = FileBytes::open(m_name.place, m_name.place);
        if (!file)
            return fail(file.error());
        if ((*file)->size() == 0)
            return fail(imageFailure(Kind::Malformed, m_name.place, QStringLiteral("empty")));
        const auto packing = packingOf(**file);
        if (!packing)
            return fail(packing.error());
        if (*packing == TarWalk::Packing::Plain)
            return openTar(*file, m_ending);
        m_begin = [file = *file, ending = m_ending]() -> Result<std::unique_ptr<TarWalk>> {
            return std::make_unique<TarWalk>(streamOf(file, ending), TarWalk::Packing::Compressed, file->subject());
        };
        return openTarStream(m_begin, m_name.place);
    }

    /// What would be a reader's bad luck later is here a file that is not what it should be.
    static Failure inDescription(Failure failure)
    {
        if (failure.kind == Kind::BadReply)
            failure.kind = Kind::Malformed;
        return failure;
    }

    SourceName m_name;
    std::shared_ptr<Ending> m_ending = std::make_shared<Ending>();
    WalkMaker m_begin; ///< of a compressed archive
    std::unique_ptr<BlobGiver> m_giver;
};

} // namespace

std::unique_ptr<ImageSource> makeFileSource(const SourceName &name)
{
    return std::make_unique<FileSource>(name);
}

} // namespace wharf::push
