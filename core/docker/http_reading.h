#pragma once

#include "core/base/result.h"
#include "core/net/http.h"

#include <QByteArrayView>

#include <memory>

namespace wharf::docker {

/// Reads one HTTP/1.1 answer out of bytes that come in pieces. Knows nothing of where they come from.
class HttpReading {
public:
    /// `toHead`: the answer to HEAD has no body. `bodyLimit`: bytes.
    HttpReading(bool toHead, qint64 bodyLimit);
    ~HttpReading();
    HttpReading(const HttpReading &) = delete;
    HttpReading &operator=(const HttpReading &) = delete;

    /// Takes more bytes. Errors: Kind::BadReply where this is no HTTP, TooLarge; Stage::Daemon.
    [[nodiscard]] Result<void> take(QByteArrayView bytes);
    /// Nothing more will come. Errors: BadReply where the answer is not whole.
    [[nodiscard]] Result<void> finish();
    [[nodiscard]] bool isDone() const;
    /// Once it is done.
    [[nodiscard]] net::Reply reply() const;

private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace wharf::docker
