#include "core/accounts/memory_store.h"
#include "core/accounts/store_choice.h"
#include "core/base/paths.h"

#include "tests/support/store_conformance.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <QCoro/QCoroTask>

using namespace wharf;
using namespace wharf::accounts;

namespace {

const Failure locked { .stage = Stage::Keychain, .kind = Kind::Locked, .serverSaid = {}, .subject = QStringLiteral("prompt") };

} // namespace

/// The store in memory, and which of the real ones is chosen.
class TestStores final : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_home;

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        qputenv("WHARFINGER_HOME", QFile::encodeName(m_home->path()));
        for (const char *name : { "WHARFINGER_STORE", "WHARFINGER_VAULT_PASSPHRASE", "WHARFINGER_VAULT_PASSPHRASE_FILE" })
            qunsetenv(name);
    }

    void theStoreInMemoryConforms()
    {
        MemoryStore store;
        wharf::test::checkStoreConforms(store);
        QCOMPARE(store.size(), 0);
    }

    void theStoreInMemoryFailsWhenItIsTold()
    {
        MemoryStore store;
        const auto secret = std::make_shared<const Secret>("x");
        QVERIFY(QCoro::waitFor(store.write(QStringLiteral("a"), secret)));
        store.failWritesWith(locked);
        QVERIFY(QCoro::waitFor(store.write(QStringLiteral("a"), secret)).error() == locked);
        QVERIFY(QCoro::waitFor(store.read(QStringLiteral("a"))));
        store.failWith(locked);
        QVERIFY(QCoro::waitFor(store.read(QStringLiteral("a"))).error() == locked);
        QVERIFY(QCoro::waitFor(store.remove(QStringLiteral("a"))).error() == locked);
        store.failWith(std::nullopt);
        QVERIFY(store.contains(QStringLiteral("a")));
        QVERIFY(QCoro::waitFor(store.read(QStringLiteral("a"))));
    }

    void choosesTheStore_data()
    {
        QTest::addColumn<QString>("named");
        QTest::addColumn<bool>("vaultExists");
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("reason");
        const auto row = [](const char *name, const char *named, bool exists, const char *given, const char *kind, StoreReason reason) {
            QTest::newRow(name) << QString::fromLatin1(named) << exists << QString::fromLatin1(given)
                                << QString::fromLatin1(kind) << int(reason);
        };
        row("nothing said", "", false, "", "keychain", StoreReason::Default);
        row("a vault is there", "", true, "", "vault", StoreReason::VaultExists);
        row("a passphrase is there", "", false, "passphrase", "vault", StoreReason::PassphraseGiven);
        row("a passphrase file is there", "", false, "file", "vault", StoreReason::PassphraseGiven);
        row("an ask program alone is no choice", "", false, "ask", "keychain", StoreReason::Default);
        row("the keychain is named", "keychain", true, "passphrase", "keychain", StoreReason::NamedByEnvironment);
        row("the vault is named", "vault", false, "", "vault", StoreReason::NamedByEnvironment);
    }
    void choosesTheStore()
    {
        QFETCH(QString, named);
        QFETCH(bool, vaultExists);
        QFETCH(QString, given);
        const QString vault = m_home->filePath(QStringLiteral("vault"));
        if (vaultExists)
            QVERIFY(QFile(vault).open(QIODevice::WriteOnly));
        PassphraseSource source;
        if (given == QLatin1String("passphrase"))
            source.given = std::make_shared<const Secret>("x");
        else if (given == QLatin1String("file"))
            source.file = vault;
        else if (given == QLatin1String("ask"))
            source.askProgram = vault;
        const StoreChoice choice = chooseStore(named, vault, source).value();
        QTEST(storeKindName(choice.kind), "kind");
        QTEST(int(choice.reason), "reason");
    }

    void opensTheVaultThatTheEnvironmentAsksFor()
    {
        qputenv("WHARFINGER_VAULT_PASSPHRASE", "passphrase");
        const auto store = openCredentialStore();
        const StoreDescription description = describeStore(*store);
        QCOMPARE(description.kind, StoreKind::Vault);
        QCOMPARE(description.path, paths::vaultFile());
        QVERIFY(!qEnvironmentVariableIsSet("WHARFINGER_VAULT_PASSPHRASE"));
        wharf::test::checkStoreConforms(*store);
        QVERIFY(QFile::exists(paths::vaultFile()));
    }

    void thePassphraseLeavesTheEnvironmentEvenForTheKeychain()
    {
        qputenv("WHARFINGER_STORE", "keychain");
        qputenv("WHARFINGER_VAULT_PASSPHRASE", "passphrase");
        const auto store = openCredentialStore();
        QCOMPARE(describeStore(*store).kind, StoreKind::Keychain);
        QVERIFY(!store->name().isEmpty());
        QVERIFY(!qEnvironmentVariableIsSet("WHARFINGER_VAULT_PASSPHRASE"));
    }

    void aMistypedNameOpensNoStoreAtAll()
    {
        qputenv("WHARFINGER_STORE", "valut");
        qputenv("WHARFINGER_VAULT_PASSPHRASE", "passphrase");
        const auto store = openCredentialStore();
        const auto result = QCoro::waitFor(store->write(QStringLiteral("a"), std::make_shared<const Secret>("x")));
        QCOMPARE(result.error().kind, Kind::Invalid);
        QCOMPARE(result.error().subject, QStringLiteral("WHARFINGER_STORE"));
        QVERIFY(!QFile::exists(paths::vaultFile()));
    }
};

QTEST_GUILESS_MAIN(TestStores)
#include "test_stores.moc"
