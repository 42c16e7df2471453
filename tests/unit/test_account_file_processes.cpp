#include "core/accounts/account_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cstdio>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <csignal>

using namespace wharf;
using namespace wharf::accounts;

namespace {

constexpr uid_t nobody = 65534;

Account account(const QString &user)
{
    Account made;
    made.id = QUuid::createUuid();
    made.host = registry::RegistryHost::parse(QStringLiteral("registry.example.com")).value();
    made.userName = user;
    return made;
}

void say(const QString &line)
{
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

QString addOne(const QString &path, const QString &user)
{
    const auto result = AccountFile(path).update([&](Accounts &accounts) { accounts.put(account(user)); });
    return result ? QStringLiteral("fine") : kindName(result.error().kind);
}

// What the child processes do, each named for it.

int addMany(const QString &path, const QString &prefix, int count)
{
    for (int n = 0; n < count; ++n) {
        const QString user = prefix + QString::number(n);
        if (const QString kind = addOne(path, user); kind != QLatin1String("fine")) {
            say(kind);
            return 1;
        }
        say(user);
    }
    return 0;
}

int addAsNobody(const QString &path)
{
    if (::getuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0))
        return 2;
    say(addOne(path, QStringLiteral("new")));
    return 0;
}

int loadAsNobody(const QString &path)
{
    if (::getuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0))
        return 2;
    const auto result = AccountFile(path).load();
    say(result ? QStringLiteral("fine") : kindName(result.error().kind));
    return 0;
}

