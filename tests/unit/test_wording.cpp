#include "core/wording/wording.h"

#include <QTest>

using namespace wharf;
using wording::failureWords;
using wording::Voice;
using wording::Words;

namespace {

const QString host = QStringLiteral("registry.example.com");

Words wordsOf(Stage stage, Kind kind, const QString &subject, Voice voice = Voice::Terminal)
{
    return failureWords({ .stage = stage, .kind = kind, .subject = subject, .host = QStringLiteral("proxy.example.com:3128") }, host, voice);
}

void add(Stage stage, Kind kind, const char *subject, const char *tells)
{
    const QString name = stageName(stage) + QLatin1Char('/') + kindName(kind) + QLatin1Char('/') + QLatin1String(subject);
    QTest::newRow(qPrintable(name)) << stage << kind << QString::fromLatin1(subject) << QString::fromLatin1(tells);
}

const char *digestOfNothing = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

} // namespace

class TestWording final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyReasonHasWordsOfItsOwn_data();
    void everyReasonHasWordsOfItsOwn();
    void noFailureIsWithoutANextStep();
    void aCancelSaysNothing();
    void aFileOfTheVaultIsNamed();
    void aPlainRealmIsTheAdministratorsMatter();
    void anImageIsNamed();
};

void TestWording::everyReasonHasWordsOfItsOwn_data()
{
    QTest::addColumn<Stage>("stage");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("tells");

    // core/registry/registry_host.cpp
    add(Stage::Input, Kind::Malformed, "empty", "Nothing stands");
    add(Stage::Input, Kind::Malformed, "spaces", "blank");
    add(Stage::Input, Kind::Malformed, "host", "no host name");
    add(Stage::Input, Kind::Malformed, "port", "65535");
    add(Stage::Input, Kind::Malformed, "too-long", "253");
    add(Stage::Input, Kind::Invalid, "scheme", "https or http");
    add(Stage::Input, Kind::Invalid, "user-info", "user name");
    add(Stage::Input, Kind::Invalid, "path", "more than a host");
    // core/registry/image_reference.cpp
    add(Stage::Input, Kind::Malformed, "scheme", "https://");
    add(Stage::Input, Kind::Malformed, "repository", "lower-case");
    add(Stage::Input, Kind::Malformed, "capitals", "capital");
    add(Stage::Input, Kind::Malformed, "tag", "tag");
    add(Stage::Input, Kind::Malformed, "digest", "sha256");
    // core/accounts/proof.cpp, core/docker/helper_protocol.cpp
    for (const char *subject : { "empty", "mangled", "checksum", "not-for-registries", "user-name", "user-name-colon", "user-name-control",
                                 "secret", "secret-too-long", "url" })
        add(Stage::Input, Kind::Invalid, subject, "");
    // core/net/network_failure.cpp, core/net/proxy_trouble.cpp, core/net/proxy_rules.cpp
    add(Stage::Connect, Kind::Offline, "name-not-found", "DNS");
    add(Stage::Connect, Kind::Offline, "refused", "nothing listens");
    add(Stage::Connect, Kind::Offline, "reset", "cut");
    add(Stage::Tls, Kind::Tls, "self-signed", "authority");
    add(Stage::Tls, Kind::Tls, "unknown-ca", "authority");
    add(Stage::Tls, Kind::Tls, "expired", "expired");
    add(Stage::Tls, Kind::Tls, "not-yet-valid", "not valid yet");
    add(Stage::Tls, Kind::Tls, "name-mismatch", "another name");
    add(Stage::Tls, Kind::Tls, "client-certificate", "wants to see a client certificate");
    add(Stage::Tls, Kind::Tls, "not-tls", "not in TLS");
    add(Stage::Proxy, Kind::Offline, "name-not-found", "DNS");
    add(Stage::Proxy, Kind::Offline, "refused", "proxy.example.com:3128");
    add(Stage::Proxy, Kind::Offline, "reset", "cut");
    add(Stage::Proxy, Kind::Offline, "no-tunnel", "get through");
    add(Stage::Proxy, Kind::BadReply, "not-a-proxy", "not as a proxy");
    // core/accounts
    add(Stage::Keychain, Kind::Locked, "passphrase", "does not open");
    add(Stage::Keychain, Kind::Locked, "no-passphrase", "none was given");
    add(Stage::Keychain, Kind::Locked, "askpass", "not answered");
    add(Stage::Keychain, Kind::Locked, "passphrases-differ", "not the same");
    add(Stage::Keychain, Kind::Absent, "entry", "Sign in again");
    add(Stage::Keychain, Kind::Absent, "askpass", "WHARFINGER_ASKPASS");
    add(Stage::Keychain, Kind::Absent, "no-session-bus", "D-Bus");
    add(Stage::Keychain, Kind::Invalid, "WHARFINGER_STORE", "WHARFINGER_STORE");
    add(Stage::Keychain, Kind::Invalid, "empty", "Paste");
    add(Stage::Keychain, Kind::Malformed, "entry", "Sign in again");
    add(Stage::Keychain, Kind::Full, "memory", "memory");
    // core/registry, core/gitlab
    for (const char *subject : { "expired", "revoked", "job-finished", "impersonation-disabled", "unknown-token" })
        add(Stage::Token, Kind::Unauthorized, subject, "GitLab");
    add(Stage::Token, Kind::Forbidden, "no-registry-scope", "no registry scope");
    add(Stage::Token, Kind::Refused, "plain-http", "in the clear");
    add(Stage::Token, Kind::BadReply, "html", "web page");
    add(Stage::Token, Kind::BadReply, "redirect-loop", "redirects in a circle");
    add(Stage::Registry, Kind::Unauthorized, "insufficient-scope", "scope");
    add(Stage::Registry, Kind::Unauthorized, "invalid-token", "invalid token");
    // core/docker/engine_stream.cpp, core/docker/engine_endpoint.cpp, core/docker/engine_version.cpp
    add(Stage::Daemon, Kind::Absent, "/var/run/docker.sock", "systemctl start docker");
    add(Stage::Daemon, Kind::Absent, "/run/user/1000/podman/podman.sock", "systemctl --user start podman.socket");
    add(Stage::Daemon, Kind::Absent, "/run/podman/podman.sock", "sudo systemctl start podman.socket");
    add(Stage::Daemon, Kind::Offline, "/var/run/docker.sock", "sudo systemctl start docker");
    add(Stage::Daemon, Kind::Absent, "ssh", "no ssh program");
    add(Stage::Daemon, Kind::Denied, "/var/run/docker.sock", "group docker");
    add(Stage::Daemon, Kind::Denied, "/run/podman/podman.sock", "podman.socket");
    add(Stage::Daemon, Kind::Invalid, "context-missing", "docker context use");
    add(Stage::Daemon, Kind::Invalid, "context-malformed", "docker context create");
    add(Stage::Daemon, Kind::Invalid, "address", "DOCKER_HOST");
    add(Stage::Daemon, Kind::BadReply, "not-an-engine", "it is none");
    add(Stage::Daemon, Kind::BadReply, "http", "it is none");
    // core/push/daemon
    add(Stage::Daemon, Kind::BadReply, "no-digest", "nothing proves");
    add(Stage::Daemon, Kind::Offline, "engine-died", "in the middle of the push");
    add(Stage::Daemon, Kind::Offline, "registry-unreachable", "could not reach registry.example.com");
    add(Stage::Daemon, Kind::Timeout, "registry-timeout", "no answer from registry.example.com");
    add(Stage::Daemon, Kind::Tls, "registry-tls", "/etc/docker/certs.d/registry.example.com/ca.crt");
    add(Stage::Daemon, Kind::Server, "push", "gave up the push");
    add(Stage::Daemon, Kind::Refused, "identity-token", "identity token");
    // core/registry/manifest.cpp, core/push/source
    add(Stage::Image, Kind::Malformed, "json", "no valid JSON");
    add(Stage::Image, Kind::Malformed, "media-type", "schema 2");
    add(Stage::Image, Kind::Malformed, "descriptor", "digest or its size");
    add(Stage::Image, Kind::Malformed, "manifest", "no manifest");
    add(Stage::Image, Kind::Malformed, digestOfNothing, "damaged");
    add(Stage::Image, Kind::Absent, digestOfNothing, "A part of the image");
    add(Stage::Image, Kind::Absent, "/tmp/app.tar", "/tmp/app.tar is not there");
}

