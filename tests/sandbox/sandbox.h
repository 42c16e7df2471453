#pragma once

#include "tests/sandbox/engines.h"
#include "tests/sandbox/gitlab/demo_world.h"
#include "tests/sandbox/gitlab_service.h"
#include "tests/sandbox/keyring.h"
#include "tests/sandbox/part.h"
#include "tests/sandbox/registry.h"

namespace wharf::sandbox {

/// The real things on loopback, in a folder of their own: a GitLab stand-in, registries behind it, engines, a keyring.
/// Everything ends with this object, and with this process when it is killed; nothing stays behind.
///
///     Sandbox sandbox({ Part::Registry, Part::Docker });
///     QVERIFY2(sandbox.start(), qPrintable(sandbox.error()));
///     sandbox.gitlab().change([](GitLabWorld &world) { world.settings.tokenLifetimeSeconds = 60; });
///     run("docker", { "login", sandbox.registry() }, sandbox.environment());
class Sandbox {
public:
    explicit Sandbox(const Parts &parts, DemoWorld demo = demoWorld());
    Sandbox(const Sandbox &) = delete;
    Sandbox &operator=(const Sandbox &) = delete;
    ~Sandbox();

    /// Blocks until every part answers. `folder`: see Folder::make(). False when a part cannot be had: error() says which, in a
    /// sentence that names what is missing.
    [[nodiscard]] bool start(const QString &folder = {});
    [[nodiscard]] const QString &error() const { return m_error; }
    /// Blocks until everything has ended and the folder is gone.
    void stop();

    [[nodiscard]] const Parts &parts() const { return m_parts; }
    [[nodiscard]] const Folder &folder() const { return *m_folder; }
    /// Only with Part::GitLab.
    [[nodiscard]] GitLabService &gitlab() const { return *m_gitlab; }
    [[nodiscard]] const DemoSignIn &signIn(const QString &name) const { return m_demo.signIn(name); }
    [[nodiscard]] const QList<DemoSignIn> &signIns() const { return m_demo.signIns; }

    /// `localhost:PORT`; empty without the part.
    [[nodiscard]] QString registry() const { return hostOf(m_registry); }
    [[nodiscard]] QString plainRegistry() const { return hostOf(m_plainRegistry); }
    [[nodiscard]] QString basicRegistry() const { return hostOf(m_basicRegistry); }
    [[nodiscard]] QString openRegistry() const { return hostOf(m_openRegistry); }
    /// To be killed and started again, and to stand behind what spoils pushes.
    [[nodiscard]] Registry &plainRegistryServer() const { return *m_plainRegistry; }
    [[nodiscard]] Registry &openRegistryServer() const { return *m_openRegistry; }
    /// User name and password of the Basic registry.
    [[nodiscard]] BasicCredential basicSignIn() const { return { QStringLiteral("bo"), m_basicPassword }; }
    /// Only with Part::Docker, Part::Podman, Part::Keyring.
    [[nodiscard]] const Engine &docker() const { return *m_docker; }
    [[nodiscard]] const Engine &podman() const { return *m_podman; }
    [[nodiscard]] Keyring &keyring() const { return *m_keyring; }

    /// PEM file of the private CA that all TLS here hangs on.
    [[nodiscard]] const QString &caFile() const { return m_caFile; }
    /// PEM file to check GitLab's tokens with.
    [[nodiscard]] const QString &tokenCertificateFile() const { return m_tokenCertificateFile; }

    /// What a client needs to live in the sandbox: HOME and XDG folders of its own, DOCKER_HOST, DOCKER_CONFIG,
    /// DBUS_SESSION_BUS_ADDRESS, the CA for Go programs and curl, podman's storage. PATH and the display stay the caller's.
    [[nodiscard]] QProcessEnvironment environment() const;

private:
    [[nodiscard]] static QString hostOf(const std::unique_ptr<Registry> &registry) { return registry ? registry->host() : QString(); }
    [[nodiscard]] bool has(Part part) const { return m_parts.contains(part); }
    [[nodiscard]] bool launch();
    [[nodiscard]] bool waitForAll();
    void makeCertificates();
    void trustIn(const QString &host) const;

    Parts m_parts;
    DemoWorld m_demo;
    QString m_error;
    std::optional<Folder> m_folder;
    QString m_caFile;
    QString m_serverCertificateFile;
    QString m_serverKeyFile;
    QString m_tokenCertificateFile;
    QString m_basicPassword;
    std::unique_ptr<GitLabService> m_gitlab;
    std::unique_ptr<Registry> m_registry;
    std::unique_ptr<Registry> m_plainRegistry;
    std::unique_ptr<Registry> m_basicRegistry;
    std::unique_ptr<Registry> m_openRegistry;
    std::unique_ptr<Engine> m_docker;
    std::unique_ptr<Engine> m_podman;
    std::unique_ptr<Keyring> m_keyring;
};

} // namespace wharf::sandbox
