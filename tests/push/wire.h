#pragma once

#include <QByteArray>

#include <utility>

namespace wharf::rig {

/// One end of a TCP connection on loopback, never blocking: its owner polls. Closes with this value.
class Wire {
public:
    Wire() = default;
    explicit Wire(int file);
    Wire(Wire &&other) noexcept
        : m_file(std::exchange(other.m_file, -1))
    {
    }
    Wire &operator=(Wire &&other) noexcept;
    ~Wire() { close(); }

    /// Open but not connected yet where nobody listens: the first write says so.
    [[nodiscard]] static Wire to(quint16 port);

    [[nodiscard]] bool isOpen() const { return m_file >= 0; }
    [[nodiscard]] int file() const { return m_file; }
    /// True when the other end has closed or sent what nobody asked for.
    [[nodiscard]] bool isStale() const;

    enum class Got { Bytes, Nothing, End, Error };
    /// Appends what is there, `most` bytes at most.
    [[nodiscard]] Got read(QByteArray &into, qsizetype most);
    /// Sends what goes and takes it out of `from`. False when the connection is broken.
    [[nodiscard]] bool write(QByteArray &from);

    /// The other end reads to the end of what was sent, and then no more.
    void finishSending() const;
    void close();
    /// Closes so that the other end gets RST: what was not read yet is lost.
    void reset();

private:
    int m_file = -1;
};

} // namespace wharf::rig
