#include "core/net/origin.h"

#include <QHostAddress>
#include <QUrl>

namespace wharf::net {

Origin Origin::of(const QUrl &url)
{
    const QString scheme = url.scheme().toLower();
    const int standard = scheme == QLatin1String("https") ? 443 : scheme == QLatin1String("http") ? 80 : -1;
    return { scheme, url.host(QUrl::FullyEncoded).toLower(), url.port(standard) };
}

QString Origin::toString() const
{
    const QString shownHost = host.contains(QLatin1Char(':')) ? QStringLiteral("[%1]").arg(host) : host;
    return QStringLiteral("%1://%2:%3").arg(scheme, shownHost, QString::number(port));
}

bool isLoopback(const QString &host)
{
    if (host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0)
        return true;
    const bool bracketed = host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']'));
    const QHostAddress address(bracketed ? host.sliced(1, host.size() - 2) : host);
    return address.isLoopback();
}

} // namespace wharf::net
