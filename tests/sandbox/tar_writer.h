#pragma once

#include <QByteArray>
#include <QIODevice>

#include <functional>

namespace wharf::sandbox {

/// Writes a ustar archive of plain files. POSIX.1-1988; names of up to 100 bytes, files of up to 8 GiB.
class TarWriter {
public:
    explicit TarWriter(QIODevice &out)
        : m_out(out)
    {
    }

    void add(const QByteArray &name, const QByteArray &content);
    /// `write` puts exactly `size` bytes into the device.
    void add(const QByteArray &name, qint64 size, const std::function<void(QIODevice &)> &write);
    void finish();

private:
    QIODevice &m_out;
};

} // namespace wharf::sandbox
