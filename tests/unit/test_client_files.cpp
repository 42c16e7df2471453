#include "core/base/paths.h"
#include "core/docker/client_files.h"
#include "core/wording/wording.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace wharf;
using namespace wharf::docker;
using registry::RegistryHost;

namespace {

RegistryHost hostNamed(const char *name)
{
    return RegistryHost::parse(QLatin1String(name)).value();
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<absent>");
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

mode_t modeOf(const QString &path)
{
    struct stat info { };
    ::stat(QFile::encodeName(path).constData(), &info);
    return info.st_mode & 07777;
}

} // namespace

class TestClientFiles final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(QStringLiteral("config.json"));
        qputenv("WHARFINGER_HOME", QFile::encodeName(m_folder->filePath(QStringLiteral("own"))));
    }

    void whatAFileSaysOfAHost_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("entry");
        QTest::addColumn<QString>("helper");
        QTest::addColumn<int>("entryForContainers");

        const auto row = [](const char *name, const char *text, const char *host, HelperEntry entry, const char *helper,
                            std::optional<HelperEntry> forContainers = {}) {
            QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(host) << int(entry) << QString::fromLatin1(helper)
                                << int(forContainers.value_or(entry));
        };
        row("empty file", "", "h.example", HelperEntry::None, "");
        row("empty object", "{}", "h.example", HelperEntry::None, "");
        row("ours", "{\"credHelpers\":{\"h.example\":\"wharfinger\"}}", "h.example", HelperEntry::Ours, "");
        row("ours, with a port", "{\"credHelpers\":{\"h.example:5000\":\"wharfinger\"}}", "h.example:5000", HelperEntry::Ours, "");
        row("another port", "{\"credHelpers\":{\"h.example:5001\":\"wharfinger\"}}", "h.example:5000", HelperEntry::None, "");
        row("foreign", "{\"credHelpers\":{\"h.example\":\"ecr-login\"},\"credsStore\":\"pass\"}", "h.example", HelperEntry::Foreign, "ecr-login");
        row("the empty name is the file itself", "{\"credHelpers\":{\"h.example\":\"\"},\"auths\":{\"h.example\":{\"auth\":\"eDp5\"}}}", "h.example",
            HelperEntry::PlainText, "");
        row("store", "{\"auths\":{\"h.example\":{}},\"credsStore\":\"pass\"}", "h.example", HelperEntry::Store, "pass", HelperEntry::None);
        row("store beside an old password", "{\"auths\":{\"h.example\":{\"auth\":\"eDp5\"}},\"credsStore\":\"pass\"}", "h.example", HelperEntry::Store,
            "pass", HelperEntry::PlainText);
        row("plain text", "{\"auths\":{\"h.example\":{\"auth\":\"eDp5\"}}}", "h.example", HelperEntry::PlainText, "");
        row("plain text under an address", "{\"auths\":{\"https://h.example/v2/\":{\"auth\":\"eDp5\"}}}", "h.example", HelperEntry::PlainText, "");
        row("an identity token in the clear", "{\"auths\":{\"h.example\":{\"identitytoken\":\"t\"}}}", "h.example", HelperEntry::PlainText, "");
        row("signed in through a helper", "{\"auths\":{\"h.example\":{}}}", "h.example", HelperEntry::None, "");
        row("an emptied entry", "{\"auths\":{\"h.example\":{\"auth\":\"\",\"email\":\"x\"}}}", "h.example", HelperEntry::None, "");
        row("Hub, both keys", "{\"credHelpers\":{\"https://index.docker.io/v1/\":\"wharfinger\",\"docker.io\":\"wharfinger\"}}", "docker.io",
            HelperEntry::Ours, "");
        row("Hub, one key missing", "{\"credHelpers\":{\"https://index.docker.io/v1/\":\"wharfinger\"}}", "docker.io", HelperEntry::None, "");
        row("Hub in the clear", "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"eDp5\"}}}", "docker.io", HelperEntry::PlainText, "");
    }

    void whatAFileSaysOfAHost()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, host);
        QFETCH(int, entry);
        QFETCH(QString, helper);
        QFETCH(int, entryForContainers);
        write(m_file, text);
        const auto state = helperEntryState(m_file, RegistryHost::parse(host).value());
        QVERIFY(state.has_value());
        QCOMPARE(int(state->entry), entry);
        QCOMPARE(state->helper, helper);
        const QString auth = m_folder->filePath(QStringLiteral("auth.json"));
        write(auth, text);
        QCOMPARE(int(helperEntryState(auth, RegistryHost::parse(host).value())->entry), entryForContainers);
    }

    void aMissingFileIsMadeForItsOwnerOnly()
    {
        const QString file = m_folder->filePath(QStringLiteral("a/b/config.json"));
        QCOMPARE(int(helperEntryState(file, hostNamed("h.example"))->entry), int(HelperEntry::NoFile));
        QVERIFY(setHelperEntry(file, hostNamed("h.example")).has_value());
        QCOMPARE(contentOf(file), QByteArray("{\n\t\"credHelpers\": {\n\t\t\"h.example\": \"wharfinger\"\n\t}\n}\n"));
        QCOMPARE(modeOf(file), mode_t(0600));
        QCOMPARE(modeOf(m_folder->filePath(QStringLiteral("a/b"))), mode_t(0700));
        QCOMPARE(modeOf(m_folder->filePath(QStringLiteral("a"))), mode_t(0700));
    }

    void removingFromAMissingFileMakesNone()
    {
        const QString file = m_folder->filePath(QStringLiteral("a/config.json"));
        QVERIFY(removeHelperEntry(file, hostNamed("h.example")).has_value());
        QVERIFY(!QFileInfo::exists(m_folder->filePath(QStringLiteral("a"))));
    }

    void dockerHubHasAKeyForDockerAndOneForPodman()
    {
        QVERIFY(setHelperEntry(m_file, hostNamed("docker.io")).has_value());
        QCOMPARE(contentOf(m_file),
                 QByteArray("{\n\t\"credHelpers\": {\n\t\t\"https://index.docker.io/v1/\": \"wharfinger\",\n"
                            "\t\t\"docker.io\": \"wharfinger\"\n\t}\n}\n"));
        QVERIFY(removeHelperEntry(m_file, hostNamed("docker.io")).has_value());
        QCOMPARE(contentOf(m_file), QByteArray("{}\n"));
    }

    void nothingIsWrittenWhenNothingChanges()
    {
        QVERIFY(setHelperEntry(m_file, hostNamed("h.example")).has_value());
        const auto inode = [&] {
            struct stat info { };
            ::stat(QFile::encodeName(m_file).constData(), &info);
            return info.st_ino;
        };
        const auto before = inode();
        QVERIFY(setHelperEntry(m_file, hostNamed("h.example")).has_value());
        QVERIFY(removeHelperEntry(m_file, hostNamed("other.example")).has_value());
        QCOMPARE(inode(), before);
    }

    void settingAndRemovingGivesBackEveryByte()
    {
        const QByteArray text = "{\n    \"HttpHeaders\": {\"X\": \"\\u00e9\"},\n    \"credsStore\": \"pass\",\n    \"ours?\": 1.50\n}";
        write(m_file, text);
        QVERIFY(setHelperEntry(m_file, hostNamed("h.example")).has_value());
        QVERIFY(contentOf(m_file) != text);
        QVERIFY(removeHelperEntry(m_file, hostNamed("h.example")).has_value());
        QCOMPARE(contentOf(m_file), text);
    }

    void aForeignHelperComesBack()
    {
        const QByteArray text = "{\"credHelpers\":{\"h.example\":\"ecr-login\",\"other.example\":\"gcloud\"}}";
        write(m_file, text);
        QVERIFY(setHelperEntry(m_file, hostNamed("h.example")).has_value());
        QCOMPARE(contentOf(m_file), QByteArray("{\"credHelpers\":{\"h.example\":\"wharfinger\",\"other.example\":\"gcloud\"}}"));
        QVERIFY(setHelperEntry(m_file, hostNamed("h.example")).has_value()); // does not remember itself
        QVERIFY(removeHelperEntry(m_file, hostNamed("h.example")).has_value());
        QCOMPARE(contentOf(m_file), text);
        QVERIFY(removeHelperEntry(m_file, hostNamed("h.example")).has_value()); // and is no longer ours to touch
        QCOMPARE(contentOf(m_file), text);
    }

    void anEntryThatIsNotOursStays()
    {
        const QByteArray text = "{\"credHelpers\":{\"h.example\":\"ecr-login\"}}";
        write(m_file, text);
        QVERIFY(removeHelperEntry(m_file, hostNamed("h.example")).has_value());
        QCOMPARE(contentOf(m_file), text);
    }

    void whatDockerOverwroteIsPutBack()
    {
        const ClientFiles files { m_file, m_folder->filePath(QStringLiteral("auth.json")) };
        const RegistryHost host = hostNamed("h.example");
        const QByteArray before = "{\"credHelpers\":{\"h.example\":\"ecr-login\"}}";
        write(m_file, before);
        QVERIFY(setHelperEntry(files.dockerConfig, host).has_value());
        QVERIFY(setHelperEntry(files.containersAuth, host).has_value());
        QCOMPARE(ensureHelperEntries(files, { host }).value(), QStringList());

        write(m_file, "{\"auths\":{\"x.example\":{\"auth\":\"eDp5\"}},\"credHelpers\":{\"h.example\":\"ecr-login\"}}");
        QCOMPARE(ensureHelperEntries(files, { host }).value(), QStringList { m_file });
        QCOMPARE(contentOf(m_file), QByteArray("{\"auths\":{\"x.example\":{\"auth\":\"eDp5\"}},\"credHelpers\":{\"h.example\":\"wharfinger\"}}"));

        write(m_file, "{\"auths\":{}}");
        QFile::remove(files.containersAuth);
        QCOMPARE(ensureHelperEntries(files, { host }).value(), (QStringList { m_file, files.containersAuth }));
        QCOMPARE(int(helperEntryState(m_file, host)->entry), int(HelperEntry::Ours));

        // What stood there before all this is still known.
        QVERIFY(removeHelperEntry(m_file, host).has_value());
        QCOMPARE(helperEntryState(m_file, host)->helper, QStringLiteral("ecr-login"));
    }

    void onlyWhatWasSetIsPutBack()
    {
        const ClientFiles files { m_file, m_folder->filePath(QStringLiteral("auth.json")) };
        write(m_file, "{}");
        QCOMPARE(ensureHelperEntries(files, { hostNamed("h.example") }).value(), QStringList());
        QVERIFY(setHelperEntry(m_file, hostNamed("h.example")).has_value());
        QVERIFY(removeHelperEntry(m_file, hostNamed("h.example")).has_value());
        QCOMPARE(ensureHelperEntries(files, { hostNamed("h.example") }).value(), QStringList());
        QCOMPARE(contentOf(m_file), QByteArray("{}"));
        QVERIFY(!QFileInfo::exists(files.containersAuth));
    }

    void anotherHelperByHandIsADecision()
    {
        const ClientFiles files { m_file, m_folder->filePath(QStringLiteral("auth.json")) };
        QVERIFY(setHelperEntry(m_file, hostNamed("h.example")).has_value());
        const QByteArray text = "{\"credHelpers\":{\"h.example\":\"chosen\"}}";
        write(m_file, text);
        QCOMPARE(ensureHelperEntries(files, { hostNamed("h.example") }).value(), QStringList());
        QCOMPARE(contentOf(m_file), text);
    }

    void oneBrokenFileDoesNotKeepTheOtherBroken()
    {
        const ClientFiles files { m_file, m_folder->filePath(QStringLiteral("auth.json")) };
        const RegistryHost host = hostNamed("h.example");
        QVERIFY(setHelperEntry(files.dockerConfig, host).has_value());
        QVERIFY(setHelperEntry(files.containersAuth, host).has_value());
        write(m_file, "{\"auths\"");
        write(files.containersAuth, "{}");
        const auto mended = ensureHelperEntries(files, { host });
        QVERIFY(!mended.has_value());
        QCOMPARE(mended.error().kind, Kind::Malformed);
        QCOMPARE(mended.error().subject, m_file);
        QCOMPARE(int(helperEntryState(files.containersAuth, host)->entry), int(HelperEntry::Ours));
    }

    void anUnparsableFileIsRefusedAndUntouched_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("cut in half") << QByteArray("{\n\t\"auths\": {\n\t\t\"h.example\": {\n\t\t\t\"auth\": \"c2VjcmV0OnN");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF{}");
        QTest::newRow("NUL bytes after a crash") << QByteArray(4096, '\0');
        QTest::newRow("a wrong map") << QByteArray("{\"credHelpers\": [\"h.example\"]}");
        QTest::newRow("a merge conflict") << QByteArray("<<<<<<< HEAD\n{}\n");
    }

    void anUnparsableFileIsRefusedAndUntouched()
    {
        QFETCH(QByteArray, text);
        write(m_file, text);
        for (const Result<void> &result : { setHelperEntry(m_file, hostNamed("h.example")), removeHelperEntry(m_file, hostNamed("h.example")) }) {
            QVERIFY(!result.has_value());
            QCOMPARE(result.error().stage, Stage::ClientFile);
            QCOMPARE(result.error().kind, Kind::Malformed);
            QCOMPARE(result.error().subject, m_file);
            QVERIFY(!result.error().serverSaid.contains(QLatin1String("c2Vjcm")));
        }
        QCOMPARE(helperEntryState(m_file, hostNamed("h.example")).error().kind, Kind::Malformed);
        QCOMPARE(contentOf(m_file), text);
    }

    void jsonOfAnotherShapeIsNotCalledBroken_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("a list") << QByteArray("[]") << QStringLiteral("is JSON, and not an object");
        QTest::newRow("a list for a map") << QByteArray("{\n\"credHelpers\": []}") << QStringLiteral("what stands at line 2, column 16 is not an object");
        QTest::newRow("a number for a name") << QByteArray("{\"credHelpers\": {\"a\": 1}}") << QStringLiteral("what stands at line 1, column 23 is not a string");
        QTest::newRow("cut in half") << QByteArray("{\"credHelpers\"") << QStringLiteral("is not valid JSON");
    }

    void jsonOfAnotherShapeIsNotCalledBroken()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, says);
        write(m_file, text);
        const auto result = setHelperEntry(m_file, hostNamed("h.example"));
        QVERIFY(!result.has_value());
        const QString words = wording::failureWords(result.error(), {}).text();
        QVERIFY2(words.startsWith(m_file) && words.contains(says), qPrintable(words));
    }

    void aLargeFileKeepsAllOfIt()
    {
        QByteArray text = "{\n\t\"auths\": {\n";
        for (int i = 0; text.size() < 5 * 1024 * 1024; ++i)
            text += "\t\t\"h" + QByteArray::number(i) + ".example\": { \"auth\": \"" + QByteArray(1000, 'x') + "\" },\n";
        text += "\t\t\"last.example\": {}\n\t}\n}\n";
        write(m_file, text);
        QVERIFY(setHelperEntry(m_file, hostNamed("h.example")).has_value());
        QVERIFY(contentOf(m_file).startsWith(text.chopped(3)));
        QVERIFY(removeHelperEntry(m_file, hostNamed("h.example")).has_value());
        QVERIFY(contentOf(m_file) == text);
    }

    void aDamagedMemoryIsSetAsideAndANewerOneLeftAlone()
    {
        const QString memory = paths::state() + QLatin1String("/client-files.json");
        QVERIFY(QDir().mkpath(paths::state()));
        write(memory, "{\"version\": 1, \"entr");
        QVERIFY(setHelperEntry(m_file, hostNamed("h.example")).has_value());
        QCOMPARE(QDir(paths::state()).entryList({ QStringLiteral("*.damaged-*") }).size(), 1);

        write(memory, "{\"version\": 2}");
        const auto result = setHelperEntry(m_file, hostNamed("other.example"));
        QCOMPARE(result.error().kind, Kind::Newer);
        QCOMPARE(contentOf(memory), QByteArray("{\"version\": 2}"));
        QCOMPARE(int(helperEntryState(m_file, hostNamed("other.example"))->entry), int(HelperEntry::None));
    }

    void theFilesAreFoundWhereTheClientsLook()
    {
        qputenv("DOCKER_CONFIG", "/d");
        qputenv("REGISTRY_AUTH_FILE", "/r/x.json");
        QCOMPARE(ClientFiles::ofThisUser().dockerConfig, QStringLiteral("/d/config.json"));
        QCOMPARE(ClientFiles::ofThisUser().containersAuth, QStringLiteral("/r/x.json"));
        qunsetenv("DOCKER_CONFIG");
        qunsetenv("REGISTRY_AUTH_FILE");
        qputenv("XDG_CONFIG_HOME", "/x");
        QCOMPARE(ClientFiles::ofThisUser().dockerConfig, QDir::homePath() + QLatin1String("/.docker/config.json"));
        QCOMPARE(ClientFiles::ofThisUser().containersAuth, QStringLiteral("/x/containers/auth.json"));
        qunsetenv("XDG_CONFIG_HOME");
        QCOMPARE(ClientFiles::ofThisUser().containersAuth, QDir::homePath() + QLatin1String("/.config/containers/auth.json"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

QTEST_GUILESS_MAIN(TestClientFiles)
#include "test_client_files.moc"
