#pragma once

#include "core/base/process_lock.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace wharf {

/// A file of Wharfinger's own that several of its programs change: read whole, replaced whole, for this user's eyes only.
///
/// A reader needs no lock: a replacement is a rename, so it sees the old file or the new one. A symlink at the path stays
/// one; its target is replaced. A symlink to nothing, also as a folder above, is no missing file but an error, and nothing is
/// made where it points: what it leads to may be on a disk that is not there now.
/// Every Failure carries the stage given here, and the path as its subject.
class PrivateFile {
public:
    /// Whoever holds one may replace the file. Released on destruction, and when its holder dies.
    class Lock {
        friend class PrivateFile;
        explicit Lock(ProcessLock lock) : m_lock(std::move(lock)) {}
        ProcessLock m_lock;
    };

    /// What becomes of the file that a replacement finds.
    enum class Old { Drop, SetAside };

    /// `limit`: bytes; a longer file is neither read nor written.
    PrivateFile(QString path, Stage stage, qint64 limit);

    /// None where there is no file. Errors: Denied, TooLarge; Invalid for a symlink that leads nowhere, `serverSaid` is then
    /// `link -> target`.
    [[nodiscard]] Result<std::optional<QByteArray>> read() const;

    /// Waits at most 5 s; makes the folder (0700) where it is missing. Errors: Busy, ReadOnly, Full, and Invalid as
    /// read().
    [[nodiscard]] Result<Lock> lock() const;

    /// Writes a new file (0600) beside the old one, flushes it to the disk and renames it over. `SetAside` first renames the
    /// old one to `<name>.damaged-<UTC time>`. On failure the old file is as it was. Errors: TooLarge, ReadOnly, Full.
    [[nodiscard]] Result<void> replace(const Lock &lock, QByteArrayView bytes, Old old = Old::Drop) const;

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] Failure failure(Kind kind) const;

private:
    [[nodiscard]] Failure leadsNowhere(const QString &link) const;
    [[nodiscard]] Kind whyNotWritable() const;

    QString m_path;
    QString m_target; ///< the path with symlinks followed
    Stage m_stage;
    qint64 m_limit;
};

} // namespace wharf
