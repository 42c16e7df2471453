#include "core/accounts/secret_chunks.h"

#include <QTest>

using namespace wharf;
using namespace wharf::accounts;

namespace {

QByteArray textOf(const SharedSecret &secret)
{
    return secret->reveal([](QByteArrayView bytes) { return bytes.toByteArray(); });
}

} // namespace

class TestSecretChunks final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void splitsAndJoins_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<int>("pieces");
        QTest::newRow("short") << QByteArray("glpat-x") << 0;
        QTest::newRow("as long as one value") << QByteArray(2048, 'x') << 0;
        QTest::newRow("a byte longer") << QByteArray(2049, 'x') << 2;
        QTest::newRow("no text") << QByteArray("\xff\xfe") << 1;
        QTest::newRow("with NUL") << QByteArray("a\0b", 3) << 1;
        QTest::newRow("like a header") << QByteArray("wharfinger-pieces:1:a:1:") << 1;
        QTest::newRow("one piece exactly") << QByteArray(1536, '\xff') << 1;
        QTest::newRow("one piece and a byte") << QByteArray(1537, '\xff') << 2;
        QTest::newRow("the longest") << QByteArray(64 * 1024, 'x') << 43;
    }
    void splitsAndJoins()
    {
        QFETCH(QByteArray, secret);
        const ChunkedSecret chunked = splitSecret(Secret(secret), ChunkSet::B);
        QTEST(int(chunked.pieces.size()), "pieces");
        // Windows Credential Manager: CRED_MAX_CREDENTIAL_BLOB_SIZE is 5 · 512 bytes.
        QVERIFY(chunked.value->size() <= 2048);
        for (const SharedSecret &piece : chunked.pieces)
            QVERIFY(piece->size() <= 2048);
        const auto header = chunkHeaderOf(*chunked.value);
        QVERIFY(header);
        QCOMPARE(header->has_value(), !chunked.pieces.isEmpty());
        if (!*header) {
            QCOMPARE(textOf(chunked.value), secret);
            return;
        }
        QCOMPARE((*header)->set, ChunkSet::B);
        QCOMPARE(textOf(joinSecret(**header, chunked.pieces).value()), secret);
    }

    void piecesOfAnotherValueNeverPassForOne()
    {
        const ChunkedSecret one = splitSecret(Secret(QByteArray(4000, 'a')), ChunkSet::A);
        const ChunkedSecret other = splitSecret(Secret(QByteArray(4000, 'b')), ChunkSet::A);
        const ChunkHeader header = **chunkHeaderOf(*one.value);
        QVERIFY(joinSecret(header, one.pieces));
        QList<SharedSecret> mixed = one.pieces;
        mixed[1] = other.pieces.at(1);
        QCOMPARE(joinSecret(header, mixed).error().kind, Kind::Malformed);
        QCOMPARE(joinSecret(header, one.pieces.mid(1)).error().kind, Kind::Malformed);
        QCOMPARE(joinSecret(header, {}).error().kind, Kind::Malformed);
        mixed = { one.pieces.at(1), one.pieces.at(0), one.pieces.at(2) };
        QVERIFY(!joinSecret(header, other.pieces));
    }

    void aHeaderThatMakesNoSenseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("value");
        const QByteArray digest(64, 'f');
        QTest::newRow("nothing") << QByteArray("wharfinger-pieces:1:");
        QTest::newRow("no number") << "wharfinger-pieces:1:a:x:" + digest;
        QTest::newRow("none") << "wharfinger-pieces:1:a:0:" + digest;
        QTest::newRow("negative") << "wharfinger-pieces:1:a:-1:" + digest;
        QTest::newRow("too many") << "wharfinger-pieces:1:a:44:" + digest;
        QTest::newRow("huge") << "wharfinger-pieces:1:a:99999999999999999999:" + digest;
        QTest::newRow("no such set") << "wharfinger-pieces:1:c:1:" + digest;
        QTest::newRow("short digest") << QByteArray("wharfinger-pieces:1:a:1:ff");
        QTest::newRow("more fields") << "wharfinger-pieces:1:a:1:" + digest + ":";
    }
    void aHeaderThatMakesNoSenseIsRefused()
    {
        QFETCH(QByteArray, value);
        QVERIFY(!chunkHeaderOf(Secret(value)));
    }

    void theKeyOfAPieceLiesUnderTheEntrys()
    {
        QCOMPARE(chunkKey(QStringLiteral("account/x"), ChunkSet::A, 3), QStringLiteral("account/x/a/3"));
    }
};

QTEST_GUILESS_MAIN(TestSecretChunks)
#include "test_secret_chunks.moc"
