#include "core/diagnosis/probes/http_head.h"

#include "core/base/failure.h"

namespace wharf::diagnosis {

namespace {

const QByteArray httpStart = QByteArrayLiteral("HTTP/1.");

} // namespace

QByteArray HttpHead::header(QByteArrayView name) const
{
    QByteArrayList values;
    for (const net::Header &header : headers) {
        if (QByteArrayView(header.name).compare(name, Qt::CaseInsensitive) == 0)
            values << header.value;
    }
    return values.join(", ");
}

bool looksLikeHttp(const QByteArray &bytes)
{
    return bytes.left(httpStart.size()) == httpStart.left(bytes.size());
}

std::optional<HttpHead> readHttpHead(const QByteArray &bytes)
{
    qsizetype end = bytes.indexOf("\r\n\r\n");
    qsizetype gap = 4;
    // A bare line feed ends a line, too. RFC 9112 §2.2.
    if (const qsizetype bare = bytes.indexOf("\n\n"); bare >= 0 && (end < 0 || bare < end)) {
        end = bare;
        gap = 2;
    }
    if (end < 0 || !bytes.startsWith(httpStart))
        return std::nullopt;

    HttpHead head;
    head.size = end + gap;
    QByteArrayList lines = bytes.left(end).split('\n');
    const QByteArray first = lines.takeFirst().trimmed();
    const qsizetype blank = first.indexOf(' ');
    head.status = blank < 0 ? 0 : first.mid(blank + 1, 3).toInt();
    if (head.status < 100)
        return std::nullopt;
    head.reason = cleanServerText(QString::fromUtf8(first.mid(blank + 5)));
    for (const QByteArray &line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            head.headers.append({ line.left(colon).trimmed(), line.mid(colon + 1).trimmed() });
    }
    return head;
}

QByteArray withoutChunks(const QByteArray &body, bool &whole)
{
    QByteArray bytes;
    qsizetype at = 0;
    whole = false;
    for (;;) {
        const qsizetype end = body.indexOf('\n', at);
        if (end < 0)
            return bytes;
        bool number = false;
        const qlonglong size = body.mid(at, end - at).trimmed().split(';').constFirst().toLongLong(&number, 16);
        if (!number || size <= 0) {
            whole = true;
            return bytes;
        }
        const qlonglong there = body.size() - end - 1;
        bytes += body.mid(end + 1, static_cast<qsizetype>(qMin(size, there)));
        if (there <= size)
            return bytes;
        at = end + 1 + static_cast<qsizetype>(size);
        while (at < body.size() && (body.at(at) == '\r' || body.at(at) == '\n'))
            ++at;
    }
}

} // namespace wharf::diagnosis
