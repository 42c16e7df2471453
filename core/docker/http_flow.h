#pragma once

#include "core/base/result.h"
#include "core/net/http.h"

#include <QByteArrayView>

#include <memory>

namespace wharf::docker {

/// Reads one HTTP/1.1 answer whose body is handed on as it comes, and is kept nowhere. Knows nothing of where the bytes come from.
class HttpFlow {
public:
    HttpFlow();
    ~HttpFlow();
    HttpFlow(const HttpFlow &) = delete;
    HttpFlow &operator=(const HttpFlow &) = delete;

    /// Takes more bytes and gives what they hold of the body. Errors: Stage::Daemon; Kind::BadReply where this is no HTTP,
    /// TooLarge where the head is over 64 KiB.
    [[nodiscard]] Result<QByteArray> take(QByteArrayView bytes);
    /// Nothing more will come. Errors: BadReply where the answer is not whole.
    [[nodiscard]] Result<void> finish();
    [[nodiscard]] bool hasHead() const;
    [[nodiscard]] bool isDone() const;
    /// Status and headers, once there is a head.
    [[nodiscard]] net::Reply head() const;

private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace wharf::docker
