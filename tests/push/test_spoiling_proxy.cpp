#include "tests/push/fault_names.h"
#include "tests/push/raw_client.h"
#include "tests/push/spoiling_proxy.h"
#include "tests/sandbox/environment.h"
#include "tests/sandbox/sandbox.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <thread>
#include <unistd.h>

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

    /// What GitLab gives the maintainer of group/app.
    [[nodiscard]] QByteArray tokenForApp() const
    {
        const DemoSignIn &jo = m_sandbox->signIn(QStringLiteral("personal"));
        const QUrl realm = m_sandbox->gitlab().plainRealm();
        const QByteArray basic = "Basic " + (jo.userName + QLatin1Char(':') + jo.secret).toUtf8().toBase64();
        const RawAnswer answer = RawClient(static_cast<quint16>(realm.port()))
                                     .ask("GET", realm.path().toUtf8() + "?service=container_registry&scope=repository:group/app:pull,push", {}, { { "Authorization", basic } });
        return QJsonDocument::fromJson(answer.body).object().value(QStringLiteral("token")).toString().toLatin1();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<Sandbox>(Parts { Part::OpenRegistry, Part::PlainRegistry });
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

    void aTlsGreetingIsToldAtOnceThatThisIsPlain()
    {
        RawClient client(port());
        client.send(QByteArray("\x16\x03\x01\x00\x05hello", 10));
        QVERIFY(client.socket().waitForReadyRead(5000));
        QVERIFY(client.socket().readAll().startsWith("HTTP/1.0 400 "));
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

    void theRegistryIsAwayForAWhile()
    {
        const QByteArray blob = randomBytes(4 * mega, 9);
        m_proxy->set({ .away = Faults::Away { .after = 2 * mega, .seconds = 1 }, .resumeRules = true });
        RawClient idle(port());
        QCOMPARE(idle.ask("GET", "/v2/").status, 200);
        const RawAnswer post = start();
        QElapsedTimer gone;
        gone.start();
        QCOMPARE(RawClient(port()).ask("PATCH", post.location(), blob).status, 0);
        QTRY_VERIFY(!RawClient(port()).isConnected());
        QTRY_VERIFY(!idle.socket().waitForReadyRead(10) && !idle.isConnected());
        QTRY_VERIFY(RawClient(port()).isConnected());
        QVERIFY2(gone.elapsed() >= 900, QByteArray::number(gone.elapsed()).constData());
        const RawAnswer status = RawClient(port()).ask("GET", post.location());
        QCOMPARE(status.header("Range"), QByteArray("0-1999999"));
        QCOMPARE(RawClient(port()).ask("PUT", closing(status.location(), blob), blob.mid(2 * mega)).status, 201);
    }

    void theRegistryItselfIsKilledAndComesBack()
    {
        RawClient before(port());
        QCOMPARE(before.ask("GET", "/v2/").status, 200);
        const quint16 upstream = registry().port();
        registry().kill();
        QCOMPARE(before.ask("GET", "/v2/").status, 0);
        const QString error = registry().restart();
        QVERIFY2(error.isEmpty(), qPrintable(error));
        QCOMPARE(registry().port(), upstream);
        QCOMPARE(RawClient(port()).ask("GET", "/v2/").status, 200);
    }

    void oneRequestIsNeverAnswered()
    {
        m_proxy->set({ .hang = 2 });
        RawClient client(port());
        QCOMPARE(client.ask("GET", "/v2/").status, 200);
        client.begin("GET", "/v2/", {});
        QCOMPARE(client.answer("GET", 300).status, 0);
        QVERIFY(client.isConnected());
        QCOMPARE(RawClient(port()).ask("GET", "/v2/").status, 200);
    }

    void theFirstAnswerTakesItsTime()
    {
        m_proxy->set({ .firstAnswerSeconds = 0.5 });
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(RawClient(port()).ask("GET", "/v2/").status, 200);
        QVERIFY(timer.restart() >= 500);
        QCOMPARE(RawClient(port()).ask("GET", "/v2/").status, 200);
        QVERIFY(timer.elapsed() < 500);
    }

    void aBufferingProxyTellsTheRegistryNothingBeforeTheEnd()
    {
        const QByteArray blob = randomBytes(2 * mega, 10);
        m_proxy->set({ .buffering = true });
        const RawAnswer post = start();
        RawClient client(port());
        client.begin("PATCH", post.location(), { { "Content-Length", QByteArray::number(blob.size()) } });
        client.send(blob.left(mega));
        QTRY_COMPARE(m_proxy->log().sent(), mega);
        const ResumeRules rules(registry().storage(), Registry::secret(), registry().port());
        QCOMPARE(rules.storedSize(m_repository, m_proxy->log().uploads("PATCH").first().upload), 0);
        client.send(blob.mid(mega));
        const RawAnswer patch = client.answer("PATCH");
        QCOMPARE(patch.status, 202);
        QCOMPARE(patch.header("Range"), QByteArray("0-1999999"));
        const RawAnswer chunked = client.askChunked("PATCH", start().location(), blob, 70'000);
        QCOMPARE(chunked.header("Range"), QByteArray("0-1999999"));
    }

    void theLineHasALimitAndHoldsTheSenderBack()
    {
        m_proxy->set({ .bytesPerSecond = 4 * mega });
        const RawAnswer post = start();
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(RawClient(port()).ask("PATCH", post.location(), randomBytes(3 * mega, 11)).status, 202);
        QVERIFY2(timer.elapsed() > 650 && timer.elapsed() < 5000, QByteArray::number(timer.elapsed()).constData());
    }

    void everyRequestWaits()
    {
        m_proxy->set({ .latencyMilliseconds = 60 });
        RawClient client(port());
        QElapsedTimer timer;
        timer.start();
        for (int request = 0; request < 5; ++request)
            QCOMPARE(client.ask("GET", "/v2/").status, 200);
        QVERIFY(timer.elapsed() >= 300);
    }

    void uploadsAreRefused_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<bool>("chunked");
        QTest::addColumn<int>("status");
        QTest::newRow("no PATCH: 404") << "patch-status=404" << QByteArray("PATCH") << false << 404;
        QTest::newRow("no PATCH: 405") << "patch-status=405" << QByteArray("PATCH") << true << 405;
        QTest::newRow("no PATCH: 416") << "patch-status=416" << QByteArray("PATCH") << false << 416;
        QTest::newRow("no PATCH: 500") << "patch-status=500" << QByteArray("PATCH") << false << 500;
        QTest::newRow("a PUT still works") << "patch-status=405" << QByteArray("PUT") << false << 201;
        QTest::newRow("no chunks") << "no-chunked" << QByteArray("PATCH") << true << 411;
        QTest::newRow("sized bodies still work") << "no-chunked" << QByteArray("PATCH") << false << 202;
        QTest::newRow("no PUT with a body") << "put-status=405" << QByteArray("PUT") << false << 405;
        QTest::newRow("a portal") << "html" << QByteArray("PATCH") << false << 200;
    }
    void uploadsAreRefused()
    {
        QFETCH(const QString, fault);
        QFETCH(const QByteArray, method);
        QFETCH(const bool, chunked);
        QFETCH(const int, status);
        const QByteArray blob = randomBytes(2 * mega, 12);
        const RawAnswer post = start();
        Faults faults;
        QCOMPARE(setFault(faults, fault), QString());
        m_proxy->set(faults);
        const QByteArray target = method == "PUT" ? closing(post.location(), blob) : post.location();
        const RawAnswer answer = chunked ? RawClient(port()).askChunked(method, target, blob, 100'000) : RawClient(port()).ask(method, target, blob);
        QCOMPARE(answer.status, status);
        QCOMPARE(m_proxy->log().all().last().fault.isEmpty(), status == 201 || status == 202);
        if (status == 200)
            QCOMPARE(answer.header("Content-Type"), QByteArray("text/html"));
    }

    void chunksMustNotBeTooSmall()
    {
        const QByteArray blob = randomBytes(mega, 13);
        m_proxy->set({ .chunkMinimum = 300'000 });
        const RawAnswer post = start();
        QCOMPARE(post.header("OCI-Chunk-Min-Length"), QByteArray("300000"));
        const RawAnswer enough = RawClient(port()).ask("PATCH", post.location(), blob.left(300'000));
        QCOMPARE(enough.status, 202);
        const RawAnswer tooSmall = RawClient(port()).ask("PATCH", enough.location(), blob.mid(300'000, 100'000));
        QCOMPARE(tooSmall.status, 202);
        QCOMPARE(RawClient(port()).ask("PATCH", tooSmall.location(), blob.mid(400'000)).status, 416);
    }

    void answersLie()
    {
        const QByteArray blob = randomBytes(1000, 14);
        SpoilingProxy elsewhere(registry().port());
        Faults faults;
        faults.range = "0-99";
        faults.locationHost = elsewhere.host().toLatin1();
        m_proxy->set(faults);
        const RawAnswer post = start();
        QVERIFY2(post.header("Location").startsWith(elsewhere.url().toEncoded()), post.header("Location").constData());
        const RawAnswer patch = RawClient(port()).ask("PATCH", post.location(), blob);
        QCOMPARE(patch.header("Range"), QByteArray("0-99"));
        // Whoever follows is seen there, and whether it gave its credential away.
        const RawAnswer put = RawClient(elsewhere.port()).ask("PUT", closing(patch.location(), blob), {}, { { "Authorization", "Basic am86c2VjcmV0" } });
        QCOMPARE(put.status, 201);
        QVERIFY(elsewhere.log().all().last().authorized);

        faults = {};
        faults.digest = "sha256:00";
        faults.locationHttps = true;
        m_proxy->set(faults);
        QVERIFY(start().header("Location").startsWith("https://localhost:"));
        QCOMPARE(RawClient(port()).ask("HEAD", "/v2/" + m_repository + "/blobs/" + digestOf(blob)).header("Docker-Content-Digest"), QByteArray("sha256:00"));
    }

    void aDiskFills()
    {
        if (::geteuid() != 0)
            QFAIL("Mounting a small disk needs root.");
        QString error;
        const auto folder = Folder::make({}, &error);
        QVERIFY2(folder, qPrintable(error));
        const RegistrySetup setup { .name = QStringLiteral("full"), .certificateFile = {}, .keyFile = {}, .ca = {}, .realm = {}, .issuer = {}, .tokenCertificateFile = {}, .passwordFile = {}, .diskBytes = 4 * 1024 * 1024 };
        const auto full = Registry::start(setup, *folder, daemonEnvironment(*folder), &error);
        QVERIFY2(full, qPrintable(error));
        error = full->waitUntilReady();
        QVERIFY2(error.isEmpty(), qPrintable(error));
        SpoilingProxy proxy(full->port());
        const QByteArray blob = randomBytes(8 * mega, 15);
        const RawAnswer post = RawClient(proxy.port()).ask("POST", uploads());
        QCOMPARE(post.status, 202);
        const RawAnswer patch = RawClient(proxy.port()).ask("PATCH", post.location(), blob);
        QCOMPARE(patch.status, 500);
        QVERIFY2(patch.body.contains("no space left on device"), patch.body.constData());
    }

    void aFreshTokenIsRefusedOnceWithTheRegistrysOwnChallenge()
    {
        SpoilingProxy proxy(m_sandbox->plainRegistryServer().port());
        const QByteArray token = "Bearer " + tokenForApp();
        m_repository = "group/app";
        RawClient client(proxy.port());
        QCOMPARE(client.ask("POST", uploads(), {}, { { "Authorization", token } }).status, 202);

        proxy.set({ .unauthorizedOnce = 2 });
        QCOMPARE(client.ask("POST", uploads(), {}, { { "Authorization", token } }).status, 202);
        const RawAnswer refused = client.ask("POST", uploads(), {}, { { "Authorization", token } });
        QCOMPARE(refused.status, 401);
        QVERIFY2(refused.header("WWW-Authenticate").startsWith("Bearer realm=\"" + m_sandbox->gitlab().plainRealm().toEncoded()), refused.header("WWW-Authenticate").constData());
        QVERIFY2(refused.header("WWW-Authenticate").contains("scope=\"repository:group/app:pull,push\""), refused.header("WWW-Authenticate").constData());
        QCOMPARE(client.ask("POST", uploads(), {}, { { "Authorization", token } }).status, 202);
        QVERIFY(proxy.log().all().last().authorized);
    }

    void aGateKnowsNoLeeway()
    {
        SpoilingProxy proxy(m_sandbox->plainRegistryServer().port());
        const RawClient::Headers token { { "Authorization", "Bearer " + tokenForApp() } };
        m_repository = "group/app";
        RawClient client(proxy.port());
        Faults faults;
        faults.tokenGate = true;
        faults.gateClockSeconds = 290; // tokens live 300 s
        proxy.set(faults);
        QCOMPARE(client.ask("POST", uploads(), {}, token).status, 202);
        faults.gateClockSeconds = 301;
        proxy.set(faults);
        const RawAnswer refused = client.ask("POST", uploads(), {}, token);
        QCOMPARE(refused.status, 401);
        QVERIFY2(refused.header("WWW-Authenticate").contains("error=\"invalid_token\""), refused.header("WWW-Authenticate").constData());
        faults = {};
        proxy.set(faults);
        QCOMPARE(client.ask("POST", uploads(), {}, token).status, 202);

        // With buffering it is the end of the body that counts.
        faults.tokenGate = true;
        faults.buffering = true;
        faults.gateClockSeconds = 298;
        faults.bytesPerSecond = mega;
        const RawAnswer post = client.ask("POST", uploads(), {}, token);
        proxy.set(faults);
        RawClient::Headers fresh { { "Authorization", "Bearer " + tokenForApp() } };
        QCOMPARE(client.ask("PATCH", post.location(), randomBytes(3 * mega, 16), fresh).status, 401);
        QCOMPARE(proxy.log().all().last().received, 3 * mega);
    }

    void oldStatesTellNobodyWithoutATokenAnything()
    {
        Registry &server = m_sandbox->plainRegistryServer();
        SpoilingProxy proxy(server.port(), ResumeRules(server.storage(), Registry::secret(), server.port()));
        proxy.set({ .resumeRules = true });
        const RawClient::Headers token { { "Authorization", "Bearer " + tokenForApp() } };
        m_repository = "group/app";
        RawClient client(proxy.port());
        const RawAnswer post = client.ask("POST", uploads(), {}, token);
        QCOMPARE(client.ask("PATCH", post.location(), "first", token).status, 202);
        const RawAnswer refused = RawClient(proxy.port()).ask("PATCH", post.location(), "again");
        QCOMPARE(refused.status, 401);
        QVERIFY(!refused.header("WWW-Authenticate").isEmpty());
        QCOMPARE(client.ask("PATCH", post.location(), "again", token).status, 416);
    }

    void severalPushAtOnce()
    {
        Faults faults;
        faults.latencyMilliseconds = 20;
        m_proxy->set(faults);
        std::atomic<int> arrived = 0;
        std::vector<std::thread> clients;
        for (quint32 seed = 20; seed < 26; ++seed) {
            clients.emplace_back([&, seed] {
                const QByteArray blob = randomBytes(3 * mega, seed);
                RawClient client(port());
                const RawAnswer patch = client.ask("PATCH", client.ask("POST", uploads()).location(), blob);
                arrived += client.ask("PUT", closing(patch.location(), blob)).status == 201;
            });
        }
        for (std::thread &client : clients)
            client.join();
        QCOMPARE(arrived.load(), 6);
        QCOMPARE(m_proxy->log().sent(), 18 * mega);
        QCOMPARE(m_proxy->log().counts().value("PUT 201"), 6);
    }

    void whoSendsFasterThanTheLineIsHeldBack()
    {
        m_proxy->set({ .bytesPerSecond = mega });
        const RawAnswer post = start();
        RawClient client(port());
        client.begin("PATCH", post.location(), { { "Content-Length", QByteArray::number(40 * mega) } });
        client.socket().write(QByteArray(40 * mega, 'x'));
        for (const QDeadlineTimer limit(500); !limit.hasExpired();)
            client.socket().waitForBytesWritten(20);
        // What is not with the sender any more is in the kernel's buffers.
        QVERIFY2(client.socket().bytesToWrite() > 25 * mega, QByteArray::number(client.socket().bytesToWrite()).constData());
        QVERIFY(m_proxy->log().sent() < 2 * mega);
    }

    void programsPushThroughAProgram()
    {
        QProcess spoiler;
        spoiler.start(QStringLiteral(WHARF_SPOILER), { QStringLiteral("--upstream"), QStringLiteral("http://") + registry().host(), QStringLiteral("--fault"), QStringLiteral("bad-gateway-every=2") });
        QVERIFY(spoiler.waitForReadyRead());
        const QUrl url(QString::fromLatin1(spoiler.readLine().trimmed()));
        RawClient client(static_cast<quint16>(url.port()));
        QCOMPARE(client.ask("GET", "/v2/").status, 200);
        QCOMPARE(client.ask("GET", "/v2/").status, 502);
        spoiler.closeWriteChannel();
        QVERIFY(spoiler.waitForFinished());
        QCOMPARE(spoiler.exitCode(), 0);
        QCOMPARE(spoiler.readAll(), QByteArray("1 GET /v2/ 200 0 anonymous \n1 GET /v2/ 502 bad-gateway-every 0 anonymous \nsent 0\n"));

        spoiler.start(QStringLiteral(WHARF_SPOILER), { QStringLiteral("--upstream"), QStringLiteral("http://localhost:1"), QStringLiteral("--fault"), QStringLiteral("thunder") });
        QVERIFY(spoiler.waitForFinished());
        QCOMPARE(spoiler.exitCode(), 2);
    }

    void aFaultIsNamed()
    {
        Faults faults;
        QCOMPARE(setFault(faults, QStringLiteral("away=20M:3")), QString());
        QCOMPARE(faults.away->after, 20 * mega);
        QCOMPARE(setFault(faults, QStringLiteral("reset-once=64k")), QString());
        QCOMPARE(faults.resetOnce, std::optional<qint64>(64'000));
        QVERIFY(setFault(faults, QStringLiteral("reset-once=soon")).contains(QLatin1String("no value")));
        QVERIFY(setFault(faults, QStringLiteral("thunder")).contains(QLatin1String("no fault")));
    }
};

QTEST_GUILESS_MAIN(TestSpoilingProxy)
#include "test_spoiling_proxy.moc"
