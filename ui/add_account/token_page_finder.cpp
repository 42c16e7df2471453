#include "ui/add_account/token_page_finder.h"

#include "core/gitlab/token_info.h"
#include "core/registry/ping.h"

#include <QUrlQuery>

namespace wharf::ui {

struct FinderEnd {
    static Task<> run(std::weak_ptr<TokenPageFinder *> alive, std::shared_ptr<net::Session> session, registry::RegistryHost host)
    {
        const auto ping = co_await registry::pingRegistry(session, host);
        QUrl page;
        if (ping) {
            const registry::Challenge *challenge = registry::preferredChallenge(ping->challenges);
            if (challenge && challenge->isBearer())
                page = TokenPageFinder::gitLabPage(gitlab::restApi(QUrl(challenge->realm())));
        }
        if (const auto waiting = alive.lock())
            (*waiting)->ended(session, host, page);
        session->close();
    }
};

TokenPageFinder::TokenPageFinder(QObject *parent)
    : QObject(parent)
    , m_alive(std::make_shared<TokenPageFinder *>(this))
{
}

TokenPageFinder::~TokenPageFinder()
{
    m_alive.reset();
    stop();
}

void TokenPageFinder::find(const std::shared_ptr<net::Session> &session, const registry::RegistryHost &host)
{
    stop();
    if (host.isDockerHub()) {
        Q_EMIT found(host, QUrl(QStringLiteral("https://app.docker.com/settings/personal-access-tokens")));
        return;
    }
    if (host.name() == QLatin1String("ghcr.io")) {
        Q_EMIT found(host, QUrl(QStringLiteral("https://github.com/settings/tokens/new?description=Wharfinger&scopes=write:packages")));
        return;
    }
    if (!session)
        return;
    m_session = session;
    FinderEnd::run(m_alive, session, host);
}

void TokenPageFinder::stop()
{
    if (const auto session = std::exchange(m_session, nullptr))
        session->close();
}

QUrl TokenPageFinder::gitLabPage(const QUrl &restApi)
{
    const QString suffix = QStringLiteral("/api/v4");
    if (!restApi.isValid() || !restApi.path().endsWith(suffix))
        return {};
    QUrl page = restApi;
    page.setPath(restApi.path().chopped(suffix.size()) + QLatin1String("/-/user_settings/personal_access_tokens"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("name"), QStringLiteral("Wharfinger"));
    query.addQueryItem(QStringLiteral("scopes"), QStringLiteral("read_registry,write_registry"));
    page.setQuery(query);
    return page;
}

void TokenPageFinder::ended(const std::shared_ptr<net::Session> &session, const registry::RegistryHost &host, const QUrl &page)
{
    if (m_session != session)
        return;
    m_session.reset();
    if (page.isValid())
        Q_EMIT found(host, page);
}

} // namespace wharf::ui
