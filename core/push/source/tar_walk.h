#pragma once

#include "core/base/result.h"

#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace wharf::push {

class Ending;
class FileBytes;

/// Bytes that come one after the other. Belongs to one thread at a time.
class ByteStream {
public:
    virtual ~ByteStream() = default;

    /// At most `most` bytes; 0 at the end. Blocks. Errors: as BlobReader.
    [[nodiscard]] virtual Result<qint64> read(char *into, qint64 most) = 0;
    /// Passes over at most `most` bytes without reading; gives how many.
    [[nodiscard]] virtual qint64 skip(qint64 /*most*/) { return 0; }
};

/// What a tar's header says.
struct TarEntry {
    enum class Type { File, SymbolicLink, HardLink, Other };

    QString name;      ///< as entryName() makes it; empty where nothing may name it
    Type type = Type::Other;
    qint64 size = 0;   ///< bytes
    QString target;    ///< of links, as written
    qint64 dataAt = 0; ///< where its bytes begin in an archive that is not compressed
    bool isSparse = false;
};

/// Goes through a tar from its start to its end, entry by entry: ustar, pax, GNU; compressed with gzip, bzip2, xz or zstd.
class TarWalk {
public:
    enum class Packing { Plain, Compressed };

    /// `subject` is what failures are about.
    TarWalk(std::unique_ptr<ByteStream> stream, Packing packing, const QString &subject);
    ~TarWalk();
    TarWalk(const TarWalk &) = delete;
    TarWalk &operator=(const TarWalk &) = delete;

    /// The next entry, past what is left of the one before; none at the end. Errors: those of the stream; Stage::Image with
    /// BadReply (no tar, damaged, cut short).
    [[nodiscard]] Result<std::optional<TarEntry>> next();
    /// Of the entry. 0 at its end. Errors: as next().
    [[nodiscard]] Result<qint64> read(char *into, qint64 most);

private:
    struct Archive;
    [[nodiscard]] Failure failure() const;

    std::unique_ptr<Archive> m_archive;
    QString m_subject;
};

/// Begins a walk at the start of the tar.
using WalkMaker = std::function<Result<std::unique_ptr<TarWalk>>()>;

/// The bytes of a file, from its start.
[[nodiscard]] std::unique_ptr<ByteStream> streamOf(std::shared_ptr<FileBytes> file, std::shared_ptr<Ending> ending);

/// Whether the file begins as one that is compressed in one of TarWalk's ways.
[[nodiscard]] Result<TarWalk::Packing> packingOf(FileBytes &file);

} // namespace wharf::push
