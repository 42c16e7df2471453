#include "core/diagnosis/probes/daemon_probe.h"

#include "core/async/later.h"
#include "core/base/json.h"
#include "core/diagnosis/probes/daemon_answers.h"
#include "core/docker/client_places.h"
#include "core/docker/engine_credential.h"
#include "core/docker/engine_request.h"
#include "core/docker/helper_text.h"
#include "core/docker/program_run.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QHostInfo>
#include <QTimer>

namespace wharf::diagnosis {

namespace {

using docker::EngineEndpoint;
using docker::EngineRequest;

QString homeOf(const DaemonSurroundings &surroundings)
{
    return surroundings.home.isEmpty() ? surroundings.environment.value(QStringLiteral("HOME")) : surroundings.home;
}

QString stateOf(const Failure &failure)
{
    switch (failure.kind) {
    case Kind::Absent:
    case Kind::Invalid: return QStringLiteral("absent");
    case Kind::Denied: return QStringLiteral("denied");
    case Kind::Timeout:
    case Kind::Cancelled: return QStringLiteral("timeout");
    case Kind::BadReply:
    case Kind::TooLarge: return QStringLiteral("not-an-engine");
    default: return QStringLiteral("refused");
    }
}

Task<Result<net::Reply>> get(EngineEndpoint endpoint, QByteArray target, DaemonSurroundings surroundings, std::shared_ptr<Stop> stop)
{
    EngineRequest request;
    request.target = target;
    request.timeout = surroundings.limit;
    co_return co_await docker::engineRequest(endpoint, request, surroundings.environment, stop);
}

/// Docker's `_ping` says `OK`, and so does Podman's.
bool isEngine(const net::Reply &ping)
{
    return ping.ok() && ping.body.trimmed() == "OK";
}

Task<QStringList> addressesOf(QString host, std::chrono::milliseconds limit)
{
    const auto looked = std::make_shared<Later<QStringList>>();
    const auto context = std::make_shared<QObject>();
    QHostInfo::lookupHost(host, context.get(), [looked](const QHostInfo &info) {
        QStringList addresses;
        const QList<QHostAddress> found = info.addresses();
        for (const QHostAddress &address : found)
            addresses.append(address.toString());
        if (!looked->isSet())
            looked->set(addresses);
    });
    QTimer::singleShot(limit, context.get(), [looked] {
        if (!looked->isSet())
            looked->set({});
    });
    co_return co_await *looked;
}

/// The daemon takes a range for a host that has an address in it, by name, too. Source: moby registry/config.go isCIDRMatch().
Task<bool> isInRange(registry::RegistryHost host, QStringList ranges, DaemonSurroundings surroundings)
{
    const QString name = host.api(QStringLiteral("https")).host();
    if (ranges.isEmpty() || name.isEmpty())
        co_return false;
    QStringList addresses { name };
    if (QHostAddress(name).isNull())
        addresses = co_await addressesOf(name, surroundings.limit);
    co_return std::any_of(addresses.cbegin(), addresses.cend(), [&ranges](const QString &address) { return isWithin(address, ranges); });
}

/// Somebody switched the service on, so that its socket should be there.
bool isSwitchedOn(const DaemonSurroundings &surroundings)
{
    for (const QLatin1String link : { QLatin1String("/sockets.target.wants/docker.socket"), QLatin1String("/multi-user.target.wants/docker.service") }) {
        if (QFileInfo(surroundings.systemdFolder + link).isSymLink())
            return true;
    }
    return false;
}

/// The first of the other sockets that answers; empty where none does.
Task<QString> findOther(EngineEndpoint chosen, DaemonSurroundings surroundings, std::shared_ptr<Stop> stop)
{
    QStringList sockets = docker::otherSockets(surroundings.environment, homeOf(surroundings));
    sockets.prepend(surroundings.dockerSocket);
    sockets.append(surroundings.podmanSocket);
    for (const QString &socket : std::as_const(sockets)) {
        if (socket == chosen.path || !QFileInfo::exists(socket))
            continue;
        const QString address = QLatin1String("unix://") + socket;
        const auto ping = co_await get(docker::parseEndpoint(address), "/_ping", surroundings, stop);
        if (ping && isEngine(*ping))
            co_return address;
    }
    co_return QString();
}

Task<> askMore(std::shared_ptr<DaemonEvidence> evidence, EngineEndpoint endpoint, registry::RegistryHost host, DaemonSurroundings surroundings,
               std::shared_ptr<const Clock> clock, std::shared_ptr<Stop> stop)
{
    const QByteArray prefix = versionPrefix(evidence->apiVersion);
    // Side by side: each has a connection of its own.
    auto version = get(endpoint, prefix + "/version", surroundings, stop);
    const auto asked = clock->monotonic();
    auto info = get(endpoint, prefix + "/info", surroundings, stop);
    const auto infoReply = co_await info;
    const auto answered = clock->monotonic();
    if (infoReply && infoReply->ok())
        takeInfo(infoReply->body, host, *evidence);
    if (evidence->systemTime.isValid()) // it was read somewhere between question and answer
        evidence->clockOffsetSeconds = clock->now().addMSecs(-(answered - asked).count() / 2).secsTo(evidence->systemTime);
    const auto versionReply = co_await version;
    if (versionReply && versionReply->ok())
        takeVersion(versionReply->body, *evidence);
    if (!evidence->insecure)
        evidence->insecure = co_await isInRange(host, rangesIn(evidence->insecureEntries), surroundings);
}

} // namespace

Task<DaemonEvidence> probeDaemon(registry::RegistryHost host, DaemonSurroundings surroundings, std::shared_ptr<const Clock> clock,
                                 std::shared_ptr<Stop> stop)
{
    const auto evidence = std::make_shared<DaemonEvidence>();
    const QString home = homeOf(surroundings);
    evidence->builders = readBuilders(docker::dockerFolder(surroundings.environment, home).path, surroundings.environment);

    EngineEndpoint endpoint = docker::findEngine(surroundings.environment, home, surroundings.dockerSocket);
    evidence->endpoint = endpoint.address;
    evidence->endpointFrom = endpoint.from;
    evidence->onThisMachine = endpoint.isOnThisMachine();
    const bool byDefault = endpoint.from == QLatin1String("default");
    auto ping = co_await get(endpoint, "/_ping", surroundings, stop);
    if (!ping) {
        evidence->state = stateOf(ping.error());
        evidence->problem = ping.error().serverSaid.isEmpty() ? ping.error().subject : ping.error().serverSaid;
        const QString other = co_await findOther(endpoint, surroundings, stop);
        const bool nothingThere = byDefault && evidence->state == QLatin1String("absent");
        if (nothingThere && other.contains(QLatin1String("podman"))) {
            // Nobody wants Docker here: Podman is what there is.
            endpoint = docker::parseEndpoint(other);
            evidence->endpoint = other;
            evidence->problem.clear();
            ping = co_await get(endpoint, "/_ping", surroundings, stop);
        } else {
            evidence->otherEndpoint = other;
            if (nothingThere && other.isEmpty() && !isSwitchedOn(surroundings))
                evidence->state = QStringLiteral("none");
            co_return *evidence;
        }
    }
    if (!ping || !isEngine(*ping)) {
        evidence->state = ping ? QStringLiteral("not-an-engine") : stateOf(ping.error());
        evidence->problem = ping ? QStringLiteral("HTTP %1").arg(ping->status) : ping.error().subject;
        co_return *evidence;
    }
    evidence->state = QStringLiteral("reached");
    evidence->engine = ping->header("Libpod-API-Version").isEmpty() ? QStringLiteral("docker") : QStringLiteral("podman");
    evidence->apiVersion = QString::fromLatin1(ping->header("Api-Version")).left(32);
    co_await askMore(evidence, endpoint, host, surroundings, clock, stop);
    co_return *evidence;
}

Task<DaemonLoginEvidence> probeDaemonLogin(DaemonEvidence evidence, registry::RegistryHost host, Credential credential,
                                           DaemonSurroundings surroundings, std::shared_ptr<Stop> stop)
{
    DaemonLoginEvidence login;
    if (!evidence.reached())
        co_return login;
    // With its certificates, which the evidence does not carry; where Podman stood in, its own socket.
    EngineEndpoint endpoint = docker::findEngine(surroundings.environment, homeOf(surroundings), surroundings.dockerSocket);
    if (endpoint.address != evidence.endpoint)
        endpoint = docker::parseEndpoint(evidence.endpoint);
    EngineRequest request;
    request.method = "POST";
    request.target = versionPrefix(evidence.apiVersion) + "/auth";
    request.body = docker::engineCredential(host, credential);
    request.bodyIsSecret = true;
    request.bodyLimit = 64 * 1024;
    request.timeout = surroundings.loginLimit;
    QElapsedTimer timer;
    timer.start();
    const auto reply = co_await docker::engineRequest(endpoint, std::move(request), surroundings.environment, stop);
    login.made = true;
    login.milliseconds = timer.elapsed();
    if (reply) {
        login.status = reply->status;
        login.said = messageIn(reply->body, credential);
    } else {
        login.said = kindName(reply.error().kind);
    }
    co_return login;
}

} // namespace wharf::diagnosis
