#include "core/docker/entry_keeper.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wharf;
using namespace wharf::docker;

namespace {

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qUtf8Printable(path));
}

} // namespace

/// What another program overwrote is put back while the window runs.
class TestEntryKeeper final : public QObject {
    Q_OBJECT

    QTemporaryDir *m_folder = nullptr;
    ClientFiles m_files;
    registry::RegistryHost m_host = *registry::RegistryHost::parse(QStringLiteral("registry.example.com"));

    [[nodiscard]] accounts::AccountFile accountFile() const { return accounts::AccountFile(m_folder->filePath(QStringLiteral("accounts.json"))); }
    [[nodiscard]] HelperEntry entry() const
    {
        const auto state = helperEntryState(m_files.dockerConfig, m_host);
        return state ? state->entry : HelperEntry::NoFile;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = new QTemporaryDir;
        qputenv("WHARFINGER_HOME", m_folder->path().toUtf8());
        m_files = { m_folder->filePath(QStringLiteral("docker/config.json")), m_folder->filePath(QStringLiteral("containers/auth.json")) };
        accounts::Account account;
        account.id = QUuid::createUuid();
        account.host = m_host;
        QVERIFY(accountFile().update([&account](accounts::Accounts &accounts) { accounts.put(account); }));
        QVERIFY(setHelperEntry(m_files.dockerConfig, m_host));
    }

    void cleanup() { delete m_folder; }

    void whatWasOverwrittenBeforeTheStartIsPutBack()
    {
        write(m_files.dockerConfig, R"({"auths":{"other.example.com":{}}})");
        accounts::AccountBook book(accountFile());
        const EntryKeeper keeper(book, m_files);
        QSignalSpy mended(&keeper, &EntryKeeper::mended);
        QTRY_COMPARE(mended.count(), 1);
        QCOMPARE(entry(), HelperEntry::Ours);
        QFile file(m_files.dockerConfig);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("other.example.com"));
    }

    void whatIsOverwrittenLaterIsPutBack()
    {
        accounts::AccountBook book(accountFile());
        const EntryKeeper keeper(book, m_files);
        QSignalSpy mended(&keeper, &EntryKeeper::mended);
        for (int again = 1; again <= 2; ++again) {
            // As Docker does: a temporary file beside it, renamed over.
            const QString other = m_folder->filePath(QStringLiteral("docker/config.json123"));
            write(other, R"({"auths":{}})");
            if (again == 1)
                QTest::qWait(400); // the look at the start is over
            QFile::remove(m_files.dockerConfig);
            QVERIFY(QFile::rename(other, m_files.dockerConfig));
            QTRY_COMPARE(mended.count(), again);
            QCOMPARE(entry(), HelperEntry::Ours);
        }
    }

    void anotherHelperIsADecisionAndStays()
    {
        write(m_files.dockerConfig, R"({"credHelpers":{"registry.example.com":"pass"}})");
        accounts::AccountBook book(accountFile());
        const EntryKeeper keeper(book, m_files);
        QSignalSpy mended(&keeper, &EntryKeeper::mended);
        QTest::qWait(600);
        QCOMPARE(mended.count(), 0);
        QCOMPARE(entry(), HelperEntry::Foreign);
    }
};

QTEST_GUILESS_MAIN(TestEntryKeeper)
#include "test_entry_keeper.moc"
