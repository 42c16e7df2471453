#include "core/diagnosis/probes/connect_probe.h"

#include "core/diagnosis/probes/host_probe.h"
#include "core/diagnosis/probes/wire.h"

#include <QElapsedTimer>

#include <vector>

namespace wharf::diagnosis {

Task<ConnectEvidence> knock(QString address, int port, std::chrono::milliseconds limit, std::shared_ptr<Stop> stop)
{
    QElapsedTimer timer;
    timer.start();
    const auto wire = Wire::create(limit, stop);
    wire->connectTo(address, port);
    while (!wire->connected() && !wire->over())
        co_await wire->moved();
    const QString outcome = wire->connected() ? QStringLiteral("connected") : connectOutcome(wire->end());
    co_return ConnectEvidence { address, outcome, timer.elapsed() };
}

Task<QList<ConnectEvidence>> probeConnect(QStringList addresses, int port, WireSettings settings, std::shared_ptr<Stop> stop)
{
    std::vector<Task<ConnectEvidence>> knocks;
    for (const QString &address : std::as_const(addresses))
        knocks.push_back(knock(address, port, settings.connectLimit, stop));
    QList<ConnectEvidence> evidence;
    for (Task<ConnectEvidence> &one : knocks)
        evidence << co_await one;
    co_return evidence;
}

} // namespace wharf::diagnosis
