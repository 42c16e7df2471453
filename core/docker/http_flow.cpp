#include "core/docker/http_flow.h"

#include "core/docker/http_parts.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <array>
#include <limits>

namespace wharf::docker {

namespace http = boost::beast::http;

struct HttpFlow::Parser {
    http::response_parser<http::buffer_body> parser;
    QByteArray waiting; ///< what the parser could not take yet: half a line
    std::array<char, 16 * 1024> room {};
};

HttpFlow::HttpFlow() : m_parser(std::make_unique<Parser>())
{
    m_parser->parser.eager(false);
    m_parser->parser.header_limit(httpHeadLimit);
    m_parser->parser.body_limit(std::numeric_limits<std::uint64_t>::max()); // nothing is kept
}

HttpFlow::~HttpFlow() = default;

Result<QByteArray> HttpFlow::take(QByteArrayView bytes)
{
    QByteArray &waiting = m_parser->waiting;
    waiting.append(bytes);
    QByteArray body;
    while (!waiting.isEmpty() && !m_parser->parser.is_done()) {
        auto &place = m_parser->parser.get().body();
        place.data = m_parser->room.data();
        place.size = m_parser->room.size();
        place.more = true;
        boost::system::error_code error;
        const std::size_t used = m_parser->parser.put(boost::asio::buffer(waiting.constData(), static_cast<std::size_t>(waiting.size())), error);
        const std::size_t came = m_parser->room.size() - place.size;
        body.append(m_parser->room.data(), static_cast<qsizetype>(came));
        waiting.remove(0, static_cast<qsizetype>(used));
        if (error == http::error::need_more) {
            if (waiting.size() > qsizetype(httpHeadLimit))
                return httpTrouble(http::make_error_code(http::error::header_limit)); // a chunk's extensions have no limit of their own
            break;
        }
        if (error && error != http::error::need_buffer)
            return httpTrouble(error);
        if (used == 0 && came == 0)
            break;
    }
    return body;
}

Result<void> HttpFlow::finish()
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

bool HttpFlow::hasHead() const
{
    return m_parser->parser.is_header_done();
}

bool HttpFlow::isDone() const
{
    return m_parser->parser.is_done();
}

net::Reply HttpFlow::head() const
{
    return httpHead(m_parser->parser.get());
}

} // namespace wharf::docker
