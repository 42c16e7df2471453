#pragma once

#include "core/push/queued_push.h"

namespace wharf::push {

/// The orders that have not ended, on disk, so that a restart of the program loses none. No secrets.
/// Version 1: `{"version": 1, "orders": [{"id", "account", "added", "source": {"kind", "place", "reference"}, "destination", "via",
/// "jobs", "chunkSize", "bytesPerSecond"}]}`.
class QueueFile {
public:
    static constexpr qsizetype mostOrders = 500;

    explicit QueueFile(QString path);

    /// All of them Interrupted. A missing file holds none; an order that makes no sense is left out. Errors: Stage::AccountFile with
    /// Newer (left alone), Malformed (left alone), Denied, TooLarge, Invalid; `subject` is the path.
    [[nodiscard]] Result<QList<QueuedPush>> load() const;

    /// Replaces all of it. A file that is no JSON is set aside first; a newer one is left alone.
    /// Errors: as load() but Malformed; Busy, ReadOnly, Full.
    [[nodiscard]] Result<void> save(const QList<QueuedPush> &orders) const;

private:
    QString m_path;
};

} // namespace wharf::push
