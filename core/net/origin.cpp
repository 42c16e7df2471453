#include "core/net/origin.h"

#include <QUrl>

#include <algorithm>

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

bool mayCarryCredential(const Origin &from, const Origin &to)
{
    if (from == to)
        return true;
    return from.scheme == QLatin1String("http") && from.port == 80 && to.scheme == QLatin1String("https") && to.port == 443
        && from.host == to.host;
}

bool isLoopback(const QString &host)
{
    if (host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0)
        return true;
    // QUrl writes every spelling of an address in one way. Not QHostAddress: the credential helper asks this too, and
    // would load all of Qt Network for it.
    const bool bracketed = host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']'));
    QUrl url;
    url.setHost(bracketed ? host.sliced(1, host.size() - 2) : host, QUrl::StrictMode);
    QString address = url.host();
    if (address == QLatin1String("::1"))
        return true;
    const QLatin1String mapped("::ffff:");
    if (address.startsWith(mapped))
        address.remove(0, mapped.size());
    return address.startsWith(QLatin1String("127.")) && address.count(QLatin1Char('.')) == 3
        && std::all_of(address.begin(), address.end(), [](QChar c) { return c.isDigit() || c == QLatin1Char('.'); });
}

} // namespace wharf::net