void TestWording::everyReasonHasWordsOfItsOwn()
{
    QFETCH(Stage, stage);
    QFETCH(Kind, kind);
    QFETCH(QString, subject);
    const Words words = wordsOf(stage, kind, subject);
    QFETCH(QString, tells);
    QVERIFY2(words.text().contains(tells), qPrintable(words.text()));
    QVERIFY2(!words.nextStep.isEmpty(), qPrintable(words.sentence));
    // What falls through is told as any other reason is, but for its name.
    const QString stranger = QStringLiteral("never-heard-of");
    const QString generic = wordsOf(stage, kind, stranger).text().replace(stranger, subject);
    QVERIFY2(words.text() != generic, qPrintable(words.text()));
}

void TestWording::noFailureIsWithoutANextStep()
{
    for (int stage = 0; stage <= static_cast<int>(Stage::Image); ++stage) {
        for (int kind = 0; kind < static_cast<int>(Kind::Cancelled); ++kind) {
            for (const Voice voice : { Voice::Window, Voice::Terminal }) {
                const Words words = wordsOf(static_cast<Stage>(stage), static_cast<Kind>(kind), QStringLiteral("/a/file"), voice);
                QVERIFY2(!words.sentence.isEmpty() && !words.nextStep.isEmpty() && !words.text().contains(QLatin1Char('%')),
                         qPrintable(stageName(static_cast<Stage>(stage)) + QLatin1Char('/') + kindName(static_cast<Kind>(kind)) + words.text()));
            }
        }
    }
}

