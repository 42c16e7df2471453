#include "core/docker/engine_version.h"

#include "core/docker/engine_refusal.h"

#include <QVersionNumber>

namespace wharf::docker {

namespace {

/// Null where it is none.
QVersionNumber versionIn(QByteArrayView text)
{
    if (text.size() > 16)
        return {};
    qsizetype end = 0;
    const QVersionNumber version = QVersionNumber::fromString(QLatin1String(text), &end);
    return end == text.size() && version.segmentCount() == 2 ? version : QVersionNumber();
}

} // namespace

Result<EngineVersion> readEngineVersion(const net::Reply &ping, const QString &pinned)
{
    if (!ping.ok())
        return fail(engineRefusal(ping, QStringLiteral("ping")));
    if (ping.body.trimmed() != "OK")
        return fail({ .stage = Stage::Daemon, .kind = Kind::BadReply, .httpStatus = ping.status, .subject = QStringLiteral("not-an-engine") });
    const bool isPodman = !ping.header("Libpod-API-Version").isEmpty();
    if (!pinned.isEmpty() && !isPodman) {
        const QByteArray pin = pinned.toUtf8();
        if (versionIn(pin).isNull())
            return fail({ .stage = Stage::Input, .kind = Kind::Invalid, .subject = QStringLiteral("DOCKER_API_VERSION") });
        return EngineVersion { pin, isPodman };
    }
    const QByteArray said = ping.header("Api-Version");
    if (said.isEmpty())
        return EngineVersion { "1.24", isPodman }; // what engines spoke before they said so
    const QVersionNumber theirs = versionIn(said);
    if (theirs.isNull())
        return fail({ .stage = Stage::Daemon, .kind = Kind::BadReply, .httpStatus = ping.status, .subject = QStringLiteral("not-an-engine") });
    return EngineVersion { theirs < versionIn(newestEngineApi) ? said : newestEngineApi.toByteArray(), isPodman };
}

Task<Result<EngineVersion>> negotiateEngine(EngineEndpoint endpoint, QProcessEnvironment environment, std::shared_ptr<Stop> stop)
{
    EngineRequest request;
    request.target = "/_ping";
    request.bodyLimit = 64 * 1024;
    const auto ping = co_await engineRequest(endpoint, request, environment, stop);
    if (!ping)
        co_return fail(ping.error());
    co_return readEngineVersion(*ping, environment.value(QStringLiteral("DOCKER_API_VERSION")));
}

} // namespace wharf::docker
