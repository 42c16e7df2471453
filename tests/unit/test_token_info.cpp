#include "core/gitlab/token_info.h"
#include "core/registry/jwt.h"
#include "core/registry/jwt_signature.h"
#include "tests/sandbox/gitlab/demo_world.h"
#include "tests/sandbox/gitlab/stand_in.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace wharf;
using namespace wharf::sandbox;

/// The questions to GitLab over a real session, answered by the stand-in.
class TestTokenInfo final : public QObject {
    Q_OBJECT

    DemoWorld m_demo = demoWorld();
    std::unique_ptr<GitLabStandIn> m_gitlab;
    std::shared_ptr<net::Session> m_session;
    QUrl m_api;

    [[nodiscard]] SharedSecret secretOf(const QString &signIn) const
    {
        return std::make_shared<const Secret>(m_demo.signIn(signIn).secret.toUtf8());
    }

    Result<gitlab::TokenInfo> askAboutToken(const SharedSecret &secret)
    {
        return QCoro::waitFor(gitlab::askAboutToken(m_session, m_api, secret));
    }

    Result<gitlab::JobInfo> askAboutJob(const QString &signIn)
    {
        return QCoro::waitFor(gitlab::askAboutJob(m_session, m_api, secretOf(signIn)));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_gitlab = std::make_unique<GitLabStandIn>(m_demo.world);
        QVERIFY(m_gitlab->start());
    }

    void init()
    {
        m_gitlab->setWorld(m_demo.world);
        m_gitlab->forgetRequests();
        net::NetworkSettings settings;
        settings.certificates = {};
        m_session = net::Session::create(settings, std::make_shared<SystemClock>());
        m_api = gitlab::restApi(m_gitlab->realm());
        QVERIFY(m_api.isValid());
    }

    void cleanup()
    {
        m_session->close();
        m_session.reset();
    }

    void aTokenOfRegistryScopesTellsAboutItselfAlone()
    {
        const auto info = askAboutToken(secretOf(QStringLiteral("personal")));
        QVERIFY(info);
        QVERIFY(info->active);
        QVERIFY(info->scopes.contains(QStringLiteral("write_registry")));
        QVERIFY(info->id > 0);
        QVERIFY(info->userName.isEmpty());
        QCOMPARE(m_gitlab->count("/api/v4/user"), 0);
    }

    void aTokenOfApiScopeTellsItsOwnerToo()
    {
        const auto info = askAboutToken(secretOf(QStringLiteral("personal-api")));
        QVERIFY(info);
        QCOMPARE(info->userName, QStringLiteral("jo"));
        QVERIFY(!info->bot);
        QCOMPARE(m_gitlab->count("/api/v4/user"), 1);
    }

    void refusalsSayWhy_data()
    {
        QTest::addColumn<QString>("signIn");
        QTest::addColumn<QString>("subject");
        QTest::newRow("expired") << "personal-expired" << "expired";
        QTest::newRow("revoked") << "personal-revoked" << "revoked";
        QTest::newRow("a deploy token") << "deploy" << "unknown-token";
        QTest::newRow("a password") << "password" << "unknown-token";
    }

    void refusalsSayWhy()
    {
        QFETCH(QString, signIn);
        const auto info = askAboutToken(secretOf(signIn));
        QVERIFY(!info);
        QCOMPARE(info.error().stage, Stage::GitLab);
        QCOMPARE(info.error().kind, Kind::Unauthorized);
        QTEST(info.error().subject, "subject");
    }

    void aRunningJobTellsAboutItself()
    {
        const auto job = askAboutJob(QStringLiteral("job"));
        QVERIFY(job);
        QCOMPARE(job->name, QStringLiteral("build-image"));
        QCOMPARE(job->status, QStringLiteral("running"));
        QVERIFY(!job->userName.isEmpty());
    }

    void aFinishedJobDoesNot()
    {
        const auto job = askAboutJob(QStringLiteral("job-finished"));
        QVERIFY(!job);
        QCOMPARE(job.error().kind, Kind::Unauthorized);
        QCOMPARE(job.error().subject, QStringLiteral("job-finished"));
    }

    void aThrottledQuestionKnowsHowLongToWait()
    {
        GitLabWorld world = m_demo.world;
        world.settings.throttle.enabled = true;
        world.settings.throttle.requests = 0;
        m_gitlab->setWorld(world);
        const auto info = askAboutToken(secretOf(QStringLiteral("personal")));
        QVERIFY(!info);
        QCOMPARE(info.error().kind, Kind::Throttled);
        QVERIFY(info.error().retryAfterSeconds > 0);
    }

    void aClosedSessionIsNoAnswer()
    {
        m_session->close();
        const auto info = askAboutToken(secretOf(QStringLiteral("personal")));
        QVERIFY(!info);
        QCOMPARE(info.error().kind, Kind::Cancelled);
    }

    void itsTokensVerifyAgainstItsCertificate()
    {
        net::Request request;
        request.url = m_gitlab->realm();
        request.url.setQuery(QStringLiteral("service=container_registry"));
        const DemoSignIn &jo = m_demo.signIn(QStringLiteral("personal"));
        request.authorization = net::Authorization { net::Authorization::Scheme::Basic, jo.userName, secretOf(jo.name) };
        const auto reply = QCoro::waitFor(m_session->send(request));
        QVERIFY(reply);
        const QByteArray token = QJsonDocument::fromJson(reply->body).object().value(QLatin1String("token")).toString().toLatin1();
        const auto claims = registry::JwtClaims::decode(token);
        QVERIFY(claims);
        QCOMPARE(claims->subject, QStringLiteral("jo"));
        QCOMPARE(claims->userInfo.value(QLatin1String("username")).toString(), QStringLiteral("jo"));

        const auto keys = registry::VerificationKey::parse(m_gitlab->certificatePem(), QStringLiteral("gitlab.crt"));
        QVERIFY(keys);
        QCOMPARE(keys->first().libtrustId(), claims->keyId);
        QCOMPARE(registry::checkSignature(token, *keys).state, registry::SignatureState::Valid);
    }
};

QTEST_GUILESS_MAIN(TestTokenInfo)
#include "test_token_info.moc"
