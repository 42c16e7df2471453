#include "core/docker/http_reading.h"

#include "core/docker/http_parts.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <string>

namespace wharf::docker {

namespace http = boost::beast::http;

struct HttpReading::Parser {
    http::response_parser<http::string_body> parser;
    std::uint64_t bodyLimit = 0;
    QByteArray waiting; ///< what the parser could not take yet: half a line
};

HttpReading::HttpReading(bool toHead, qint64 bodyLimit) : m_parser(std::make_unique<Parser>())
{
    m_parser->bodyLimit = static_cast<std::uint64_t>(bodyLimit);
    m_parser->parser.eager(false);
    m_parser->parser.skip(toHead);
    m_parser->parser.header_limit(httpHeadLimit);
    m_parser->parser.body_limit(static_cast<std::uint64_t>(bodyLimit));
}

HttpReading::~HttpReading() = default;

Result<void> HttpReading::take(QByteArrayView bytes)
{
    m_parser->waiting.append(bytes);
    while (!m_parser->waiting.isEmpty() && !m_parser->parser.is_done()) {
        boost::system::error_code error;
        const std::size_t used = m_parser->parser.put(
            boost::asio::buffer(m_parser->waiting.constData(), static_cast<std::size_t>(m_parser->waiting.size())), error);
        m_parser->waiting.remove(0, static_cast<qsizetype>(used));
        if (error == http::error::need_more && m_parser->waiting.size() > qsizetype(httpHeadLimit))
            return httpTrouble(http::make_error_code(http::error::header_limit)); // the parser puts no limit to a chunk's extensions
        if (error == http::error::need_more)
            return {};
        if (error)
            return httpTrouble(error);
        // Not eager, so that this comes before the parser makes room for whatever length was said (Boost 1.74 does).
        if (const auto length = m_parser->parser.content_length(); length && *length > m_parser->bodyLimit)
            return httpTrouble(http::make_error_code(http::error::body_limit));
        if (used == 0)
            return {};
    }
    return {};
}

Result<void> HttpReading::finish()
{
    if (m_parser->parser.is_done())
        return {};
    boost::system::error_code error;
    if (!m_parser->parser.got_some())
        error = http::error::end_of_stream;
    else
        m_parser->parser.put_eof(error);
    if (error)
        return httpTrouble(error);
    return {};
}

bool HttpReading::isDone() const
{
    return m_parser->parser.is_done();
}

net::Reply HttpReading::reply() const
{
    const auto &message = m_parser->parser.get();
    net::Reply reply = httpHead(message);
    reply.body = QByteArray::fromStdString(message.body());
    return reply;
}

} // namespace wharf::docker
