#include "core/net/session.h"

#include "core/net/origin.h"
#include "core/net/route.h"
#include "core/net/transfer.h"

#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>

#include <algorithm>

namespace wharf::net {

namespace {

/// What was decided per origin, for Qt to look up when it connects.
using ProxyChoices = QHash<QString, QNetworkProxy>;

class ChosenProxies final : public QNetworkProxyFactory {
public:
    explicit ChosenProxies(std::shared_ptr<const ProxyChoices> choices)
        : m_choices(std::move(choices))
    {
    }
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return { m_choices->value(Origin::of(query.url()).toString(), QNetworkProxy(QNetworkProxy::NoProxy)) };
    }

private:
    std::shared_ptr<const ProxyChoices> m_choices;
};

} // namespace

struct Session::Private {
    Private(NetworkSettings given, std::shared_ptr<const Clock> usedClock)
        : routes(std::move(given))
        , clock(std::move(usedClock))
    {
    }

    std::shared_ptr<Transfer> begin(Request request);
    Result<void> start(Transfer &transfer);
    void finished(const std::shared_ptr<Transfer> &transfer);
    void remember(const Authorization &authorization);
    void close();

    Routes routes;
    std::shared_ptr<const Clock> clock;
    std::shared_ptr<ProxyChoices> proxies = std::make_shared<ProxyChoices>();
    QNetworkAccessManager *manager = nullptr; ///< made for the first request: it brings a thread
    QList<std::shared_ptr<Transfer>> running;
    QList<Authorization> sent; ///< each secret once
    Recorder recorder;
    bool closed = false;
};

std::shared_ptr<Transfer> Session::Private::begin(Request request)
{
    // A user name in a URL would be sent by Qt on its own account.
    request.url = request.url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment);
    request.headers.append({ QByteArrayLiteral("User-Agent"),
                             routes.settings().userAgent.isEmpty() ? QByteArrayLiteral("wharfinger/" WHARF_VERSION) : routes.settings().userAgent });
    if (request.authorization)
        remember(*request.authorization);
    // Its last holder may let go inside one of its own signals.
    const std::shared_ptr<Transfer> transfer(
        new Transfer(std::move(request), clock, [this](const std::shared_ptr<Transfer> &ended) { finished(ended); }),
        [](Transfer *unheld) { unheld->deleteLater(); });
    running.append(transfer);
    if (closed)
        transfer->end({ .stage = Stage::Connect, .kind = Kind::Cancelled, .host = hostKey(transfer->request().url) });
    else if (const auto started = start(*transfer); !started)
        transfer->end(started.error());
    return transfer;
}

Result<void> Session::Private::start(Transfer &transfer)
{
    const QUrl &url = transfer.request().url;
    const auto route = routes.to(url);
    if (!route)
        return tl::unexpected(route.error());
    proxies->insert(Origin::of(url).toString(), route->proxy);
    if (!manager) {
        manager = new QNetworkAccessManager;
        manager->setProxyFactory(new ChosenProxies(proxies));
    }
    transfer.start(*manager, route->tls, route->proxy);
    return {};
}

void Session::Private::finished(const std::shared_ptr<Transfer> &transfer)
{
    running.removeOne(transfer);
    // A copy: the recorder may be replaced by whoever it tells.
    if (const Recorder record = recorder)
        record(transfer->exchange());
}

void Session::Private::remember(const Authorization &authorization)
{
    const bool known = std::any_of(sent.cbegin(), sent.cend(), [&authorization](const Authorization &one) {
        return one.secret == authorization.secret && one.userName == authorization.userName;
    });
    if (!known)
        sent.append(authorization);
}

void Session::Private::close()
{
    closed = true;
    // Each end resumes somebody, who may start something new or end something else.
    while (!running.isEmpty()) {
        const auto transfer = running.first();
        transfer->end({ .stage = Stage::Connect, .kind = Kind::Cancelled, .host = hostKey(transfer->request().url) });
    }
    recorder = {};
    if (manager)
        std::exchange(manager, nullptr)->deleteLater(); // one of its signals may be what led here
}

std::shared_ptr<Session> Session::create(NetworkSettings settings, std::shared_ptr<const Clock> clock)
{
    return std::shared_ptr<Session>(new Session(std::make_unique<Private>(std::move(settings), std::move(clock))));
}

Session::Session(std::unique_ptr<Private> given)
    : d(std::move(given))
{
}

Session::~Session()
{
    d->close();
}

Task<Result<Reply>> Session::send(Request request)
{
    // Nothing of the session is touched after the wait: it may be gone by then, and its end is what ended the wait.
    const auto transfer = d->begin(std::move(request));
    co_return co_await transfer->outcome();
}

void Session::close()
{
    const auto self = weak_from_this().lock();
    d->close();
}

bool Session::isClosed() const
{
    return d->closed;
}

void Session::setRecorder(Recorder recorder)
{
    d->recorder = std::move(recorder);
}

QString Session::withoutSecrets(QString text) const
{
    for (const Authorization &authorization : std::as_const(d->sent))
        text = withoutSecret(text, authorization);
    return text;
}

const Clock &Session::clock() const
{
    return *d->clock;
}

HostSettings Session::settingsFor(const QUrl &url) const
{
    return hostSettings(d->routes.settings(), url);
}

} // namespace wharf::net
