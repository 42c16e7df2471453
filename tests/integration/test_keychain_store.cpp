#include "core/accounts/keychain_backend.h"
#include "core/accounts/keychain_store.h"

#include "tests/integration/keyring_session.h"
#include "tests/support/store_conformance.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

#include <QCoro/QCoroTask>

#include <cstdio>

using namespace wharf;
using namespace wharf::accounts;
using wharf::test::KeyringSession;

namespace {

constexpr std::chrono::milliseconds shortAnswer { 1'000 };
constexpr std::chrono::milliseconds shortUnlock { 2'000 };

void say(const QString &line)
{
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

QString outcome(const Failure &failure)
{
    const QString subject = failure.subject.isEmpty() ? QString() : QLatin1Char(' ') + failure.subject;
    return stageName(failure.stage) + QLatin1Char(' ') + kindName(failure.kind) + subject;
}

/// `@N`: N bytes that are no text.
QByteArray valueFrom(const QString &argument)
{
    if (!argument.startsWith(QLatin1Char('@')))
        return argument.toUtf8();
    QByteArray bytes;
    for (int n = 0; n < argument.mid(1).toInt(); ++n)
        bytes.append(static_cast<char>(n * 7 + n / 256));
    return bytes;
}

/// Gives a write up while it is on its way, and waits until the keychain has done it all the same.
QString writeLate(const QString &key, bool isNew)
{
    const auto line = std::make_shared<KeychainLine>(openKeychain(keychainService));
    line->start({ KeychainRequest::Verb::Write, key, std::make_shared<const Secret>("late"), isNew });
    line->giveUp({ .stage = Stage::Keychain, .kind = Kind::Locked, .serverSaid = {}, .subject = {} });
    return QTest::qWaitFor([&] { return !line->isBusy(); }) ? QStringLiteral("done") : QStringLiteral("never");
}

/// Ends a read's wait a quarter of a second after it began.
QString readAndEnd(KeychainStore &store, const QString &key)
{
    QTimer::singleShot(250, [&store] { store.endWaits(); });
    const auto result = QCoro::waitFor(store.read(key));
    return result ? QStringLiteral("read") : outcome(result.error());
}

/// The child process: does what the lines on its standard input say, one answer a line. A store keeps its connection, so each
/// scene has one of its own.
int child()
{
    KeychainStore store({ shortAnswer, shortUnlock });
    char line[256];
    while (std::fgets(line, sizeof line, stdin)) {
        const QStringList words = QString::fromLocal8Bit(line).trimmed().split(QLatin1Char(' '));
        const QString &verb = words.at(0);
        const QString key = words.value(1);
        if (verb == QLatin1String("read")) {
            const auto result = QCoro::waitFor(store.read(key));
            if (!result)
                say(outcome(result.error()));
            else if (words.size() > 2)
                say((*result)->reveal([&](QByteArrayView bytes) { return bytes == valueFrom(words.at(2)); })
                        ? QStringLiteral("the same") : QStringLiteral("another"));
            else
                say((*result)->reveal([](QByteArrayView bytes) { return QString::fromUtf8(bytes); }));
        } else if (verb == QLatin1String("write") || verb == QLatin1String("remove")) {
            const auto result = verb == QLatin1String("remove")
                ? QCoro::waitFor(store.remove(key))
                : QCoro::waitFor(store.write(key, std::make_shared<const Secret>(valueFrom(words.value(2)))));
            say(result ? QStringLiteral("fine") : outcome(result.error()));
        } else if (verb == QLatin1String("late-write")) {
            say(writeLate(key, words.value(2) == QLatin1String("new")));
        } else if (verb == QLatin1String("read-and-end")) {
            say(readAndEnd(store, key));
        } else if (verb == QLatin1String("name")) {
            say(store.name());
        }
    }
    return 0;
}

class Store {
public:
    explicit Store(const QProcessEnvironment &environment)
    {
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationFilePath(), { QStringLiteral("--child") });
        m_process.waitForStarted();
    }
    ~Store()
    {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(5'000)) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }
    void begin(const char *line) { m_process.write(QByteArray(line) + '\n'); }
    QString answer(int limit = 30'000)
    {
        QElapsedTimer timer;
        timer.start();
        while (!m_process.canReadLine() && timer.elapsed() < limit && m_process.state() == QProcess::Running)
            m_process.waitForReadyRead(limit);
        return QString::fromUtf8(m_process.readLine()).trimmed();
    }
    QString ask(const char *line)
    {
        begin(line);
        return answer();
    }

private:
    QProcess m_process;
};

QString secretTool(const KeyringSession &session, const QStringList &arguments)
{
    QProcess process;
    process.setProcessEnvironment(session.environment());
    process.start(QStringLiteral("secret-tool"), arguments);
    process.waitForFinished();
    return QString::fromUtf8(process.readAllStandardOutput());
}

} // namespace

/// The keychain store on a real gnome-keyring: what works, and how each way of not working looks.
class TestKeychainStore final : public QObject {
    Q_OBJECT
    std::unique_ptr<KeyringSession> m_session;

private Q_SLOTS:
    void init()
    {
        m_session = std::make_unique<KeyringSession>();
        QVERIFY2(m_session->startBus(KeyringSession::Services::None), "dbus-daemon does not start");
        QVERIFY2(m_session->startKeyring(), "gnome-keyring-daemon does not start");
    }
    void cleanup() { m_session.reset(); }

    void writesReadsAndRemoves()
    {
        Store store(m_session->environment());
        QCOMPARE(store.ask("name"), QStringLiteral("Secret Service"));
        QCOMPARE(store.ask("read account/1"), QStringLiteral("keychain absent entry"));
        QCOMPARE(store.ask("write account/1 hunter2"), QStringLiteral("fine"));
        QCOMPARE(store.ask("read account/1"), QStringLiteral("hunter2"));
        QCOMPARE(store.ask("write account/1 other"), QStringLiteral("fine"));
        QCOMPARE(store.ask("read account/1"), QStringLiteral("other"));
        QCOMPARE(store.ask("read account/2"), QStringLiteral("keychain absent entry"));
        QCOMPARE(store.ask("remove account/1"), QStringLiteral("fine"));
        QCOMPARE(store.ask("remove account/1"), QStringLiteral("fine"));
        QCOMPARE(store.ask("read account/1"), QStringLiteral("keychain absent entry"));
    }

    void conforms()
    {
        QProcess process;
        process.setProcessEnvironment(m_session->environment());
        process.setProcessChannelMode(QProcess::ForwardedChannels);
        process.start(QCoreApplication::applicationFilePath(), { QStringLiteral("--conform") });
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 0);
    }

    void anotherProcessReadsWhatOneWrote()
    {
        QCOMPARE(Store(m_session->environment()).ask("write account/1 hunter2"), QStringLiteral("fine"));
        QCOMPARE(Store(m_session->environment()).ask("read account/1"), QStringLiteral("hunter2"));
    }

    void longAndOddValuesComeBackWhole_data()
    {
        QTest::addColumn<QString>("value");
        for (const char *value : { "@1", "@2048", "@2049", "@10240", "@65536", "wharfinger-pieces:1:a:1:x" })
            QTest::newRow(value) << QString::fromLatin1(value);
    }
    void longAndOddValuesComeBackWhole()
    {
        QFETCH(QString, value);
        Store store(m_session->environment());
        QCOMPARE(store.ask(qPrintable(QLatin1String("write account/1 ") + value)), QStringLiteral("fine"));
        QCOMPARE(store.ask(qPrintable(QLatin1String("read account/1 ") + value)), QStringLiteral("the same"));
    }

    void aLongValueLeavesNothingBehind()
    {
        Store store(m_session->environment());
        const QStringList all { QStringLiteral("search"), QStringLiteral("--all"), QStringLiteral("server"),
                                QStringLiteral("io.github.wharfinger") };
        QCOMPARE(store.ask("write account/1 @10240"), QStringLiteral("fine"));
        const auto entries = [&] { return secretTool(*m_session, all).count(QStringLiteral("[/")); };
        QCOMPARE(entries(), 8); // a header and seven pieces
        QCOMPARE(store.ask("write account/1 @5000"), QStringLiteral("fine"));
        QCOMPARE(entries(), 5);
        QCOMPARE(store.ask("read account/1 @5000"), QStringLiteral("the same"));
        QCOMPARE(store.ask("write account/1 short"), QStringLiteral("fine"));
        QCOMPARE(entries(), 1);
        QCOMPARE(store.ask("write account/1 @5000"), QStringLiteral("fine"));
        QCOMPARE(store.ask("remove account/1"), QStringLiteral("fine"));
        QCOMPARE(entries(), 0);
    }

    void aNewEntryThatIsWrittenAfterItWasGivenUpIsTakenBack()
    {
        Store store(m_session->environment());
        QCOMPARE(store.ask("late-write account/1 new"), QStringLiteral("done"));
        QCOMPARE(store.ask("read account/1"), QStringLiteral("keychain absent entry"));
        // Where there was one before, the person's newer token is better than none.
        QCOMPARE(store.ask("late-write account/2 old"), QStringLiteral("done"));
        QCOMPARE(store.ask("read account/2"), QStringLiteral("late"));
    }

    void whatIsTooLongOrEmptyIsSaidAndNotStored()
    {
        Store store(m_session->environment());
        QCOMPARE(store.ask("write account/1 @65537"), QStringLiteral("keychain too-large entry"));
        QCOMPARE(store.ask("write account/1"), QStringLiteral("keychain invalid empty"));
        QCOMPARE(store.ask("read account/1"), QStringLiteral("keychain absent entry"));
    }

    void aLockedKeyringIsLockedAndNotEmpty_data()
    {
        QTest::addColumn<bool>("prompter");
        QTest::newRow("a bus that can start a prompt, without a display") << true;
        QTest::newRow("nobody to show a prompt") << false;
    }
    void aLockedKeyringIsLockedAndNotEmpty()
    {
        QFETCH(bool, prompter);
        if (prompter) {
            m_session = std::make_unique<KeyringSession>();
            QVERIFY(m_session->startBus(KeyringSession::Services::Installed));
            QVERIFY(m_session->startKeyring());
        }
        QCOMPARE(Store(m_session->environment()).ask("write account/1 hunter2"), QStringLiteral("fine"));
        QVERIFY(m_session->lock());
        for (const char *line : { "read account/1", "read account/2", "write account/1 x", "write account/2 x", "remove account/1" }) {
            Store store(m_session->environment());
            QElapsedTimer timer;
            timer.start();
            QCOMPARE(store.ask(line), QStringLiteral("keychain locked prompt"));
            qInfo("%s: locked after %lld ms", line, timer.elapsed());
            QVERIFY(timer.elapsed() < 10'000);
        }
    }

    void aPromptThatNobodyAnswersIsLockedInTheEnd()
    {
        m_session = std::make_unique<KeyringSession>();
        QVERIFY2(m_session->startDisplay(), "Xvfb does not start");
        QVERIFY(m_session->startBus(KeyringSession::Services::Installed));
        QVERIFY(m_session->startKeyring());
        QCOMPARE(Store(m_session->environment()).ask("write account/1 hunter2"), QStringLiteral("fine"));
        QVERIFY(m_session->lock());
        Store store(m_session->environment());
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(store.ask("read account/1"), QStringLiteral("keychain locked prompt"));
        // A person has longer than a service: both limits went by. (Qt's coarse timers may be a twentieth early.)
        QVERIFY(timer.elapsed() >= (shortAnswer + shortUnlock).count() * 9 / 10);
        // The prompt is still open: whoever comes next does not queue behind it.
        timer.restart();
        QCOMPARE(store.ask("read account/1"), QStringLiteral("keychain locked prompt"));
        QVERIFY(timer.elapsed() < 1'000);
    }

    void aServiceThatHangsFailsWithinTheLimit()
    {
        Store store(m_session->environment());
        QCOMPARE(store.ask("write account/1 hunter2"), QStringLiteral("fine"));
        m_session->freezeKeyring();
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(store.ask("read account/1"), QStringLiteral("keychain offline no-answer"));
        QVERIFY(timer.elapsed() < 10'000);
        // Whoever comes next does not queue behind it.
        timer.restart();
        QCOMPARE(store.ask("write account/2 x"), QStringLiteral("keychain offline no-answer"));
        QVERIFY(timer.elapsed() < 1'000);
    }

    void aServiceThatDiesIsAFailure()
    {
        Store store(m_session->environment());
        QCOMPARE(store.ask("write account/1 hunter2"), QStringLiteral("fine"));
        m_session->freezeKeyring();
        store.begin("read account/1");
        m_session->killKeyring();
        QCOMPARE(store.answer(), QStringLiteral("keychain absent no-service"));
        QCOMPARE(store.ask("read account/1"), QStringLiteral("keychain absent no-service"));
    }

    void aBusWithoutAServiceIsAbsent()
    {
        m_session = std::make_unique<KeyringSession>();
        QVERIFY(m_session->startBus(KeyringSession::Services::None));
        for (const char *line : { "read account/1", "write account/1 x", "remove account/1" }) {
            Store store(m_session->environment());
            QElapsedTimer timer;
            timer.start();
            QCOMPARE(store.ask(line), QStringLiteral("keychain absent no-service"));
            QVERIFY(timer.elapsed() < 5'000);
        }
    }

    void noBusAtAllIsAbsent()
    {
        m_session = std::make_unique<KeyringSession>();
        for (const char *line : { "read account/1", "write account/1 x", "remove account/1" }) {
            Store store(m_session->environment());
            QElapsedTimer timer;
            timer.start();
            QCOMPARE(store.ask(line), QStringLiteral("keychain absent no-session-bus"));
            QVERIFY(timer.elapsed() < 5'000);
        }
    }

    void withoutGLibsLoopItWorksAllTheSame()
    {
        QProcessEnvironment environment = m_session->environment();
        environment.insert(QStringLiteral("QT_NO_GLIB"), QStringLiteral("1"));
        Store store(environment);
        QCOMPARE(store.ask("write account/1 hunter2"), QStringLiteral("fine"));
        QCOMPARE(store.ask("read account/1"), QStringLiteral("hunter2"));
    }

    void anEntryOfQtKeychainsIsReadAndReplaced()
    {
        // As QtKeychain 0.13 writes it, through libsecret.
        QProcess tool;
        tool.setProcessEnvironment(m_session->environment());
        tool.start(QStringLiteral("secret-tool"),
                   { QStringLiteral("store"), QStringLiteral("--label"), QStringLiteral("io.github.wharfinger"),
                     QStringLiteral("user"), QStringLiteral("account/1"), QStringLiteral("server"), QStringLiteral("io.github.wharfinger"),
                     QStringLiteral("type"), QStringLiteral("plaintext"), QStringLiteral("xdg:schema"), QStringLiteral("org.qt.keychain") });
        tool.write("from-before");
        tool.closeWriteChannel();
        QVERIFY(tool.waitForFinished());
        QCOMPARE(tool.exitCode(), 0);

        Store store(m_session->environment());
        QCOMPARE(store.ask("read account/1"), QStringLiteral("from-before"));
        QCOMPARE(store.ask("write account/1 newer"), QStringLiteral("fine"));
        const QString all = secretTool(*m_session, { QStringLiteral("search"), QStringLiteral("--all"), QStringLiteral("server"),
                                                     QStringLiteral("io.github.wharfinger") });
        QCOMPARE(all.count(QStringLiteral("[/")), 1);
        QVERIFY(all.contains(QStringLiteral("secret = newer")));
        QVERIFY(all.contains(QStringLiteral("label = io.github.wharfinger")));
        QVERIFY(all.contains(QStringLiteral("schema = org.qt.keychain")));
        QCOMPARE(store.ask("remove account/1"), QStringLiteral("fine"));
        QCOMPARE(store.ask("read account/1"), QStringLiteral("keychain absent entry"));
    }

    void whatLiesThereAlreadyIsNotWrittenAgain()
    {
        Store store(m_session->environment());
        QCOMPARE(store.ask("write account/1 hunter2"), QStringLiteral("fine"));
        const QDir keyrings(m_session->home() + QStringLiteral("/.local/share/keyrings"));
        const auto written = [&] {
            QString times;
            const QFileInfoList files = keyrings.entryInfoList(QDir::Files);
            for (const QFileInfo &file : files)
                times += file.lastModified().toString(Qt::ISODateWithMs);
            return times;
        };
        const QString before = written();
        QVERIFY(!before.isEmpty());
        QCOMPARE(store.ask("write account/1 hunter2"), QStringLiteral("fine"));
        QCOMPARE(written(), before);
        QCOMPARE(store.ask("write account/1 other"), QStringLiteral("fine"));
        QVERIFY(written() != before);
    }

    void aServiceThatComesBackIsSpokenToAgain()
    {
        Store store(m_session->environment());
        QCOMPARE(store.ask("write account/1 hunter2"), QStringLiteral("fine"));
        m_session->killKeyring();
        QCOMPARE(store.ask("read account/1"), QStringLiteral("keychain absent no-service"));
        QVERIFY(m_session->startKeyring());
        QCOMPARE(store.ask("read account/1"), QStringLiteral("hunter2"));
        m_session->killKeyring();
        QVERIFY(m_session->startKeyring());
        QCOMPARE(store.ask("read account/1"), QStringLiteral("hunter2"));
    }

    void aWaitEndsWhenItIsToldTo()
    {
        m_session = std::make_unique<KeyringSession>();
        QVERIFY2(m_session->startDisplay(), "Xvfb does not start");
        QVERIFY(m_session->startBus(KeyringSession::Services::Installed));
        QVERIFY(m_session->startKeyring());
        Store store(m_session->environment());
        QCOMPARE(store.ask("write account/1 hunter2"), QStringLiteral("fine"));
        QVERIFY(m_session->lock());
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(store.ask("read-and-end account/1"), QStringLiteral("keychain cancelled")); // a prompt
        QVERIFY(timer.elapsed() < shortAnswer.count());
        m_session->freezeKeyring();
        timer.restart();
        QCOMPARE(Store(m_session->environment()).ask("read-and-end account/1"), QStringLiteral("keychain cancelled")); // silence
        QVERIFY(timer.elapsed() < shortAnswer.count());
    }

    void whateverTheDesktopIsCalledTheSecretServiceIsFound_data()
    {
        QTest::addColumn<QString>("desktop");
        for (const char *desktop : { "", "GNOME", "ubuntu:GNOME", "XFCE", "sway", "KDE" })
            QTest::newRow(desktop) << QString::fromLatin1(desktop);
    }
    void whateverTheDesktopIsCalledTheSecretServiceIsFound()
    {
        QFETCH(QString, desktop);
        QProcessEnvironment environment = m_session->environment();
        environment.insert(QStringLiteral("XDG_CURRENT_DESKTOP"), desktop);
        Store store(environment);
        QCOMPARE(store.ask("write account/1 hunter2"), QStringLiteral("fine"));
        QCOMPARE(secretTool(*m_session, { QStringLiteral("lookup"), QStringLiteral("user"), QStringLiteral("account/1"),
                                          QStringLiteral("server"), QStringLiteral("io.github.wharfinger") }),
                 QStringLiteral("hunter2"));
    }

    void nothingOfTheSecretLiesOpenInTheHomeFolder()
    {
        Store store(m_session->environment());
        QCOMPARE(store.ask("write account/1 glpat-a-known-secret"), QStringLiteral("fine"));
        QProcess grep;
        grep.start(QStringLiteral("grep"), { QStringLiteral("-r"), QStringLiteral("a-known-secret"), m_session->home() });
        QVERIFY(grep.waitForFinished());
        QCOMPARE(grep.exitCode(), 1);
    }
};

/// The suite that every store passes, run inside a keyring's session.
class Conformance final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void conforms()
    {
        KeychainStore store;
        wharf::test::checkStoreConforms(store);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc > 1 && qstrcmp(argv[1], "--child") == 0)
        return child();
    if (argc > 1 && qstrcmp(argv[1], "--conform") == 0) {
        Conformance conformance;
        return QTest::qExec(&conformance);
    }
    TestKeychainStore test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_keychain_store.moc"
