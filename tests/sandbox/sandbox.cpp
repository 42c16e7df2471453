#include "tests/sandbox/sandbox.h"

#include "tests/sandbox/environment.h"
#include "tests/sandbox/gitlab/routable_token.h"
#include "tests/support/test_certificates.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

namespace wharf::sandbox {

namespace {

QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

Sandbox::Sandbox(const Parts &parts, DemoWorld demo)
    : m_parts(withNeeded(parts))
    , m_demo(std::move(demo))
    , m_basicPassword(classicToken("basic-"))
{
}

Sandbox::~Sandbox()
{
    stop();
}

bool Sandbox::start(const QString &folder)
{
    m_folder = Folder::make(folder, &m_error, has(Part::Docker));
    if (!m_folder)
        return false;
    makeCertificates();
    writeClientFiles(*m_folder, contentOf(m_caFile));
    if (launch() && waitForAll())
        return true;
    stop();
    return false;
}

void Sandbox::stop()
{
    // All are let go first, so that they end side by side.
    for (const auto &registry : { &m_registry, &m_plainRegistry, &m_basicRegistry, &m_openRegistry }) {
        if (*registry)
            (*registry)->process().letGo();
    }
    for (const auto &engine : { &m_docker, &m_podman }) {
        if (*engine)
            (*engine)->letGo();
    }
    if (m_keyring)
        m_keyring->letGo();
    m_keyring.reset();
    m_podman.reset();
    m_docker.reset();
    m_openRegistry.reset();
    m_basicRegistry.reset();
    m_plainRegistry.reset();
    m_registry.reset();
    m_gitlab.reset();
    m_folder.reset();
}

void Sandbox::makeCertificates()
{
    test::TestCertificates certificates(m_folder->folder(QStringLiteral("certificates")));
    const test::TestCertificate authority = certificates.authority(QStringLiteral("Sandbox CA"));
    const test::TestCertificate server = certificates.issue(authority);
    m_caFile = m_folder->write(QStringLiteral("ca.crt"), authority.certificate);
    m_serverCertificateFile = server.certificateFile;
    m_serverKeyFile = server.keyFile;
}

bool Sandbox::launch()
{
    const QProcessEnvironment daemons = daemonEnvironment(*m_folder);
    if (has(Part::GitLab)) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setLocalCertificate(QSslCertificate(contentOf(m_serverCertificateFile)));
        tls.setPrivateKey(QSslKey(contentOf(m_serverKeyFile), QSsl::Ec));
        m_gitlab = std::make_unique<GitLabService>(m_demo.world);
        if (!m_gitlab->start(tls)) {
            m_error = QStringLiteral("The GitLab stand-in could not listen on 127.0.0.1.");
            return false;
        }
        m_tokenCertificateFile = m_folder->write(QStringLiteral("gitlab-token.crt"), m_gitlab->certificatePem());
        trustIn(m_gitlab->url().authority());
    }
    const auto launchRegistry = [&](std::unique_ptr<Registry> &registry, Part part, bool tls, bool basic) {
        if (!has(part) || !m_error.isEmpty())
            return;
        RegistrySetup setup { .name = partName(part), .certificateFile = {}, .keyFile = {}, .ca = {}, .realm = {}, .issuer = {}, .tokenCertificateFile = {}, .passwordFile = {} };
        if (tls) {
            setup.certificateFile = m_serverCertificateFile;
            setup.keyFile = m_serverKeyFile;
            setup.ca = contentOf(m_caFile);
        }
        if (basic) {
            setup.passwordFile = makePasswordFile(*m_folder, basicSignIn().userName, m_basicPassword, &m_error);
        } else if (part != Part::OpenRegistry) {
            setup.realm = tls ? m_gitlab->realm() : m_gitlab->plainRealm();
            setup.issuer = m_gitlab->world().settings.issuer;
            setup.tokenCertificateFile = m_tokenCertificateFile;
        }
        if (m_error.isEmpty())
            registry = Registry::start(setup, *m_folder, daemons, &m_error);
    };
    launchRegistry(m_registry, Part::Registry, true, false);
    launchRegistry(m_plainRegistry, Part::PlainRegistry, false, false);
    launchRegistry(m_basicRegistry, Part::BasicRegistry, true, true);
    launchRegistry(m_openRegistry, Part::OpenRegistry, false, false);
    if (has(Part::Docker) && m_error.isEmpty())
        m_docker = Engine::startDocker(*m_folder, daemons, &m_error);
    if (has(Part::Podman) && m_error.isEmpty())
        m_podman = Engine::startPodman(*m_folder, daemons, &m_error);
    if (has(Part::Keyring) && m_error.isEmpty())
        m_keyring = Keyring::start(*m_folder, daemons, &m_error);
    return m_error.isEmpty();
}

bool Sandbox::waitForAll()
{
    for (const auto &registry : { &m_registry, &m_plainRegistry, &m_basicRegistry, &m_openRegistry }) {
        if (*registry && m_error.isEmpty())
            m_error = (*registry)->waitUntilReady();
    }
    for (const auto &engine : { &m_docker, &m_podman }) {
        if (*engine && m_error.isEmpty())
            m_error = (*engine)->waitUntilReady();
    }
    if (m_keyring && m_error.isEmpty())
        m_error = m_keyring->waitUntilReady();
    if (!m_error.isEmpty())
        return false;
    for (const auto &registry : { &m_registry, &m_basicRegistry }) {
        if (*registry)
            trustIn((*registry)->host());
    }
    QStringList plain { plainRegistry(), openRegistry() };
    plain.removeAll(QString());
    writePlainRegistries(*m_folder, plain);
    return true;
}

void Sandbox::trustIn(const QString &host) const
{
    // podman, skopeo and Wharfinger look here, and never on the machine for what is the sandbox's.
    const QString below = QStringLiteral("home/.config/containers/certs.d/") + host;
    m_folder->folder(below);
    m_folder->write(below + QLatin1String("/ca.crt"), contentOf(m_caFile));
}

QProcessEnvironment Sandbox::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : { "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY", "DOCKER_AUTH_CONFIG", "REGISTRY_AUTH_FILE", "CONTAINER_HOST",
                              "DBUS_SESSION_BUS_ADDRESS", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy", "WHARFINGER_HOME" })
        environment.remove(QLatin1String(name));
    const QMap<QString, QString> variables = folderVariables(*m_folder);
    for (auto variable = variables.cbegin(); variable != variables.cend(); ++variable)
        environment.insert(variable.key(), variable.value());
    if (m_docker)
        environment.insert(QStringLiteral("DOCKER_HOST"), m_docker->address());
    if (m_keyring)
        environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), m_keyring->busAddress());
    return environment;
}

} // namespace wharf::sandbox
