#include "core/docker/engine_endpoint.h"

#include "core/base/json.h"
#include "core/docker/client_places.h"
#include "core/docker/credential_file.h"
#include "core/docker/whole_file.h"
#include "core/net/origin.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QUrl>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace wharf::docker {

namespace {

using Way = EngineEndpoint::Way;

constexpr int plainPort = 2375; // Docker's, by convention
constexpr int tlsPort = 2376;

QString variable(const QProcessEnvironment &environment, const char *name)
{
    return environment.value(QLatin1String(name));
}

QString existing(const QString &file)
{
    return QFileInfo::exists(file) ? file : QString();
}

void takeCertificates(EngineEndpoint &endpoint, const QString &folder)
{
    endpoint.caFile = existing(folder + QLatin1String("/ca.pem"));
    endpoint.certFile = existing(folder + QLatin1String("/cert.pem"));
    endpoint.keyFile = existing(folder + QLatin1String("/key.pem"));
}

EngineEndpoint localSocket(const QString &path)
{
    EngineEndpoint endpoint;
    endpoint.address = QLatin1String("unix://") + path;
    endpoint.way = Way::LocalSocket;
    endpoint.path = path;
    return endpoint;
}

std::optional<QByteArray> contentOf(const QString &file)
{
    const auto whole = readWhole(file);
    return whole ? whole->bytes : std::nullopt;
}

QString currentContext(const QString &folder)
{
    auto text = contentOf(folder + QLatin1String("/config.json"));
    if (!text)
        return {};
    const auto file = readCredentialFile(*text, Dialect::Docker);
    wipe(*text);
    return file ? file->currentContext : QString();
}

EngineEndpoint contextNamed(const QString &name, const QString &folder)
{
    const QString hash = contextFolder(name);
    const auto meta = contentOf(folder + QLatin1String("/contexts/meta/") + hash + QLatin1String("/meta.json"));
    if (meta)
        return endpointOfContext(*meta, folder + QLatin1String("/contexts/tls/") + hash + QLatin1String("/docker"));
    EngineEndpoint missing;
    missing.problem = QStringLiteral("context-missing");
    return missing;
}

/// Go's client: TLS where a folder of certificates is named or asked for; unverified where DOCKER_TLS_VERIFY is empty.
void takeTlsVariables(EngineEndpoint &endpoint, const QProcessEnvironment &environment, const QString &folder)
{
    if (endpoint.way != Way::Tcp)
        return;
    const QString named = variable(environment, "DOCKER_CERT_PATH");
    const bool verify = !variable(environment, "DOCKER_TLS_VERIFY").isEmpty();
    if (!verify && named.isEmpty() && variable(environment, "DOCKER_TLS").isEmpty())
        return;
    endpoint.tls = true;
    endpoint.verify = verify;
    takeCertificates(endpoint, named.isEmpty() ? folder : named);
}

} // namespace

bool EngineEndpoint::isOnThisMachine() const
{
    // Docker Desktop's socket leads into a virtual machine: its clock, names and trust are not this machine's.
    if (way == Way::LocalSocket)
        return !path.contains(QLatin1String("/.docker/desktop/"));
    return way == Way::Tcp && net::isLoopback(host);
}

