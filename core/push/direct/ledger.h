#pragma once

#include "core/push/progress.h"

#include <mutex>

namespace wharf::push {

/// What the uploading threads write down of their progress, for somebody else to look at. Thread-safe.
class Ledger {
public:
    void setBlobs(QList<BlobProgress> blobs);
    void setPhase(PushProgress::Phase phase);
    /// -1: a blob that has no row yet.
    template <class Change>
    void change(int blob, Change &&apply)
    {
        if (blob < 0)
            return;
        const std::lock_guard lock(m_mutex);
        apply(m_blobs[blob]);
    }

    [[nodiscard]] QList<BlobProgress> blobs() const;
    [[nodiscard]] PushProgress::Phase phase() const;

private:
    mutable std::mutex m_mutex;
    QList<BlobProgress> m_blobs;
    PushProgress::Phase m_phase = PushProgress::Phase::Preparing;
};

/// Totals and the time left, out of what the blobs say. `bytesPerSecond` as measured.
[[nodiscard]] PushProgress summarize(QList<BlobProgress> blobs, PushProgress::Phase phase, double bytesPerSecond);

} // namespace wharf::push
