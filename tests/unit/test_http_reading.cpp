#include "core/docker/http_flow.h"
#include "core/docker/http_reading.h"

#include <QTest>

using namespace wharf;
using namespace wharf::docker;

/// One answer of an engine, in whatever pieces it comes.
class TestHttpReading final : public QObject {
    Q_OBJECT

    /// The body, or why there is none.
    static QByteArray read(const QByteArray &bytes, qsizetype piece, bool toHead = false, qint64 limit = 1000)
    {
        HttpReading reading(toHead, limit);
        for (qsizetype at = 0; at < bytes.size() && !reading.isDone(); at += piece) {
            if (const auto taken = reading.take(bytes.mid(at, piece)); !taken)
                return '!' + kindName(taken.error().kind).toUtf8();
        }
        if (const auto finished = reading.finish(); !finished)
            return '!' + kindName(finished.error().kind).toUtf8();
        const net::Reply reply = reading.reply();
        return QByteArray::number(reply.status) + ' ' + reply.header("Api-Version") + ' ' + reply.body;
    }

    /// The same for one that is handed on as it comes.
    static QByteArray flow(const QByteArray &bytes, qsizetype piece)
    {
        HttpFlow flow;
        QByteArray body;
        for (qsizetype at = 0; at < bytes.size() && !flow.isDone(); at += piece) {
            const auto taken = flow.take(bytes.mid(at, piece));
            if (!taken)
                return '!' + kindName(taken.error().kind).toUtf8();
            if (!taken->isEmpty() && !flow.hasHead())
                return "a body before its head";
            body += *taken;
        }
        if (const auto finished = flow.finish(); !finished)
            return '!' + kindName(finished.error().kind).toUtf8();
        return QByteArray::number(flow.head().status) + ' ' + flow.head().header("Api-Version") + ' ' + body;
    }

private Q_SLOTS:
    void anAnswerIsReadInPiecesOfAnySize_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("read");
        const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &read) { QTest::newRow(name) << bytes << read; };
        row("a length", "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 5\r\n\r\nhello", "200 1.41 hello");
        row("chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;x=y\r\n, w\r\n0\r\n\r\n", "200  hello, w");
        row("until the end", "HTTP/1.0 500 Oh\r\n\r\nhello", "500  hello");
        row("no body", "HTTP/1.1 204 No Content\r\nApi-Version: 1.2\r\n\r\n", "204 1.2 ");
        row("too short", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", "!bad-reply");
        row("too long", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nhello", "!too-large");
        row("a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello", "!bad-reply");
        row("a chunk that is none", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n", "!bad-reply");
        row("a chunk too many", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFF\r\nhello\r\n", "!too-large");
        row("something else", "SSH-2.0-OpenSSH_9.2p1\r\n", "!bad-reply");
        row("TLS", QByteArray::fromHex("15030100020228"), "!bad-reply");
        row("nothing", "", "!bad-reply");
        row("half a head", "HTTP/1.1 200 OK\r\nApi-Ver", "!bad-reply");
        row("a head for ever", "HTTP/1.1 200 OK\r\nX: " + QByteArray(200000, 'x'), "!too-large");
        row("an extension for ever", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + QByteArray(200000, 'x'), "!too-large");
    }

    void anAnswerIsReadInPiecesOfAnySize()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, read);
        for (const qsizetype piece : { qsizetype(1000000), qsizetype(977), qsizetype(7) })
            QCOMPARE(TestHttpReading::read(bytes, piece), read);
        if (bytes.size() < 1000)
            QCOMPARE(TestHttpReading::read(bytes, 1), read);
        // A flow keeps nothing, so no length is too long for it: it is only cut short.
        const QByteArray flowed = read == "!too-large" && bytes.size() < 1000 ? QByteArray("!bad-reply") : read;
        for (const qsizetype piece : { qsizetype(1000000), qsizetype(977), qsizetype(7) })
            QCOMPARE(flow(bytes, piece), flowed);
        if (bytes.size() < 1000)
            QCOMPARE(flow(bytes, 1), flowed);
    }

    void aFlowHandsOnWhatHasCome()
    {
        HttpFlow flow;
        QCOMPARE(flow.take("HTTP/1.1 200 OK\r\nTransfer-Encoding: chu").value(), QByteArray());
        QVERIFY(!flow.hasHead());
        QCOMPARE(flow.take("nked\r\n\r\n5\r\nhel").value(), QByteArray("hel"));
        QVERIFY(flow.hasHead());
        QCOMPARE(flow.take("lo\r\n").value(), QByteArray("lo"));
        const QByteArray large(3'000'000, 'x');
        QCOMPARE(flow.take(QByteArray::number(large.size(), 16) + "\r\n" + large + "\r\n").value(), large);
        QVERIFY(!flow.isDone());
        QCOMPARE(flow.take("0\r\n\r\n").value(), QByteArray());
        QVERIFY(flow.isDone());
    }

    void theAnswerToHeadHasNoBody()
    {
        QCOMPARE(read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", 5, true), QByteArray("200  "));
    }
};

QTEST_GUILESS_MAIN(TestHttpReading)
#include "test_http_reading.moc"
