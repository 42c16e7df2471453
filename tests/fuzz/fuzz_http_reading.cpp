#include "core/diagnosis/probes/http_head.h"
#include "core/docker/http_flow.h"
#include "core/docker/http_reading.h"
#include "tests/fuzz/targets.h"

#include <optional>

namespace {

constexpr qint64 limit = 4096;

/// The whole answer, or none; fed in pieces of `size` bytes.
std::optional<wharf::net::Reply> read(QByteArrayView input, qsizetype size)
{
    wharf::docker::HttpReading reading(false, limit);
    for (qsizetype at = 0; at < input.size() && !reading.isDone(); at += size) {
        if (!reading.take(input.sliced(at, std::min(size, input.size() - at))))
            return std::nullopt;
    }
    if (!reading.isDone() && !reading.finish())
        return std::nullopt;
    return reading.reply();
}

/// The same, handed on as it comes.
std::optional<QByteArray> flow(QByteArrayView input, qsizetype size)
{
    wharf::docker::HttpFlow flow;
    QByteArray body;
    for (qsizetype at = 0; at < input.size() && !flow.isDone(); at += size) {
        const auto taken = flow.take(input.sliced(at, std::min(size, input.size() - at)));
        if (!taken)
            return std::nullopt;
        body += *taken;
    }
    if (!flow.isDone() && !flow.finish())
        return std::nullopt;
    return body;
}

} // namespace

void wharf::fuzz::httpReading(QByteArrayView input)
{
    const auto whole = read(input, std::max<qsizetype>(input.size(), 1));
    const auto bytewise = read(input, 1);
    require(whole.has_value() == bytewise.has_value(), "how it is cut decides nothing");
    if (whole) {
        require(whole->status == bytewise->status && whole->body == bytewise->body, "how it is cut changes nothing");
        require(whole->body.size() <= limit, "a body keeps its limit");
        require(flow(input, std::max<qsizetype>(input.size(), 1)) == whole->body, "handed on it is the same");
    }
    require(flow(input, std::max<qsizetype>(input.size(), 1)) == flow(input, 1), "how it is cut changes nothing of what is handed on");

    const QByteArray bytes = input.toByteArray();
    if (const auto head = wharf::diagnosis::readHttpHead(bytes)) {
        require(head->size > 0 && head->size <= bytes.size(), "a head lies within the bytes");
        bool ended = false;
        require(wharf::diagnosis::withoutChunks(bytes.mid(head->size), ended).size() <= bytes.size(), "a body lies within the bytes");
    }
}
