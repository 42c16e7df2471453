#include "core/diagnosis/probes/challenge_probe.h"
#include "core/diagnosis/probes/repository_probe.h"
#include "core/diagnosis/probes/token_probe.h"
#include "core/diagnosis/probes/upload_walk.h"
#include "tests/support/fake_registry.h"
#include "tests/support/net_testing.h"

#include <QTest>

using namespace wharf;
using namespace wharf::diagnosis;
using wharf::test::FakeRegistry;
using wharf::test::makeSession;
using wharf::test::secret;
using wharf::test::SeenRequest;
using wharf::test::TestServer;
using Says = wharf::test::Answer;

/// What a diagnosis asks a registry and its realm.
class TestRegistryProbes final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theRealmIsLookedAt_data()
    {
        QTest::addColumn<QByteArray>("realm");
        QTest::addColumn<QString>("problem");
        QTest::newRow("as it should be") << QByteArray("https://gitlab.example.com/jwt/auth") << QString();
        QTest::newRow("relative") << QByteArray("/jwt/auth") << QStringLiteral("relative");
        QTest::newRow("no host") << QByteArray("https:///jwt/auth") << QStringLiteral("no-host");
        QTest::newRow("double slash") << QByteArray("https://gitlab.example.com//jwt/auth") << QStringLiteral("double-slash");
        QTest::newRow("another scheme") << QByteArray("ftp://gitlab.example.com/jwt/auth") << QStringLiteral("scheme");
        QTest::newRow("the registry's own redirect") << QByteArray("https://127.0.0.1/auth/token") << QStringLiteral("autoredirect");
    }
    void theRealmIsLookedAt()
    {
        QFETCH(QByteArray, realm);
        QFETCH(QString, problem);
        TestServer server;
        server.answer("/v2/", FakeRegistry::challenge(realm));
        const auto door = QCoro::waitFor(probeChallenge(makeSession(), hostOf(server)));
        QCOMPARE(door.evidence.realm, QString::fromLatin1(realm));
        QCOMPARE(door.evidence.realmProblem, problem);
        QVERIFY(door.evidence.isRegistry());
        QVERIFY(door.evidence.overPlainHttp);
    }

    void whatIsARegistry_data()
    {
        QTest::addColumn<Says>("answer");
        QTest::addColumn<bool>("registry");
        QTest::newRow("a challenge") << FakeRegistry::challenge("https://a.org/") << true;
        QTest::newRow("open") << Says::json(200, "{}") << true;
        QTest::newRow("basic") << Says::json(401, "{}").with("WWW-Authenticate", "Basic realm=\"r\"") << true;
        QTest::newRow("its header") << Says::text(404, "").with("Docker-Distribution-Api-Version", "registry/2.0") << true;
        QTest::newRow("its error") << Says::json(503, R"({"errors":[{"code":"UNAVAILABLE","message":"health check failed"}]})") << true;
        QTest::newRow("a page") << Says::text(200, "<html><body>Hello", "text/html") << false;
        QTest::newRow("a missing page") << Says::text(404, "404 page not found") << false;
        QTest::newRow("a portal") << Says::redirect(302, "https://sso.example.com/login") << false;
    }
    void whatIsARegistry()
    {
        QFETCH(Says, answer);
        QFETCH(bool, registry);
        TestServer server;
        server.answer("/v2/", answer);
        const auto door = QCoro::waitFor(probeChallenge(makeSession(), hostOf(server)));
        QCOMPARE(door.evidence.isRegistry(), registry);
    }

    void aTokenIsReadAndNotKept()
    {
        FakeRegistry fake;
        const QByteArray token = FakeRegistry::token(R"({"iss":"omnibus-gitlab-issuer","sub":"jo","aud":"container_registry","iat":1000,"nbf":995,"exp":1300,)"
                                                     R"("access":[{"type":"repository","name":"group/app","actions":["pull"],"meta":{"project_path":"group/app"}}]})");
        fake.server.answer("/jwt/auth", Says::json(200, R"({"token":")" + token + R"("})"));
        const Realm realm { fake.server.url(QStringLiteral("/jwt/auth")), QStringLiteral("container_registry") };
        const auto reading = QCoro::waitFor(probeGrant(makeSession(), StepId::Pull, realm, QStringLiteral("group/app"),
                                                       { QStringLiteral("pull"), QStringLiteral("push") }, m_jo));
        QCOMPARE(reading.evidence.granted, QStringList { QStringLiteral("pull") });
        QCOMPARE(reading.evidence.projectPath, QStringLiteral("group/app"));
        QCOMPARE(reading.evidence.token.issuer, QStringLiteral("omnibus-gitlab-issuer"));
        QCOMPARE(reading.evidence.token.lifetimeSeconds, 300);
        QVERIFY(reading.evidence.token.expiresInMissing);
        QVERIFY(!reading.evidence.trial.last().body.contains(QString::fromLatin1(token)));
        QVERIFY(reading.token.has_value());
        QCOMPARE(fake.server.requests().last().queryValues("scope"), QList<QByteArray> { "repository:group/app:pull,push" });
    }

    void anOpaqueTokenGrantsWhatCannotBeRead()
    {
        FakeRegistry fake;
        fake.server.answer("/jwt/auth", Says::json(200, R"({"access_token":"DockerToken.1234","expires_in":60})"));
        const Realm realm { fake.server.url(QStringLiteral("/jwt/auth")), QStringLiteral("s") };
        const auto reading = QCoro::waitFor(probeGrant(makeSession(), StepId::Pull, realm, QStringLiteral("a"), { QStringLiteral("pull") }, m_jo));
        QVERIFY(reading.evidence.opaque);
        QVERIFY(reading.evidence.granted.isEmpty());
    }

    void anUploadIsFedAndTakenBack()
    {
        TestServer server;
        QByteArrayList methods;
        qsizetype received = 0;
        server.answer("/v2/group/app/blobs/uploads/", Says::text(202, "").with("Location", "/v2/group/app/blobs/uploads/1?_state=abc"));
        server.handle("/v2/group/app/blobs/uploads/1", [&](const SeenRequest &request) {
            methods.append(request.method + ' ' + request.target);
            received += request.body.size();
            return request.method == "PATCH" ? Says::text(202, "").with("Location", "/v2/group/app/blobs/uploads/1?_state=def") : Says::text(204, "");
        });
        const auto walked = QCoro::waitFor(walkUpload(makeSession(), makeSession(), server.url(), QStringLiteral("group/app"), 5 << 20, m_token));
        QCOMPARE(received, 7 << 20); // a little, then all of it in one body
        QCOMPARE(walked.evidence.sizeAccepted, 5 << 20);
        QCOMPARE(walked.evidence.chunks.size(), 2);
        QCOMPARE(methods.last(), QByteArray("DELETE /v2/group/app/blobs/uploads/1?_state=def"));
        QVERIFY(walked.evidence.takenBack.ok());
        QVERIFY(!walked.evidence.location.contains(QLatin1String("abc")));
    }

    void aLocationThatLeavesTheRegistryGetsNothing_data()
    {
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QString>("problem");
        QTest::newRow("scheme") << QByteArray("https://127.0.0.1:%1/v2/a/blobs/uploads/1") << QStringLiteral("scheme");
        QTest::newRow("host") << QByteArray("http://backend.internal:5000/v2/a/blobs/uploads/1") << QStringLiteral("host");
        QTest::newRow("port") << QByteArray("http://127.0.0.1:1/v2/a/blobs/uploads/1") << QStringLiteral("port");
    }
    void aLocationThatLeavesTheRegistryGetsNothing()
    {
        QFETCH(QByteArray, location);
        QFETCH(QString, problem);
        TestServer server;
        location.replace("%1", QByteArray::number(server.serverPort()));
        server.answer("/v2/a/blobs/uploads/", Says::text(202, "").with("Location", location));
        const auto walked = QCoro::waitFor(walkUpload(makeSession(), makeSession(), server.url(), QStringLiteral("a"), 1 << 20, m_token));
        QCOMPARE(walked.evidence.locationProblem, problem);
        QVERIFY(walked.evidence.chunks.isEmpty());
        QVERIFY(walked.foreign.isValid());
        QCOMPARE(server.requests().last().method, QByteArray("DELETE"));
    }

    void aLocationThatLeavesWithAChunkGetsNothing()
    {
        TestServer server;
        TestServer elsewhere;
        server.answer("/v2/a/blobs/uploads/", Says::text(202, "").with("Location", "/v2/a/blobs/uploads/1"));
        server.handle("/v2/a/blobs/uploads/1", [&elsewhere](const SeenRequest &request) {
            const QByteArray away = elsewhere.url(QStringLiteral("/v2/a/blobs/uploads/1")).toEncoded();
            return request.method == "PATCH" ? Says::text(202, "").with("Location", away) : Says::text(204, "");
        });
        const auto walked = QCoro::waitFor(walkUpload(makeSession(), makeSession(), server.url(), QStringLiteral("a"), 5 << 20, m_token));
        QCOMPARE(walked.evidence.locationProblem, QStringLiteral("port"));
        QCOMPARE(server.requests().last().method, QByteArray("DELETE"));
        QVERIFY(elsewhere.requests().isEmpty());
    }

    void aLostUploadIsLookedForSeveralTimes()
    {
        TestServer server;
        server.answer("/v2/a/blobs/uploads/", Says::text(202, "").with("Location", "/v2/a/blobs/uploads/1"));
        server.handle("/v2/a/blobs/uploads/1", [](const SeenRequest &request) {
            return request.method == "DELETE" ? Says::text(204, "") : Says::json(404, R"({"errors":[{"code":"BLOB_UPLOAD_UNKNOWN"}]})");
        });
        const auto walked = QCoro::waitFor(walkUpload(makeSession(), makeSession(), server.url(), QStringLiteral("a"), 1024, m_token));
        QCOMPARE(walked.evidence.chunks.constLast().errorCode(), QStringLiteral("BLOB_UPLOAD_UNKNOWN"));
        QCOMPARE(walked.evidence.status.size(), 5); // two before it was fed, three after it was lost
    }

    void anImageLeadsToItsStore()
    {
        TestServer server;
        server.answer("/v2/group/app/manifests/1.0", Says::json(200, R"({"schemaVersion":2,"config":{"digest":"sha256:abc"},"layers":[]})"));
        server.answer("/v2/group/app/blobs/sha256:abc", Says::redirect(307, "https://bucket.storage.example/x?X-Amz-Signature=s3cr3t"));
        const TargetEvidence target { .repository = QStringLiteral("group/app"), .tag = QStringLiteral("1.0") };
        const auto seen = QCoro::waitFor(probeRepository(makeSession(), server.url(), target, m_token));
        QCOMPARE(seen.exists, std::optional<bool>(true));
        const auto image = QCoro::waitFor(probeImage(makeSession(), server.url(), QStringLiteral("group/app"), m_token, seen));
        QCOMPARE(image.storage.host(), QStringLiteral("bucket.storage.example"));
        QVERIFY(!image.blob.header(QStringLiteral("location")).contains(QLatin1String("s3cr3t")));
    }

    void whetherARepositoryExists_data()
    {
        QTest::addColumn<Says>("tags");
        QTest::addColumn<int>("exists");
        QTest::newRow("it has tags") << Says::json(200, R"({"name":"a","tags":[]})") << 1;
        QTest::newRow("it does not") << Says::json(404, R"({"errors":[{"code":"NAME_UNKNOWN"}]})") << 0;
        QTest::newRow("not for us to know") << Says::json(401, R"({"errors":[{"code":"UNAUTHORIZED"}]})") << -1;
        QTest::newRow("a page") << Says::text(200, "<html>", "text/html") << -1;
    }
    void whetherARepositoryExists()
    {
        QFETCH(Says, tags);
        QFETCH(int, exists);
        TestServer server;
        server.answer("/v2/a/tags/list", tags);
        const auto seen = QCoro::waitFor(probeRepository(makeSession(), server.url(), { .repository = QStringLiteral("a") }, m_token));
        QCOMPARE(seen.exists.has_value() ? int(*seen.exists) : -1, exists);
    }

private:
    static registry::RegistryHost hostOf(const TestServer &server)
    {
        return *registry::RegistryHost::parse(QStringLiteral("127.0.0.1:%1").arg(server.serverPort()));
    }

    Credential m_jo { QStringLiteral("jo"), secret("right") };
    net::Authorization m_token { net::Authorization::Scheme::Bearer, {}, secret("a.b.c") };
};

QTEST_GUILESS_MAIN(TestRegistryProbes)
#include "test_registry_probes.moc"
