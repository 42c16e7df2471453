#pragma once

#include "core/push/direct/wire_blob.h"
#include "core/registry/digest.h"

#include <memory>

namespace wharf::push {

/// A blob that goes over the wire as its source has it. Counts its digest on the way, once over each byte: a source whose bytes are
/// not what its manifest says is told from a line that spoils them.
class PlainBlob final : public WireBlob {
public:
    /// `size` in bytes; -1 where the source does not say.
    PlainBlob(std::unique_ptr<BlobReader> source, qint64 size);

    [[nodiscard]] Result<qint64> read(char *into, qint64 most) override;
    [[nodiscard]] Result<void> seek(qint64 offset) override;
    [[nodiscard]] qint64 position() const override { return m_at; }
    [[nodiscard]] qint64 size() const override { return m_size; }
    [[nodiscard]] bool isWhole() const override { return m_whole; }
    [[nodiscard]] QString digest() const override { return m_sum.digest(); }
    [[nodiscard]] QString sourceDigest() const override { return m_sum.digest(); }
    [[nodiscard]] qint64 sourceRead() const override { return m_counted; }
    [[nodiscard]] qint64 cheapWindow() const override { return -1; }

private:
    std::unique_ptr<BlobReader> m_source;
    registry::Sha256 m_sum;
    qint64 m_size;
    qint64 m_at = 0;
    qint64 m_counted = 0;
    bool m_whole;
};

} // namespace wharf::push