EngineEndpoint parseEndpoint(const QString &address)
{
    EngineEndpoint endpoint;
    const qsizetype scheme = address.indexOf(QLatin1String("://"));
    const QString name = address.left(std::max<qsizetype>(scheme, 0));
    if (name == QLatin1String("unix") || name == QLatin1String("npipe")) {
        endpoint = localSocket(address.mid(scheme + 3));
        endpoint.address = address;
        if (endpoint.path.isEmpty())
            endpoint.problem = QStringLiteral("address");
#ifndef Q_OS_WIN
        if (name == QLatin1String("npipe"))
            endpoint.problem = QStringLiteral("address");
#endif
        return endpoint;
    }
    const QUrl url(address, QUrl::StrictMode);
    const bool ssh = name == QLatin1String("ssh");
    const bool tcp = name == QLatin1String("tcp") || name == QLatin1String("http") || name == QLatin1String("https");
    endpoint.address = url.isValid() ? url.adjusted(QUrl::RemovePassword | QUrl::RemoveQuery | QUrl::RemoveFragment).toString() : QString();
    if ((!ssh && !tcp) || !url.isValid() || (ssh && (url.host().isEmpty() || url.host().startsWith(QLatin1Char('-'))))) {
        endpoint.problem = QStringLiteral("address");
        return endpoint;
    }
    endpoint.way = ssh ? Way::Ssh : Way::Tcp;
    endpoint.host = url.host().isEmpty() ? QStringLiteral("localhost") : url.host();
    endpoint.port = url.port(0);
    endpoint.userName = ssh ? url.userName() : QString();
    endpoint.path = ssh ? url.path() : QString();
    endpoint.tls = name == QLatin1String("https");
    return endpoint;
}

QString contextFolder(const QString &name)
{
    return QString::fromLatin1(QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex());
}

EngineEndpoint endpointOfContext(const QByteArray &metaJson, const QString &tlsFolder)
{
    const auto meta = json::readObject(metaJson);
    const QJsonObject docker = meta ? meta->value(QLatin1String("Endpoints")).toObject().value(QLatin1String("docker")).toObject() : QJsonObject();
    const QString address = docker.value(QLatin1String("Host")).toString();
    if (!meta || address.isEmpty()) {
        EngineEndpoint broken;
        broken.problem = QStringLiteral("context-malformed");
        return broken;
    }
    EngineEndpoint endpoint = parseEndpoint(address);
    if (endpoint.way == Way::Tcp) {
        takeCertificates(endpoint, tlsFolder);
        const bool skipVerify = docker.value(QLatin1String("SkipTLSVerify")).toBool();
        endpoint.tls = endpoint.tls || skipVerify || !endpoint.caFile.isEmpty() || !endpoint.certFile.isEmpty();
        endpoint.verify = !skipVerify;
    }
    return endpoint;
}

EngineEndpoint findEngine(const QProcessEnvironment &environment, const QString &home, const QString &defaultSocket)
{
    const QString folder = dockerFolder(environment, home).path;
    const QString host = variable(environment, "DOCKER_HOST");
    EngineEndpoint endpoint;
    if (!host.isEmpty()) {
        endpoint = parseEndpoint(host);
        endpoint.from = QStringLiteral("DOCKER_HOST");
        takeTlsVariables(endpoint, environment, folder);
    } else {
        const QString named = variable(environment, "DOCKER_CONTEXT");
        const QString context = named.isEmpty() ? currentContext(folder) : named;
        if (context.isEmpty() || context == QLatin1String("default")) {
            endpoint = localSocket(defaultSocket);
            endpoint.from = QStringLiteral("default");
        } else {
            endpoint = contextNamed(context, folder);
            endpoint.from = named.isEmpty() ? QLatin1String("context ") + context : QStringLiteral("DOCKER_CONTEXT");
        }
    }
    if (endpoint.way == Way::Tcp && endpoint.port == 0)
        endpoint.port = endpoint.tls ? tlsPort : plainPort;
    return endpoint;
}

QStringList otherSockets(const QProcessEnvironment &environment, const QString &home)
{
    QStringList sockets;
    QString runtime = variable(environment, "XDG_RUNTIME_DIR");
#ifdef Q_OS_UNIX
    if (runtime.isEmpty())
        runtime = QStringLiteral("/run/user/%1").arg(::geteuid());
#endif
    sockets << runtime + QLatin1String("/docker.sock") << home + QLatin1String("/.docker/desktop/docker.sock")
            << home + QLatin1String("/.docker/run/docker.sock") << runtime + QLatin1String("/podman/podman.sock");
    return sockets;
}

} // namespace wharf::docker