/// Mounts a small file system over the file's folder, for this process alone.
int addOnFullDisk(const QString &path, const QString &how)
{
    const QByteArray folder = QFile::encodeName(QFileInfo(path).path());
    if (::unshare(::getuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0
        || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
        || ::mount("none", folder.constData(), "tmpfs", 0, "size=64k") != 0)
        return 2;
    if (addOne(path, QStringLiteral("old")) != QLatin1String("fine"))
        return 3;
    QFile filler(QFileInfo(path).path() + QLatin1String("/filler"));
    if (!filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return 4;
    if (how == QLatin1String("full")) {
        while (filler.write(QByteArray(4096, 'x')) > 0) { }
    } else if (::mount("none", folder.constData(), "tmpfs", MS_REMOUNT | MS_RDONLY, "size=64k") != 0) {
        // A file open for writing keeps a file system writable.
        filler.close();
        if (::mount("none", folder.constData(), "tmpfs", MS_REMOUNT | MS_RDONLY, "size=64k") != 0)
            return 5;
    }
    say(addOne(path, QStringLiteral("new")));
    const auto after = AccountFile(path).load();
    say(after && after->list.size() == 1 ? after->list.at(0).userName : QStringLiteral("lost"));
    say(QDir(QFileInfo(path).path()).entryList(QDir::Files).join(QLatin1Char(' ')));
    return 0;
}

/// Room for the lock file and the first bytes of the new one only.
int addOverQuota(const QString &path)
{
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit { 64, 64 };
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
        return 2;
    say(addOne(path, QStringLiteral("new")));
    return 0;
}

int child(const QStringList &arguments)
{
    const QString what = arguments.at(2);
    const QString path = arguments.at(3);
    if (what == QLatin1String("add-many"))
        return addMany(path, arguments.at(4), arguments.at(5).toInt());
    if (what == QLatin1String("add-as-nobody"))
        return addAsNobody(path);
    if (what == QLatin1String("load-as-nobody"))
        return loadAsNobody(path);
    if (what == QLatin1String("add-on-small-disk"))
        return addOnFullDisk(path, arguments.at(4));
    if (what == QLatin1String("add-over-quota"))
        return addOverQuota(path);
    return 9;
}

std::unique_ptr<QProcess> start(QStringList arguments)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    arguments.prepend(QStringLiteral("--child"));
    process->start(QCoreApplication::applicationFilePath(), arguments);
    return process;
}

QStringList linesOf(QProcess &process)
{
    return QString::fromLocal8Bit(process.readAllStandardOutput()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

QStringList run(const QStringList &arguments)
{
    const auto process = start(arguments);
    if (!process->waitForFinished() || process->exitCode() != 0)
        return { QStringLiteral("exit %1").arg(process->exitCode()) };
    return linesOf(*process);
}

} // namespace

/// The account file between processes, and on file systems that refuse.
class TestAccountFileProcesses final : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        // Another user must be able to come as far as the folder under test.
        ::chmod(qPrintable(m_folder->path()), 0755);
        m_path = m_folder->filePath(QStringLiteral("wharfinger/accounts.json"));
        QVERIFY(QDir().mkpath(QFileInfo(m_path).path()));
    }

    void eightProcessesLoseNothing()
    {
        constexpr int processes = 8;
        constexpr int each = 50;
        std::vector<std::unique_ptr<QProcess>> running;
        for (int n = 0; n < processes; ++n)
            running.push_back(start({ QStringLiteral("add-many"), m_path, QStringLiteral("p%1-").arg(n), QString::number(each) }));
        for (const auto &process : running) {
            QVERIFY(process->waitForFinished(60'000));
            QCOMPARE(process->exitCode(), 0);
        }
        const Accounts accounts = AccountFile(m_path).load().value();
        QSet<QString> users;
        for (const Account &one : accounts.list)
            users.insert(one.userName);
        QCOMPARE(users.size(), processes * each);
    }

    void aWriterKilledAtAnyMomentLosesNothingThatItReported()
    {
        QSet<QString> reported;
        for (int round = 0; round < 40; ++round) {
            const auto process = start({ QStringLiteral("add-many"), m_path, QStringLiteral("r%1-").arg(round), QStringLiteral("100000") });
            QVERIFY(process->waitForReadyRead());
            // A moment that differs each time is the point here; nothing is waited for.
            QTest::qSleep(static_cast<int>(QRandomGenerator::global()->bounded(20)));
            process->kill();
            QVERIFY(process->waitForFinished());
            for (const QString &user : linesOf(*process))
                reported.insert(user);

            const auto loaded = AccountFile(m_path).load();
            QVERIFY(loaded);
            QSet<QString> found;
            for (const Account &one : loaded->list)
                found.insert(one.userName);
            // The last line may have been cut off by the kill itself; every whole one must be there.
            QVERIFY((reported - found).isEmpty());
            // A lock left by the dead is taken over at once.
            QElapsedTimer timer;
            timer.start();
            QVERIFY(AccountFile(m_path).update([](Accounts &accounts) { accounts = {}; }));
            reported.clear();
            QVERIFY(timer.elapsed() < 4000);
        }
        const QStringList expected { QStringLiteral("accounts.json"), QStringLiteral("accounts.json.lock"),
                                     QStringLiteral("accounts.json.lock.queue") };
        QCOMPARE(QDir(QFileInfo(m_path).path()).entryList(QDir::Files), expected);
    }

    void aFolderThatMayNotBeWrittenIsReadOnly()
    {
        QCOMPARE(addOne(m_path, QStringLiteral("old")), QStringLiteral("fine"));
        ::chmod(qPrintable(m_path), 0644);
        ::chmod(qPrintable(QFileInfo(m_path).path()), 0555);
        QCOMPARE(run({ QStringLiteral("add-as-nobody"), m_path }), QStringList { QStringLiteral("read-only") });
        QCOMPARE(run({ QStringLiteral("load-as-nobody"), m_path }), QStringList { QStringLiteral("fine") });
        QCOMPARE(AccountFile(m_path).load().value().list.size(), 1);
        ::chmod(qPrintable(QFileInfo(m_path).path()), 0755);
    }

    void aFileThatMayNotBeReadIsDeniedAndNotEmpty()
    {
        QCOMPARE(addOne(m_path, QStringLiteral("old")), QStringLiteral("fine"));
        ::chmod(qPrintable(m_path), 0);
        ::chmod(qPrintable(QFileInfo(m_path).path()), 0777);
        QCOMPARE(run({ QStringLiteral("load-as-nobody"), m_path }), QStringList { QStringLiteral("denied") });
        QCOMPARE(run({ QStringLiteral("add-as-nobody"), m_path }), QStringList { QStringLiteral("read-only") });
        QCOMPARE(AccountFile(m_path).load().value().list.size(), 1);
    }

    void aFolderThatMayNotBeSearchedHidesNothingFromTheUser()
    {
        QCOMPARE(addOne(m_path, QStringLiteral("old")), QStringLiteral("fine"));
        ::chmod(qPrintable(QFileInfo(m_path).path()), 0);
        QCOMPARE(run({ QStringLiteral("load-as-nobody"), m_path }), QStringList { QStringLiteral("denied") });
        ::chmod(qPrintable(QFileInfo(m_path).path()), 0755);
    }

    void aFullDiskKeepsTheOldFile()
    {
        const QStringList expected { QStringLiteral("full"), QStringLiteral("old"), QStringLiteral("accounts.json accounts.json.lock accounts.json.lock.queue filler") };
        QCOMPARE(run({ QStringLiteral("add-on-small-disk"), m_path, QStringLiteral("full") }), expected);
    }

    void aReadOnlyFileSystemKeepsTheOldFile()
    {
        const QStringList expected { QStringLiteral("read-only"), QStringLiteral("old"), QStringLiteral("accounts.json accounts.json.lock accounts.json.lock.queue filler") };
        QCOMPARE(run({ QStringLiteral("add-on-small-disk"), m_path, QStringLiteral("read-only") }), expected);
    }

    void overQuotaKeepsTheOldFile()
    {
        QCOMPARE(addOne(m_path, QStringLiteral("old")), QStringLiteral("fine"));
        QCOMPARE(run({ QStringLiteral("add-over-quota"), m_path }), QStringList { QStringLiteral("full") });
        QCOMPARE(AccountFile(m_path).load().value().list.at(0).userName, QStringLiteral("old"));
    }

    void aLockThatSomebodyHoldsIsBusyInTheEnd()
    {
        // The lock of a living process: this one, seen from a child.
        const auto result = AccountFile(m_path).update([&](Accounts &accounts) {
            accounts.put(account(QStringLiteral("jo")));
            QElapsedTimer timer;
            timer.start();
            QCOMPARE(run({ QStringLiteral("add-many"), m_path, QStringLiteral("x"), QStringLiteral("1") }),
                     QStringList { QStringLiteral("exit 1") });
            QVERIFY(timer.elapsed() >= 5000);
        });
        QCOMPARE(result.value().list.size(), 1);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() > 3 && arguments.at(1) == QLatin1String("--child"))
        return child(arguments);
    TestAccountFileProcesses test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_account_file_processes.moc"
