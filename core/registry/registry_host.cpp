#include "core/registry/registry_host.h"

#include "core/net/origin.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace wharf::registry {

namespace {

const QLatin1String hub("docker.io");
const QLatin1String hubApi("registry-1.docker.io");

tl::unexpected<Failure> refuse(Kind kind, const char *reason)
{
    return fail({ .stage = Stage::Input, .kind = kind, .subject = QLatin1String(reason) });
}

/// `5000`: no sign, no leading zero, 1 to 65535.
bool isPort(QStringView text)
{
    if (text.isEmpty() || text.size() > 5 || text.front() == QLatin1Char('0')
        || !std::all_of(text.begin(), text.end(), [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); }))
        return false;
    return text.toInt() <= 65535;
}

/// A DNS name, an IPv4 address, or an IPv6 address in brackets, as distribution/reference allows them.
bool isHostName(const QString &text)
{
    if (text.startsWith(QLatin1Char('['))) {
        // No zone and no embedded IPv4, as there.
        static const QRegularExpression pattern(QStringLiteral("\\A\\[([0-9a-f:]+)\\]\\z"));
        const QRegularExpressionMatch match = pattern.match(text);
        if (!match.hasMatch())
            return false;
        QUrl url;
        url.setHost(match.captured(1), QUrl::StrictMode); // refuses what is no address
        return !url.host().isEmpty();
    }
    static const QRegularExpression pattern(QStringLiteral(
        "\\A[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\\z"));
    return pattern.match(text).hasMatch();
}

/// Takes off what people paste along: the scheme, a trailing slash, the API version of Docker's keys.
QString withoutTrimmings(QString text)
{
    if (text.startsWith(QLatin1String("https://")))
        text.remove(0, 8);
    else if (text.startsWith(QLatin1String("http://")))
        text.remove(0, 7);
    for (const char *end : { "/", "/v1", "/v2" }) {
        if (text.endsWith(QLatin1String(end)))
            text.chop(static_cast<qsizetype>(qstrlen(end)));
    }
    return text;
}

} // namespace

Result<RegistryHost> RegistryHost::parse(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return refuse(Kind::Malformed, "empty");
    if (std::any_of(trimmed.begin(), trimmed.end(),
                    [](QChar c) { return c.isSpace() || c.category() == QChar::Other_Control; }))
        return refuse(Kind::Malformed, "spaces");

    QString name = withoutTrimmings(trimmed.toLower());
    if (name.contains(QLatin1String("://")))
        return refuse(Kind::Invalid, "scheme");
    if (name.contains(QLatin1Char('@')))
        return refuse(Kind::Invalid, "user-info");
    if (name.contains(QLatin1Char('/')) || name.contains(QLatin1Char('?')) || name.contains(QLatin1Char('#')))
        return refuse(Kind::Invalid, "path");

    const qsizetype bracket = name.lastIndexOf(QLatin1Char(']'));
    const qsizetype colon = name.indexOf(QLatin1Char(':'), bracket + 1);
    const QString host = colon < 0 ? name : name.left(colon);
    if (host.size() > 253)
        return refuse(Kind::Malformed, "too-long");
    if (!isHostName(host))
        return refuse(Kind::Malformed, "host");
    if (colon >= 0 && !isPort(QStringView(name).mid(colon + 1)))
        return refuse(Kind::Malformed, "port");

    if (name == QLatin1String("index.docker.io") || name == hubApi)
        name = hub;
    RegistryHost result;
    result.m_name = name;
    return result;
}

QString RegistryHost::dockerKey() const
{
    return isDockerHub() ? QStringLiteral("https://index.docker.io/v1/") : m_name;
}

QUrl RegistryHost::api(const QString &scheme) const
{
    if (isEmpty())
        return {};
    QUrl url;
    url.setScheme(scheme);
    url.setAuthority(isDockerHub() ? QString(hubApi) : m_name);
    return url;
}

bool RegistryHost::isDockerHub() const
{
    return m_name == hub;
}

bool RegistryHost::isLoopback() const
{
    return net::isLoopback(api(QStringLiteral("https")).host());
}

} // namespace wharf::registry
