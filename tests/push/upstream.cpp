#include "tests/push/upstream.h"

#include "tests/push/body_reader.h"
#include "tests/push/wire.h"

#include <QDeadlineTimer>

#include <poll.h>

namespace wharf::rig {

std::optional<Asked> askUpstream(quint16 port, RequestHead head)
{
    constexpr int patienceMilliseconds = 5000;
    constexpr qsizetype piece = 64 * 1024;
    for (const char *name : { "Content-Length", "Transfer-Encoding", "Expect", "Content-Range", "Content-Type" })
        head.remove(name);
    // The end of the connection is the end of the answer, whatever its framing.
    head.set("Connection", "close");
    if (head.method() != "GET" && head.method() != "HEAD")
        head.set("Content-Length", "0");
    Wire wire = Wire::to(port);
    QByteArray question = head.bytes();
    if (!wire.isOpen() || !wire.write(question))
        return std::nullopt;
    QByteArray raw;
    const QDeadlineTimer limit(patienceMilliseconds);
    pollfd readable { wire.file(), POLLIN, 0 };
    while (::poll(&readable, 1, static_cast<int>(limit.remainingTime())) > 0) {
        const Wire::Got got = wire.read(raw, piece);
        if (got == Wire::Got::End || got == Wire::Got::Error)
            break;
    }
    const qsizetype end = raw.indexOf("\r\n\r\n");
    if (end < 0)
        return std::nullopt;
    Asked asked { AnswerHead(raw.left(end)), raw.mid(end + 4) };
    if (asked.head.lists("Transfer-Encoding", "chunked")) {
        QByteArray framed = std::exchange(asked.body, {});
        asked.body = BodyReader::chunked().take(framed, framed.size());
    }
    return asked;
}

} // namespace wharf::rig
