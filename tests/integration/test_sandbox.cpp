#include "tests/integration/program.h"
#include "tests/integration/secret_watch.h"
#include "tests/sandbox/image.h"
#include "tests/sandbox/sandbox.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace wharf::sandbox;
using wharf::test::ProgramResult;
using wharf::test::run;

namespace {

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Every process whose environment or command line names the folder, which all of the sandbox's do.
QStringList processesOf(const QString &folder)
{
    QStringList processes;
    for (const QString &pid : QDir(text("/proc")).entryList(QDir::Dirs)) {
        if (!pid.at(0).isDigit() || pid.toLongLong() == QCoreApplication::applicationPid())
            continue;
        const QByteArray commandLine = contentOf(QStringLiteral("/proc/%1/cmdline").arg(pid));
        if (contentOf(QStringLiteral("/proc/%1/environ").arg(pid)).contains(folder.toUtf8()) || commandLine.contains(folder.toUtf8()))
            processes << pid + QLatin1Char(' ') + QString::fromUtf8(QByteArray(commandLine).replace('\0', ' ').left(120));
    }
    return processes;
}

QStringList mountsBelow(const QString &folder)
{
    QStringList mounts;
    for (const QByteArray &line : contentOf(text("/proc/self/mountinfo")).split('\n')) {
        if (line.contains(folder.toUtf8()))
            mounts << QString::fromUtf8(line);
    }
    return mounts;
}

#define VERIFY_RUNS(result)                                                                                                                                    \
    do {                                                                                                                                                       \
        const ProgramResult ran = (result);                                                                                                                    \
        QVERIFY2(ran.exitStatus == 0, ran.said().constData());                                                                                                 \
    } while (false)

} // namespace

class TestSandbox final : public QObject {
    Q_OBJECT
private:
    QTemporaryDir m_place;

    QString folder(const char *name) const { return m_place.filePath(text(name)); }
    static QString program() { return QStringLiteral(WHARF_SANDBOX_PROGRAM); }

    static ProgramResult docker(const Sandbox &sandbox, const QStringList &arguments, const QByteArray &input = {})
    {
        return run(text("docker"), arguments, sandbox.environment(), input);
    }
    static ProgramResult dockerLogin(const Sandbox &sandbox, const QString &host, const QString &userName, const QString &password)
    {
        return docker(sandbox, { text("login"), text("--username"), userName, text("--password-stdin"), host }, password.toUtf8());
    }

private Q_SLOTS:
    void eachPartAlone_data()
    {
        QTest::addColumn<QString>("part");
        for (const char *name : { "gitlab", "registry", "registry-plain", "registry-basic", "docker", "podman", "keyring" })
            QTest::newRow(name) << text(name);
    }
    void eachPartAlone()
    {
        QFETCH(const QString, part);
        QString path;
        {
            Sandbox sandbox({ *partFromName(part) });
            QVERIFY2(sandbox.start(), qPrintable(sandbox.error()));
            path = sandbox.folder().path();
            QVERIFY(part == text("gitlab") || !processesOf(path).isEmpty());
        }
        QCOMPARE(processesOf(path), QStringList());
        QVERIFY(!QFile::exists(path));
    }

