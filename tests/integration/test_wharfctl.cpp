#include "core/base/standard_streams.h"
#include "tests/integration/program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace wharf;

namespace {

/// Whether the process has a handler of its own for the signal. proc(5), SigCgt.
bool catches(qint64 pid, int signal)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return false;
    const QList<QByteArray> lines = status.readAll().split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("SigCgt:"))
            return (line.mid(7).trimmed().toULongLong(nullptr, 16) >> (signal - 1)) & 1U;
    }
    return false;
}

} // namespace

/// The terminal program at its edges: what it is called with, where its output goes, and what ends it.
class TestWharfctl final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void aWordIsAHostToLogin_data();
    void aWordIsAHostToLogin();
    void aWordThatNamesAHostIsNoImage_data();
    void aWordThatNamesAHostIsNoImage();
    void whatNamesNoHostIsRefused_data();
    void whatNamesNoHostIsRefused();
    void aSignalEndsTheWaitForASecret_data();
    void aSignalEndsTheWaitForASecret();
    void theWaitForASecretHasItsLimit();
    void aJobsSignInsHaveTheirLimit();
    void anAnswerThatCannotBeWrittenIsNoSuccess();
    void closedStreamsAreNotGivenToFiles();
    void nothingMovesTheCursor();

private:
    [[nodiscard]] test::ProgramResult keep(const QString &host, const QStringList &more = {}) const
    {
        return test::run(QStringLiteral(WHARFCTL),
                         QStringList { QStringLiteral("login"), host, QStringLiteral("-u"), QStringLiteral("jo"), QStringLiteral("--password-stdin"),
                                       QStringLiteral("--no-verify"), QStringLiteral("--no-docker"), QStringLiteral("--json") }
                             + more,
                         m_environment, "pw-of-nobody\n", 30);
    }
    [[nodiscard]] QString accountFile() const { return m_folder->filePath(QStringLiteral("config/accounts.json")); }
    void startWaiting(QProcess &program, const QStringList &more = {}) const
    {
        program.setProcessEnvironment(m_environment);
        program.start(QStringLiteral(WHARFCTL),
                      QStringList { QStringLiteral("login"), QStringLiteral("h.example"), QStringLiteral("-u"), QStringLiteral("jo"),
                                    QStringLiteral("--password-stdin") }
                          + more);
        QVERIFY(program.waitForStarted());
        program.write("half-a-sec");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QProcessEnvironment m_environment;
};

void TestWharfctl::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_environment = QProcessEnvironment::systemEnvironment();
    m_environment.insert(QStringLiteral("WHARFINGER_HOME"), m_folder->path());
    m_environment.insert(QStringLiteral("HOME"), m_folder->path());
    m_environment.insert(QStringLiteral("WHARFINGER_VAULT_PASSPHRASE"), QStringLiteral("correct horse"));
}

void TestWharfctl::aWordIsAHostToLogin_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("host");
    QTest::newRow("a short name and a port") << "registry:5000" << "registry:5000";
    QTest::newRow("a short name") << "registry" << "registry";
    QTest::newRow("capitals") << "LOCALHOST:5000" << "localhost:5000";
    QTest::newRow("a slash behind it") << "h.example/" << "h.example";
    QTest::newRow("pasted whole") << "https://h.example:5050/v2/" << "h.example:5050";
    QTest::newRow("an image") << "h.example/group/app:1.0" << "h.example";
    QTest::newRow("an image of a port") << "registry:5000/app" << "registry:5000";
    QTest::newRow("Hub") << "index.docker.io" << "docker.io";
}

void TestWharfctl::aWordIsAHostToLogin()
{
    QFETCH(QString, text);
    const auto kept = keep(text);
    QVERIFY2(kept.exitStatus == 0, kept.said().constData());
    const QJsonObject account = QJsonDocument::fromJson(kept.out).object().value(QStringLiteral("account")).toObject();
    QTEST(account.value(QStringLiteral("host")).toString(), "host");
    const auto left = test::run(QStringLiteral(WHARFCTL), { QStringLiteral("logout"), account.value(QStringLiteral("host")).toString() }, m_environment);
    QVERIFY2(left.exitStatus == 0, left.said().constData());
}

