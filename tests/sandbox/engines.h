#pragma once

#include "tests/sandbox/folder.h"
#include "tests/sandbox/kept_process.h"

#include <memory>
#include <vector>

namespace wharf::sandbox {

/// A container engine that answers on a Unix socket of its own. Makes no bridges and runs no containers: pulling, pushing,
/// building and signing in is what it is for.
class Engine {
public:
    /// dockerd, with a containerd of its own. Needs root, or sudo without a password.
    /// dockerd takes any certificate from 127.0.0.0/8, so the sandbox's CA need not be made known to it.
    [[nodiscard]] static std::unique_ptr<Engine> startDocker(const Folder &folder, const QProcessEnvironment &environment, QString *error);
    /// `podman system service` over the storage that CONTAINERS_STORAGE_CONF of the sandbox's environment names.
    [[nodiscard]] static std::unique_ptr<Engine> startPodman(const Folder &folder, const QProcessEnvironment &environment, QString *error);

    /// Blocks until it answers. An error sentence, or nothing.
    [[nodiscard]] QString waitUntilReady();
    [[nodiscard]] const QString &socketFile() const { return m_socketFile; }
    /// `unix:///…/docker.sock`
    [[nodiscard]] QString address() const { return QLatin1String("unix://") + m_socketFile; }
    /// Lets go of all its processes; they end side by side.
    void letGo();

private:
    QString m_socketFile;
    std::vector<std::unique_ptr<KeptProcess>> m_processes; ///< the one that answers is the last
};

} // namespace wharf::sandbox
