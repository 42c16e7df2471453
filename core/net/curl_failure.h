#pragma once

#include "core/base/failure.h"

#include <curl/curl.h>

namespace wharf::net {

/// What curl said when a request came to no answer.
struct CurlTrouble {
    CURLcode code = CURLE_OK;
    CURL *handle = nullptr;
    QString host;      ///< `host[:port]` of the request
    QString proxyHost; ///< `host:port` of the proxy, empty without one
};

/// The same as networkFailure(), subjects included, for what curl numbers.
[[nodiscard]] Failure curlFailure(const CurlTrouble &trouble);

} // namespace wharf::net
