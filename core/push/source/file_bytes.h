#pragma once

#include "core/base/result.h"
#include "core/push/source/image_source.h"

#include <QFile>

#include <memory>
#include <mutex>

namespace wharf::push {

class Ending;

/// A file that stays open and is read at any place, by several threads at a time.
class FileBytes {
public:
    /// `subject` is what failures are about. Errors: Stage::Image with Absent, Denied, Malformed (a folder, no plain file).
    [[nodiscard]] static Result<std::shared_ptr<FileBytes>> open(const QString &path, const QString &subject);

    /// Bytes, when it was opened.
    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] const QString &subject() const { return m_subject; }
    /// At most `most` bytes from `offset` on; 0 behind the end. Errors: Stage::Image with BadReply (the disk).
    [[nodiscard]] Result<qint64> readAt(qint64 offset, char *into, qint64 most);

private:
    FileBytes(const QString &path, const QString &subject);

    QFile m_file;
    QString m_subject;
    qint64 m_size = 0;
    std::mutex m_mutex; ///< where a file has one position for all
};

/// Gives `size` bytes of a file from `offset` on. A file that ends earlier is BadReply, subject the file's own.
[[nodiscard]] std::unique_ptr<BlobReader> readRange(std::shared_ptr<FileBytes> file, qint64 offset, qint64 size,
                                                    std::shared_ptr<Ending> ending);

} // namespace wharf::push
