#include "core/net/curl_failure.h"

#include <openssl/x509_vfy.h>

#include <cerrno>

namespace wharf::net {

namespace {

Failure at(Stage stage, Kind kind, const char *reason, const QString &host)
{
    return { .stage = stage, .kind = kind, .subject = QLatin1String(reason), .host = host };
}

const char *verifyReason(CURL *handle)
{
    long result = 0;
    curl_easy_getinfo(handle, CURLINFO_SSL_VERIFYRESULT, &result);
    switch (result) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: return "self-signed";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_UNTRUSTED: return "unknown-ca";
    case X509_V_ERR_CERT_HAS_EXPIRED: return "expired";
    case X509_V_ERR_CERT_NOT_YET_VALID: return "not-yet-valid";
    default: return "name-mismatch"; // the chain is good, and curl refused it all the same
    }
}

/// A connection that could not be made: what the system said of it.
const char *connectReason(CURL *handle)
{
    long number = 0;
    curl_easy_getinfo(handle, CURLINFO_OS_ERRNO, &number);
    return number == ECONNREFUSED ? "refused" : "unreachable";
}

} // namespace

Failure curlFailure(const CurlTrouble &trouble)
{
    const auto &[code, handle, host, proxyHost] = trouble;
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return at(Stage::Connect, Kind::Offline, "name-not-found", host);
    case CURLE_COULDNT_RESOLVE_PROXY:
        return at(Stage::Proxy, Kind::Offline, "name-not-found", proxyHost);
    case CURLE_COULDNT_CONNECT:
        return proxyHost.isEmpty() ? at(Stage::Connect, Kind::Offline, connectReason(handle), host)
                                   : at(Stage::Proxy, Kind::Offline, connectReason(handle), proxyHost);
    case CURLE_OPERATION_TIMEDOUT:
        return at(Stage::Connect, Kind::Timeout, "", host);
    case CURLE_PEER_FAILED_VERIFICATION:
        return at(Stage::Tls, Kind::Tls, verifyReason(handle), host);
    case CURLE_SSL_CONNECT_ERROR:
        return at(Stage::Tls, Kind::Tls, "handshake", host);
    case CURLE_PROXY:
        return at(Stage::Proxy, Kind::Offline, "reset", proxyHost);
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
        return at(Stage::Connect, Kind::BadReply, "not-http", host);
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR: {
        long status = 0;
        curl_easy_getinfo(handle, CURLINFO_HTTP_CONNECTCODE, &status);
        if (status != 0 && status != 200) {
            Failure failure = status == 407 ? at(Stage::Proxy, Kind::Unauthorized, "password", proxyHost)
                : status == 403             ? at(Stage::Proxy, Kind::Forbidden, "denied", proxyHost)
                                            : at(Stage::Proxy, Kind::Offline, "no-tunnel", proxyHost);
            failure.httpStatus = static_cast<int>(status);
            return failure;
        }
        return at(Stage::Connect, Kind::Offline, "reset", host);
    }
    default: // GOT_NOTHING, PARTIAL_FILE, SEND_FAIL_REWIND: it was there, and broke
        return at(Stage::Connect, Kind::Offline, "reset", host);
    }
}

} // namespace wharf::net