    void realClientsSignInPushAndPull()
    {
        Sandbox sandbox(allParts());
        QVERIFY2(sandbox.start(), qPrintable(sandbox.error()));
        const DemoSignIn &jo = sandbox.signIn(text("personal"));
        // What no client is told on its command line. The files of Docker and Podman hold it, as they do without a helper.
        wharf::test::ProcessWatch watch({ jo.secret.toUtf8(), sandbox.basicSignIn().password.toUtf8() });

        const QString image = sandbox.registry() + text("/group/app/tiny:1");
        const QString made = makeImageInDocker(image, sandbox.environment());
        QVERIFY2(made.isEmpty(), qPrintable(made));
        VERIFY_RUNS(dockerLogin(sandbox, sandbox.registry(), jo.userName, jo.secret));
        VERIFY_RUNS(docker(sandbox, { text("push"), image }));
        VERIFY_RUNS(docker(sandbox, { text("rmi"), image }));
        VERIFY_RUNS(docker(sandbox, { text("pull"), image }));
        QCOMPARE(sandbox.gitlab().world().projectAt(text("group/app"))->repositories, QStringList { text("group/app/tiny") });

        const QString basicImage = sandbox.basicRegistry() + text("/tiny:1");
        VERIFY_RUNS(dockerLogin(sandbox, sandbox.basicRegistry(), sandbox.basicSignIn().userName, sandbox.basicSignIn().password));
        VERIFY_RUNS(docker(sandbox, { text("tag"), image, basicImage }));
        VERIFY_RUNS(docker(sandbox, { text("push"), basicImage }));

        // Podman and skopeo check the certificate, and talk plain HTTP to the plain one.
        for (const QString &host : { sandbox.registry(), sandbox.plainRegistry() }) {
            const QString other = host + text("/group/app/by-podman:1");
            const QString failed = makeImageInPodman(other, sandbox.environment());
            QVERIFY2(failed.isEmpty(), qPrintable(failed));
            VERIFY_RUNS(run(text("podman"), { text("login"), text("--username"), jo.userName, text("--password-stdin"), host }, sandbox.environment(), jo.secret.toUtf8()));
            VERIFY_RUNS(run(text("podman"), { text("push"), other }, sandbox.environment()));
            const QString layout = folder("layout");
            const QString written = makeOciLayout(layout, { { 1000, 2000 }, 7 });
            QVERIFY2(written.isEmpty(), qPrintable(written));
            VERIFY_RUNS(run(text("skopeo"), { text("copy"), text("oci:") + layout + text(":latest"), text("docker://") + host + text("/group/app/by-skopeo:1") }, sandbox.environment()));
            QVERIFY(QDir(layout).removeRecursively());
        }
        VERIFY_RUNS(run(text("podman"), { text("--remote"), text("--url"), sandbox.podman().address(), text("images") }, sandbox.environment()));
        VERIFY_RUNS(run(text("curl"), { text("--silent"), text("--show-error"), sandbox.gitlab().url().toString() + text("/_sandbox/requests") }, sandbox.environment()));
        QCOMPARE(watch.found(), QStringList());
        QVERIFY(watch.seen() > 10);
    }

    void dockerIsRefusedInTheWordsThatPeopleKnow()
    {
        Sandbox sandbox({ Part::Registry, Part::PlainRegistry, Part::Docker, Part::Keyring });
        QVERIFY2(sandbox.start(), qPrintable(sandbox.error()));
        const DemoSignIn &withoutScope = sandbox.signIn(text("personal-no-registry"));
        ProgramResult login = dockerLogin(sandbox, sandbox.plainRegistry(), withoutScope.userName, withoutScope.secret);
        QCOMPARE(login.exitStatus, 1);
        QCOMPARE(login.err.trimmed(), "Error response from daemon: Get \"http://" + sandbox.plainRegistry().toUtf8() + "/v2/\": denied: access forbidden");

        login = dockerLogin(sandbox, sandbox.registry(), text("jo"), text("wrong"));
        QCOMPARE(login.exitStatus, 1);
        QVERIFY2(login.err.contains("unauthorized: HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect"), login.err.constData());

        const DemoSignIn &readOnly = sandbox.signIn(text("personal-read-only"));
        const QString image = sandbox.registry() + text("/group/app/tiny:1");
        const QString made = makeImageInDocker(image, sandbox.environment());
        QVERIFY2(made.isEmpty(), qPrintable(made));
        VERIFY_RUNS(dockerLogin(sandbox, sandbox.registry(), readOnly.userName, readOnly.secret));
        const ProgramResult push = docker(sandbox, { text("push"), image });
        QCOMPARE(push.exitStatus, 1);
        QVERIFY2(push.err.contains("denied: requested access to the resource is denied"), push.said().constData());
    }

    void aRegistryTrustsNobodyElsesKey()
    {
        Sandbox sandbox({ Part::Registry, Part::Docker, Part::Keyring });
        QVERIFY2(sandbox.start(), qPrintable(sandbox.error()));
        sandbox.gitlab().change([](GitLabWorld &world) { world.settings.clockOffsetSeconds = -7200; });
        const DemoSignIn &jo = sandbox.signIn(text("personal"));
        const ProgramResult login = dockerLogin(sandbox, sandbox.registry(), jo.userName, jo.secret);
        QCOMPARE(login.exitStatus, 1);
        QVERIFY2(login.err.contains("login attempt to https://") && login.err.contains("failed with status: 401 Unauthorized"), login.err.constData());
    }

