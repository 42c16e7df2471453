#include "core/net/exchange.h"

#include <QUrl>

#include <algorithm>
#include <array>
#include <cctype>

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

QByteArray withSmallHex(QByteArray percent)
{
    for (qsizetype at = percent.indexOf('%'); at >= 0; at = percent.indexOf('%', at + 3)) {
        for (qsizetype digit = at + 1; digit < std::min(at + 3, percent.size()); ++digit)
            percent[digit] = char(std::tolower(static_cast<unsigned char>(percent[digit])));
    }
    return percent;
}

/// As in a string of JSON. Some writers spell `<>&` (Go) or letters beyond ASCII by their number.
QByteArray inJson(const QString &text, bool marks, bool letters)
{
    QByteArray json;
    for (const QChar c : text) {
        const ushort code = c.unicode();
        const bool mark = c == QLatin1Char('<') || c == QLatin1Char('>') || c == QLatin1Char('&');
        if (c == QLatin1Char('"') || c == QLatin1Char('\\'))
            json += '\\';
        if ((mark && marks) || (code >= 0x80 && letters))
            json += "\\u" + QByteArray::number(code, 16).rightJustified(4, '0');
        else
            json += QString(c).toUtf8();
    }
    return json;
}

QByteArray inHtml(QByteArray text, const char *quote, const char *apostrophe)
{
    text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return text.replace("\"", quote).replace("'", apostrophe);
}

/// How a server may write what it was told: as it is, in a URL, in JSON, in HTML, in the Latin-1 of old headers.
QByteArrayList spellingsOf(QByteArrayView secret)
{
    const QByteArray plain = secret.toByteArray();
    const QByteArray percent = plain.toPercentEncoding();
    QString text = QString::fromUtf8(plain);
    QByteArrayList spellings { plain, percent, withSmallHex(percent) };
    for (const bool marks : { false, true }) {
        for (const bool letters : { false, true })
            spellings.append(inJson(text, marks, letters));
    }
    spellings.append(QByteArray(spellings.constLast()).replace("/", "\\/"));
    for (const char *quote : { "&quot;", "&#34;" }) {
        for (const char *apostrophe : { "&#39;", "&#x27;", "'" })
            spellings.append(inHtml(plain, quote, apostrophe));
    }
    spellings.append(text.toLatin1());
    text.fill(QChar());
    return spellings;
}

/// User name and password as Basic carries them, in a header or in a URL.
QByteArrayList packedSpellingsOf(const QByteArray &pair)
{
    const QByteArray packed = pair.toBase64();
    const QByteArray percent = packed.toPercentEncoding();
    return { packed, percent, withSmallHex(percent), pair.toBase64(QByteArray::OmitTrailingEquals),
             pair.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals) };
}

void takeOut(QByteArray &text, QByteArrayList spellings)
{
    // The long ones first: a short one may be a part of them.
    std::sort(spellings.begin(), spellings.end(), [](const QByteArray &a, const QByteArray &b) { return a.size() > b.size(); });
    spellings.removeAll(QByteArray());
    for (QByteArray &spelling : spellings) {
        text.replace(spelling, QByteArrayView("***"));
        wipe(spelling);
    }
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
            value = withoutSecret(maskedUrl(QUrl::fromEncoded(value)), sent.authorization).toUtf8();
        masked.append({ header.name, withoutSecret(withoutSecret(value, sent.authorization), inBody).left(headerLimit) });
    }
    return masked;
}

QByteArray withoutSecret(QByteArray text, const std::optional<Authorization> &authorization)
{
    if (!authorization || !authorization->secret || authorization->secret->isEmpty())
        return text;
    // No spelling is shorter than half of the secret: Latin-1 makes one byte of two. Most headers are, of a token.
    if (text.size() < static_cast<qsizetype>(authorization->secret->size() / 2))
        return text;
    authorization->secret->reveal([&text, &authorization](QByteArrayView bytes) {
        // Short passwords would blank half of a text and hide nothing that a guess would not find.
        if (bytes.size() >= 6)
            takeOut(text, spellingsOf(bytes));
        QByteArray pair = authorization->userName.toUtf8() + ':';
        pair.append(bytes);
        takeOut(text, packedSpellingsOf(pair));
        wipe(pair);
    });
    return text;
}

QString withoutSecret(const QString &text, const std::optional<Authorization> &authorization)
{
    if (!authorization)
        return text;
    const QByteArray masked = withoutSecret(text.toUtf8(), authorization);
    // An address may have some of its characters in percent and others not.
    const QByteArray decoded = QByteArray::fromPercentEncoding(masked);
    const QByteArray cleaned = withoutSecret(decoded, authorization);
    return QString::fromUtf8(cleaned == decoded ? masked : cleaned);
}

} // namespace wharf::net
