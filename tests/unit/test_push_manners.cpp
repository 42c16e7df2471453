// What decides how a push goes: chunk sizes, retries, pace, the sum of its progress.

#include "core/push/direct/chunk_size.h"
#include "core/push/direct/ledger.h"
#include "core/push/direct/pace.h"
#include "core/push/direct/retry.h"

#include <QElapsedTimer>
#include <QTest>

using namespace wharf;
using namespace wharf::push;
using namespace std::chrono_literals;

namespace {

constexpr qint64 MiB = 1 << 20;

} // namespace

class TestPushManners final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void chunks_data()
    {
        QTest::addColumn<ChunkCircumstances>("circumstances");
        QTest::addColumn<qint64>("bytes");
        QTest::newRow("nothing known: large") << ChunkCircumstances {} << 64 * MiB;
        QTest::newRow("a limit that a 413 taught") << ChunkCircumstances { .habits = { .bodyLimit = 8 * MiB } } << 8 * MiB;
        QTest::newRow("the person's limit") << ChunkCircumstances { .asked = 5 * MiB } << 5 * MiB;
        QTest::newRow("the smaller of both") << ChunkCircumstances { .habits = { .bodyLimit = 4 * MiB }, .asked = 5 * MiB } << 4 * MiB;
        QTest::newRow("a third of the token's life at this speed")
            << ChunkCircumstances { .bytesPerSecond = double(MiB), .tokenLeft = 30s } << 10 * MiB;
        QTest::newRow("a slow line and a dying token: no smaller than sense")
            << ChunkCircumstances { .bytesPerSecond = 1000, .tokenLeft = 1s } << smallestChunk;
        QTest::newRow("a short life and no speed yet") << ChunkCircumstances { .tokenLeft = 5s } << 4 * MiB;
        QTest::newRow("a long life and no speed yet") << ChunkCircumstances { .tokenLeft = 300s } << 64 * MiB;
        QTest::newRow("no smaller than the registry wants")
            << ChunkCircumstances { .habits = { .leastChunk = 5 * MiB }, .bytesPerSecond = 1000, .tokenLeft = 1s } << 5 * MiB;
        QTest::newRow("the registry's least wins over the person's most")
            << ChunkCircumstances { .habits = { .leastChunk = 5 * MiB }, .asked = MiB } << 5 * MiB;
        QTest::newRow("refusals win over wishes")
            << ChunkCircumstances { .habits = { .bodyLimit = MiB, .leastChunk = 5 * MiB } } << MiB;
        QTest::newRow("what a connection bears") << ChunkCircumstances { .habits = { .connectionLimit = 10 * MiB } } << 10 * MiB;
    }
    void chunks()
    {
        QFETCH(const ChunkCircumstances, circumstances);
        QFETCH(const qint64, bytes);
        QCOMPARE(chooseChunk(circumstances).bytes, bytes);
    }

    void aConnectionIsLeftBeforeItBreaks()
    {
        ChunkCircumstances circumstances { .habits = { .connectionLimit = 10 * MiB } };
        QVERIFY(!chooseChunk(circumstances).onNewConnection);
        circumstances.onConnection = MiB;
        QVERIFY(chooseChunk(circumstances).onNewConnection);
    }

    void limitsShrinkToTheSmallestAndNoFurther()
    {
        QCOMPARE(limitAfterRefusal(64 * MiB), std::optional(32 * MiB));
        QCOMPARE(limitAfterRefusal(100 * 1024), std::optional(smallestChunk));
        QVERIFY(!limitAfterRefusal(smallestChunk));
    }

    void worthRetrying_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("worth");
        QTest::newRow("nobody there") << Kind::Offline << 0 << true;
        QTest::newRow("silence") << Kind::Timeout << 0 << true;
        QTest::newRow("502") << Kind::Server << 502 << true;
        QTest::newRow("501") << Kind::Server << 501 << false;
        QTest::newRow("429") << Kind::Throttled << 429 << true;
        QTest::newRow("a ban") << Kind::Throttled << 403 << false;
        QTest::newRow("no") << Kind::Forbidden << 403 << false;
        QTest::newRow("who?") << Kind::Unauthorized << 401 << false;
        QTest::newRow("not trusted") << Kind::Tls << 0 << false;
        QTest::newRow("stopped") << Kind::Cancelled << 0 << false;
    }
    void worthRetrying()
    {
        QFETCH(const Kind, kind);
        QFETCH(const int, status);
        QFETCH(const bool, worth);
        QCOMPARE(isWorthRetrying({ .kind = kind, .httpStatus = status }), worth);
    }

    void waitsGrowAndEnd()
    {
        const Failure offline { .kind = Kind::Offline };
        Retry retry;
        std::chrono::milliseconds before { 0 };
        for (int at = 0; at < Retry::most; ++at) {
            const auto wait = retry.next(offline, 0.5);
            QVERIFY(wait.has_value());
            QVERIFY(*wait > before || *wait == 30s);
            before = *wait;
        }
        QVERIFY(!retry.next(offline, 0.5));
        retry.progressed();
        QCOMPARE(retry.next(offline, 0.5), std::optional<std::chrono::milliseconds>(200ms));
    }

    void silenceIsWaitedForTwice()
    {
        const Failure silence { .kind = Kind::Timeout };
        Retry retry;
        QVERIFY(retry.next(silence, 0.5));
        QVERIFY(retry.next(silence, 0.5));
        QVERIFY(!retry.next(silence, 0.5));
    }

    void waitsAreSpread()
    {
        const Failure offline { .kind = Kind::Offline };
        QVERIFY(*Retry().next(offline, 0.0) < *Retry().next(offline, 0.99));
    }

    void retryAfterIsHonoured()
    {
        const Failure busy { .kind = Kind::Throttled, .httpStatus = 429, .retryAfterSeconds = 7 };
        QCOMPARE(Retry().next(busy, 0.5), std::optional<std::chrono::milliseconds>(7s));
        const Failure muchLater { .kind = Kind::Throttled, .httpStatus = 429, .retryAfterSeconds = 3600 };
        QVERIFY(!Retry().next(muchLater, 0.5));
    }

    void paceKeepsToItsLimit()
    {
        Pace pace(1'000'000);
        qint64 gone = 0;
        QElapsedTimer time;
        time.start();
        while (gone < 400'000) {
            const Pace::Leave leave = pace.ask(50'000);
            gone += leave.bytes;
            QVERIFY(leave.bytes > 0 || leave.wait > 0ms);
        }
        // A quarter of a second may have been saved up; it cannot have gone faster than that.
        QVERIFY(time.elapsed() >= 140);
        QCOMPARE(pace.sent(), gone);
    }

    void aPausedPaceGivesNothing()
    {
        Pace pace(0);
        pace.pause();
        QCOMPARE(pace.ask(10).bytes, 0);
        QVERIFY(pace.ask(10).wait > 0ms);
        pace.resume();
        QCOMPARE(pace.ask(10).bytes, 10);
        pace.giveBack(4);
        QCOMPARE(pace.sent(), 6);
    }

    void totalsAreGuessedFromWhatWasPacked()
    {
        const QList<BlobProgress> blobs {
            { .name = QStringLiteral("a"), .state = BlobProgress::State::Done, .done = 40, .total = 40, .sourceDone = 100, .sourceTotal = 100 },
            { .name = QStringLiteral("b"), .state = BlobProgress::State::Uploading, .done = 20, .sourceDone = 50, .sourceTotal = 100 },
            { .name = QStringLiteral("c"), .state = BlobProgress::State::Waiting, .sourceTotal = 1000 },
        };
        const PushProgress progress = summarize(blobs, PushProgress::Phase::Uploading, 10);
        QCOMPARE(progress.total, 40 + 40 + 400);
        QCOMPARE(progress.done, 60);
        QVERIFY(!progress.totalIsKnown);
        QCOMPARE(progress.secondsLeft, 42);
    }

    void whatIsThereCountsAsDone()
    {
        const QList<BlobProgress> blobs { { .name = QStringLiteral("a"), .state = BlobProgress::State::Exists, .total = 40 },
                                          { .name = QStringLiteral("b"), .state = BlobProgress::State::Waiting, .total = 60 } };
        const PushProgress progress = summarize(blobs, PushProgress::Phase::Uploading, 0);
        QVERIFY(progress.totalIsKnown);
        QCOMPARE(progress.done, 40);
        QCOMPARE(progress.total, 100);
        QCOMPARE(progress.secondsLeft, -1);
    }
};

QTEST_GUILESS_MAIN(TestPushManners)
#include "test_push_manners.moc"
