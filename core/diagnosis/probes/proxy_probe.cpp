#include "core/diagnosis/probes/connect_probe.h"
#include "core/diagnosis/probes/host_probe.h"
#include "core/diagnosis/probes/user_agent.h"
#include "core/diagnosis/probes/way.h"

namespace wharf::diagnosis {

Task<ProxyEvidence> probeProxy(QUrl url, WireSettings settings, std::shared_ptr<Stop> stop)
{
    ProxyEvidence evidence;
    const ProxyChoice choice = chooseProxy(url);
    if (choice.isDirect() || stop->isStopped())
        co_return evidence;
    evidence.from = choice.from;
    if (choice.malformed) {
        evidence.address = QStringLiteral("malformed");
        evidence.resolved = false;
        evidence.connected = false;
        co_return evidence;
    }
    const QString shown = choice.proxy.hostName().contains(QLatin1Char(':')) ? QStringLiteral("[%1]") : QStringLiteral("%1");
    evidence.address = shown.arg(choice.proxy.hostName()) + QLatin1Char(':') + QString::number(choice.proxy.port());
    evidence.passwordGiven = !choice.proxy.user().isEmpty();

    Task<ConnectEvidence> direct = knock(url.host(), portOf(url), settings.connectLimit, stop);
    const auto wire = Wire::create(settings.tlsLimit, stop);
    const Opening opening = co_await openWay(wire, choice, url, {}, userAgent(settings.network));
    evidence.connected = wire->connected();
    evidence.resolved = wire->end() != Wire::End::NotFound || choice.isSocks();
    evidence.status = opening.proxyStatus;
    evidence.said = wire->end() == Wire::End::ProxyFailed ? cleanServerText(wire->proxySaid()) : opening.said;
    evidence.schemes = opening.schemes;
    wire->close();
    const ConnectEvidence knocked = co_await direct;
    evidence.directConnects = knocked.outcome == QLatin1String("connected");
    co_return evidence;
}

} // namespace wharf::diagnosis
