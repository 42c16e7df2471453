#include "core/push/direct/ledger.h"

#include <algorithm>
#include <cmath>

namespace wharf::push {

namespace {

/// What a layer shrinks to where nothing has been packed yet: real file systems give 0.35 to 0.5.
constexpr double usualRatio = 0.45;

bool isSettled(const BlobProgress &blob)
{
    return blob.state == BlobProgress::State::Done || blob.state == BlobProgress::State::Exists || blob.state == BlobProgress::State::Mounted;
}

/// Packed bytes per source byte, of what has been packed so far.
double ratioOf(const QList<BlobProgress> &blobs)
{
    double packed = 0;
    double source = 0;
    for (const BlobProgress &blob : blobs) {
        if (blob.sourceDone > 0 && blob.done > 0) {
            packed += static_cast<double>(blob.done);
            source += static_cast<double>(blob.sourceDone);
        }
    }
    return source > 0 ? std::min(packed / source, 1.1) : usualRatio;
}

} // namespace

void Ledger::setBlobs(QList<BlobProgress> blobs)
{
    const std::lock_guard lock(m_mutex);
    m_blobs = std::move(blobs);
}

void Ledger::setPhase(PushProgress::Phase phase)
{
    const std::lock_guard lock(m_mutex);
    m_phase = phase;
}

QList<BlobProgress> Ledger::blobs() const
{
    const std::lock_guard lock(m_mutex);
    return m_blobs;
}

PushProgress::Phase Ledger::phase() const
{
    const std::lock_guard lock(m_mutex);
    return m_phase;
}

PushProgress summarize(QList<BlobProgress> blobs, PushProgress::Phase phase, double bytesPerSecond)
{
    PushProgress progress { .phase = phase };
    progress.totalIsKnown = !blobs.isEmpty();
    const double ratio = ratioOf(blobs);
    for (const BlobProgress &blob : std::as_const(blobs)) {
        qint64 total = blob.total;
        if (total < 0) {
            progress.totalIsKnown = progress.totalIsKnown && isSettled(blob);
            total = std::max(blob.done, static_cast<qint64>(static_cast<double>(std::max<qint64>(blob.sourceTotal, 0)) * ratio));
        }
        progress.total += total;
        progress.done += isSettled(blob) ? total : std::min(blob.done, total);
    }
    progress.bytesPerSecond = bytesPerSecond;
    if (bytesPerSecond > 0 && phase == PushProgress::Phase::Uploading)
        progress.secondsLeft = static_cast<int>(std::ceil(static_cast<double>(progress.total - progress.done) / bytesPerSecond));
    progress.blobs = std::move(blobs);
    return progress;
}

} // namespace wharf::push
