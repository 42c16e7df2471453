#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace wharf::push {

/// One blob of an image, as its source has it. A value.
struct SourceBlob {
    /// Whether the bytes of the source are what goes over the wire, or an uncompressed layer that is to be compressed first.
    enum class Form { AsIs, ToCompress };
    enum class Role { Config, Layer };

    Form form = Form::AsIs;
    Role role = Role::Layer;
    QString mediaType;   ///< as it stands, or will stand, in the manifest
    QString digest;      ///< of what goes over the wire; empty until it is compressed
    qint64 size = -1;    ///< bytes over the wire; -1 unknown
    QString diffId;      ///< ToCompress: the digest of the bytes in the source, always known
    qint64 sourceSize = -1; ///< bytes in the source; -1 until the source has come to it
};

/// One manifest of an image.
struct SourceManifest {
    QByteArray bytes;    ///< as the source has it; empty: to be made of config and layers (Docker schema 2)
    QString mediaType;
    QString digest;      ///< empty where it is to be made
    QString platform;    ///< `linux/amd64`; empty where nothing says
    QList<int> blobs;    ///< indexes into ImageContent::blobs; config first, then layers, in order; a blob may stand there twice
    QList<int> children; ///< of an index: indexes into ImageContent::manifests
};

/// All that one push has to bring to a registry. Blobs that several manifests share are there once.
struct ImageContent {
    QList<SourceBlob> blobs;
    QList<SourceManifest> manifests; ///< children before who names them; the last one is the image
};

/// Gives the bytes of one blob in order. Belongs to one thread at a time.
class BlobReader {
public:
    virtual ~BlobReader() = default;

    /// At most `most` bytes (> 0) into `into`; gives how many, 0 at the end and at no other time. Blocks.
    /// Errors: Stage::Image with BadReply (cut short), Offline or Timeout (an engine that went away), Denied, Absent, Cancelled.
    [[nodiscard]] virtual Result<qint64> read(char *into, qint64 most) = 0;

    /// Goes on from `offset` bytes after the blob's start, forwards or back. May be slow: a stream is begun anew.
    [[nodiscard]] virtual Result<void> seek(qint64 offset) = 0;
};

/// Where an image comes from: an engine, an archive, an OCI layout.
///
/// Used from worker threads, several at a time; every call may block.
class ImageSource {
public:
    /// A blob whose turn it is.
    struct Opened {
        /// Into ImageContent::blobs. None where the source does not tell before the bytes have been read (an old engine's export):
        /// then it is a layer whose diffId its reader's bytes will have.
        std::optional<int> blob;
        qint64 sourceSize = -1;
        std::unique_ptr<BlobReader> reader;
    };

    virtual ~ImageSource() = default;

    /// What there is. The first call; reads as little as it can. Errors: Stage::Image with Absent (no such file, image or
    /// reference; subject names it), Malformed (see the sources), TooLarge, Denied; Stage::Daemon where an engine cannot be
    /// reached.
    [[nodiscard]] virtual Result<ImageContent> describe() = 0;

    /// The next blob that `wanted` wants, until there is none: then nothing. A source that can, gives large ones first. Each blob
    /// is given once. A source that is a stream gives them in its own order, and waits until the one before has been read or
    /// let go.
    [[nodiscard]] virtual Result<std::optional<Opened>> next(const std::function<bool(int blob)> &wanted) = 0;

    /// Ends every wait and every later call with Kind::Cancelled. From any thread.
    virtual void stop() = 0;
};

} // namespace wharf::push
