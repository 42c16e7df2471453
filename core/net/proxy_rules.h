#pragma once

#include "core/base/result.h"

#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QNetworkProxy>
#include <QString>

#include <functional>

class QUrl;

namespace wharf::net {

/// Which proxy a URL goes through, by the rules that Docker and every other Go program follow.
///
/// `HTTPS_PROXY` or `HTTP_PROXY` by the URL's scheme, upper case before lower, minus what `NO_PROXY` names; loopback
/// always goes direct. Where the environment names no proxy, the system's is asked.
/// Source: golang.org/x/net/http/httpproxy.
class ProxyRules {
public:
    /// Gives a variable of the environment; empty where it is not set.
    using Environment = std::function<QString(const char *name)>;

    explicit ProxyRules(const Environment &environment);
    [[nodiscard]] static ProxyRules fromEnvironment();

    /// NoProxy where the URL goes direct. Errors: Stage::Proxy, Kind::Malformed; subject is the variable's name.
    [[nodiscard]] Result<QNetworkProxy> proxyFor(const QUrl &url) const;

    /// True where `NO_PROXY` (or being loopback) keeps the URL from every proxy.
    [[nodiscard]] bool goesDirect(const QUrl &url) const;

private:
    struct Subnet {
        QHostAddress address;
        int prefix = 0;
    };
    struct Name {
        QString host; ///< an address, or a domain with its leading dot
        int port = 0; ///< 0: every port
        bool itself = false; ///< the domain's own name, too, and not only what is under it
    };

    void addException(const QString &entry);

    QString m_httpProxy;
    QString m_httpsProxy;
    bool m_never = false;
    QList<Subnet> m_subnets;
    QList<Name> m_addresses;
    QList<Name> m_domains;
};

} // namespace wharf::net
