#include "core/net/exchange.h"

#include <QUrl>

#include <algorithm>
#include <array>

namespace wharf::net {

namespace {

constexpr qsizetype headerLimit = 1024;

/// Headers that tell who answered, how long to wait and where to go, and that carry nothing of the user's.
constexpr std::array<const char *, 26> tellingHeaders {
    "content-type", "content-length", "date", "server", "via", "www-authenticate", "proxy-authenticate", "location",
    "retry-after", "docker-distribution-api-version", "docker-content-digest", "x-request-id", "x-gitlab-meta",
    "gitlab-container-registry-version", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "x-cache", "range",
    "age", "cf-ray", "x-served-by", "docker-ratelimit-source", "x-github-sso", "docker-upload-uuid", "x-powered-by",
};

bool isTelling(const QByteArray &name)
{
    return std::any_of(tellingHeaders.begin(), tellingHeaders.end(),
                       [&name](const char *telling) { return name.compare(telling, Qt::CaseInsensitive) == 0; });
}

} // namespace

QString maskedUrl(const QUrl &url)
{
    const QUrl bare = url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment | QUrl::RemoveQuery);
    QString text = bare.toString(QUrl::FullyEncoded);
    if (!url.hasQuery())
        return text;

    static const QStringList kept { QStringLiteral("service"), QStringLiteral("scope"), QStringLiteral("client_id") };
    QStringList parts;
    const QStringList items = url.query(QUrl::FullyEncoded).split(QLatin1Char('&'), Qt::SkipEmptyParts);
    for (const QString &item : items) {
        const qsizetype equals = item.indexOf(QLatin1Char('='));
        const QString name = item.left(equals);
        // A part without a name may be a value in itself.
        if (equals <= 0)
            parts << QStringLiteral("***");
        else
            parts << (kept.contains(name) ? item : name + QStringLiteral("=***"));
    }
    return text + QLatin1Char('?') + parts.join(QLatin1Char('&'));
}

QString maskedAuthorization(const std::optional<Authorization> &authorization)
{
    if (!authorization)
        return {};
    switch (authorization->scheme) {
    case Authorization::Scheme::Basic: return QStringLiteral("Basic as %1").arg(authorization->userName);
    case Authorization::Scheme::Bearer: return QStringLiteral("Bearer");
    case Authorization::Scheme::PrivateToken: return QStringLiteral("PRIVATE-TOKEN");
    case Authorization::Scheme::JobToken: return QStringLiteral("JOB-TOKEN");
    }
    Q_UNREACHABLE();
}

QList<Header> maskedHeaders(const QList<Header> &headers, const Request &sent)
{
    const Authorization inBody { Authorization::Scheme::Bearer, {}, sent.bodySecret };
    QList<Header> masked;
    for (const Header &header : headers) {
        if (!isTelling(header.name))
            continue;
        QByteArray value = header.value;
        if (header.name.compare("location", Qt::CaseInsensitive) == 0)
            value = maskedUrl(QUrl::fromEncoded(value)).toUtf8();
        masked.append({ header.name, withoutSecret(withoutSecret(value, sent.authorization), inBody).left(headerLimit) });
    }
    return masked;
}

QByteArray withoutSecret(QByteArray text, const std::optional<Authorization> &authorization)
{
    if (!authorization || !authorization->secret || authorization->secret->isEmpty())
        return text;
    authorization->secret->reveal([&text, &authorization](QByteArrayView bytes) {
        // Short passwords would blank half of a text and hide nothing that a guess would not find.
        if (bytes.size() >= 6) {
            text.replace(bytes, QByteArrayView("***"));
            QByteArray percent = bytes.toByteArray().toPercentEncoding();
            text.replace(percent, QByteArrayView("***"));
            wipe(percent);
        }
        QByteArray pair = authorization->userName.toUtf8() + ':';
        pair.append(bytes);
        QByteArray encoded = pair.toBase64();
        text.replace(encoded, QByteArrayView("***"));
        wipe(pair);
        wipe(encoded);
    });
    return text;
}

} // namespace wharf::net
