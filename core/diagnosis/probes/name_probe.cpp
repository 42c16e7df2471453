#include "core/diagnosis/probes/host_probe.h"
#include "core/diagnosis/probes/name_lookup.h"

#include <QHostAddress>

namespace wharf::diagnosis {

Task<NameEvidence> probeName(QString host, WireSettings settings, std::shared_ptr<Stop> stop)
{
    NameEvidence evidence;
    evidence.localFamilies = localFamilies();
    if (const QHostAddress address(host); !address.isNull()) {
        evidence.literal = true;
        evidence.addresses << address.toString();
        co_return evidence;
    }
    if (stop->isStopped())
        co_return evidence;

    Task<Looked> looking = lookUp(host, settings.nameLimit, stop);
    Task<QStringList> asking = askNameServer(host, settings.nameLimit, stop);
    evidence.hostsFile = hostsFileAddresses(settings.hostsFile, host);
    const Looked looked = co_await looking;
    evidence.nameServer = co_await asking;
    const Looked whole = withForeignFamilies(looked, evidence.hostsFile + evidence.nameServer, evidence.localFamilies);
    evidence.addresses = whole.addresses;
    evidence.problem = whole.problem;
    evidence.looked = !evidence.addresses.isEmpty() || !evidence.problem.isEmpty();
    co_return evidence;
}

} // namespace wharf::diagnosis
