#include "core/push/recognise_file.h"

#include <QFile>
#include <QFileInfo>

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <optional>

namespace wharf::push {

namespace {

using Kind = SourceName::Kind;

constexpr int mostNames = 2000;
/// Of what comes out of a packed archive. Bytes.
constexpr la_int64_t mostUnpacked = la_int64_t(64) << 20;

struct FreeArchive {
    void operator()(archive *opened) const { archive_read_free(opened); }
};

std::optional<Kind> saidBy(QByteArray name)
{
    if (name.startsWith("./"))
        name.remove(0, 2);
    if (name == "oci-layout" || name == "index.json")
        return Kind::OciArchive;
    if (name == "manifest.json" || name == "repositories" || name.endsWith("/layer.tar"))
        return Kind::DockerArchive;
    return std::nullopt;
}

} // namespace

SourceName recogniseFile(const QString &path)
{
    SourceName name { .kind = Kind::DockerArchive, .place = path, .reference = {} };
    if (QFileInfo(path).isDir()) {
        name.kind = Kind::OciLayout;
        return name;
    }
    const std::unique_ptr<archive, FreeArchive> opened(archive_read_new());
    archive_read_support_format_tar(opened.get());
    archive_read_support_filter_all(opened.get());
    if (archive_read_open_filename(opened.get(), QFile::encodeName(path).constData(), 64 * 1024) != ARCHIVE_OK)
        return name;
    archive_entry *entry = nullptr;
    for (int names = 0; names < mostNames && archive_read_next_header(opened.get(), &entry) == ARCHIVE_OK; ++names) {
        if (const auto kind = saidBy(archive_entry_pathname(entry))) {
            name.kind = *kind;
            break;
        }
        const bool isPacked = archive_filter_count(opened.get()) > 1;
        if (isPacked && archive_filter_bytes(opened.get(), 0) > mostUnpacked)
            break;
    }
    return name;
}

} // namespace wharf::push
