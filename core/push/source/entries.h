#pragma once

#include "core/base/result.h"
#include "core/push/source/image_source.h"

#include <memory>

namespace wharf::push {

/// A plain file among the entries.
struct EntryFile {
    QString name;    ///< its own, with links followed
    qint64 size = 0; ///< bytes
};

/// The files of an image by name, wherever they lie: a folder, a tar on disk, a tar that comes in a stream.
class Entries {
public:
    virtual ~Entries() = default;

    /// Whether opening one costs a walk through all that stand before it.
    [[nodiscard]] virtual bool isStream() const = 0;
    /// What failures of the whole are about: the path, or the image's name.
    [[nodiscard]] virtual const QString &subject() const = 0;

    /// `name` as a manifest writes it: relative, with `/`. Errors: Stage::Image, subject the name: Absent; Malformed where it
    /// leads out, is no file, or is a link that leads out or in a circle.
    [[nodiscard]] virtual Result<EntryFile> find(const QString &name) = 0;
    /// Errors: Denied, Malformed (sparse), and those of reading.
    [[nodiscard]] virtual Result<std::unique_ptr<BlobReader>> open(const EntryFile &file) = 0;
    /// The first bytes, at most `entryStart`: what kind of file it is.
    [[nodiscard]] virtual Result<QByteArray> start(const EntryFile &file) = 0;

    static constexpr qint64 entryStart = 8; // bytes
};

/// All of one entry. Errors: those of Entries; TooLarge above `limit` bytes, subject the name.
[[nodiscard]] Result<QByteArray> readWhole(Entries &entries, const QString &name, qint64 limit);

/// All that the reader has left, at most `most` bytes.
[[nodiscard]] Result<QByteArray> readUpTo(BlobReader &reader, qint64 most);

} // namespace wharf::push
