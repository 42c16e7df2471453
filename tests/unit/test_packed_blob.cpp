#include "core/push/direct/packed_blob.h"
#include "core/push/direct/plain_blob.h"

#include <QRandomGenerator>
#include <QTest>

#include <zlib.h>

using namespace wharf;
using namespace wharf::push;

namespace {

/// Bytes in memory, given in odd pieces; counts how often it was begun anew.
class Pieces final : public BlobReader {
public:
    explicit Pieces(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    Result<qint64> read(char *into, qint64 most) override
    {
        const qint64 some = std::min({ most, qint64(10'007), qint64(m_bytes.size()) - m_at });
        std::memcpy(into, m_bytes.constData() + m_at, static_cast<std::size_t>(some));
        m_at += some;
        return some;
    }
    Result<void> seek(qint64 offset) override
    {
        ++seeks;
        m_at = offset;
        return {};
    }
    int seeks = 0;

private:
    QByteArray m_bytes;
    qint64 m_at = 0;
};

/// Half of it can be packed, half cannot.
QByteArray bytesOf(qint64 size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator chance(7);
    for (qint64 at = 0; at < size; ++at)
        bytes[at] = (at / 4096) % 2 == 0 ? char('a' + at % 26) : char(chance.bounded(256));
    return bytes;
}

QByteArray readAll(WireBlob &blob, qint64 most = 1 << 30)
{
    QByteArray all;
    QByteArray some(33'333, Qt::Uninitialized);
    while (all.size() < most) {
        const auto got = blob.read(some.data(), std::min<qint64>(some.size(), most - all.size()));
        if (!got || *got == 0)
            break;
        all += some.first(*got);
    }
    return all;
}

QByteArray unpacked(const QByteArray &packed)
{
    z_stream stream {};
    inflateInit2(&stream, 15 + 16);
    QByteArray in = packed;
    stream.next_in = reinterpret_cast<Bytef *>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    QByteArray all;
    QByteArray some(65536, Qt::Uninitialized);
    int result = Z_OK;
    while (result == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef *>(some.data());
        stream.avail_out = static_cast<uInt>(some.size());
        result = inflate(&stream, Z_NO_FLUSH);
        all += some.first(some.size() - static_cast<qsizetype>(stream.avail_out));
    }
    inflateEnd(&stream);
    return result == Z_STREAM_END && stream.avail_in == 0 ? all : QByteArray();
}

} // namespace

class TestPackedBlob final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsPackedCanBeUnpacked_data()
    {
        QTest::addColumn<qint64>("size");
        for (const qint64 size : { 0LL, 1LL, 255LL, 262'144LL, 262'145LL, 3'000'000LL })
            QTest::addRow("%lld", static_cast<long long>(size)) << size;
    }
    void whatIsPackedCanBeUnpacked()
    {
        QFETCH(const qint64, size);
        const QByteArray bytes = bytesOf(size);
        PackedBlob blob(std::make_unique<Pieces>(bytes));
        QCOMPARE(blob.size(), -1);
        QVERIFY(!blob.isWhole());
        const QByteArray packed = readAll(blob);
        QCOMPARE(unpacked(packed), bytes);
        QVERIFY(blob.isWhole());
        QCOMPARE(blob.size(), packed.size());
        QCOMPARE(blob.digest(), registry::sha256Of(packed));
        QCOMPARE(blob.sourceDigest(), registry::sha256Of(bytes));
        QCOMPARE(blob.sourceRead(), size);
    }

    void goesBackWithinTheWindowWithoutPackingAgain()
    {
        auto source = std::make_unique<Pieces>(bytesOf(6'000'000));
        const Pieces *watched = source.get();
        PackedBlob blob(std::move(source));
        const QByteArray packed = readAll(blob);
        for (const qint64 offset : { qint64(0), packed.size() / 2, qint64(packed.size()) }) {
            QVERIFY(blob.seek(offset));
            QCOMPARE(blob.position(), offset);
            QVERIFY(readAll(blob) == packed.mid(offset));
        }
        QCOMPARE(watched->seeks, 0);
    }

    void goesBackBeyondTheWindowByPackingAgain()
    {
        // Twice the window once packed, for half of it cannot be.
        const QByteArray bytes = bytesOf(4 * PackedBlob::largestWindow);
        PackedBlob first(std::make_unique<Pieces>(bytes));
        const QByteArray packed = readAll(first);
        QVERIFY(packed.size() > PackedBlob::largestWindow + PackedBlob::largestWindow / 2);

        auto source = std::make_unique<Pieces>(bytes);
        const Pieces *watched = source.get();
        PackedBlob blob(std::move(source));
        QVERIFY(readAll(blob, packed.size() - 500'000).size() == packed.size() - 500'000);
        QVERIFY(!blob.isWhole());
        QVERIFY(blob.seek(1000));
        QCOMPARE(watched->seeks, 1);
        QVERIFY(readAll(blob) == packed.mid(1000));
        QCOMPARE(blob.digest(), registry::sha256Of(packed)); // each byte counted once
        QCOMPARE(blob.sourceDigest(), registry::sha256Of(bytes));
        QCOMPARE(blob.size(), packed.size());
        QVERIFY(blob.seek(0));
        QCOMPARE(blob.size(), packed.size()); // known once and for all
        QVERIFY(readAll(blob) == packed);
    }

    void goesForwardOnAFreshBlob()
    {
        const QByteArray bytes = bytesOf(2'000'000);
        PackedBlob first(std::make_unique<Pieces>(bytes));
        const QByteArray packed = readAll(first);
        PackedBlob blob(std::make_unique<Pieces>(bytes));
        QVERIFY(blob.seek(packed.size() / 3));
        QVERIFY(readAll(blob) == packed.mid(packed.size() / 3));
        QCOMPARE(blob.digest(), registry::sha256Of(packed));
        const auto beyond = blob.seek(packed.size() + 1);
        QVERIFY(!beyond);
        QCOMPARE(beyond.error().subject, QStringLiteral("short"));
    }

    void aPlainBlobCountsEachByteOnce()
    {
        const QByteArray bytes = bytesOf(1'000'000);
        PlainBlob blob(std::make_unique<Pieces>(bytes), bytes.size());
        QCOMPARE(readAll(blob, 700'000), bytes.first(700'000));
        QVERIFY(blob.seek(100));
        QCOMPARE(readAll(blob, 300), bytes.mid(100, 300));
        QVERIFY(blob.seek(900'000));
        QVERIFY(!blob.isWhole());
        QCOMPARE(readAll(blob), bytes.mid(900'000));
        QVERIFY(blob.isWhole());
        QCOMPARE(blob.digest(), registry::sha256Of(bytes));
    }

    void aPlainBlobThatIsShorterThanItSaysFails()
    {
        PlainBlob blob(std::make_unique<Pieces>(QByteArray("abc")), 4);
        QByteArray some(10, Qt::Uninitialized);
        QVERIFY(blob.read(some.data(), 10));
        const auto more = blob.read(some.data(), 10);
        QVERIFY(!more);
        QCOMPARE(more.error().stage, Stage::Image);
        QCOMPARE(more.error().subject, QStringLiteral("short"));
    }

    void anEmptyPlainBlobIsWholeAtOnce()
    {
        const PlainBlob blob(std::make_unique<Pieces>(QByteArray()), 0);
        QVERIFY(blob.isWhole());
        QCOMPARE(blob.digest(), registry::sha256Of(QByteArray()));
    }
};

QTEST_GUILESS_MAIN(TestPackedBlob)
#include "test_packed_blob.moc"
