#include "core/diagnosis/probes/client_probe.h"
#include "tests/integration/client_engine.h"
#include "tests/integration/keyring_session.h"
#include "tests/integration/program.h"

#include <QCoro/QCoroTask>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace wharf;
using namespace wharf::diagnosis;
using registry::RegistryHost;
using wharf::test::ClientEngine;
using wharf::test::ProgramResult;
using wharf::test::run;

namespace {

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

void put(const QString &path, const QByteArray &content, QFile::Permissions mode = QFile::ReadOwner | QFile::WriteOwner)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
    file.setPermissions(mode);
}

QByteArray basic(const QByteArray &pair)
{
    return "{\"auth\":\"" + pair.toBase64() + "\"}";
}

/// `user:secret`, `<token>:secret`, or `-` for nobody.
QByteArray shown(const Credential &credential)
{
    if (credential.isAnonymous())
        return "-";
    return credential.userName.toUtf8() + ':' + credential.secret->reveal([](QByteArrayView bytes) { return bytes.toByteArray(); });
}

QByteArray shownAuth(const QByteArray &json)
{
    const QJsonObject auth = QJsonDocument::fromJson(json).object();
    const auto member = [&auth](const char *name) { return auth.value(QLatin1String(name)).toString().toUtf8(); };
    if (!member("identitytoken").isEmpty())
        return "<token>:" + member("identitytoken");
    return member("username").isEmpty() ? QByteArray("-") : member("username") + ':' + member("password");
}

/// One line per source: `auths key found sent`.
QStringList shownSources(const ClientEvidence &evidence)
{
    QStringList lines;
    for (const CredentialSource &source : evidence.sources) {
        QStringList words { source.kind, source.key };
        if (source.helper)
            words << source.helper->outcome;
        else
            words << (source.hasCredential ? text("has") : text("empty"));
        if (source.sent)
            words << text("sent");
        lines << words.join(QLatin1Char(' '));
    }
    return lines;
}

} // namespace

