#include "core/docker/http_reading.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <string>

namespace wharf::docker {

namespace http = boost::beast::http;

namespace {

constexpr std::uint32_t headerLimit = 64 * 1024; // bytes

tl::unexpected<Failure> bad(const boost::system::error_code &error)
{
    const bool tooLarge = error == http::error::body_limit || error == http::error::header_limit;
    return fail({ .stage = Stage::Daemon,
                  .kind = tooLarge ? Kind::TooLarge : Kind::BadReply,
                  .serverSaid = QString::fromStdString(error.message()),
                  .subject = QStringLiteral("http") });
}

} // namespace

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
    m_parser->parser.header_limit(headerLimit);
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
        if (error == http::error::need_more && m_parser->waiting.size() > qsizetype(headerLimit))
            return bad(http::make_error_code(http::error::header_limit)); // the parser puts no limit to a chunk's extensions
        if (error == http::error::need_more)
            return {};
        if (error)
            return bad(error);
        // Not eager, so that this comes before the parser makes room for whatever length was said (Boost 1.74 does).
        if (const auto length = m_parser->parser.content_length(); length && *length > m_parser->bodyLimit)
            return bad(http::make_error_code(http::error::body_limit));
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
        return bad(error);
    return {};
}

bool HttpReading::isDone() const
{
    return m_parser->parser.is_done();
}

net::Reply HttpReading::reply() const
{
    const auto &message = m_parser->parser.get();
    const auto bytes = [](boost::beast::string_view view) { return QByteArray(view.data(), static_cast<qsizetype>(view.size())); };
    net::Reply reply;
    reply.status = static_cast<int>(message.result_int());
    reply.reason = bytes(message.reason());
    for (const auto &field : message)
        reply.headers.append({ bytes(field.name_string()), bytes(field.value()) });
    reply.body = QByteArray::fromStdString(message.body());
    return reply;
}

} // namespace wharf::docker
