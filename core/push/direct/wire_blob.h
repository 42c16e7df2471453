#pragma once

#include "core/push/source/image_source.h"

namespace wharf::push {

/// A blob as it goes over the wire: can be read from anywhere again, and knows what it is once its end has been seen.
class WireBlob : public BlobReader {
public:
    /// Of the next byte to be given.
    [[nodiscard]] virtual qint64 position() const = 0;
    /// Bytes; -1 until that is known.
    [[nodiscard]] virtual qint64 size() const = 0;
    /// Its end has been seen: size() and the digests are true.
    [[nodiscard]] virtual bool isWhole() const = 0;
    /// Of the bytes as they go over the wire.
    [[nodiscard]] virtual QString digest() const = 0;
    /// Of the source's bytes.
    [[nodiscard]] virtual QString sourceDigest() const = 0;
    /// Bytes of the source that have been read, each counted once.
    [[nodiscard]] virtual qint64 sourceRead() const = 0;
    /// How far back seek() may go, in bytes, at no cost. Negative: anywhere.
    [[nodiscard]] virtual qint64 cheapWindow() const = 0;
};

} // namespace wharf::push
