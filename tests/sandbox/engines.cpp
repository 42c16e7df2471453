#include "tests/sandbox/engines.h"

#include "tests/sandbox/readiness.h"

#include <QFile>

#include <unistd.h>

namespace wharf::sandbox {

namespace {

/// The machine's own containerd, where one runs, must not come to know our dockerd.
QString writeContainerdConfiguration(const Folder &folder)
{
    const QString at = folder.at(QStringLiteral("docker"));
    return folder.write(QStringLiteral("docker/containerd.toml"),
                        QStringLiteral("version = 2\n"
                                       "root = \"%1/containerd\"\n"
                                       "state = \"%1/containerd-state\"\n"
                                       "disabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n"
                                       "[grpc]\n"
                                       "  address = \"%1/containerd.sock\"\n"
                                       "[ttrpc]\n"
                                       "  address = \"%1/containerd.sock.ttrpc\"\n")
                            .arg(at)
                            .toUtf8());
}

} // namespace

std::unique_ptr<Engine> Engine::startDocker(const Folder &folder, const QProcessEnvironment &environment, QString *error)
{
    const auto dockerd = findProgram(QStringLiteral("dockerd"));
    const auto containerd = findProgram(QStringLiteral("containerd"));
    if (!dockerd || !containerd || !findProgram(QStringLiteral("docker"))) {
        *error = QStringLiteral("docker, dockerd or containerd is not installed (Debian: docker.io).");
        return nullptr;
    }
    const QString at = folder.folder(QStringLiteral("docker"));
    auto engine = std::make_unique<Engine>();
    engine->m_socketFile = at + QLatin1String("/docker.sock");
    engine->m_processes.push_back(std::make_unique<KeptProcess>(
        Launch { .name = QStringLiteral("containerd"),
                 .program = *containerd,
                 .arguments = { QStringLiteral("--config"), writeContainerdConfiguration(folder) },
                 .environment = environment,
                 .feed = {},
                 .asRoot = true },
        folder.lockFile(), at + QLatin1String("/containerd.log")));
    const QString containerdSocket = at + QLatin1String("/containerd.sock");
    *error = sandbox::waitUntilReady(*engine->m_processes.back(), [&] { return QFile::exists(containerdSocket); });
    if (!error->isEmpty())
        return nullptr;
    const QStringList arguments { QStringLiteral("--config-file=") + folder.write(QStringLiteral("docker/daemon.json"), "{}\n"),
                                  QStringLiteral("--data-root=%1/data").arg(at),
                                  QStringLiteral("--exec-root=%1/exec").arg(at),
                                  QStringLiteral("--pidfile=%1/pid").arg(at),
                                  QStringLiteral("--host=unix://") + engine->m_socketFile,
                                  QStringLiteral("--group=%1").arg(::getegid()),
                                  QStringLiteral("--containerd=") + containerdSocket,
                                  QStringLiteral("--iptables=false"),
                                  QStringLiteral("--ip-forward=false"),
                                  QStringLiteral("--ip-masq=false"),
                                  QStringLiteral("--bridge=none") };
    engine->m_processes.push_back(std::make_unique<KeptProcess>(
        Launch { .name = QStringLiteral("dockerd"), .program = *dockerd, .arguments = arguments, .environment = environment, .feed = {}, .asRoot = true },
        folder.lockFile(), at + QLatin1String("/log")));
    return engine;
}

std::unique_ptr<Engine> Engine::startPodman(const Folder &folder, const QProcessEnvironment &environment, QString *error)
{
    const auto podman = findProgram(QStringLiteral("podman"));
    if (!podman) {
        *error = QStringLiteral("podman is not installed (Debian: podman).");
        return nullptr;
    }
    const QString at = folder.folder(QStringLiteral("podman"));
    auto engine = std::make_unique<Engine>();
    engine->m_socketFile = at + QLatin1String("/podman.sock");
    engine->m_processes.push_back(std::make_unique<KeptProcess>(
        Launch { .name = QStringLiteral("podman"),
                 .program = *podman,
                 .arguments = { QStringLiteral("system"), QStringLiteral("service"), QStringLiteral("--time=0"), engine->address() },
                 .environment = environment,
                 .feed = {} },
        folder.lockFile(), at + QLatin1String("/log")));
    return engine;
}

QString Engine::waitUntilReady()
{
    return sandbox::waitUntilReady(*m_processes.back(), [this] { return QFile::exists(m_socketFile) && httpStatusOnSocket(m_socketFile, "/_ping") == 200; });
}

void Engine::letGo()
{
    for (auto process = m_processes.rbegin(); process != m_processes.rend(); ++process)
        (*process)->letGo();
}

} // namespace wharf::sandbox
