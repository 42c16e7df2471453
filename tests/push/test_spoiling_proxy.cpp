#include "tests/push/raw_client.h"
#include "tests/push/spoiling_proxy.h"
#include "tests/sandbox/sandbox.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

using namespace wharf::rig;
using namespace wharf::sandbox;

namespace {

constexpr qint64 mega = 1'000'000;

QByteArray randomBytes(qint64 size, quint32 seed)
{
    QRandomGenerator random(seed);
    QList<quint32> words(size / 4 + 1);
    random.fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.constData()), static_cast<qsizetype>(size));
}

QByteArray digestOf(const QByteArray &bytes)
{
    return "sha256:" + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QByteArray contentRange(qint64 from, qint64 size)
{
    return QByteArray::number(from) + '-' + QByteArray::number(from + size - 1);
}

QByteArray closing(const QByteArray &location, const QByteArray &blob)
{
    return location + "&digest=" + digestOf(blob);
}

} // namespace

/// Every fault against the real docker-registry, seen by a client that does nothing on its own.
class TestSpoilingProxy final : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SpoilingProxy> m_proxy;
    int m_repositories = 0;
    QByteArray m_repository;

    [[nodiscard]] quint16 port() const { return m_proxy->port(); }
    [[nodiscard]] Registry &registry() const { return m_sandbox->openRegistryServer(); }
    [[nodiscard]] QByteArray uploads() const { return "/v2/" + m_repository + "/blobs/uploads/"; }

    [[nodiscard]] RawAnswer start() const { return RawClient(port()).ask("POST", uploads()); }
    /// What the registry has under that digest, past the proxy.
    [[nodiscard]] QByteArray stored(const QByteArray &digest) const
    {
        return RawClient(registry().port()).ask("GET", "/v2/" + m_repository + "/blobs/" + digest).body;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<Sandbox>(Parts { Part::OpenRegistry });
        QVERIFY2(m_sandbox->start(), qPrintable(m_sandbox->error()));
    }
    void cleanupTestCase()
    {
        m_proxy.reset();
        m_sandbox.reset();
    }
    void init()
    {
        m_repository = "group/app" + QByteArray::number(++m_repositories);
        m_proxy = std::make_unique<SpoilingProxy>(registry().port(), ResumeRules(registry().storage(), Registry::secret(), registry().port()));
    }

    void withoutFaultsABlobArrivesAndIsWrittenDown()
    {
        const QByteArray blob = randomBytes(10 * mega, 1);
        RawClient client(port());
        const RawAnswer post = client.ask("POST", uploads());
        QCOMPARE(post.status, 202);
        QVERIFY2(post.header("Location").startsWith("http://" + m_proxy->host().toLatin1()), post.header("Location").constData());
        const RawAnswer patch = client.ask("PATCH", post.location(), blob.left(6 * mega), { { "Content-Range", contentRange(0, 6 * mega) } });
        QCOMPARE(patch.status, 202);
        QCOMPARE(patch.header("Range"), QByteArray("0-5999999"));
        const RawAnswer chunked = client.askChunked("PATCH", patch.location(), blob.mid(6 * mega), 100'000);
        QCOMPARE(chunked.status, 202);
        const RawAnswer put = client.ask("PUT", closing(chunked.location(), blob));
        QCOMPARE(put.status, 201);
        QCOMPARE(client.ask("HEAD", "/v2/" + m_repository + "/blobs/" + digestOf(blob)).header("Content-Length"), QByteArray::number(blob.size()));
        QCOMPARE(client.ask("GET", "/v2/" + m_repository + "/blobs/" + digestOf(blob)).body, blob);
        QVERIFY(client.isConnected());

        const QByteArrayList expected { "POST uploads 202", "PATCH uploads 202", "PATCH uploads 202", "PUT uploads 201", "HEAD blobs 200", "GET blobs 200" };
        QCOMPARE(m_proxy->log().lines(), expected);
        QCOMPARE(m_proxy->log().sent(), blob.size());
        const QList<Seen> patches = m_proxy->log().uploads("PATCH");
        QCOMPARE(patches.first().contentRange, QByteArray("0-5999999"));
        QCOMPARE(m_proxy->log().sentTo(patches.first().upload), blob.size());
        QVERIFY(!patches.first().chunked && patches.last().chunked && !patches.first().authorized);
        QCOMPARE(patches.last().connection, 1);
    }

    void aBodyThatIsAnnouncedWaitsForTheRegistry()
    {
        const QByteArray blob = randomBytes(1000, 2);
        RawClient client(port());
        const RawAnswer post = client.ask("POST", uploads());
        client.begin("PATCH", post.location(), { { "Content-Length", "1000" }, { "Expect", "100-continue" } });
        QVERIFY(client.socket().waitForReadyRead());
        QCOMPARE(client.socket().readAll().left(21), QByteArray("HTTP/1.1 100 Continue"));
        client.send(blob);
        QCOMPARE(client.answer("PATCH").status, 202);
    }

    void theLineBreaksOnceAndPlainRegistriesForgetTheUpload()
    {
        const QByteArray blob = randomBytes(8 * mega, 3);
        m_proxy->set({ .resetOnce = 5 * mega });
        const RawAnswer post = start();
        RawClient client(port());
        QCOMPARE(client.ask("PATCH", post.location(), blob).status, 0);
        QVERIFY(client.socket().error() == QAbstractSocket::RemoteHostClosedError || client.socket().error() == QAbstractSocket::NetworkError);
        QCOMPARE(m_proxy->log().sent(), 5 * mega);
        QTRY_COMPARE(m_proxy->log().lines().last(), QByteArray("PATCH uploads 0 reset-once"));

        // 2.8's own rule: it throws the upload away when it is asked about with the old state.
        const RawAnswer status = RawClient(port()).ask("GET", post.location());
        QCOMPARE(status.status, 404);
        QVERIFY2(status.body.contains("BLOB_UPLOAD_INVALID"), status.body.constData());
        QCOMPARE(RawClient(port()).ask("GET", post.location()).status, 404);

        // Once is once.
        const RawAnswer again = start();
        QCOMPARE(RawClient(port()).ask("PATCH", again.location(), blob).status, 202);
    }

    void withGitLabsRulesAnUploadGoesOnInTheMiddleOfAChunk()
    {
        const QByteArray blob = randomBytes(8 * mega, 4);
        m_proxy->set({ .resetOnce = 5 * mega + 123, .resumeRules = true });
        const RawAnswer post = start();
        QCOMPARE(RawClient(port()).ask("PATCH", post.location(), blob, { { "Content-Range", contentRange(0, blob.size()) } }).status, 0);

        const RawAnswer stale = RawClient(port()).ask("PATCH", post.location(), blob);
        QCOMPARE(stale.status, 416);
        QVERIFY2(stale.body.contains("RESUMABLE_BLOB_UPLOAD_INVALID"), stale.body.constData());
        m_proxy->log().clear();

        const RawAnswer status = RawClient(port()).ask("GET", post.location());
        QCOMPARE(status.status, 204);
        QCOMPARE(status.header("Range"), QByteArray("0-5000122"));
        QVERIFY(status.location() != post.location());
        const RawAnswer head = RawClient(port()).ask("HEAD", post.location());
        QCOMPARE(head.status, 204);
        QCOMPARE(head.header("Range"), QByteArray("0-5000122"));

        const RawAnswer elsewhere = RawClient(port()).ask("PATCH", status.location(), blob.mid(6 * mega), { { "Content-Range", contentRange(6 * mega, 2 * mega) } });
        QCOMPARE(elsewhere.status, 416);
        QVERIFY2(elsewhere.body.contains("CONTENT_RANGE_INVALID"), elsewhere.body.constData());

        const QByteArray rest = blob.mid(5 * mega + 123);
        m_proxy->log().clear();
        const RawAnswer patch = RawClient(port()).ask("PATCH", status.location(), rest, { { "Content-Range", contentRange(5 * mega + 123, rest.size()) } });
        QCOMPARE(patch.status, 202);
        QCOMPARE(patch.header("Range"), QByteArray("0-7999999"));
        QCOMPARE(RawClient(port()).ask("PUT", closing(patch.location(), blob)).status, 201);
        QVERIFY(stored(digestOf(blob)) == blob);
        QCOMPARE(m_proxy->log().sent(), rest.size());
    }

    void anUploadGoesOnAfterTheRegistryWasKilledInTheMiddleOfAChunk()
    {
        const QByteArray blob = randomBytes(12 * mega, 5);
        m_proxy->set({ .resumeRules = true });
        const RawAnswer post = start();
        const RawAnswer first = RawClient(port()).ask("PATCH", post.location(), blob.left(3 * mega));
        QCOMPARE(first.status, 202);
        RawClient client(port());
        client.begin("PATCH", first.location(), { { "Content-Length", QByteArray::number(9 * mega) } });
        client.send(blob.mid(3 * mega, 4 * mega));
        const ResumeRules rules(registry().storage(), Registry::secret(), registry().port());
        const QByteArray upload = m_proxy->log().uploads("PATCH").last().upload;
        QTRY_VERIFY(rules.storedSize(m_repository, upload) > 6 * mega);
        registry().kill();
        const QString error = registry().restart();
        QVERIFY2(error.isEmpty(), qPrintable(error));

        // What it wrote without having saved the state of its hash is hashed again from the disk.
        const RawAnswer status = RawClient(port()).ask("GET", first.location());
        QCOMPARE(status.status, 204);
        const qint64 at = status.header("Range").mid(2).toLongLong() + 1;
        QVERIFY2(at > 6 * mega && at <= 7 * mega, status.header("Range").constData());
        const RawAnswer patch = RawClient(port()).ask("PATCH", status.location(), blob.mid(at, 2 * mega));
        QCOMPARE(patch.status, 202);
        const RawAnswer last = RawClient(port()).ask("PATCH", patch.location(), blob.mid(at + 2 * mega));
        QCOMPARE(last.status, 202);
        const RawAnswer put = RawClient(port()).ask("PUT", closing(last.location(), blob));
        QVERIFY2(put.status == 201, put.body.constData());
        QVERIFY(stored(digestOf(blob)) == blob);
    }

    void theLineBreaksAgainAndAgain()
    {
        const QByteArray blob = randomBytes(9 * mega, 6);
        m_proxy->set({ .resetEvery = 4 * mega, .resumeRules = true });
        const RawAnswer post = start();
        QCOMPARE(RawClient(port()).ask("PATCH", post.location(), blob).status, 0);
        RawAnswer status = RawClient(port()).ask("GET", post.location());
        QCOMPARE(status.header("Range"), QByteArray("0-3999999"));
        QCOMPARE(RawClient(port()).ask("PATCH", status.location(), blob.mid(4 * mega)).status, 0);
        status = RawClient(port()).ask("GET", post.location());
        QCOMPARE(status.header("Range"), QByteArray("0-7999999"));
        const RawAnswer put = RawClient(port()).ask("PUT", closing(status.location(), blob), blob.mid(8 * mega));
        QCOMPARE(put.status, 201);
        QVERIFY(stored(digestOf(blob)) == blob);
        QCOMPARE(m_proxy->log().sent(), blob.size());
    }

    void aProxyTakesSmallBodiesOnly()
    {
        m_proxy->set({ .bodyLimit = mega });
        const RawAnswer post = start();
        RawClient client(port());
        const RawAnswer large = client.ask("PATCH", post.location(), randomBytes(3 * mega, 7));
        QCOMPARE(large.status, 413);
        QVERIFY2(large.body.contains("<center>nginx</center>"), large.body.constData());
        QCOMPARE(large.header("Connection"), QByteArray("close"));
        QCOMPARE(RawClient(port()).ask("PATCH", post.location(), randomBytes(mega, 7)).status, 202);
        const RawAnswer chunked = RawClient(port()).askChunked("PATCH", start().location(), randomBytes(2 * mega, 7), 50'000);
        QCOMPARE(chunked.status, 413);
    }

    void aBusyRegistryAsksForPatience()
    {
        m_proxy->set({ .tooMany = Faults::TooMany { .requests = 2, .retryAfterSeconds = 7 } });
        RawClient client(port());
        const RawAnswer first = client.ask("POST", uploads());
        QCOMPARE(first.status, 429);
        QCOMPARE(first.header("Retry-After"), QByteArray("7"));
        QCOMPARE(client.ask("HEAD", "/v2/" + m_repository + "/blobs/" + digestOf("x")).status, 404);
        QCOMPARE(client.ask("POST", uploads()).status, 429);
        QCOMPARE(client.ask("POST", uploads()).status, 202);
    }

    void everyFifthRequestMeetsABadGateway()
    {
        m_proxy->set({ .badGatewayEvery = 5 });
        RawClient client(port());
        for (int request = 1; request <= 10; ++request)
            QCOMPARE(client.ask("GET", "/v2/").status, request % 5 == 0 ? 502 : 200);
    }

    void badGatewaysFallAsTheDiceDo()
    {
        Faults faults;
        faults.badGatewayProbability = 0.2;
        faults.seed = 42;
        QList<int> runs[2];
        for (QList<int> &run : runs) {
            m_proxy->set(faults);
            RawClient client(port());
            for (int request = 0; request < 200; ++request)
                run << client.ask("GET", "/v2/").status;
        }
        QCOMPARE(runs[0], runs[1]);
        QVERIFY2(runs[0].count(502) > 20 && runs[0].count(502) < 60, QByteArray::number(runs[0].count(502)).constData());
    }

    void aByteArrivesWrongOnce()
    {
        const QByteArray blob = randomBytes(2 * mega, 8);
        m_proxy->set({ .flip = mega });
        const RawAnswer patch = RawClient(port()).ask("PATCH", start().location(), blob);
        const RawAnswer put = RawClient(port()).ask("PUT", closing(patch.location(), blob));
        QCOMPARE(put.status, 400);
        QVERIFY2(put.body.contains("DIGEST_INVALID"), put.body.constData());
        const RawAnswer again = RawClient(port()).ask("PATCH", start().location(), blob);
        QCOMPARE(RawClient(port()).ask("PUT", closing(again.location(), blob)).status, 201);
    }
};

QTEST_GUILESS_MAIN(TestSpoilingProxy)
#include "test_spoiling_proxy.moc"
