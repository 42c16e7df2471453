#include "tests/push/body_reader.h"

#include <QByteArrayList>

namespace wharf::rig {

namespace {

constexpr qsizetype longestLine = 16 * 1024;

QByteArray takeFront(QByteArray &raw, qsizetype size)
{
    const QByteArray front = raw.left(size);
    raw.remove(0, front.size());
    return front;
}

} // namespace

bool BodyReader::takeLine(QByteArray &raw, QByteArray *line)
{
    const qsizetype end = raw.indexOf('\n');
    if (end < 0) {
        if (raw.size() > longestLine)
            m_part = Part::Broken;
        return false;
    }
    *line = takeFront(raw, end + 1).trimmed();
    return true;
}

QByteArray BodyReader::take(QByteArray &raw, qsizetype most)
{
    QByteArray content;
    QByteArray line;
    while (!raw.isEmpty() && content.size() < most) {
        switch (m_part) {
        case Part::Content:
        case Part::Chunk: {
            const QByteArray piece = takeFront(raw, static_cast<qsizetype>(qMin<qint64>(m_left, most - content.size())));
            m_left -= piece.size();
            content += piece;
            if (m_left == 0)
                m_part = m_part == Part::Content ? Part::End : Part::ChunkEnd;
            break;
        }
        case Part::ChunkSize: {
            if (!takeLine(raw, &line))
                return content;
            bool isNumber = false;
            m_left = line.split(';').first().trimmed().toLongLong(&isNumber, 16);
            m_part = !isNumber || m_left < 0 ? Part::Broken : m_left == 0 ? Part::Trailer : Part::Chunk;
            break;
        }
        case Part::ChunkEnd:
            if (!takeLine(raw, &line))
                return content;
            m_part = line.isEmpty() ? Part::ChunkSize : Part::Broken;
            break;
        case Part::Trailer:
            if (!takeLine(raw, &line))
                return content;
            if (line.isEmpty())
                m_part = Part::End;
            break;
        case Part::Rest:
            content += takeFront(raw, most - content.size());
            break;
        case Part::End:
        case Part::Broken:
            return content;
        }
    }
    return content;
}

} // namespace wharf::rig
