#include "core/gitlab/token_info.h"

namespace wharf::gitlab {

QUrl restApi(const QUrl &realm)
{
    const QString end = QStringLiteral("/jwt/auth");
    const QString path = realm.path(QUrl::FullyEncoded);
    const bool web = realm.scheme() == QLatin1String("https") || realm.scheme() == QLatin1String("http");
    if (!web || realm.host().isEmpty() || !path.endsWith(end))
        return {};
    QUrl url;
    url.setScheme(realm.scheme());
    url.setHost(realm.host());
    url.setPort(realm.port());
    url.setPath(path.chopped(end.size()) + QLatin1String("/api/v4"), QUrl::TolerantMode);
    return url;
}

} // namespace wharf::gitlab