void TestWharfctl::aWordThatNamesAHostIsNoImage_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("alone"); // no repository with it
    QTest::newRow("a short name and a port") << "registry:5000" << "registry:5000" << true;
    QTest::newRow("capitals") << "LOCALHOST:5000" << "localhost:5000" << true;
    QTest::newRow("a name with dots") << "h.example" << "h.example" << true;
    QTest::newRow("an address") << "[::1]:5000" << "[::1]:5000" << true;
    QTest::newRow("pasted whole") << "http://registry/v2/" << "registry" << true;
    QTest::newRow("an image of a port") << "registry:5000/app" << "registry:5000" << false;
    QTest::newRow("a short name") << "registry" << "docker.io" << false;
    QTest::newRow("a tag") << "debian:bookworm" << "docker.io" << false;
    QTest::newRow("a tag with dots") << "debian:12.5" << "docker.io" << false;
    QTest::newRow("a tag that is no port") << "ubuntu:20240605" << "docker.io" << false;
}

void TestWharfctl::aWordThatNamesAHostIsNoImage()
{
    QFETCH(QString, text);
    QFETCH(QString, host);
    QFETCH(bool, alone);
    // Nobody is signed in: the complaint names the registry that was meant.
    const QByteArray nobody = QStringLiteral("There is no account \u201c%1\u201d").arg(host).toUtf8();
    const auto token = test::run(QStringLiteral(WHARFCTL), { QStringLiteral("token"), text }, m_environment);
    QCOMPARE(token.exitStatus, 2);
    QVERIFY2(token.err.contains(nobody), token.err.constData());
    const auto access = test::run(QStringLiteral(WHARFCTL), { QStringLiteral("access"), text }, m_environment);
    QCOMPARE(access.exitStatus, 2);
    const QByteArray wrong = QStringLiteral("access takes an image, as in %1/group/app").arg(host).toUtf8();
    QVERIFY2(access.err.contains(alone ? wrong : nobody), access.err.constData());
}

void TestWharfctl::whatNamesNoHostIsRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("an image of Hub") << "group/app" << QByteArray("more than a host");
    QTest::newRow("a short name and a path") << "registry/app" << QByteArray("more than a host");
    QTest::newRow("a user") << "jo@h.example" << QByteArray("user name in the address");
    QTest::newRow("a user before a port") << "jo:pw@h.example:5000" << QByteArray("user name in the address");
    QTest::newRow("port 0") << "registry:0" << QByteArray("no port");
    QTest::newRow("port 65536") << "h.example:65536" << QByteArray("no port");
    QTest::newRow("another scheme") << "ftp://h.example" << QByteArray("https or http");
    QTest::newRow("nothing") << "" << QByteArray("Nothing stands");
    QTest::newRow("a query") << "h.example?x=1" << QByteArray("more than a host");
    QTest::newRow("letters beyond ASCII") << QStringLiteral("b\u00fccher.example") << QByteArray("no host name");
}

void TestWharfctl::whatNamesNoHostIsRefused()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, says);
    const auto kept = keep(text);
    QCOMPARE(kept.exitStatus, 2);
    QVERIFY2(kept.err.contains(says), kept.err.constData());
    QVERIFY(!QFile::exists(accountFile()));
}

void TestWharfctl::aSignalEndsTheWaitForASecret_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("interrupt") << SIGINT;
    QTest::newRow("terminate") << SIGTERM;
    QTest::newRow("hang up") << SIGHUP;
}

void TestWharfctl::aSignalEndsTheWaitForASecret()
{
    QFETCH(int, number);
    QProcess program;
    startWaiting(program);
    QTRY_VERIFY(catches(program.processId(), number));
    QCOMPARE(::kill(static_cast<pid_t>(program.processId()), number), 0);
    QTRY_COMPARE(program.state(), QProcess::NotRunning);
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 3);
    QCOMPARE(program.readAllStandardError(), QByteArray("wharfctl: cancelled; nothing was changed.\n"));
    QVERIFY(!QFile::exists(accountFile()));
}

void TestWharfctl::theWaitForASecretHasItsLimit()
{
    QProcess program;
    startWaiting(program, { QStringLiteral("--timeout"), QStringLiteral("1") });
    QTRY_COMPARE(program.state(), QProcess::NotRunning);
    QCOMPARE(program.exitCode(), 3);
    QVERIFY(program.readAllStandardError().contains("Nothing came on standard input in time"));
}

