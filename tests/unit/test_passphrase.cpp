#include "core/accounts/passphrase.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <QCoro/QCoroTask>

using namespace wharf;
using namespace wharf::accounts;

namespace {

QString outcome(const Result<SharedSecret> &result)
{
    if (result)
        return (*result)->reveal([](QByteArrayView bytes) { return QString::fromUtf8(bytes); });
    return kindName(result.error().kind) + QLatin1Char(' ') + result.error().subject;
}

} // namespace

/// Where the vault's passphrase comes from.
class TestPassphrase final : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString fileWith(const QByteArray &bytes)
    {
        const QString path = m_folder->filePath(QStringLiteral("passphrase"));
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
    }
    /// An askpass program; `$1` is the question.
    QString program(const QByteArray &body)
    {
        const QString path = m_folder->filePath(QStringLiteral("askpass"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + body + '\n') < 0)
            return {};
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path;
    }
    static QString get(const PassphraseSource &source, PassphraseUse use = PassphraseUse::Open)
    {
        return outcome(QCoro::waitFor(getPassphrase(source, use)));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        for (const char *name : { "WHARFINGER_VAULT_PASSPHRASE", "WHARFINGER_VAULT_PASSPHRASE_FILE", "WHARFINGER_ASKPASS", "SSH_ASKPASS" })
            qunsetenv(name);
    }

    void theEnvironmentIsReadOnceAndNoChildInheritsIt()
    {
        qputenv("WHARFINGER_VAULT_PASSPHRASE", "a known passphrase");
        const PassphraseSource source = PassphraseSource::takeFromEnvironment();
        QVERIFY(source.isGiven());
        QCOMPARE(get(source), QStringLiteral("a known passphrase"));
        QVERIFY(!qEnvironmentVariableIsSet("WHARFINGER_VAULT_PASSPHRASE"));
        QVERIFY(!PassphraseSource::takeFromEnvironment().isGiven());
        QProcess child;
        child.start(QStringLiteral("env"), QStringList());
        QVERIFY(child.waitForFinished());
        QVERIFY(!child.readAllStandardOutput().contains("a known passphrase"));
    }

    void theProcessTableForgetsIt()
    {
        // As the shell would hand it over: only what a process is started with shows in /proc/PID/environ.
        QProcess self;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("WHARFINGER_VAULT_PASSPHRASE"), QStringLiteral("a known passphrase"));
        self.setProcessEnvironment(environment);
        self.start(QCoreApplication::applicationFilePath(), { QStringLiteral("--show-own-environment") });
        QVERIFY(self.waitForFinished());
        const QByteArray shown = self.readAllStandardOutput();
        QVERIFY(shown.contains("PATH="));
        QVERIFY(!shown.contains("a known passphrase"));
    }

    void anEmptyVariableIsNone()
    {
        qputenv("WHARFINGER_VAULT_PASSPHRASE", "");
        QVERIFY(!PassphraseSource::takeFromEnvironment().isGiven());
    }

    void theFirstLineOfAFileCounts_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("result");
        QTest::newRow("one line") << QByteArray("pass phrase\n") << QStringLiteral("pass phrase");
        QTest::newRow("no line end") << QByteArray("pass phrase") << QStringLiteral("pass phrase");
        QTest::newRow("Windows") << QByteArray("pass phrase\r\n") << QStringLiteral("pass phrase");
        QTest::newRow("more lines") << QByteArray("pass phrase\nother\n") << QStringLiteral("pass phrase");
        QTest::newRow("blanks belong to it") << QByteArray(" pass phrase \n") << QStringLiteral(" pass phrase ");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("locked no-passphrase");
        QTest::newRow("an empty line") << QByteArray("\nother\n") << QStringLiteral("locked no-passphrase");
    }
    void theFirstLineOfAFileCounts()
    {
        QFETCH(QByteArray, bytes);
        qputenv("WHARFINGER_VAULT_PASSPHRASE_FILE", QFile::encodeName(fileWith(bytes)));
        const PassphraseSource source = PassphraseSource::takeFromEnvironment();
        QVERIFY(source.isGiven());
        QTEST(get(source), "result");
    }

    void aFileThatIsMissingOrHugeIsSaid()
    {
        PassphraseSource source;
        source.file = m_folder->filePath(QStringLiteral("none"));
        QCOMPARE(get(source), QStringLiteral("absent ") + source.file);
        source.file = fileWith(QByteArray(5000, 'x'));
        QCOMPARE(get(source), QStringLiteral("too-large ") + source.file);
        source.file = m_folder->path();
        QCOMPARE(get(source), QStringLiteral("denied ") + source.file);
    }

    void nobodyToAskIsLocked()
    {
        QCOMPARE(get(PassphraseSource()), QStringLiteral("locked no-passphrase"));
    }

    void theAskProgramGetsTheQuestionAndItsAnswerIsTaken()
    {
        qputenv("SSH_ASKPASS", "/nowhere");
        qputenv("WHARFINGER_ASKPASS", QFile::encodeName(program("echo \"$#:$1\"")));
        const PassphraseSource source = PassphraseSource::takeFromEnvironment();
        QVERIFY(!source.isGiven());
        QCOMPARE(get(source), QStringLiteral("1:Passphrase of Wharfinger's vault: "));
    }

    void sshsAskProgramWillDo()
    {
        qputenv("SSH_ASKPASS", QFile::encodeName(program("echo answer")));
        QCOMPARE(get(PassphraseSource::takeFromEnvironment()), QStringLiteral("answer"));
    }

    void whatTheAskProgramDoesWrongIsSaid_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("result");
        QTest::newRow("dismissed") << QByteArray("echo secret; exit 1") << QStringLiteral("locked askpass");
        QTest::newRow("killed") << QByteArray("kill -9 $$") << QStringLiteral("locked askpass");
        QTest::newRow("says nothing") << QByteArray("exit 0") << QStringLiteral("locked no-passphrase");
        QTest::newRow("hangs") << QByteArray("exec tail -f /dev/null") << QStringLiteral("locked askpass");
    }
    void whatTheAskProgramDoesWrongIsSaid()
    {
        QFETCH(QByteArray, body);
        PassphraseSource source;
        source.askProgram = program(body);
        source.askLimit = std::chrono::milliseconds(700);
        QTEST(get(source), "result");
    }

    void anAskProgramThatDoesNotStartIsAbsent()
    {
        PassphraseSource source;
        source.askProgram = QStringLiteral("/nowhere/askpass");
        QCOMPARE(get(source), QStringLiteral("absent askpass"));
        source.askProgram = fileWith("not a program");
        QCOMPARE(get(source), QStringLiteral("absent askpass"));
    }

    void aNewPassphraseIsAskedForTwice()
    {
        PassphraseSource source;
        const QByteArray count = QFile::encodeName(m_folder->filePath(QStringLiteral("count")));
        source.askProgram = program("echo x >> " + count + "; echo same");
        QCOMPARE(get(source, PassphraseUse::Create), QStringLiteral("same"));
        source.askProgram = program("echo x >> " + count + "; wc -l < " + count);
        QCOMPARE(get(source, PassphraseUse::Create), QStringLiteral("locked passphrases-differ"));
    }

    void theEventLoopGoesOnWhileSomebodyIsAsked()
    {
        PassphraseSource source;
        const QString answered = m_folder->filePath(QStringLiteral("answered"));
        // It answers only after this process has come round to its event loop.
        source.askProgram = program("while [ ! -e " + QFile::encodeName(answered) + " ]; do sleep 0.01; done; echo answer");
        QTimer::singleShot(50, this, [&] { QVERIFY(QFile(answered).open(QIODevice::WriteOnly)); });
        QCOMPARE(get(source), QStringLiteral("answer"));
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc > 1 && qstrcmp(argv[1], "--show-own-environment") == 0) {
        (void)PassphraseSource::takeFromEnvironment();
        QFile environment(QStringLiteral("/proc/self/environ"));
        QFile output;
        if (!environment.open(QIODevice::ReadOnly) || !output.open(1, QIODevice::WriteOnly))
            return 1;
        output.write(environment.readAll());
        return 0;
    }
    TestPassphrase test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_passphrase.moc"
