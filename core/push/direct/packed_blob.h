#pragma once

#include "core/push/direct/packer.h"
#include "core/push/direct/wire_blob.h"
#include "core/registry/digest.h"

#include <memory>

namespace wharf::push {

/// An uncompressed layer as it goes over the wire: gzip (RFC 1952), made while it is read.
///
/// The same source bytes always give the same packed bytes with one formatVersion(), so that a broken upload can go on in the
/// middle of what was never kept: the bytes of a window are there at once, all before them are packed again.
/// Counts both digests on the way, once over each byte.
class PackedBlob final : public WireBlob {
public:
    /// Bytes: more than a system and a proxy hold on to before the registry has it.
    static constexpr qint64 largestWindow = qint64(8) << 20;

    /// `window`: bytes that can be read again at no cost, and that are kept in memory for it.
    explicit PackedBlob(std::unique_ptr<BlobReader> source, qint64 window = largestWindow);
    ~PackedBlob() override;

    /// Errors: the source's.
    [[nodiscard]] Result<qint64> read(char *into, qint64 most) override;
    [[nodiscard]] Result<void> seek(qint64 offset) override;

    [[nodiscard]] qint64 position() const override { return m_at; }
    [[nodiscard]] qint64 size() const override { return m_total; }
    [[nodiscard]] bool isWhole() const override { return m_total >= 0; }
    [[nodiscard]] QString digest() const override { return m_packedSum.digest(); }
    [[nodiscard]] QString sourceDigest() const override { return m_sourceSum.digest(); }
    [[nodiscard]] qint64 sourceRead() const override { return m_sourceCounted; }
    [[nodiscard]] qint64 cheapWindow() const override { return m_window; }

    /// Names the compressor and its level: packed bytes of another one cannot be gone on with.
    [[nodiscard]] static QString formatVersion();

private:


    Result<void> begin();
    Result<void> packMore();
    Result<qint64> fillInput();
    void keep(const char *bytes, qint64 count);

    std::unique_ptr<BlobReader> m_source;
    std::unique_ptr<Packer> m_packer;
    registry::Sha256 m_packedSum;
    registry::Sha256 m_sourceSum;
    const qint64 m_window;
    const qint64 m_ringSize; ///< a block larger than the window: packing goes ahead by as much
    QByteArray m_ring;       ///< byte n of the blob is at n % m_ringSize
    QByteArray m_input;
    QByteArray m_output;
    qint64 m_at = 0;         ///< of the next byte to be given
    qint64 m_packed = 0;     ///< bytes packed by the packer that runs now
    qint64 m_counted = 0;    ///< packed bytes in m_packedSum
    qint64 m_total = -1;     ///< once the end has been seen
    qint64 m_sourceAt = 0;
    qint64 m_sourceCounted = 0;
};

} // namespace wharf::push
