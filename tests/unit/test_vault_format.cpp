#include "core/accounts/vault_box.h"
#include "core/accounts/vault_format.h"

#include <QElapsedTimer>
#include <QTest>

#include <sys/resource.h>

using namespace wharf;
using namespace wharf::accounts;

namespace {

const Secret passphrase("correct horse battery staple");

/// scrypt at its least cost, so that a table of thousands of rows ends.
VaultHeader cheapHeader()
{
    VaultHeader header = newVaultHeader();
    header.cost = { .log2N = 10, .r = 1, .p = 1 };
    return header;
}

VaultEntries entries()
{
    VaultEntries result;
    result[QStringLiteral("account/1")] = std::make_shared<const Secret>("a-known-secret");
    result[QStringLiteral("account/2")] = std::make_shared<const Secret>(QByteArray(10'000, '\0'));
    return result;
}

bool same(const VaultEntries &a, const VaultEntries &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto &x, const auto &y) { return x.first == y.first && *x.second == *y.second; });
}

QString kindOf(const Result<VaultEntries> &result)
{
    return result ? QStringLiteral("fine") : kindName(result.error().kind);
}

} // namespace

class TestVaultFormat final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsSealedIsOpenedAgain()
    {
        const VaultKey key = deriveVaultKey(cheapHeader(), passphrase).value();
        const QByteArray file = sealVault(entries(), key).value();
        const VaultHeader header = parseVaultHeader(file).value();
        QVERIFY(key.isFor(header));
        QCOMPARE(header.verifier, key.verifier);
        QVERIFY(same(openVault(file, deriveVaultKey(header, passphrase).value()).value(), entries()));
        QVERIFY(openVault(sealVault({}, key).value(), key).value().empty());
    }

    void everyWriteHasItsOwnNonce()
    {
        const VaultKey key = deriveVaultKey(cheapHeader(), passphrase).value();
        const QByteArray one = sealVault(entries(), key).value();
        const QByteArray two = sealVault(entries(), key).value();
        QVERIFY(parseVaultHeader(one)->nonce != parseVaultHeader(two)->nonce);
        QVERIFY(one.right(64) != two.right(64));
    }

    void nothingOfASecretOrItsNameShows()
    {
        const VaultKey key = deriveVaultKey(cheapHeader(), passphrase).value();
        const QByteArray file = sealVault(entries(), key).value();
        for (const char *plain : { "a-known-secret", "known", "account/1", "correct horse" })
            QVERIFY(!file.contains(plain));
        QVERIFY(!file.contains(QByteArray(16, '\0')));
    }

    void aWrongPassphraseShowsBeforeTheBoxIsTried()
    {
        const VaultKey key = deriveVaultKey(cheapHeader(), passphrase).value();
        const QByteArray file = sealVault(entries(), key).value();
        const VaultHeader header = parseVaultHeader(file).value();
        const VaultKey wrong = deriveVaultKey(header, Secret("correct horse battery stapl")).value();
        QVERIFY(wrong.verifier != header.verifier);
        QCOMPARE(kindOf(openVault(file, wrong)), QStringLiteral("malformed"));
    }

    void aFlippedBitAnywhereIsNoticed()
    {
        const VaultKey key = deriveVaultKey(cheapHeader(), passphrase).value();
        VaultEntries few;
        few[QStringLiteral("account/1")] = std::make_shared<const Secret>("a-known-secret");
        const QByteArray file = sealVault(few, key).value();
        for (qsizetype at = 0; at < file.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                QByteArray flipped = file;
                flipped[at] = static_cast<char>(flipped.at(at) ^ (1 << bit));
                const QString kind = kindOf(openVault(flipped, key));
                // The two bytes after the magic are the version.
                const bool version = at == 8 || at == 9;
                QVERIFY2(kind == QLatin1String("malformed") || (version && kind == QLatin1String("newer")),
                         qPrintable(QStringLiteral("byte %1, bit %2: %3").arg(at).arg(bit).arg(kind)));
            }
        }
    }

    void aFlippedHeaderIsDamageAndNoWrongPassphrase()
    {
        const VaultKey key = deriveVaultKey(cheapHeader(), passphrase).value();
        const QByteArray file = sealVault(entries(), key).value();
        for (qsizetype at = 10; at < 65; ++at) {
            QByteArray flipped = file;
            flipped[at] = static_cast<char>(flipped.at(at) ^ 0x10);
            QVERIFY(!parseVaultHeader(flipped));
        }
    }

    void aFileCutAnywhereIsNoticed()
    {
        const VaultKey key = deriveVaultKey(cheapHeader(), passphrase).value();
        const QByteArray file = sealVault(entries(), key).value();
        for (qsizetype length = 0; length < file.size(); ++length)
            QCOMPARE(kindOf(openVault(file.left(length), key)), QStringLiteral("malformed"));
        QCOMPARE(kindOf(openVault(file + 'x', key)), QStringLiteral("malformed"));
    }

    void aNewerVersionIsNewerWhateverFollows()
    {
        QCOMPARE(kindName(parseVaultHeader(QByteArray("WHRFVALT\0\2", 10)).error().kind), QStringLiteral("newer"));
        QCOMPARE(kindName(parseVaultHeader(QByteArray("WHRFVALT\0\0", 10)).error().kind), QStringLiteral("malformed"));
    }

    void aCostNobodyCanBearIsRefusedBeforeItIsPaid_data()
    {
        QTest::addColumn<int>("log2N");
        QTest::addColumn<int>("r");
        QTest::addColumn<int>("p");
        QTest::addColumn<bool>("borne");
        QTest::newRow("usual") << 15 << 8 << 1 << true;
        QTest::newRow("256 MiB") << 18 << 8 << 1 << true;
        QTest::newRow("512 MiB") << 19 << 8 << 1 << false;
        QTest::newRow("N of 2^255") << 255 << 8 << 1 << false;
        QTest::newRow("too cheap") << 1 << 8 << 1 << false;
        QTest::newRow("no r") << 15 << 0 << 1 << false;
        QTest::newRow("no p") << 15 << 8 << 0 << false;
        QTest::newRow("huge p") << 15 << 8 << 255 << false;
    }
    void aCostNobodyCanBearIsRefusedBeforeItIsPaid()
    {
        QFETCH(int, log2N);
        QFETCH(int, r);
        QFETCH(int, p);
        VaultHeader header = newVaultHeader();
        header.cost = { log2N, r, p };
        header.verifier = QByteArray(16, 'v');
        header.nonce = QByteArray(12, 'n');
        QTEST(parseVaultHeader(header.toBytes() + QByteArray(16, 't')).has_value(), "borne");
    }

    void aBoxThatMakesNoSenseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("box");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no map") << QByteArray("\x80", 1);
        QTest::newRow("a number for a key") << QByteArray("\xa1\x01\x41x", 4);
        QTest::newRow("text for a value") << QByteArray("\xa1\x61k\x61x", 5);
        QTest::newRow("a key without a value") << QByteArray("\xa1\x61k", 3);
        QTest::newRow("a huge map") << QByteArray("\xbb\xff\xff\xff\xff\xff\xff\xff\xff", 9);
        QTest::newRow("a huge value") << QByteArray("\xa1\x61k\x5b\x7f\xff\xff\xff\xff\xff\xff\xff", 12);
        QTest::newRow("more behind it") << QByteArray("\xa0\xa0", 2);
        QTest::newRow("a key that is no UTF-8") << QByteArray("\xa1\x61\xff\x41x", 5);
    }
    void aBoxThatMakesNoSenseIsRefused()
    {
        QFETCH(QByteArray, box);
        QVERIFY(!parseVaultBox(box));
    }

    void theUsualCostTakesATenthOfASecondAtMost()
    {
        rusage before {};
        rusage after {};
        ::getrusage(RUSAGE_SELF, &before);
        QVERIFY(deriveVaultKey(newVaultHeader(), passphrase));
        ::getrusage(RUSAGE_SELF, &after);
        const auto ms = [](const timeval &time) { return time.tv_sec * 1000 + time.tv_usec / 1000; };
        const auto took = ms(after.ru_utime) - ms(before.ru_utime) + ms(after.ru_stime) - ms(before.ru_stime);
        qInfo("scrypt N=2^15 r=8 p=1: %ld ms of CPU", long(took));
        QVERIFY(took < 1000); // generous: a test machine may be slow; the figure above is what counts
    }
};

QTEST_GUILESS_MAIN(TestVaultFormat)
#include "test_vault_format.moc"
