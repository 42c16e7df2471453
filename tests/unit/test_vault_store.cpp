#include "core/accounts/vault_store.h"

#include "tests/support/store_conformance.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <QCoro/QCoroTask>

#include <ctime>

using namespace wharf;
using namespace wharf::accounts;

namespace {

PassphraseSource given(const char *passphrase)
{
    PassphraseSource source;
    source.given = std::make_shared<const Secret>(passphrase);
    return source;
}

SharedSecret secret(const QByteArray &bytes)
{
    return std::make_shared<const Secret>(bytes);
}

template <class T>
QString outcome(const Result<T> &result)
{
    return result ? QStringLiteral("fine") : kindName(result.error().kind) + QLatin1Char(' ') + result.error().subject;
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

/// The encrypted vault, whole: passphrase, file, several of them at once.
class TestVaultStore final : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;

    QString read(const PassphraseSource &source, const QString &key)
    {
        VaultStore store(m_path, source);
        return outcome(QCoro::waitFor(store.read(key)));
    }
    QString write(const PassphraseSource &source, const QString &key, const QByteArray &value)
    {
        VaultStore store(m_path, source);
        return outcome(QCoro::waitFor(store.write(key, secret(value))));
    }
    QString program(const QByteArray &body)
    {
        const QString path = m_folder->filePath(QStringLiteral("askpass"));
        put(path, "#!/bin/sh\n" + body + '\n');
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("wharfinger/vault"));
    }

    void conforms()
    {
        VaultStore store(m_path, given("passphrase"));
        QCOMPARE(store.kind(), StoreKind::Vault);
        wharf::test::checkStoreConforms(store);
    }

    void whatOneProcessWritesAnotherReads()
    {
        QCOMPARE(write(given("passphrase"), QStringLiteral("account/1"), "hunter2"), QStringLiteral("fine"));
        VaultStore store(m_path, given("passphrase"));
        const auto result = QCoro::waitFor(store.read(QStringLiteral("account/1")));
        QVERIFY(*result.value() == Secret("hunter2"));
    }

