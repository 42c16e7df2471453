#include "core/diagnosis/probes/daemon_answers.h"
#include "core/docker/engine_endpoint.h"
#include "core/docker/podman_endpoint.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using namespace wharf;
using namespace wharf::docker;

namespace {

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

void put(const QString &path, const QByteArray &content)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QString shown(const EngineEndpoint &endpoint)
{
    if (!endpoint.problem.isEmpty())
        return QLatin1Char('!') + endpoint.problem;
    QString line;
    switch (endpoint.way) {
    case EngineEndpoint::Way::LocalSocket: return text("local ") + endpoint.path;
    case EngineEndpoint::Way::Tcp: line = text("tcp ") + endpoint.host + QLatin1Char(':') + QString::number(endpoint.port); break;
    case EngineEndpoint::Way::Ssh: return text("ssh ") + endpoint.userName + QLatin1Char('@') + endpoint.host + QLatin1Char(':') + QString::number(endpoint.port) + endpoint.path;
    case EngineEndpoint::Way::Unknown: return text("unknown");
    }
    return endpoint.tls ? line + (endpoint.verify ? text(" verified") : text(" unverified")) : line;
}

} // namespace

/// Where Docker's command line would go, and what the engine's answers mean.
class TestEngineEndpoint final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void addresses_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("shows");
        const auto row = [](const char *address, const char *shows) { QTest::newRow(address) << text(address) << text(shows); };
        row("unix:///run/docker.sock", "local /run/docker.sock");
        row("tcp://build", "tcp build:0");
        row("tcp://build:2376/path", "tcp build:2376");
        row("tcp://:2375", "tcp localhost:2375");
        row("tcp://[::1]:2375", "tcp ::1:2375");
        row("https://build:1", "tcp build:1 verified");
        row("ssh://jo@build:22", "ssh jo@build:22");
        row("ssh://build/run/user/1000/docker.sock", "ssh @build:0/run/user/1000/docker.sock");
        row("ssh://-oProxyCommand=x", "!address");
        row("unix://", "!address");
        row("fd://", "!address");
        row("build:2375", "!address");
        row("", "!address");
    }

    void addresses()
    {
        QFETCH(QString, address);
        QFETCH(QString, shows);
        QCOMPARE(shown(parseEndpoint(address)), shows);
    }

    void aPasswordInAnAddressIsNotKept()
    {
        QVERIFY(!parseEndpoint(text("ssh://jo:secret1@build")).address.contains(text("secret1")));
        QVERIFY(!parseEndpoint(text("tcp://jo:secret1@build:1/?x=secret1")).address.contains(text("secret1")));
    }

    void theOrderIsDockers_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("context");
        QTest::addColumn<QString>("current");
        QTest::addColumn<QString>("shows");
        QTest::addColumn<QString>("from");
        const auto row = [](const char *name, const char *host, const char *context, const char *current, const char *shows, const char *from) {
            QTest::newRow(name) << text(host) << text(context) << text(current) << text(shows) << text(from);
        };
        row("nothing", "", "", "", "local /default.sock", "default");
        row("a variable", "tcp://a:1", "other", "other", "tcp a:1", "DOCKER_HOST");
        row("a context named", "", "other", "", "local /other.sock", "DOCKER_CONTEXT");
        row("a context chosen", "", "", "other", "local /other.sock", "context other");
        row("the variable goes before the choice", "", "default", "other", "local /default.sock", "default");
        row("a context that is not there", "", "", "gone", "!context-missing", "context gone");
        row("a context without an address", "", "", "empty", "!context-malformed", "context empty");
        row("a context that is no JSON", "", "", "broken", "!context-malformed", "context broken");
        row("a context with certificates", "", "", "secure", "tcp build:2376 verified", "context secure");
        row("a context that skips the check", "", "", "lax", "tcp build:2376 unverified", "context lax");
    }

    void theOrderIsDockers()
    {
        QFETCH(QString, host);
        QFETCH(QString, context);
        QFETCH(QString, current);
        QFETCH(QString, shows);
        QFETCH(QString, from);
        QTemporaryDir home;
        const QString folder = home.filePath(text(".docker"));
        put(folder + text("/config.json"), "{\"currentContext\":\"" + current.toUtf8() + "\"}");
        const auto meta = [&](const char *name, const QByteArray &json) { put(folder + text("/contexts/meta/") + contextFolder(text(name)) + text("/meta.json"), json); };
        meta("other", "{\"Endpoints\":{\"docker\":{\"Host\":\"unix:///other.sock\"}}}");
        meta("empty", "{}");
        meta("broken", "{");
        meta("secure", "{\"Endpoints\":{\"docker\":{\"Host\":\"tcp://build\"}}}");
        put(folder + text("/contexts/tls/") + contextFolder(text("secure")) + text("/docker/ca.pem"), "x");
        meta("lax", "{\"Endpoints\":{\"docker\":{\"Host\":\"tcp://build\",\"SkipTLSVerify\":true}}}");
        QProcessEnvironment environment;
        environment.insert(text("DOCKER_HOST"), host);
        environment.insert(text("DOCKER_CONTEXT"), context);
        const EngineEndpoint endpoint = findEngine(environment, home.path(), text("/default.sock"));
        QCOMPARE(shown(endpoint), shows);
        QCOMPARE(endpoint.from, from);
    }

    void contextFoldersAreNamedAsDockerNamesThem()
    {
        // `printf desktop-linux | sha256sum`
        QCOMPARE(contextFolder(text("desktop-linux")), text("fe9c6bd7a66301f49ca9b6a70b217107cd1284598bfc254700c989b916da791e"));
    }

    void tlsVariables()
    {
        QTemporaryDir home;
        QProcessEnvironment environment;
        environment.insert(text("DOCKER_HOST"), text("tcp://build"));
        QCOMPARE(shown(findEngine(environment, home.path(), {})), text("tcp build:2375"));
        environment.insert(text("DOCKER_CERT_PATH"), home.path());
        QCOMPARE(shown(findEngine(environment, home.path(), {})), text("tcp build:2376 unverified"));
        environment.insert(text("DOCKER_TLS_VERIFY"), text("1"));
        put(home.filePath(text("ca.pem")), "x");
        const EngineEndpoint endpoint = findEngine(environment, home.path(), {});
        QCOMPARE(shown(endpoint), text("tcp build:2376 verified"));
        QCOMPARE(endpoint.caFile, home.filePath(text("ca.pem")));
    }

    void podmansOwnSockets()
    {
        QTemporaryDir place;
        const QString users = place.filePath(text("run/podman/podman.sock"));
        const QString systems = place.filePath(text("system.sock"));
        QProcessEnvironment environment;
        environment.insert(text("XDG_RUNTIME_DIR"), place.filePath(text("run")));
        QCOMPARE(shown(findPodman(environment, systems)), text("local ") + (::geteuid() == 0 ? systems : users));
        put(systems, "");
        QCOMPARE(shown(findPodman(environment, systems)), text("local ") + systems);
        put(users, "");
        QCOMPARE(shown(findPodman(environment, systems)), text("local ") + users);
        QCOMPARE(findPodman(environment, systems).from, text("default"));
        environment.insert(text("CONTAINER_HOST"), text("tcp://build"));
        QCOMPARE(shown(findPodman(environment, systems)), text("tcp build:8080"));
        QCOMPARE(findPodman(environment, systems).from, text("CONTAINER_HOST"));
        environment.insert(text("CONTAINER_HOST"), text("nonsense"));
        QCOMPARE(shown(findPodman(environment, systems)), text("!address"));
    }

    void infoIsReadWithoutPasswords()
    {
        diagnosis::DaemonEvidence evidence;
        const QByteArray info = "{\"SystemTime\":\"2026-11-23T03:00:00.123456789Z\",\"HttpsProxy\":\"http://jo:s#e/c@proxy:3128\",\"HttpProxy\":\"proxy:1\",\"NoProxy\":\"a,b\","
                                "\"RegistryConfig\":{\"InsecureRegistryCIDRs\":[\"::1/128\",\"127.0.0.0/8\"],\"Mirrors\":[\"https://u:p@mirror/\"],"
                                "\"IndexConfigs\":{\"docker.io\":{\"Secure\":true},\"reg.example.com:5000\":{\"Secure\":false}}}}";
        diagnosis::takeInfo(info, *registry::RegistryHost::parse(text("reg.example.com:5000")), evidence);
        QCOMPARE(evidence.systemTime, QDateTime(QDate(2026, 11, 23), QTime(3, 0, 0, 123), Qt::UTC));
        QCOMPARE(evidence.httpsProxy, text("http://proxy:3128"));
        QCOMPARE(evidence.httpProxy, text("proxy:1"));
        QCOMPARE(evidence.noProxy, text("a,b"));
        QCOMPARE(evidence.mirrors, QStringList { text("https://mirror/") });
        QVERIFY(evidence.insecure);
        QCOMPARE(evidence.insecureEntries, QStringList({ text("reg.example.com:5000"), text("::1/128"), text("127.0.0.0/8") }));
        const QStringList ranges = diagnosis::rangesIn(evidence.insecureEntries);
        QCOMPARE(ranges, QStringList({ text("::1/128"), text("127.0.0.0/8") }));
        QVERIFY(diagnosis::isWithin(text("127.3.4.5"), ranges));
        QVERIFY(diagnosis::isWithin(text("::1"), ranges));
        QVERIFY(!diagnosis::isWithin(text("10.0.0.1"), ranges));
        diagnosis::DaemonEvidence other;
        diagnosis::takeInfo(info, *registry::RegistryHost::parse(text("reg.example.com")), other);
        QVERIFY(!other.insecure);
    }

    void anAnswersWordsLoseTheSecret()
    {
        const Credential sent { text("jo"), std::make_shared<const Secret>(QByteArrayView("hunter22")) };
        QCOMPARE(diagnosis::messageIn("{\"message\":\"no: hunter22\"}", sent), text("no: ***"));
        QCOMPARE(diagnosis::messageIn("{\"Status\":\"Login Succeeded\"}", sent), text("Login Succeeded"));
        QCOMPARE(diagnosis::messageIn("plain", sent), text("plain"));
    }

    void buildersAreReadFromBuildxsFiles()
    {
        QTemporaryDir folder;
        put(folder.filePath(text("buildx/instances/ours")), "{\"Name\":\"ours\",\"Driver\":\"docker-container\"}");
        put(folder.filePath(text("buildx/instances/far")), "{\"Name\":\"far\",\"Driver\":\"remote\"}");
        put(folder.filePath(text("buildx/instances/broken")), "{");
        put(folder.filePath(text("buildx/current")), "{\"Key\":\"unix:///var/run/docker.sock\",\"Name\":\"ours\"}");
        const auto lines = [&](const QProcessEnvironment &environment) {
            QStringList shownBuilders;
            const auto builders = diagnosis::readBuilders(folder.path(), environment);
            for (const auto &builder : builders)
                shownBuilders << builder.name + QLatin1Char(' ') + builder.driver + (builder.current ? text(" current") : QString());
            return shownBuilders;
        };
        QProcessEnvironment environment;
        QCOMPARE(lines(environment), QStringList({ text("far remote"), text("ours docker-container current") }));
        environment.insert(text("BUILDX_BUILDER"), text("far"));
        QCOMPARE(lines(environment), QStringList({ text("far remote current"), text("ours docker-container") }));
        environment.insert(text("BUILDX_CONFIG"), folder.filePath(text("none")));
        QCOMPARE(lines(environment), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestEngineEndpoint)
#include "test_engine_endpoint.moc"
