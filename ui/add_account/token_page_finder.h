#pragma once

#include "core/net/session.h"
#include "core/registry/registry_host.h"

#include <QObject>
#include <QUrl>

namespace wharf::ui {

/// Finds out where the user of a registry makes tokens: asks the registry, without a credential, who issues its tokens.
class TokenPageFinder final : public QObject {
    Q_OBJECT
public:
    explicit TokenPageFinder(QObject *parent = nullptr);
    ~TokenPageFinder() override;

    /// Ends in found(), or in nothing where the registry does not tell. A second call ends the first. `session` may be null.
    void find(const std::shared_ptr<net::Session> &session, const registry::RegistryHost &host);
    void stop();

    /// GitLab's page for a new personal access token with the fields filled in. `restApi` as gitlab::restApi() gives it.
    [[nodiscard]] static QUrl gitLabPage(const QUrl &restApi);

Q_SIGNALS:
    void found(const wharf::registry::RegistryHost &host, const QUrl &page);

private:
    friend struct FinderEnd;
    void ended(const std::shared_ptr<net::Session> &session, const registry::RegistryHost &host, const QUrl &page);

    std::shared_ptr<net::Session> m_session;
    std::shared_ptr<TokenPageFinder *> m_alive;
};

} // namespace wharf::ui
