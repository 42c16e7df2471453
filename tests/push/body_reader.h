#pragma once

#include <QByteArray>

namespace wharf::rig {

/// Takes a message's body apart as it comes. RFC 9112 §6 and §7.1; trailers are dropped.
class BodyReader {
public:
    [[nodiscard]] static BodyReader ofLength(qint64 length) { return BodyReader(length == 0 ? Part::End : Part::Content, length); }
    [[nodiscard]] static BodyReader chunked() { return BodyReader(Part::ChunkSize, 0); }
    /// What has neither ends with the connection.
    [[nodiscard]] static BodyReader untilClosed() { return BodyReader(Part::Rest, 0); }

    /// Takes what belongs to the body out of `raw` and returns its content, `most` bytes at most. Leaves what comes after.
    [[nodiscard]] QByteArray take(QByteArray &raw, qsizetype most);
    [[nodiscard]] bool isWhole() const { return m_part == Part::End; }
    /// No HTTP any more.
    [[nodiscard]] bool isBroken() const { return m_part == Part::Broken; }
    void connectionEnded() { m_part = m_part == Part::Rest ? Part::End : Part::Broken; }

private:
    enum class Part { Content, ChunkSize, Chunk, ChunkEnd, Trailer, Rest, End, Broken };
    BodyReader(Part part, qint64 left)
        : m_part(part)
        , m_left(left)
    {
    }
    [[nodiscard]] bool takeLine(QByteArray &raw, QByteArray *line);

    Part m_part;
    qint64 m_left;
};

} // namespace wharf::rig
