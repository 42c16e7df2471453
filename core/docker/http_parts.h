#pragma once

#include "core/base/result.h"
#include "core/net/http.h"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

namespace wharf::docker {

/// What Beast's parser complains about. Stage::Daemon; BadReply, TooLarge; subject `http`.
[[nodiscard]] inline tl::unexpected<Failure> httpTrouble(const boost::system::error_code &error)
{
    namespace http = boost::beast::http;
    const bool tooLarge = error == http::error::body_limit || error == http::error::header_limit;
    return fail({ .stage = Stage::Daemon,
                  .kind = tooLarge ? Kind::TooLarge : Kind::BadReply,
                  .serverSaid = QString::fromStdString(error.message()),
                  .subject = QStringLiteral("http") });
}

/// Status and headers.
template <class Message>
[[nodiscard]] net::Reply httpHead(const Message &message)
{
    const auto bytes = [](boost::beast::string_view view) { return QByteArray(view.data(), static_cast<qsizetype>(view.size())); };
    net::Reply reply;
    reply.status = static_cast<int>(message.result_int());
    reply.reason = bytes(message.reason());
    for (const auto &field : message)
        reply.headers.append({ bytes(field.name_string()), bytes(field.value()) });
    return reply;
}

inline constexpr std::uint32_t httpHeadLimit = 64 * 1024; // bytes

} // namespace wharf::docker