    void theFileIsForTheUserAlone()
    {
        QCOMPARE(write(given("passphrase"), QStringLiteral("account/1"), "a-known-secret"), QStringLiteral("fine"));
        QVERIFY(!(QFile::permissions(m_path)
                  & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)));
        QVERIFY(!contents(m_path).contains("a-known-secret"));
        QVERIFY(!contents(m_path).contains("account"));
        for (const QString &name : QDir(QFileInfo(m_path).path()).entryList(QDir::Files))
            QVERIFY(!contents(QFileInfo(m_path).path() + QLatin1Char('/') + name).contains("known"));
    }

    void aWrongPassphraseIsLockedAndChangesNothing()
    {
        QCOMPARE(write(given("right"), QStringLiteral("account/1"), "hunter2"), QStringLiteral("fine"));
        const QByteArray before = contents(m_path);
        QCOMPARE(read(given("wrong"), QStringLiteral("account/1")), QStringLiteral("locked passphrase"));
        QCOMPARE(write(given("wrong"), QStringLiteral("account/1"), "x"), QStringLiteral("locked passphrase"));
        VaultStore store(m_path, given("wrong"));
        QCOMPARE(outcome(QCoro::waitFor(store.remove(QStringLiteral("account/1")))), QStringLiteral("locked passphrase"));
        QCOMPARE(contents(m_path), before);
        QCOMPARE(read(given("right"), QStringLiteral("account/1")), QStringLiteral("fine"));
    }

    void withoutAPassphraseItIsLocked()
    {
        QCOMPARE(read({}, QStringLiteral("account/1")), QStringLiteral("absent entry")); // no vault: nothing to ask for
        QCOMPARE(write({}, QStringLiteral("account/1"), "x"), QStringLiteral("locked no-passphrase"));
        QVERIFY(!QFile::exists(m_path));
        QCOMPARE(write(given("right"), QStringLiteral("account/1"), "hunter2"), QStringLiteral("fine"));
        QCOMPARE(read({}, QStringLiteral("account/1")), QStringLiteral("locked no-passphrase"));
    }

    void aDamagedOrNewerVaultIsSaidAndLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("damage");
        QTest::addColumn<QString>("kind");
        QTest::newRow("empty") << QByteArray("empty") << QStringLiteral("malformed");
        QTest::newRow("cut") << QByteArray("cut") << QStringLiteral("malformed");
        QTest::newRow("cut in the header") << QByteArray("cut-header") << QStringLiteral("malformed");
        QTest::newRow("flipped") << QByteArray("flipped") << QStringLiteral("malformed");
        QTest::newRow("something else") << QByteArray("else") << QStringLiteral("malformed");
        QTest::newRow("newer") << QByteArray("newer") << QStringLiteral("newer");
        QTest::newRow("huge") << QByteArray("huge") << QStringLiteral("too-large");
    }
    void aDamagedOrNewerVaultIsSaidAndLeftAlone()
    {
        QFETCH(QByteArray, damage);
        QFETCH(QString, kind);
        QCOMPARE(write(given("right"), QStringLiteral("account/1"), "hunter2"), QStringLiteral("fine"));
        QByteArray bytes = contents(m_path);
        if (damage == "empty")
            bytes.clear();
        else if (damage == "cut")
            bytes.chop(1);
        else if (damage == "cut-header")
            bytes.truncate(30);
        else if (damage == "flipped")
            bytes[bytes.size() - 20] = static_cast<char>(bytes.at(bytes.size() - 20) ^ 1);
        else if (damage == "else")
            bytes = "{\"version\": 1}";
        else if (damage == "newer")
            bytes[9] = 2;
        else if (damage == "huge")
            bytes.resize(17 * 1024 * 1024);
        put(m_path, bytes);
        const QString expected = kind + QLatin1Char(' ') + m_path;
        QCOMPARE(read(given("right"), QStringLiteral("account/1")), expected);
        QCOMPARE(write(given("right"), QStringLiteral("account/1"), "x"), expected);
        VaultStore store(m_path, given("right"));
        QCOMPARE(outcome(QCoro::waitFor(store.remove(QStringLiteral("account/1")))), expected);
        QVERIFY(contents(m_path) == bytes);
    }

    void onePersonIsAskedOnceForManyReads()
    {
        QCOMPARE(write(given("answer"), QStringLiteral("account/1"), "hunter2"), QStringLiteral("fine"));
        const QString count = m_folder->filePath(QStringLiteral("count"));
        PassphraseSource source;
        source.askProgram = program("echo x >> " + QFile::encodeName(count) + "; echo answer");
        VaultStore store(m_path, source);
        auto one = store.read(QStringLiteral("account/1"));
        auto two = store.read(QStringLiteral("account/1"));
        auto three = store.write(QStringLiteral("account/2"), secret("x"));
        QVERIFY(QCoro::waitFor(one));
        QVERIFY(QCoro::waitFor(two));
        QVERIFY(QCoro::waitFor(three));
        for (int n = 0; n < 4; ++n)
            QVERIFY(QCoro::waitFor(store.read(QStringLiteral("account/2"))));
        QCOMPARE(contents(count), QByteArray("x\n"));
    }

    void afterAWrongAnswerThePersonIsAskedAgain()
    {
        QCOMPARE(write(given("2"), QStringLiteral("account/1"), "hunter2"), QStringLiteral("fine"));
        const QByteArray count = QFile::encodeName(m_folder->filePath(QStringLiteral("count")));
        PassphraseSource source;
        source.askProgram = program("echo x >> " + count + "; echo $(wc -l < " + count + ")");
        VaultStore store(m_path, source);
        QCOMPARE(outcome(QCoro::waitFor(store.read(QStringLiteral("account/1")))), QStringLiteral("locked passphrase"));
        QCOMPARE(outcome(QCoro::waitFor(store.read(QStringLiteral("account/1")))), QStringLiteral("fine"));
    }

    void theKeyIsMadeOnce()
    {
        VaultStore store(m_path, given("passphrase"));
        const auto cpu = [] { return std::clock(); };
        const std::clock_t start = cpu();
        QVERIFY(QCoro::waitFor(store.write(QStringLiteral("account/1"), secret("hunter2"))));
        const std::clock_t first = cpu() - start;
        for (int n = 0; n < 20; ++n)
            QVERIFY(QCoro::waitFor(store.read(QStringLiteral("account/1"))));
        QVERIFY(cpu() - start - first < first * 2);
    }

    void aVaultMadeAnewElsewhereIsOpenedWithTheSamePassphrase()
    {
        VaultStore store(m_path, given("passphrase"));
        QVERIFY(QCoro::waitFor(store.write(QStringLiteral("account/1"), secret("one"))));
        QVERIFY(QFile::remove(m_path));
        QCOMPARE(write(given("passphrase"), QStringLiteral("account/2"), "two"), QStringLiteral("fine"));
        QCOMPARE(outcome(QCoro::waitFor(store.read(QStringLiteral("account/1")))), QStringLiteral("absent entry"));
        QVERIFY(QCoro::waitFor(store.write(QStringLiteral("account/3"), secret("three"))));
        QCOMPARE(read(given("passphrase"), QStringLiteral("account/2")), QStringLiteral("fine"));
    }

    void theStoreMayGoWhileItWorks()
    {
        QCOMPARE(write(given("answer"), QStringLiteral("account/1"), "hunter2"), QStringLiteral("fine"));
        PassphraseSource source;
        source.askProgram = program("echo answer");
        auto store = std::make_unique<VaultStore>(m_path, source);
        auto reading = store->read(QStringLiteral("account/1"));
        store.reset();
        QVERIFY(QCoro::waitFor(reading));
    }

    void fourProcessesThatMakeAndFillOneVaultLoseNothing()
    {
        constexpr int processes = 4;
        constexpr int each = 10;
        std::vector<std::unique_ptr<QProcess>> running;
        for (int n = 0; n < processes; ++n) {
            running.push_back(std::make_unique<QProcess>());
            running.back()->setProcessChannelMode(QProcess::ForwardedChannels);
            running.back()->start(QCoreApplication::applicationFilePath(),
                                  { QStringLiteral("--write"), m_path, QString::number(n), QString::number(each) });
        }
        for (const auto &process : running) {
            QVERIFY(process->waitForFinished(60'000));
            QCOMPARE(process->exitCode(), 0);
        }
        VaultStore store(m_path, given("passphrase"));
        for (int n = 0; n < processes * each; ++n)
            QVERIFY(QCoro::waitFor(store.read(QStringLiteral("account/%1-%2").arg(n / each).arg(n % each))));
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 5 && arguments.at(1) == QLatin1String("--write")) {
        VaultStore store(arguments.at(2), given("passphrase"));
        for (int n = 0; n < arguments.at(4).toInt(); ++n) {
            const QString key = QStringLiteral("account/%1-%2").arg(arguments.at(3)).arg(n);
            const auto written = QCoro::waitFor(store.write(key, secret("value")));
            if (!written) {
                qWarning("%s", qPrintable(outcome(written)));
                return 1;
            }
        }
        return 0;
    }
    TestVaultStore test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_vault_store.moc"