void TestWording::aCancelSaysNothing()
{
    QVERIFY(wordsOf(Stage::Connect, Kind::Cancelled, {}).text().isEmpty());
}

void TestWording::aFileOfTheVaultIsNamed()
{
    const QString path = QStringLiteral("/home/jo/.config/wharfinger/vault");
    for (const Kind kind : { Kind::Denied, Kind::Absent, Kind::TooLarge, Kind::ReadOnly, Kind::Full, Kind::Busy, Kind::Malformed })
        QVERIFY2(wordsOf(Stage::Keychain, kind, path).text().contains(path), qPrintable(kindName(kind)));
    QVERIFY(wordsOf(Stage::Proxy, Kind::Malformed, QStringLiteral("HTTPS_PROXY")).sentence.startsWith(QLatin1String("HTTPS_PROXY names no proxy")));
    for (const Kind kind : { Kind::Absent, Kind::Denied, Kind::TooLarge, Kind::Malformed })
        QVERIFY2(wordsOf(Stage::Tls, kind, path).sentence.contains(path), qPrintable(kindName(kind)));
}

void TestWording::aPlainRealmIsTheAdministratorsMatter()
{
    Failure failure { .stage = Stage::Connect, .kind = Kind::Refused, .subject = QStringLiteral("plain-http"), .host = host };
    QVERIFY(failureWords(failure, host, Voice::Terminal).nextStep.contains(QLatin1String("--plain-http")));
    failure.host = QStringLiteral("realm.example.com");
    const Words words = failureWords(failure, host, Voice::Terminal);
    QVERIFY2(words.sentence.contains(QLatin1String("in the clear")) && !words.nextStep.contains(QLatin1String("--plain-http")), qPrintable(words.text()));
}

void TestWording::anImageIsNamed()
{
    const QString image = QStringLiteral("group/app:1");
    for (const Kind kind : { Kind::Absent, Kind::Malformed, Kind::BadReply, Kind::Denied })
        QVERIFY2(wordsOf(Stage::Image, kind, image).sentence.contains(image), qPrintable(kindName(kind)));
    QVERIFY(wordsOf(Stage::Image, Kind::Absent, image).nextStep.contains(QLatin1String("wharfctl images")));
    QVERIFY(!wordsOf(Stage::Image, Kind::Absent, image, Voice::Window).nextStep.contains(QLatin1String("wharfctl")));
    QVERIFY(wordsOf(Stage::Image, Kind::BadReply, image).sentence.contains(QLatin1String("in the middle")));
    for (const Kind kind : { Kind::Offline, Kind::Timeout }) // of the engine, and not of the registry
        QVERIFY2(wordsOf(Stage::Image, kind, image).sentence.contains(QLatin1String("engine went away")), qPrintable(kindName(kind)));
    QVERIFY(wordsOf(Stage::Daemon, Kind::Offline, QStringLiteral("build")).nextStep.startsWith(QLatin1String("Start it there")));
    QVERIFY(wordsOf(Stage::Daemon, Kind::Timeout, {}).sentence.contains(QLatin1String("engine did not answer")));
}

QTEST_GUILESS_MAIN(TestWording)
#include "test_wording.moc"