void TestWharfctl::aJobsSignInsHaveTheirLimit()
{
    QTcpServer silent; // takes connections, as the system does it for it, and never answers
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    const QString host = QStringLiteral("127.0.0.1:%1").arg(silent.serverPort());
    m_environment.insert(QStringLiteral("CI_REGISTRY"), host);
    m_environment.insert(QStringLiteral("CI_REGISTRY_USER"), QStringLiteral("gitlab-ci-token"));
    m_environment.insert(QStringLiteral("CI_REGISTRY_PASSWORD"), QStringLiteral("pw-of-nobody"));
    const auto ended = test::run(QStringLiteral(WHARFCTL),
                                 { QStringLiteral("ci"), QStringLiteral("import"), QStringLiteral("--timeout"), QStringLiteral("1"), QStringLiteral("--json") },
                                 m_environment, {}, 30);
    QCOMPARE(ended.exitStatus, 3);
    QVERIFY2(ended.err.contains(host.toLatin1() + " did not answer in time") && !ended.err.contains("cancelled"), ended.said().constData());
    const QJsonArray signIns = QJsonDocument::fromJson(ended.out).object().value(QStringLiteral("signIns")).toArray();
    QCOMPARE(signIns.size(), 1);
    QCOMPARE(signIns.first().toObject().value(QStringLiteral("error")).toObject().value(QStringLiteral("kind")).toString(), QStringLiteral("timeout"));
    QVERIFY(!QFile::exists(accountFile()));
}

void TestWharfctl::anAnswerThatCannotBeWrittenIsNoSuccess()
{
    for (const QString &format : { QString(), QStringLiteral("--json") }) {
        QProcess program;
        program.setProcessEnvironment(m_environment);
        program.setStandardOutputFile(QStringLiteral("/dev/full"));
        program.start(QStringLiteral(WHARFCTL), QStringList { QStringLiteral("accounts"), format }.filter(QRegularExpression(QStringLiteral("."))));
        QTRY_COMPARE(program.state(), QProcess::NotRunning);
        QCOMPARE(program.exitCode(), 3);
        QVERIFY(program.readAllStandardError().contains("could not be written to standard output"));
    }
}

void TestWharfctl::closedStreamsAreNotGivenToFiles()
{
    const int before = ::dup(STDIN_FILENO);
    ::close(STDIN_FILENO);
    keepStandardStreams();
    const int next = ::open("/dev/null", O_RDONLY);
    ::close(next);
    ::dup2(before, STDIN_FILENO);
    ::close(before);
    QVERIFY(next > STDERR_FILENO);

    QProcess program;
    program.setProcessEnvironment(m_environment);
    program.setChildProcessModifier([] { ::close(STDOUT_FILENO); ::close(STDERR_FILENO); });
    program.start(QStringLiteral(WHARFCTL), { QStringLiteral("login"), QStringLiteral("h.example"), QStringLiteral("-u"), QStringLiteral("jo"), QStringLiteral("--password-stdin"),
                                              QStringLiteral("--no-verify"), QStringLiteral("--no-docker"), QStringLiteral("--json") });
    QVERIFY(program.waitForStarted());
    program.write("pw-of-nobody\n");
    program.closeWriteChannel();
    QTRY_COMPARE(program.state(), QProcess::NotRunning);
    QCOMPARE(program.exitCode(), 3);
    QFile file(accountFile());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(QJsonDocument::fromJson(file.readAll()).object().value(QStringLiteral("accounts")).toArray().size(), 1);
}

void TestWharfctl::nothingMovesTheCursor()
{
    QCOMPARE(keep(QStringLiteral("h.example"), { QStringLiteral("--label"), QStringLiteral("a\x1b[2J\r\nb\x9b") }).exitStatus, 0);
    const auto listed = test::run(QStringLiteral(WHARFCTL), { QStringLiteral("accounts") }, m_environment);
    QCOMPARE(listed.exitStatus, 0);
    const QString shown = QString::fromUtf8(listed.out);
    QVERIFY(shown.contains(QLatin1String("[2J")));
    QCOMPARE(shown.count(QLatin1Char('\n')), 2);
    for (const QChar c : shown)
        QVERIFY(c == QLatin1Char('\n') || c.category() != QChar::Other_Control);
}

QTEST_GUILESS_MAIN(TestWharfctl)
#include "test_wharfctl.moc"
