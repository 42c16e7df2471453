#pragma once

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <optional>

namespace wharf::docker {

/// Where Docker's engine listens for the whole machine.
#ifdef Q_OS_WIN
inline constexpr QLatin1String dockerSystemSocket("//./pipe/docker_engine");
#else
inline constexpr QLatin1String dockerSystemSocket("/var/run/docker.sock");
#endif

/// Where a container engine listens, and how it is reached.
struct EngineEndpoint {
    enum class Way { LocalSocket, Tcp, Ssh, Unknown };

    QString address; ///< as written, without a password: `unix:///var/run/docker.sock`, `tcp://build:2376`, `ssh://jo@build`
    QString from;    ///< `default`, `DOCKER_HOST`, `DOCKER_CONTEXT`, `context NAME`
    QString problem; ///< why it leads nowhere: `context-missing`, `context-malformed`, `address`; empty where it may lead somewhere
    Way way = Way::Unknown;
    QString path;    ///< LocalSocket: the socket; Ssh: the socket there, empty for the usual one
    QString host;
    int port = 0;    ///< 0: the way's own default
    QString userName;///< Ssh
    bool tls = false;
    bool verify = true; ///< Tcp with TLS: the server's certificate must be good
    QString caFile;
    QString certFile;
    QString keyFile;

    /// On this machine: a local socket, or a loopback address that no tunnel is known to stand behind.
    [[nodiscard]] bool isOnThisMachine() const;
};

/// Reads `unix://`, `npipe://`, `tcp://`, `http://`, `https://`, `ssh://`; `Way::Unknown` with a problem for anything else.
[[nodiscard]] EngineEndpoint parseEndpoint(const QString &address);

/// Finds the engine as Docker's command line does: `DOCKER_HOST`, `DOCKER_CONTEXT`, `currentContext` of config.json, the
/// default socket. Never fails: what is wrong is its `problem`. Facts: docker/cli cli/command/cli.go, cli/context/store.
[[nodiscard]] EngineEndpoint findEngine(const QProcessEnvironment &environment, const QString &home, const QString &defaultSocket);

/// What a context's meta.json says of its endpoint; `tlsFolder` is where its certificates would lie.
[[nodiscard]] EngineEndpoint endpointOfContext(const QByteArray &metaJson, const QString &tlsFolder);

/// The folder names of contexts: SHA-256 of the name, hexadecimal.
[[nodiscard]] QString contextFolder(const QString &name);

/// Sockets that engines are known to use beside the default one, whether or not they are there: rootless Docker's, Docker
/// Desktop's, Podman's of the user and of the system.
[[nodiscard]] QStringList otherSockets(const QProcessEnvironment &environment, const QString &home);

} // namespace wharf::docker