/// What a client would send, held against what the real client sends.
class TestClientProbe final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_place;
    ClientSurroundings m_surroundings;

    [[nodiscard]] QString at(const char *name) const { return m_place->filePath(QLatin1String(name)); }
    void helper(const char *name, const QByteArray &script, QFile::Permissions mode = QFile::ReadOwner | QFile::ExeOwner) const
    {
        put(at("bin/docker-credential-") + QLatin1String(name), "#!/bin/sh\n" + script + '\n', mode);
    }
    [[nodiscard]] ClientFindings probe(const char *client, const QString &host, const QString &repository = {}, const Credential &examined = {}) const
    {
        return QCoro::waitFor(probeClient(QLatin1String(client), RegistryHost::parse(host).value(), repository, examined, m_surroundings, std::make_shared<Stop>()));
    }

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        m_surroundings = {};
        m_surroundings.home = at("home");
        m_surroundings.helperLimit = std::chrono::seconds(10);
        QProcessEnvironment &environment = m_surroundings.environment;
        environment.clear();
        environment.insert(text("HOME"), at("home"));
        environment.insert(text("XDG_RUNTIME_DIR"), at("run"));
        environment.insert(text("PATH"), at("bin") + text(":/usr/local/bin:/usr/bin:/bin"));
        environment.insert(text("DOCKER_HOST"), text("unix://") + at("engine.sock"));
        QVERIFY(QDir().mkpath(at("run")));
        QVERIFY(QDir().mkpath(at("home")));
        helper("good", "read key; echo \"{\\\"ServerURL\\\":\\\"$key\\\",\\\"Username\\\":\\\"helped\\\",\\\"Secret\\\":\\\"by helper\\\"}\"");
        helper("token", R"(cat >/dev/null; echo '{"ServerURL":"x","Username":"<token>","Secret":"refresh"}')");
        helper("none", "cat >/dev/null; echo 'credentials not found in native keychain'; exit 1");
        helper("bad", "cat >/dev/null; echo 'User interaction is not allowed. (-25308)'; exit 1");
        helper("words", "cat >/dev/null; echo hello");
        helper("void", R"(cat >/dev/null; echo '{"ServerURL":"","Username":"","Secret":""}')");
        helper("plain", "exit 0", QFile::ReadOwner);
    }

    void whatDockerSends_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QString>("image");
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QStringList>("sources");
        const QByteArray jo = basic("jo:pw:1");
        const auto row = [](const char *name, const QByteArray &config, const char *image, const char *sent, const QStringList &sources) {
            QTest::newRow(name) << config << text(image) << QByteArray(sent) << sources;
        };
        const char *app = "reg.example.com/team/app:1";
        const QByteArray auths = R"("auths":{"reg.example.com":)" + jo + '}';
        row("an entry of auths", '{' + auths + '}', app, "jo:pw:1", { text("auths reg.example.com has sent") });
        row("a key with scheme and path", "{\"auths\":{\"https://reg.example.com/v2/\":" + jo + "}}", app, "jo:pw:1", { text("auths https://reg.example.com/v2/ has sent") });
        row("a key in capitals", R"({"auths":{"Reg.example.com":)" + jo + "}}", app, "-", {});
        row("a key with the usual port", R"({"auths":{"reg.example.com:443":)" + jo + "}}", app, "-", {});
        row("Hub under its key", "{\"auths\":{\"https://index.docker.io/v1/\":" + jo + "}}", "jo/app:1", "jo:pw:1", { text("auths https://index.docker.io/v1/ has sent") });
        row("Hub under its name", R"({"auths":{"docker.io":)" + jo + R"(,"index.docker.io":)" + jo + "}}", "jo/app:1", "-", {});
        row("user name and password in the clear", R"({"auths":{"reg.example.com":{"username":"u","password":"p"}}})", app, "u:p", { text("auths reg.example.com has sent") });
        row("names in any case", "{\"AUTHS\":{\"reg.example.com\":{\"Auth\":\"" + QByteArray("jo:x").toBase64() + "\"}}}", app, "jo:x", { text("auths reg.example.com has sent") });
        row("an identity token", "{\"auths\":{\"reg.example.com\":{\"auth\":\"" + QByteArray("jo:").toBase64() + "\",\"identitytoken\":\"idt\"}}}", app, "<token>:idt", { text("auths reg.example.com has sent") });
        row("something behind the object", '{' + auths + "} rest", app, "jo:pw:1", { text("auths reg.example.com has sent") });
        row("no JSON", '{' + auths, app, "-", { text("credentials-store reg.example.com failed") }); // it picks the Secret Service; no bus here
        row("a byte order mark", "\xEF\xBB\xBF{" + auths + '}', app, "-", { text("credentials-store reg.example.com failed") });
        row("an auth without a colon", "{\"auths\":{\"reg.example.com\":{\"auth\":\"" + QByteArray("nocolon").toBase64() + "\"}}}", app, "-", { text("auths reg.example.com empty") });
        row("an auth that is no base64", R"({"auths":{"reg.example.com":{"auth":"@@@"}}})", app, "-", { text("auths reg.example.com empty") });
        row("line ends within base64", "{\"auths\":{\"reg.example.com\":{\"auth\":\"am86\\ncHc=\\n\"}}}", app, "jo:pw", { text("auths reg.example.com has sent") });
        row("a blank at the secret's end", R"({"auths":{"reg.example.com":)" + basic("jo:pw\n") + "}}", app, "jo:pw\n", { text("auths reg.example.com has sent") });
        const auto store = [&](const char *name) { return QByteArray("{\"credsStore\":\"") + name + "\"," + auths + '}'; };
        row("the store answers", store("good"), app, "helped:by helper", { text("credentials-store reg.example.com found sent"), text("auths reg.example.com has") });
        row("the store has none", store("none"), app, "-", { text("credentials-store reg.example.com not-found"), text("auths reg.example.com has") });
        row("the store answers with nothing", store("void"), app, "-", { text("credentials-store reg.example.com found"), text("auths reg.example.com has") });
        row("the store is missing", store("nonesuch"), app, "jo:pw:1", { text("credentials-store reg.example.com missing"), text("auths reg.example.com has sent") });
        row("the store fails", store("bad"), app, "jo:pw:1", { text("credentials-store reg.example.com failed"), text("auths reg.example.com has sent") });
        row("the store prints words", store("words"), app, "jo:pw:1", { text("credentials-store reg.example.com not-json"), text("auths reg.example.com has sent") });
        row("the store may not run", store("plain"), app, "jo:pw:1", { text("credentials-store reg.example.com not-executable"), text("auths reg.example.com has sent") });
        row("the store holds an identity token", store("token"), app, "<token>:refresh", { text("credentials-store reg.example.com found sent"), text("auths reg.example.com has") });
        row("a helper goes before the store", R"({"credsStore":"none","credHelpers":{"reg.example.com":"good"}})", app, "helped:by helper", { text("credential-helper reg.example.com found sent") });
        row("an empty helper means the file", R"({"credsStore":"good","credHelpers":{"reg.example.com":""},)" + auths + '}', app, "jo:pw:1", { text("auths reg.example.com has sent") });
        row("a helper's key is taken as it is", "{\"credHelpers\":{\"https://reg.example.com\":\"good\"}}", app, "-", {});
        row("Hub's helper under its name", R"({"credHelpers":{"docker.io":"good"}})", "jo/app:1", "-", {});
        row("Hub's helper under its key", "{\"credHelpers\":{\"https://index.docker.io/v1/\":\"good\"}}", "jo/app:1", "helped:by helper", { text("credential-helper https://index.docker.io/v1/ found sent") });
        row("nothing at all", "{}", app, "-", { text("credentials-store reg.example.com failed") });
        row("another case of credsStore", R"({"credSstore":"good"})", app, "helped:by helper", { text("credentials-store reg.example.com found sent") });
    }

    void whatDockerSends()
    {
        QFETCH(QByteArray, config);
        QFETCH(QString, image);
        QFETCH(QByteArray, sent);
        QFETCH(QStringList, sources);
        put(at("home/.docker/config.json"), config);
        ClientEngine engine(at("engine.sock"));
        QVERIFY(run(text("docker"), { text("push"), image }, m_surroundings.environment).exitStatus > 0);
        QCOMPARE(shownAuth(engine.taken()), sent);
        const ClientFindings findings = probe("docker", image.startsWith(text("reg.")) ? text("reg.example.com") : text("docker.io"));
        QCOMPARE(shown(findings.sent), sent);
        QCOMPARE(shownSources(findings.evidence), sources);
        QVERIFY(findings.evidence.installed);
    }

    void dockersVariableCountsSince283_data()
    {
        QTest::addColumn<QByteArray>("says");
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QString>("state");
        const QByteArray good = R"({"auths":{"reg.example.com":)" + basic("env:e") + "}}";
        QTest::newRow("28.2.2") << QByteArray("Docker version 28.2.2, build 0") << good << QByteArray("jo:pw") << text("read");
        QTest::newRow("28.3.0") << QByteArray("Docker version 28.3.0, build 0") << good << QByteArray("env:e") << text("read");
        QTest::newRow("the runner's schema") << QByteArray("Docker version 29.0.0, build 0")
                                             << QByteArray(R"({"auths":{"reg.example.com":)" + basic("env:e") + R"(},"credsStore":"x"})") << QByteArray("jo:pw") << text("malformed");
        QTest::newRow("another registry's") << QByteArray("Docker version 29.0.0, build 0")
                                            << QByteArray(R"({"auths":{"other.example.com":)" + basic("env:e") + "}}") << QByteArray("jo:pw") << text("read");
    }

    void dockersVariableCountsSince283()
    {
        QFETCH(QByteArray, says);
        QFETCH(QByteArray, variable);
        QFETCH(QByteArray, sent);
        QFETCH(QString, state);
        put(at("bin/docker"), "#!/bin/sh\necho '" + says + "'\n", QFile::ReadOwner | QFile::ExeOwner);
        put(at("home/.docker/config.json"), R"({"auths":{"reg.example.com":)" + basic("jo:pw") + "}}");
        m_surroundings.environment.insert(text("DOCKER_AUTH_CONFIG"), QString::fromUtf8(variable));
        const ClientFindings findings = probe("docker", text("reg.example.com"));
        QCOMPARE(shown(findings.sent), sent);
        QCOMPARE(findings.evidence.files.constFirst().state, state);
        QCOMPARE(findings.evidence.sources.constLast().sent, sent == "jo:pw");
    }

    void whatPodmanSends_data()
    {
        QTest::addColumn<QByteArray>("runtime"); // $XDG_RUNTIME_DIR/containers/auth.json
        QTest::addColumn<QByteArray>("docker");  // ~/.docker/config.json
        QTest::addColumn<QString>("host");
        QTest::addColumn<QByteArray>("sent");
        const auto row = [](const char *name, const QByteArray &runtime, const QByteArray &docker, const char *sent, const char *host = "reg.example.com") {
            QTest::newRow(name) << runtime << docker << text(host) << QByteArray(sent);
        };
        const auto entry = [](const char *key, const char *pair) { return QByteArray("{\"auths\":{\"") + key + "\":" + basic(pair) + "}}"; };
        row("its own file first", entry("reg.example.com", "one:1"), entry("reg.example.com", "two:2"), "one:1");
        row("then Docker's", {}, entry("reg.example.com", "two:2"), "two:2");
        row("an empty entry goes on", R"({"auths":{"reg.example.com":{}}})", entry("reg.example.com", "two:2"), "two:2");
        row("a key with a scheme", {}, entry("https://reg.example.com/v1/", "two:2"), "two:2");
        row("a path without a scheme is a repository", {}, entry("reg.example.com/v2", "two:2"), "-");
        row("credsStore is not read", {}, R"({"credsStore":"good","auths":{"reg.example.com":{}}})", "-");
        row("credHelpers are", {}, R"({"credHelpers":{"reg.example.com":"good"}})", "helped:by helper");
        row("a helper that has none goes on", R"({"credHelpers":{"reg.example.com":"none"}})", entry("reg.example.com", "two:2"), "two:2");
        row("a helper that fails ends it", R"({"credHelpers":{"reg.example.com":"bad"}})", entry("reg.example.com", "two:2"), "-");
        row("a helper that is missing ends it", R"({"credHelpers":{"reg.example.com":"nonesuch"}})", entry("reg.example.com", "two:2"), "-");
        row("a broken file ends it", "{", entry("reg.example.com", "two:2"), "-");
        row("a broken auth ends it", R"({"auths":{"reg.example.com":{"auth":"@@@"}}})", entry("reg.example.com", "two:2"), "-");
        row("an auth without a colon is skipped", R"({"auths":{"reg.example.com":{"auth":"bm9jb2xvbg=="}}})", entry("reg.example.com", "two:2"), "two:2");
        row("user name and password in the clear are not read", {}, R"({"auths":{"reg.example.com":{"username":"u","password":"p"}}})", "-");
        row("Hub under Docker's key", {}, entry("https://index.docker.io/v1/", "two:2"), "two:2", "docker.io");
        row("Hub under its name", entry("docker.io", "one:1"), {}, "one:1", "docker.io");
    }

    void whatPodmanSends()
    {
        QFETCH(QByteArray, runtime);
        QFETCH(QByteArray, docker);
        QFETCH(QString, host);
        QFETCH(QByteArray, sent);
        if (!runtime.isEmpty())
            put(at("run/containers/auth.json"), runtime);
        if (!docker.isEmpty())
            put(at("home/.docker/config.json"), docker);
        // skopeo names the user of what it would send.
        const ProgramResult login = run(text("skopeo"), { text("login"), text("--get-login"), host }, m_surroundings.environment);
        QCOMPARE(login.exitStatus == 0 ? login.out.trimmed() : QByteArray("-"), sent.split(':').first());
        QCOMPARE(shown(probe("podman", host).sent), sent);
    }

    void podmansOwnVariableIsTheOnlyPlace()
    {
        put(at("home/.docker/config.json"), R"({"auths":{"reg.example.com":)" + basic("two:2") + "}}");
        put(at("only.json"), R"({"auths":{"reg.example.com/team":)" + basic("team:t") + R"(,"reg.example.com/team/app":)" + basic("app:a") + "}}");
        m_surroundings.environment.insert(text("REGISTRY_AUTH_FILE"), at("only.json"));
        QCOMPARE(shown(probe("podman", text("reg.example.com"), text("team/app")).sent), QByteArray("app:a"));
        QCOMPARE(shown(probe("podman", text("reg.example.com"), text("team/other")).sent), QByteArray("team:t"));
        const ClientFindings none = probe("podman", text("reg.example.com"), text("else/app"));
        QCOMPARE(shown(none.sent), QByteArray("-"));
        QCOMPARE(none.evidence.files.size(), 1);
        QCOMPARE(none.evidence.files.constFirst().chosenBy, text("REGISTRY_AUTH_FILE"));
        QCOMPARE(none.evidence.nearKeys, QStringList({ text("reg.example.com/team"), text("reg.example.com/team/app") }));
    }

    void aHelperThatHangsIsEndedWithAllItStarted()
    {
        helper("slow", "sleep 600 & echo $! > " + QFile::encodeName(at("pid")) + "; wait");
        put(at("home/.docker/config.json"), R"({"credsStore":"slow","auths":{"reg.example.com":)" + basic("jo:pw") + "}}");
        m_surroundings.helperLimit = std::chrono::milliseconds(500);
        const ClientFindings findings = probe("docker", text("reg.example.com"));
        QCOMPARE(shownSources(findings.evidence), QStringList({ text("credentials-store reg.example.com timeout"), text("auths reg.example.com has") }));
        QFile pid(at("pid"));
        QVERIFY(pid.open(QIODevice::ReadOnly));
        const QString process = text("/proc/%1/cmdline").arg(QString::fromLatin1(pid.readAll().trimmed()));
        const auto isOver = [&process] {
            QFile command(process);
            return !command.open(QIODevice::ReadOnly) || command.readAll().isEmpty(); // gone, or waits for its parent to notice
        };
        QTRY_VERIFY(isOver());
    }

    void stopEndsAHelper()
    {
        helper("slow", "exec sleep 600");
        put(at("home/.docker/config.json"), R"({"credsStore":"slow"})");
        const auto stop = std::make_shared<Stop>();
        QElapsedTimer clock;
        clock.start();
        QTimer::singleShot(100, stop.get(), &Stop::stop);
        QCoro::waitFor(probeClient(text("docker"), RegistryHost::parse(text("reg.example.com")).value(), {}, {}, m_surroundings, stop));
        QVERIFY(clock.elapsed() < 5000);
    }

    void aHelperThatPrintsForEverIsEnded()
    {
        helper("flood", "exec yes");
        put(at("home/.docker/config.json"), R"({"credsStore":"flood"})");
        const ClientFindings findings = probe("docker", text("reg.example.com"));
        QCOMPARE(findings.evidence.sources.constFirst().helper->outcome, text("failed"));
    }

    void whatAFailingHelperSaysIsNoSecret()
    {
        helper("leaky", "cat >/dev/null; echo '{\"ServerURL\":\"x\",\"Username\":\"jo\",\"Secret\":\"hush\"}'; exit 1");
        helper("chatty", "cat >/dev/null; echo 'no: glpat-hushhushhushhush'; exit 1");
        for (const char *name : { "leaky", "chatty" }) {
            put(at("home/.docker/config.json"), "{\"credsStore\":\"" + QByteArray(name) + "\",\"auths\":{\"https://jo:hush@reg.example.com\":{}}}");
            const ClientEvidence evidence = probe("docker", text("reg.example.com")).evidence;
            QCOMPARE(evidence.sources.constFirst().helper->outcome, text("failed"));
            QVERIFY(!evidence.sources.constFirst().helper->said.contains(text("hush")));
            for (const CredentialSource &source : evidence.sources)
                QVERIFY2(!source.key.contains(text("hush")), qPrintable(source.key));
            QVERIFY(!evidence.nearKeys.join(QLatin1Char(' ')).contains(text("hush")));
            QVERIFY(!evidence.files.constFirst().hosts.join(QLatin1Char(' ')).contains(text("hush")));
        }
    }

    void theRealSecretServiceHelperSaysThatThereIsNoBus()
    {
        put(at("home/.docker/config.json"), R"({"credsStore":"secretservice"})");
        const ClientFindings findings = probe("docker", text("reg.example.com"));
        const HelperRun run = findings.evidence.sources.constFirst().helper.value();
        QCOMPARE(run.outcome, text("failed"));
        QCOMPARE(run.exitStatus, 1);
        QVERIFY2(run.said.contains(text("Cannot autolaunch D-Bus")), qPrintable(run.said));
    }

    void theRealSecretServiceHelperAnswersUntilItsKeyringIsLocked()
    {
        test::KeyringSession session;
        QVERIFY(session.startBus(test::KeyringSession::Services::None));
        QVERIFY(session.startKeyring());
        const QString config = at("home/.docker/config.json");
        m_surroundings.environment = session.environment();
        put(config, R"({"credsStore":"secretservice"})");
        const ProgramResult stored = run(text("docker-credential-secretservice"), { text("store") }, m_surroundings.environment,
                                         R"({"ServerURL":"reg.example.com","Username":"jo","Secret":"kept"})");
        QVERIFY2(stored.exitStatus == 0, stored.said().constData());
        QCOMPARE(shown(probe("docker", text("reg.example.com")).sent), QByteArray("jo:kept"));
        QCOMPARE(probe("docker", text("other.example.com")).evidence.sources.constFirst().helper->outcome, text("not-found"));
        QVERIFY(session.lock());
        m_surroundings.helperLimit = std::chrono::seconds(2);
        const CredentialSource locked = probe("docker", text("reg.example.com")).evidence.sources.constFirst();
        QVERIFY(!locked.sent);
        QCOMPARE(locked.helper->outcome, text("failed")); // 0.6.4 crashes, and its words are libsecret's
        QVERIFY2(locked.helper->said.contains(text("secret_value_get")), qPrintable(locked.helper->said));
    }

    void theRealPassHelperIsSeenToLackPass()
    {
        put(at("home/.docker/config.json"), R"({"credsStore":"pass"})");
        const CredentialSource source = probe("docker", text("reg.example.com")).evidence.sources.constFirst();
        QVERIFY(!source.hasCredential);
        QCOMPARE(source.helper->lacks, text("pass"));
        put(at("bin/pass"), "#!/bin/sh\n", QFile::ReadOwner | QFile::ExeOwner);
        QCOMPARE(probe("docker", text("reg.example.com")).evidence.sources.constFirst().helper->lacks, text(".gpg-id"));
        put(at("home/.password-store/.gpg-id"), "key");
        QCOMPARE(probe("docker", text("reg.example.com")).evidence.sources.constFirst().helper->lacks, QString());
    }

    void anotherCredentialThanTheExaminedOneShows()
    {
        put(at("home/.docker/config.json"), R"({"auths":{"reg.example.com":)" + basic("jo:pw ") + "}}");
        const auto credential = [](const char *user, const char *secret) { return Credential { text(user), std::make_shared<const Secret>(QByteArrayView(secret)) }; };
        const auto source = [&](const Credential &examined) { return probe("docker", text("reg.example.com"), {}, examined).evidence.sources.constFirst(); };
        QCOMPARE(source(credential("jo", "pw ")).sameAsExamined, std::optional(true));
        QCOMPARE(source(credential("jo", "pw")).sameAsExamined, std::optional(false));
        QCOMPARE(source({}).sameAsExamined, std::nullopt);
        QVERIFY(source({}).endsInBlank);
        QCOMPARE(source({}).userName, text("jo"));
    }

    void otherHomesAreLookedInto()
    {
        const QByteArray config = R"({"auths":{"reg.example.com":)" + basic("jo:pw") + "}}";
        put(at("root/.docker/config.json"), config);
        put(at("homes/jo/.docker/config.json"), config);
        put(at("homes/bo/.docker/config.json"), R"({"credsStore":"desktop","auths":{"reg.example.com":{}}})");
        put(at("homes/xy/.docker/config.json"), R"({"credsStore":"desktop"})");
        put(at("homes/jo/snap/docker/common/.docker/config.json"), config);
        put(at("service/.docker/config.json"), config);
        put(at("home/.docker/config.json"), config);
        put(at("elsewhere/config.json"), "{}");
        const auto line = [&](const char *name, int number, const char *home) {
            return QByteArray(name) + ":x:" + QByteArray::number(number) + ":0::" + QFile::encodeName(at(home)) + ":/bin/sh\n";
        };
        put(at("passwd"), line("root", 0, "root") + line("daemon", 2, "service") + line("me", 1000, "home") + line("jo", 1001, "homes/jo")
                              + line("bo", 1002, "homes/bo") + line("xy", 1003, "homes/xy"));
        m_surroundings.passwdFile = at("passwd");
        m_surroundings.environment.insert(text("SUDO_USER"), text("jo"));
        m_surroundings.environment.insert(text("USER"), text("me"));
        m_surroundings.environment.insert(text("DOCKER_CONFIG"), at("elsewhere"));
        QStringList lines;
        const QList<OtherHomeEvidence> homes = probeOtherHomes(RegistryHost::parse(text("reg.example.com")).value(), m_surroundings);
        for (const OtherHomeEvidence &home : homes)
            lines << home.user + QLatin1Char(' ') + home.reason + QLatin1Char(' ') + QDir(m_place->path()).relativeFilePath(home.file);
        QCOMPARE(lines, QStringList({ text("me docker-config home/.docker/config.json"), text("jo sudo homes/jo/.docker/config.json"),
                                      text("root root root/.docker/config.json"), text("jo snap homes/jo/snap/docker/common/.docker/config.json"),
                                      text("bo home homes/bo/.docker/config.json") }));
    }
};

QTEST_GUILESS_MAIN(TestClientProbe)
#include "test_client_probe.moc"
