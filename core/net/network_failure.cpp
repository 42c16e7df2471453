#include "core/net/network_failure.h"

#include "core/net/proxy_trouble.h"

#include <algorithm>
#include <array>

namespace wharf::net {

namespace {

/// OpenSSL's words for bytes that are no TLS record; Qt passes them on and has no number for them.
bool isNotTls(const QString &text)
{
    static const std::array words { QStringLiteral("wrong version number"), QStringLiteral("http request"),
                                    QStringLiteral("packet length too long") };
    return std::any_of(words.begin(), words.end(), [&text](const QString &word) { return text.contains(word); });
}

QString handshakeReason(const NetworkTrouble &trouble)
{
    if (const QString reason = tlsReason(trouble.sslErrors); !reason.isEmpty())
        return reason;
    // RFC 8446 alert 116. Servers of TLS 1.2 have no word of their own for it.
    if (trouble.errorText.contains(QLatin1String("certificate required")))
        return QStringLiteral("client-certificate");
    return isNotTls(trouble.errorText) ? QStringLiteral("not-tls") : QStringLiteral("handshake");
}

Failure at(Stage stage, Kind kind, const QString &reason, const QString &host)
{
    return { .stage = stage, .kind = kind, .subject = reason, .host = host };
}

} // namespace

QString tlsReason(const QList<QSslError> &errors)
{
    struct Row {
        QSslError::SslError error;
        QString reason;
    };
    static const std::array rows {
        Row { QSslError::SelfSignedCertificate, QStringLiteral("self-signed") },
        Row { QSslError::SelfSignedCertificateInChain, QStringLiteral("unknown-ca") },
        Row { QSslError::UnableToGetLocalIssuerCertificate, QStringLiteral("unknown-ca") },
        Row { QSslError::UnableToGetIssuerCertificate, QStringLiteral("unknown-ca") },
        Row { QSslError::UnableToVerifyFirstCertificate, QStringLiteral("unknown-ca") },
        Row { QSslError::CertificateUntrusted, QStringLiteral("unknown-ca") },
        Row { QSslError::CertificateExpired, QStringLiteral("expired") },
        Row { QSslError::CertificateNotYetValid, QStringLiteral("not-yet-valid") },
        Row { QSslError::HostNameMismatch, QStringLiteral("name-mismatch") },
    };
    for (const Row &row : rows) {
        if (std::any_of(errors.begin(), errors.end(), [&row](const QSslError &e) { return e.error() == row.error; }))
            return row.reason;
    }
    return {};
}

Failure networkFailure(const NetworkTrouble &trouble)
{
    const auto &[error, text, sslErrors, host, proxyHost] = trouble;
    if (!sslErrors.isEmpty())
        return at(Stage::Tls, Kind::Tls, handshakeReason(trouble), host);

    if (const auto proxys = proxyHost.isEmpty() ? std::nullopt : proxyTrouble(text))
        return at(Stage::Proxy, proxys->kind, proxys->reason, proxyHost);

    switch (error) {
    case QNetworkReply::SslHandshakeFailedError:
        return at(Stage::Tls, Kind::Tls, handshakeReason(trouble), host);
    case QNetworkReply::HostNotFoundError:
        return at(Stage::Connect, Kind::Offline, QStringLiteral("name-not-found"), host);
    case QNetworkReply::ConnectionRefusedError:
        return at(Stage::Connect, Kind::Offline, QStringLiteral("refused"), host);
    case QNetworkReply::RemoteHostClosedError:
        return at(Stage::Connect, Kind::Offline, QStringLiteral("reset"), host);
    case QNetworkReply::TimeoutError:
        return at(Stage::Connect, Kind::Timeout, {}, host);
    case QNetworkReply::ProxyNotFoundError:
        return at(Stage::Proxy, Kind::Offline, QStringLiteral("name-not-found"), proxyHost);
    case QNetworkReply::ProxyConnectionRefusedError:
        return at(Stage::Proxy, Kind::Offline, QStringLiteral("refused"), proxyHost);
    case QNetworkReply::ProxyConnectionClosedError:
        return at(Stage::Proxy, Kind::Offline, QStringLiteral("reset"), proxyHost);
    case QNetworkReply::ProxyTimeoutError:
        return at(Stage::Proxy, Kind::Timeout, {}, proxyHost);
    case QNetworkReply::ProxyAuthenticationRequiredError: {
        Failure failure = at(Stage::Proxy, Kind::Unauthorized, QStringLiteral("password"), proxyHost);
        failure.httpStatus = 407;
        return failure;
    }
    case QNetworkReply::UnknownProxyError:
        return at(Stage::Proxy, Kind::BadReply, QStringLiteral("not-a-proxy"), proxyHost);
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::UnknownContentError:
        return at(Stage::Connect, Kind::BadReply, QStringLiteral("not-http"), host);
    default:
        // TLS 1.3 lets a server refuse after the handshake, when Qt takes it for a trouble of reading.
        if (text.contains(QLatin1String("SSL routines")))
            return at(Stage::Tls, Kind::Tls, handshakeReason(trouble), host);
        return at(Stage::Connect, Kind::Offline, QStringLiteral("unreachable"), host);
    }
}

} // namespace wharf::net
