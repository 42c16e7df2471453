#include "core/diagnosis/probes/host_probe.h"

#include "core/async/later.h"
#include "core/diagnosis/probes/bare_request.h"
#include "core/diagnosis/probes/connect_probe.h"
#include "core/diagnosis/probes/name_lookup.h"
#include "core/diagnosis/probes/way.h"

#include <QHostAddress>
#include <QTimer>

#include <vector>

namespace wharf::diagnosis {

namespace {

using namespace std::chrono_literals;

// How much longer the rest may take once the way is known to work: it is evidence, and nobody waits for it.
constexpr auto graceLimit = 1s;

/// One walk, shared by its parts.
struct Walk {
    QUrl url;
    WireSettings settings;
    std::shared_ptr<Stop> stop;
    /// Stops when `stop` does, and earlier when what is left is not worth waiting for.
    std::shared_ptr<Stop> enough = std::make_shared<Stop>();
    std::function<void(const HostEvidence &)> progress;
    HostEvidence evidence;
    /// The first address that connected; empty when none did.
    Later<QString> address;

    void tell() const
    {
        if (progress)
            progress(evidence);
    }
};

Task<> knockAt(std::shared_ptr<Walk> walk, qsizetype at)
{
    const QString address = walk->evidence.connects.at(at).address;
    ConnectEvidence one = co_await knock(address, walk->evidence.port, walk->settings.connectLimit, walk->enough);
    // Cut off because another address works: it had its time.
    if (one.outcome.isEmpty() && !walk->stop->isStopped())
        one.outcome = QStringLiteral("timeout");
    walk->evidence.connects[at] = one;
    if (one.outcome == QLatin1String("connected") && !walk->address.isSet())
        walk->address.set(address);
}

Task<> knockAtAll(std::shared_ptr<Walk> walk)
{
    for (const QString &address : std::as_const(walk->evidence.name.addresses))
        walk->evidence.connects.append({ address, {}, 0 });
    std::vector<Task<>> knocks;
    for (qsizetype at = 0; at < walk->evidence.connects.size(); ++at)
        knocks.push_back(knockAt(walk, at));
    for (Task<> &one : knocks)
        co_await one;
    if (!walk->address.isSet())
        walk->address.set({});
}

Task<> secure(std::shared_ptr<Walk> walk, QString address)
{
    if (walk->evidence.scheme != QLatin1String("https"))
        co_return;
    walk->evidence.tls = co_await probeTls(walk->url, address, walk->settings, walk->stop);
    walk->tell();
    const TlsEvidence &tls = walk->evidence.tls;
    QUrl ping = walk->url.resolved(QUrl(walk->evidence.role == QLatin1String("registry") ? QStringLiteral("/v2/") : QStringLiteral("/")));
    if (tls.outcome == QLatin1String("not-tls")) {
        const int port = walk->evidence.port;
        ping.setScheme(QStringLiteral("http"));
        ping.setPort(port);
        walk->evidence.plain = co_await askBare(ping, address, walk->settings, walk->settings.connectLimit, walk->stop);
    } else if (tls.done() && !tls.trusted()) {
        walk->evidence.unverified = co_await askBare(ping, address, walk->settings, walk->settings.connectLimit, walk->stop);
    } else {
        co_return;
    }
    walk->tell();
}

Task<> tryDefaultPort(std::shared_ptr<Walk> walk)
{
    const int standard = walk->evidence.scheme == QLatin1String("https") ? 443 : 80;
    if (walk->evidence.port == standard || walk->evidence.name.addresses.isEmpty() || walk->stop->isStopped())
        co_return;
    const auto knocks = co_await probeConnect(walk->evidence.name.addresses, standard, walk->settings, walk->stop);
    for (const ConnectEvidence &one : knocks)
        walk->evidence.defaultPortAnswers = walk->evidence.defaultPortAnswers || one.outcome == QLatin1String("connected");
}

Task<> lookForName(std::shared_ptr<Walk> walk, std::shared_ptr<Later<bool>> known)
{
    const QString host = walk->url.host();
    const auto limit = walk->settings.nameLimit;
    NameEvidence &name = walk->evidence.name;
    name.localFamilies = localFamilies();
    if (const QHostAddress address(host); !address.isNull()) {
        name.literal = true;
        name.addresses << address.toString();
        known->set(true);
        co_return;
    }
    Task<Looked> looking = lookUp(host, limit, walk->stop);
    Task<QStringList> asking = askNameServer(host, limit, walk->enough);
    name.hostsFile = hostsFileAddresses(walk->settings.hostsFile, host);
    Looked looked = co_await looking;
    if (looked.addresses.isEmpty()) {
        name.nameServer = co_await asking;
        looked = withForeignFamilies(looked, name.hostsFile + name.nameServer, name.localFamilies);
    }
    name.addresses = looked.addresses;
    name.problem = looked.problem;
    name.looked = !looked.addresses.isEmpty() || !looked.problem.isEmpty();
    walk->tell();
    known->set(true);
    if (name.nameServer.isEmpty())
        name.nameServer = co_await asking;
}

void stopSoon(const std::shared_ptr<Stop> &stop)
{
    QTimer::singleShot(graceLimit, stop.get(), [raw = stop.get()] { raw->stop(); });
}

/// Straight to the host: every address at once, and on with the first that answers.
Task<> walkStraight(std::shared_ptr<Walk> walk)
{
    Task<> knocking = knockAtAll(walk);
    const QString address = co_await walk->address;
    walk->tell();
    if (!address.isEmpty()) {
        co_await secure(walk, address);
        stopSoon(walk->enough);
    }
    co_await knocking;
    if (address.isEmpty())
        co_await tryDefaultPort(walk);
    walk->tell();
}

Task<> walkThroughProxy(std::shared_ptr<Walk> walk)
{
    walk->evidence.proxy = co_await probeProxy(walk->url, walk->settings, walk->stop);
    walk->tell();
    const ProxyEvidence &proxy = walk->evidence.proxy;
    if (proxy.connected && proxy.resolved && (proxy.status == 0 || proxy.status / 100 == 2))
        co_await secure(walk, {});
    stopSoon(walk->enough);
}

} // namespace

Task<HostEvidence> probeHost(QString role, QUrl url, WireSettings settings, std::shared_ptr<Stop> stop,
                             std::function<void(const HostEvidence &)> progress)
{
    const auto walk = std::make_shared<Walk>();
    walk->url = url;
    walk->settings = settings;
    walk->stop = stop;
    walk->progress = progress;
    walk->evidence.role = role;
    walk->evidence.scheme = url.scheme();
    walk->evidence.host = url.host();
    walk->evidence.port = portOf(url);
    if (url.scheme() == QLatin1String("https"))
        walk->evidence.trustFiles = probeTrustFiles(url, settings.network.certificates);
    if (stop->isStopped())
        co_return walk->evidence;
    QObject::connect(stop.get(), &Stop::stopped, walk->enough.get(), [raw = walk->enough.get()] { raw->stop(); });

    const auto known = std::make_shared<Later<bool>>();
    const bool direct = chooseProxy(url).isDirect();
    Task<> naming = lookForName(walk, known);
    if (direct) {
        (void)co_await *known;
        co_await walkStraight(walk);
    } else {
        co_await walkThroughProxy(walk);
    }
    co_await naming;
    walk->tell();
    co_return walk->evidence;
}

} // namespace wharf::diagnosis
