#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace {

/// A terminal with a shell that controls jobs, as people have it; seen from outside.
class Terminal {
public:
    Terminal(const char *script, const QByteArray &home)
    {
        const QByteArray homeVariable = "HOME=" + home;
        const QByteArray wharfingerHome = "WHARFINGER_HOME=" + home;
        const char *const environment[] { "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "WHARFINGER_VAULT_PASSPHRASE=correct horse",
                                          homeVariable.constData(), wharfingerHome.constData(), nullptr };
        const char *const arguments[] { "sh", "-c", script, "sh", WHARFCTL, nullptr };
        m_shell = ::forkpty(&m_master, nullptr, nullptr, nullptr);
        if (m_shell == 0) {
            ::execve("/bin/sh", const_cast<char *const *>(arguments), const_cast<char *const *>(environment));
            ::_exit(127);
        }
        ::fcntl(m_master, F_SETFL, O_NONBLOCK);
    }
    ~Terminal()
    {
        ::close(m_master); // hangs up
        if (m_shell > 0) {
            ::kill(m_shell, SIGKILL);
            ::waitpid(m_shell, nullptr, 0);
        }
    }
    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;

    /// All that was shown so far.
    [[nodiscard]] const QByteArray &shown()
    {
        char part[4096];
        for (ssize_t got = 0; (got = ::read(m_master, part, sizeof part)) > 0;)
            m_shown.append(part, got);
        return m_shown;
    }
    void type(const QByteArray &keys) const { QCOMPARE(::write(m_master, keys.constData(), static_cast<std::size_t>(keys.size())), keys.size()); }
    [[nodiscard]] bool echoes() const
    {
        termios state {};
        return ::tcgetattr(m_master, &state) == 0 && (state.c_lflag & ECHO) != 0;
    }
    [[nodiscard]] int master() const { return m_master; }
    /// The process group of the job that has the terminal now.
    [[nodiscard]] pid_t foreground() const { return ::tcgetpgrp(m_master); }

private:
    int m_master = -1;
    pid_t m_shell = -1;
    QByteArray m_shown;
};

constexpr const char *signIn = "set -m; \"$1\" login h.example -u jo --no-verify --no-docker; echo first $?;"
                               " if read go && [ \"$go\" = on ]; then fg >/dev/null; echo second $?; fi; read end";
const QByteArray prompt("Password or token for jo on h.example: ");

} // namespace

/// `wharfctl` asking for a secret on a terminal: nothing that comes between leaves it silent.
class TestSecretPrompt final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void aStopGivesTheEchoBackAndAsksAgain()
    {
        Terminal terminal(signIn, m_home->path().toUtf8());
        QTRY_COMPARE(terminal.shown().count(prompt), 1);
        QVERIFY(!terminal.echoes());
        terminal.type("half-a-sec");
        terminal.type("\x1a");
        QTRY_VERIFY(terminal.shown().contains("first "));
        QVERIFY(terminal.echoes());
        terminal.type("on\n");
        QTRY_COMPARE(terminal.shown().count(prompt), 2);
        QVERIFY(!terminal.echoes());
        terminal.type("pw-of-nobody\n");
        QTRY_VERIFY(terminal.shown().contains("second 0"));
        QVERIFY(terminal.echoes());
        QVERIFY(terminal.shown().contains("Kept for jo on h.example"));
        QVERIFY(!terminal.shown().contains("half-a-sec") && !terminal.shown().contains("pw-of-nobody"));
    }

    void aStopThatNobodyCanCatchIsSilentAgainAfterwards()
    {
        Terminal terminal(signIn, m_home->path().toUtf8());
        QTRY_COMPARE(terminal.shown().count(prompt), 1);
        const pid_t program = terminal.foreground();
        QCOMPARE(::kill(-program, SIGSTOP), 0);
        QTRY_VERIFY(terminal.shown().contains("first "));
        // As a shell for people does, which this one is not.
        termios state {};
        QCOMPARE(::tcgetattr(terminal.master(), &state), 0);
        state.c_lflag |= ECHO;
        QCOMPARE(::tcsetattr(terminal.master(), TCSANOW, &state), 0);
        terminal.type("on\n");
        QTRY_COMPARE(terminal.shown().count(prompt), 2);
        QVERIFY(!terminal.echoes());
        terminal.type("pw-of-nobody\n");
        QTRY_VERIFY(terminal.shown().contains("second 0"));
        QVERIFY(terminal.echoes());
        QVERIFY(!terminal.shown().contains("pw-of-nobody"));
    }

    void anEndGivesTheEchoBack_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("Ctrl-C") << QByteArray("\x03") << QByteArray("first 3");
        QTest::newRow("Ctrl-\\") << QByteArray("\x1c") << QByteArray("first 131");
        QTest::newRow("Ctrl-D") << QByteArray("\x04") << QByteArray("first 2");
    }
    void anEndGivesTheEchoBack()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, end);
        Terminal terminal(signIn, m_home->path().toUtf8());
        QTRY_COMPARE(terminal.shown().count(prompt), 1);
        QVERIFY(!terminal.echoes());
        terminal.type(key);
        QTRY_VERIFY2(terminal.shown().contains(end), terminal.shown().constData());
        QVERIFY(terminal.echoes());
        QVERIFY(!QFile::exists(m_home->filePath(QStringLiteral("config/accounts.json"))));
    }

private:
    std::unique_ptr<QTemporaryDir> m_home;
};

QTEST_GUILESS_MAIN(TestSecretPrompt)
#include "test_secret_prompt.moc"