    void theKeyringKeepsLocksAndGoes()
    {
        Sandbox sandbox({ Part::Keyring });
        QVERIFY2(sandbox.start(), qPrintable(sandbox.error()));
        const QByteArray entry = R"({"ServerURL":"registry.example.com","Username":"jo","Secret":"kept"})";
        const QString helper = text("docker-credential-secretservice");
        VERIFY_RUNS(run(helper, { text("store") }, sandbox.environment(), entry));
        const ProgramResult got = run(helper, { text("get") }, sandbox.environment(), "registry.example.com");
        QVERIFY2(got.out.contains("\"Secret\":\"kept\""), got.said().constData());
        QVERIFY(!QDir(sandbox.folder().at(text("home/.local/share/keyrings"))).isEmpty());
        QVERIFY(sandbox.keyring().lock());
        sandbox.keyring().end();
        QVERIFY(run(helper, { text("get") }, sandbox.environment(), "registry.example.com").exitStatus != 0);
    }

    void killingTheProgramLeavesNothingBehind()
    {
        const QString path = folder("killed");
        QProcess sandbox;
        sandbox.setProcessChannelMode(QProcess::MergedChannels);
        sandbox.start(program(), { text("start"), text("--foreground"), text("--dir"), path });
        QVERIFY(sandbox.waitForStarted());
        QByteArray said;
        QTRY_VERIFY2_WITH_TIMEOUT((said += sandbox.readAll()).contains("End it with") || sandbox.state() == QProcess::NotRunning, said.constData(), 90'000);
        QVERIFY2(sandbox.state() == QProcess::Running, said.constData());
        const QStringList before = processesOf(path);
        QVERIFY2(before.size() > 10, qPrintable(before.join(QLatin1Char('\n'))));
        QVERIFY(before.filter(text("dockerd")).size() >= 1);
        QVERIFY(before.filter(text("containerd")).size() >= 1);

        QVERIFY(::kill(static_cast<pid_t>(sandbox.processId()), SIGKILL) == 0);
        QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(path), 30'000);
        QTRY_COMPARE(processesOf(path), QStringList());
        QCOMPARE(mountsBelow(path), QStringList());
    }

    void aKeeperKilledTakesItsProgramAlong()
    {
        Sandbox sandbox({ Part::Registry });
        QVERIFY2(sandbox.start(), qPrintable(sandbox.error()));
        const QStringList keepers = processesOf(sandbox.folder().path()).filter(text("keeper keep"));
        QCOMPARE(keepers.size(), 1);
        QVERIFY(::kill(keepers.first().section(QLatin1Char(' '), 0, 0).toInt(), SIGKILL) == 0);
        QTRY_COMPARE(processesOf(sandbox.folder().path()).filter(text("docker-registry")), QStringList());
    }

    void itLivesForTheScriptThatStartedIt()
    {
        const QString path = folder("script");
        // The script looks while it runs, and then ends without a word to the sandbox.
        const QString script = text("\"$0\" start --only gitlab --dir \"$1\" && \"$0\" status --dir \"$1\"");
        const ProgramResult result = run(text("sh"), { text("-c"), script + text("; exit $?"), program(), path }, QProcessEnvironment::systemEnvironment());
        QVERIFY2(result.exitStatus == 0, result.said().constData());
        QVERIFY2(result.out.contains("\"signIns\""), result.said().constData());
        QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(path), 20'000);
        QTRY_COMPARE(processesOf(path), QStringList());
    }

    void itLivesOnUntilItIsStopped()
    {
        const QString path = folder("kept");
        const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        const ProgramResult started = run(program(), { text("start"), text("--keep-running"), text("--only"), text("registry"), text("--dir"), path }, environment);
        QVERIFY2(started.exitStatus == 0, started.said().constData());
        const QJsonObject described = QJsonDocument::fromJson(run(program(), { text("status"), text("--dir"), path }, environment).out).object();
        QVERIFY(described.value(text("registry")).toString().startsWith(text("localhost:")));
        QVERIFY(contentOf(path + text("/env.sh")).contains("export HOME='" + path.toUtf8() + "/home'"));
        QCOMPARE(QFile::permissions(path + text("/sandbox.json")) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());

        const ProgramResult again = run(program(), { text("start"), text("--only"), text("registry"), text("--dir"), path }, environment);
        QCOMPARE(again.exitStatus, 3);
        QVERIFY2(again.err.contains("runs in"), again.said().constData());

        VERIFY_RUNS(run(program(), { text("stop"), text("--dir"), path }, environment));
        QVERIFY(!QFile::exists(path));
        QCOMPARE(processesOf(path), QStringList());
        QCOMPARE(run(program(), { text("stop"), text("--dir"), path }, environment).exitStatus, 1);
        QCOMPARE(run(program(), { text("status"), text("--dir"), path }, environment).exitStatus, 1);
    }

    void aFolderWithoutASandboxGoesToo()
    {
        QString error;
        QString path;
        {
            const auto folder = Folder::make({}, &error);
            QVERIFY2(folder, qPrintable(error));
            path = folder->path();
            folder->write(text("file"), "content");
            QVERIFY(QFile::exists(path));
        }
        QVERIFY(!QFile::exists(path));
    }

    void whatIsNotOursIsLeftAlone()
    {
        const QString path = folder("somebodys");
        QVERIFY(QDir().mkpath(path));
        QFile file(path + text("/thesis.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        Sandbox sandbox({ Part::GitLab });
        QVERIFY(!sandbox.start(path));
        QVERIFY2(sandbox.error().contains(text("must be an empty folder")), qPrintable(sandbox.error()));
        QVERIFY(file.exists());
    }

    void whatADeadSandboxLeftIsClearedAway()
    {
        const QString path = folder("dead");
        QVERIFY(QDir().mkpath(path + text("/home/old")));
        QFile lock(path + text("/lock"));
        QVERIFY(lock.open(QIODevice::WriteOnly));
        lock.close();
        Sandbox sandbox({ Part::GitLab });
        QVERIFY2(sandbox.start(path), qPrintable(sandbox.error()));
        QVERIFY(!QFile::exists(path + text("/home/old")));
    }

    void aMissingProgramIsNamed()
    {
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nonexistent");
        Sandbox sandbox({ Part::Registry });
        const bool started = sandbox.start();
        qputenv("PATH", path);
        QVERIFY(!started);
        QCOMPARE(sandbox.error(), text("docker-registry is not installed (Debian: docker-registry)."));
    }

    void wrongUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no command") << QStringList();
        QTest::newRow("another command") << QStringList { text("jump") };
        QTest::newRow("no such part") << QStringList { text("start"), text("--only"), text("harbour") };
        QTest::newRow("no such option") << QStringList { text("start"), text("--loud") };
        QTest::newRow("no such world") << QStringList { text("start"), text("--world"), text("/nonexistent/world.json") };
    }
    void wrongUsage()
    {
        QFETCH(const QStringList, arguments);
        const ProgramResult result = run(program(), arguments, QProcessEnvironment::systemEnvironment());
        QCOMPARE(result.exitStatus, 2);
        QVERIFY(result.err.startsWith("wharf-sandbox: "));
    }

    void theWatchFindsWhatItIsThereFor()
    {
        const QByteArray secret = "glpat-this-is-found";
        wharf::test::ProcessWatch watch({ secret });
        QProcess told;
        told.start(text("sleep"), { text("60") , text("0.0") });
        QVERIFY(told.waitForStarted());
        QCOMPARE(watch.found(), QStringList());
        QProcess careless;
        careless.start(text("sh"), { text("-c"), text("read line"), QString::fromLatin1("user:" + secret.toBase64()) });
        QVERIFY(careless.waitForStarted());
        QTRY_COMPARE(watch.found().size(), 1);
        QVERIFY(watch.found().first().contains(text("[secret]")));
        QFile file(folder("leak.txt"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("auth: " + ("jo:" + secret).toBase64());
        file.close();
        QCOMPARE(wharf::test::filesHolding(m_place.path(), { secret }), QStringList { file.fileName() });
        QCOMPARE(wharf::test::filesHolding(m_place.path(), { secret }, { file.fileName() }), QStringList());
        careless.kill();
        careless.waitForFinished();
        told.kill();
        told.waitForFinished();
    }
};

QTEST_GUILESS_MAIN(TestSandbox)
#include "test_sandbox.moc"
