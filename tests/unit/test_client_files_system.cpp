#include "core/docker/client_files.h"
#include "core/docker/json_text.h"
#include "core/docker/whole_file.h"
#include "tests/support/in_child.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace wharf;
using namespace wharf::docker;
using namespace wharf::test;
using registry::RegistryHost;

namespace {

RegistryHost host()
{
    return RegistryHost::parse(QStringLiteral("h.example")).value();
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<absent>");
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || file.write(content) != content.size())
        qFatal("a test could not write its file");
}

struct stat statOf(const QString &path)
{
    struct stat info { };
    ::stat(QFile::encodeName(path).constData(), &info);
    return info;
}

/// What lies in a folder beside `known`, our lock and its queue apart.
QStringList strangers(const QString &folder, const QStringList &known)
{
    QStringList names = QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    names.removeIf([&](const QString &name) { return known.contains(name) || name.contains(QLatin1String(".wharfinger.lock")); });
    return names;
}

const QByteArray someText = "{\n\t\"auths\": {\n\t\t\"x.example\": {}\n\t}\n}";

} // namespace

class TestClientFilesSystem final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        // Beside the tests, not in /tmp: that may be a memory file system, as the other one in these tests is.
        m_folder = std::make_unique<QTemporaryDir>(QDir::current().filePath(QStringLiteral("client-files-XXXXXX")));
        QVERIFY(::chmod(QFile::encodeName(m_folder->path()).constData(), 0777) == 0);
        m_file = m_folder->filePath(QStringLiteral("config.json"));
        m_own.reset(new QTemporaryDir);
        QVERIFY(::chmod(QFile::encodeName(m_own->path()).constData(), 0777) == 0);
        qputenv("WHARFINGER_HOME", QFile::encodeName(m_own->path()));
    }

    void modeAndOwnerStay()
    {
        write(m_file, someText);
        const QByteArray path = QFile::encodeName(m_file);
        QVERIFY(::chmod(path.constData(), 0640) == 0);
        if (::geteuid() == 0)
            QVERIFY(::chown(path.constData(), 12345, 54321) == 0);
        const struct stat before = statOf(m_file);
        QVERIFY(setHelperEntry(m_file, host()).has_value());
        const struct stat after = statOf(m_file);
        QCOMPARE(after.st_mode, before.st_mode);
        QCOMPARE(after.st_uid, before.st_uid);
        QCOMPARE(after.st_gid, before.st_gid);
        QVERIFY(after.st_ino != before.st_ino);
        QCOMPARE(strangers(m_folder->path(), { QStringLiteral("config.json") }), QStringList());
    }

    void aSymlinkStaysAndItsTargetChanges_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<bool>("exists");
        QTest::newRow("beside it") << QStringLiteral("real.json") << true;
        QTest::newRow("in a folder") << QStringLiteral("dotfiles/docker/real.json") << true;
        QTest::newRow("dangling") << QStringLiteral("real.json") << false;
        QTest::newRow("dangling, its folder missing") << QStringLiteral("dotfiles/real.json") << false;
    }

    void aSymlinkStaysAndItsTargetChanges()
    {
        QFETCH(QString, target);
        QFETCH(bool, exists);
        const QString real = m_folder->filePath(target);
        if (exists) {
            QVERIFY(QDir().mkpath(QFileInfo(real).path()));
            write(real, someText);
        }
        // Two links, so that the chain is followed to its end.
        QVERIFY(QFile::link(target, m_folder->filePath(QStringLiteral("middle.json"))));
        QVERIFY(QFile::link(QStringLiteral("middle.json"), m_file));
        QVERIFY(setHelperEntry(m_file, host()).has_value());
        QVERIFY(QFileInfo(m_file).isSymLink());
        QVERIFY(QFileInfo(m_folder->filePath(QStringLiteral("middle.json"))).isSymLink());
        QVERIFY(!QFileInfo(real).isSymLink());
        QVERIFY(contentOf(real).contains("\"h.example\": \"wharfinger\""));
        QVERIFY(removeHelperEntry(m_file, host()).has_value());
        QCOMPARE(contentOf(real), exists ? someText : QByteArray("{}\n"));
    }

    void aSymlinkToAnotherFileSystem()
    {
        QTemporaryDir elsewhere(QStringLiteral("/dev/shm/client-files-XXXXXX"));
        const QString real = elsewhere.filePath(QStringLiteral("real.json"));
        write(real, someText);
        QVERIFY(statOf(real).st_dev != statOf(m_folder->path()).st_dev);
        QVERIFY(QFile::link(real, m_file));
        QVERIFY(setHelperEntry(m_file, host()).has_value());
        QVERIFY(QFileInfo(m_file).isSymLink());
        QVERIFY(contentOf(real).contains("\"h.example\": \"wharfinger\""));
        QCOMPARE(strangers(elsewhere.path(), { QStringLiteral("real.json") }), QStringList());
        QCOMPARE(strangers(m_folder->path(), { QStringLiteral("config.json") }), QStringList());
    }

    void aCircleOfSymlinksIsRefused()
    {
        QVERIFY(QFile::link(QStringLiteral("b.json"), m_folder->filePath(QStringLiteral("a.json"))));
        QVERIFY(QFile::link(QStringLiteral("a.json"), m_folder->filePath(QStringLiteral("b.json"))));
        QCOMPARE(setHelperEntry(m_folder->filePath(QStringLiteral("a.json")), host()).error().kind, Kind::Invalid);
    }

    void whatIsNoFileIsRefused()
    {
        QVERIFY(QDir().mkpath(m_file));
        QCOMPARE(setHelperEntry(m_file, host()).error().kind, Kind::Invalid);
        const QString pipe = m_folder->filePath(QStringLiteral("pipe"));
        QVERIFY(::mkfifo(QFile::encodeName(pipe).constData(), 0600) == 0);
        QCOMPARE(setHelperEntry(pipe, host()).error().kind, Kind::Invalid);
    }

    void aReadOnlyFileIsRefused()
    {
        write(m_file, someText);
        QVERIFY(::chmod(QFile::encodeName(m_file).constData(), 0444) == 0);
        const auto result = setHelperEntry(m_file, host());
        QCOMPARE(result.error().kind, Kind::ReadOnly);
        QCOMPARE(result.error().subject, m_file);
        QCOMPARE(contentOf(m_file), someText);
        QCOMPARE(strangers(m_folder->path(), { QStringLiteral("config.json") }), QStringList());
    }

    void anotherUsersFileIsRefused_data()
    {
        QTest::addColumn<int>("fileMode");
        QTest::addColumn<int>("folderMode");
        QTest::addColumn<int>("kind");
        QTest::newRow("not to be read") << 0000 << 0777 << int(Kind::Denied);
        QTest::newRow("folder not to be searched") << 0644 << 0000 << int(Kind::Denied);
        QTest::newRow("not to be written") << 0444 << 0777 << int(Kind::ReadOnly);
        QTest::newRow("folder not to be written") << 0666 << 0555 << int(Kind::ReadOnly);
    }

    void anotherUsersFileIsRefused()
    {
        QFETCH(int, fileMode);
        QFETCH(int, folderMode);
        QFETCH(int, kind);
        write(m_file, someText);
        const QByteArray folder = QFile::encodeName(m_folder->path());
        QVERIFY(::chmod(QFile::encodeName(m_file).constData(), static_cast<mode_t>(fileMode)) == 0);
        QVERIFY(::chmod(folder.constData(), static_cast<mode_t>(folderMode)) == 0);
        const ChildOutcome outcome = asNobody([&] { return setHelperEntry(m_file, host()); });
        QVERIFY(::chmod(folder.constData(), 0777) == 0);
        QVERIFY(::chmod(QFile::encodeName(m_file).constData(), 0644) == 0);
        QVERIFY(outcome.prepared);
        QVERIFY(!outcome.ok);
        QCOMPARE(int(outcome.kind), kind);
        QCOMPARE(contentOf(m_file), someText);
        QCOMPARE(strangers(m_folder->path(), { QStringLiteral("config.json") }), QStringList());
    }

    void aReadOnlyDiskIsSaidSo()
    {
        const ChildOutcome outcome = onSmallDisk(
            m_folder->path(), 256, true, [&] { write(m_file, someText); }, [&] { return setHelperEntry(m_file, host()); });
        QVERIFY(outcome.prepared);
        QCOMPARE(outcome.kind, Kind::ReadOnly);
        QVERIFY(!outcome.ok);
    }

    void aFullDiskLosesNothing()
    {
        const QByteArray large = "{\"auths\": {\"x.example\": {\"auth\": \"" + QByteArray(100'000, 'x') + "\"}}}";
        const ChildOutcome outcome = onSmallDisk(
            m_folder->path(), 128, false, [&] { write(m_file, large); },
            [&]() -> Result<void> {
                const auto result = setHelperEntry(m_file, host());
                const bool intact = contentOf(m_file) == large && statOf(m_file).st_nlink == 1;
                const bool clean = strangers(m_folder->path(), { QStringLiteral("config.json") }).isEmpty();
                return intact && clean ? result : fail({ .kind = Kind::Malformed });
            });
        QVERIFY(outcome.prepared);
        QVERIFY(!outcome.ok);
        QCOMPARE(outcome.kind, Kind::Full);
    }

    void whatWasWrittenInBetweenIsPutBack()
    {
        write(m_file, "{\"a\": 1}");
        const auto before = readWhole(m_file);
        write(m_file, "{\"a\": 2}");
        QCOMPARE(replaceWhole(*before, "{\"a\": 3}").value(), Replaced::SomebodyWasFaster);
        QCOMPARE(contentOf(m_file), QByteArray("{\"a\": 2}"));

        const QString fresh = m_folder->filePath(QStringLiteral("fresh.json"));
        const auto nothing = readWhole(fresh);
        QVERIFY(!nothing->bytes);
        write(fresh, "{\"b\": 1}");
        QCOMPARE(replaceWhole(*nothing, "{}").value(), Replaced::SomebodyWasFaster);
        QCOMPARE(contentOf(fresh), QByteArray("{\"b\": 1}"));

        const auto there = readWhole(fresh);
        QVERIFY(QFile::remove(fresh));
        QCOMPARE(replaceWhole(*there, "{}").value(), Replaced::SomebodyWasFaster);
        QVERIFY(!QFileInfo::exists(fresh));
        QCOMPARE(strangers(m_folder->path(), { QStringLiteral("config.json") }), QStringList());
    }

    void aLeftOverTemporaryFileGoes()
    {
        write(m_file, someText);
        write(m_folder->filePath(QStringLiteral(".config.json.wharfinger.tmp")), "{\"auths\": {\"half");
        write(m_folder->filePath(QStringLiteral(".config.json.wharfinger.lock")), "");
        QVERIFY(setHelperEntry(m_file, host()).has_value());
        QCOMPARE(strangers(m_folder->path(), { QStringLiteral("config.json") }), QStringList());
    }

    void aSignalAtAnyMomentLeavesTheOldFileOrTheNew_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGKILL") << SIGKILL;
        QTest::newRow("SIGTERM") << SIGTERM;
    }

    void aSignalAtAnyMomentLeavesTheOldFileOrTheNew()
    {
        QFETCH(int, signal);
        // Qt Test has handlers that print a stack; they would do so in the child.
        const auto handler = std::signal(signal, SIG_DFL);
        const auto restore = qScopeGuard([&] { std::signal(signal, handler); });
        write(m_file, someText);
        int changed = 0;
        for (int round = 0; round < 100; ++round) {
            const QByteArray before = contentOf(m_file);
            const pid_t child = ::fork();
            if (child == 0) {
                for (int edits = 0; edits < 10'000; ++edits) { // should nobody be left to end it
                    if (!setHelperEntry(m_file, host()) || !removeHelperEntry(m_file, host()))
                        break;
                }
                ::_exit(1);
            }
            ::usleep(static_cast<useconds_t>(QRandomGenerator::global()->bounded(12'000)));
            ::kill(child, signal);
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QVERIFY(WIFSIGNALED(status)); // it never ended by itself: no edit failed, whatever the one before had left behind
            const QByteArray after = contentOf(m_file);
            auto json = JsonText::parse(after);
            QVERIFY2(json.has_value(), after.constData());
            QVERIFY(json->remove("credHelpers", QStringLiteral("h.example")).has_value());
            QCOMPARE(json->text(), someText);
            changed += after != before ? 1 : 0;
        }
        QVERIFY(changed > 0);
        QVERIFY(setHelperEntry(m_file, host()).has_value());
        QVERIFY(removeHelperEntry(m_file, host()).has_value());
        QCOMPARE(contentOf(m_file), someText);
        QCOMPARE(strangers(m_folder->path(), { QStringLiteral("config.json") }), QStringList());
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QTemporaryDir> m_own;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestClientFilesSystem)
#include "test_client_files_system.moc"
