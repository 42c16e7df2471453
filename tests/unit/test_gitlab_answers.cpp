#include "core/gitlab/rest_answers.h"

#include <QTest>

using namespace wharf;
using namespace wharf::gitlab;

/// The JSON with ' for ", which reads better than escapes.
static QByteArray json(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

class TestGitLabAnswers final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theApiIsBesideTheRealm_data()
    {
        QTest::addColumn<QString>("realm");
        QTest::addColumn<QString>("api");
        QTest::newRow("plain") << "https://gitlab.example.com/jwt/auth" << "https://gitlab.example.com/api/v4";
        QTest::newRow("port and query") << "http://127.0.0.1:8080/jwt/auth?x=1#y" << "http://127.0.0.1:8080/api/v4";
        QTest::newRow("under a path") << "https://example.com/git/lab/jwt/auth" << "https://example.com/git/lab/api/v4";
        QTest::newRow("under an odd path") << "https://example.com/a%2Fb/jwt/auth" << "https://example.com/a%2Fb/api/v4";
        QTest::newRow("IPv6") << "https://[::1]:1/jwt/auth" << "https://[::1]:1/api/v4";
        QTest::newRow("a user in it") << "https://jo:pw@example.com/jwt/auth" << "https://example.com/api/v4";
        QTest::newRow("somebody else's") << "https://auth.docker.io/token" << "";
        QTest::newRow("not quite") << "https://example.com/xjwt/auth" << "";
        QTest::newRow("relative") << "/jwt/auth" << "";
        QTest::newRow("another scheme") << "ftp://example.com/jwt/auth" << "";
    }

    void theApiIsBesideTheRealm()
    {
        QFETCH(QString, realm);
        QTEST(restApi(QUrl(realm)).toString(QUrl::FullyEncoded), "api");
    }

    void aTokenTellsAboutItself()
    {
        const auto info = readTokenInfo(200, json(
            "{'id':42,'name':'laptop','revoked':false,'created_at':'2025-01-02T03:04:05.678Z','description':null,"
            "'scopes':['read_registry','write_registry'],'user_id':7,'last_used_at':'2025-06-07T08:09:10.111Z','active':true,"
            "'expires_at':'2025-11-03','granular':true}"));
        QVERIFY(info);
        QCOMPARE(info->id, 42);
        QCOMPARE(info->name, QStringLiteral("laptop"));
        QCOMPARE(info->scopes, (QStringList { QStringLiteral("read_registry"), QStringLiteral("write_registry") }));
        QCOMPARE(info->userId, 7);
        QVERIFY(info->active);
        QVERIFY(!info->revoked);
        QVERIFY(info->granular);
        QCOMPARE(info->expiresAt, QDate(2025, 11, 3));
        QCOMPARE(info->lastUsedAt, QDateTime(QDate(2025, 6, 7), QTime(8, 9, 10, 111), Qt::UTC));
        QVERIFY(info->userName.isEmpty());
    }

    void onlyFourMembersAreNeeded()
    {
        const auto info = readTokenInfo(200, json("{'id':1,'scopes':[],'active':false,'expires_at':null}"));
        QVERIFY(info);
        QVERIFY(!info->expiresAt.isValid());
        QVERIFY(!info->lastUsedAt.isValid());
        QVERIFY(!info->active);
        const auto withTime = readTokenInfo(200, json("{'id':1,'scopes':[],'active':true,'expires_at':'2025-11-03T00:00:00.000Z'}"));
        QCOMPARE(withTime->expiresAt, QDate(2025, 11, 3));
    }

    void refusalsSayWhy_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *name, int status, const char *body, Kind kind, const char *subject, const char *said = "") {
            QTest::newRow(name) << status << json(body) << kind << QString::fromLatin1(subject) << QString::fromLatin1(said);
        };
        row("unknown", 401, "{'message':'401 Unauthorized'}", Kind::Unauthorized, "unknown-token", "401 Unauthorized");
        row("expired", 401,
            "{'error':'invalid_token','error_description':'Token is expired. You can either do re-authorization or token refresh.'}",
            Kind::Unauthorized, "expired", "Token is expired. You can either do re-authorization or token refresh.");
        row("revoked", 401,
            "{'error':'invalid_token','error_description':'Token was revoked. You have to re-authorize from the user.'}",
            Kind::Unauthorized, "revoked", "Token was revoked. You have to re-authorize from the user.");
        row("impersonation", 401,
            "{'error':'invalid_token','error_description':'Token is an impersonation token but impersonation was disabled.'}",
            Kind::Unauthorized, "impersonation-disabled", "Token is an impersonation token but impersonation was disabled.");
        row("a new reason", 401, "{'error':'invalid_token','error_description':'Other.'}", Kind::Unauthorized, "unknown-token", "Other.");
        row("DPoP", 401, "{'error':'dpop_error','error_description':'DPoP validation error: x'}", Kind::Forbidden, "dpop",
            "DPoP validation error: x");
        row("scope", 403,
            "{'error':'insufficient_scope','error_description':'The request requires higher privileges than provided by the access token.','scope':'api read_api'}",
            Kind::Forbidden, "insufficient-scope", "The request requires higher privileges than provided by the access token.");
        row("forbidden otherwise", 403, "{'message':'403 Forbidden'}", Kind::Forbidden, "", "403 Forbidden");
        row("another kind of token", 400,
            "{'message':'400 Bad request - This endpoint requires token type to be a personal access token'}", Kind::Invalid, "",
            "400 Bad request - This endpoint requires token type to be a personal access token");
        row("too old", 404, "{'error':'404 Not Found'}", Kind::NotFound, "", "404 Not Found");
        row("throttled", 429, "Retry later\n", Kind::Throttled, "");
        row("server", 502, "<html>", Kind::Server, "");
        row("a login page", 200, "<html>", Kind::BadReply, "");
        row("a refusal by something else", 401, "<html>", Kind::BadReply, "");
        row("a redirect", 302, "", Kind::BadReply, "");
        row("no id", 200, "{'scopes':[],'active':true}", Kind::BadReply, "");
        row("an id that is none", 200, "{'id':'1','scopes':[],'active':true}", Kind::BadReply, "");
        row("half an id", 200, "{'id':1.5,'scopes':[],'active':true}", Kind::BadReply, "");
        row("no scopes", 200, "{'id':1,'active':true}", Kind::BadReply, "");
        row("cut off", 200, "{'id':1,'scopes':[],'acti", Kind::BadReply, "");
        row("nothing", 200, "", Kind::BadReply, "");
    }

    void refusalsSayWhy()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        const auto info = readTokenInfo(status, body);
        QVERIFY(!info);
        QCOMPARE(info.error().stage, Stage::GitLab);
        QCOMPARE(info.error().httpStatus, status);
        QTEST(info.error().kind, "kind");
        QTEST(info.error().subject, "subject");
        QTEST(info.error().serverSaid, "said");
    }

    void aJobTellsAboutItself()
    {
        const auto job = readJobInfo(200, json("{'id':9,'name':'build','status':'running','user':{'id':7,'username':'jo'},"
                                               "'web_url':'https://gitlab.example.com/g/a/-/jobs/9'}"));
        QVERIFY(job);
        QCOMPARE(job->id, 9);
        QCOMPARE(job->name, QStringLiteral("build"));
        QCOMPARE(job->status, QStringLiteral("running"));
        QCOMPARE(job->userName, QStringLiteral("jo"));
        QCOMPARE(job->webUrl, QUrl(QStringLiteral("https://gitlab.example.com/g/a/-/jobs/9")));
        QCOMPARE(readJobInfo(401, json("{'message':'401 Unauthorized'}")).error().subject, QStringLiteral("job-finished"));
        QCOMPARE(readJobInfo(500, "").error().kind, Kind::Server);
        QCOMPARE(readJobInfo(200, "[]").error().kind, Kind::BadReply);
    }

    void theOwnerMayBeABot_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("bot");
        QTest::newRow("a person") << 200 << json("{'username':'jo','bot':false}") << "jo" << false;
        QTest::newRow("a bot that says so") << 200 << json("{'username':'x','bot':true}") << "x" << true;
        QTest::newRow("a project's, by name") << 200 << json("{'username':'project_3_bot_ab12'}") << "project_3_bot_ab12" << true;
        QTest::newRow("a group's, by name") << 200 << json("{'username':'group_3_bot'}") << "group_3_bot" << true;
        QTest::newRow("a name that looks so") << 200 << json("{'username':'project_bot'}") << "project_bot" << false;
        QTest::newRow("refused") << 403 << json("{'username':'jo'}") << "" << false;
        QTest::newRow("rubbish") << 200 << QByteArray("<html>") << "" << false;
    }

    void theOwnerMayBeABot()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        TokenInfo info;
        addOwner(info, status, body);
        QTEST(info.userName, "name");
        QTEST(info.bot, "bot");
    }

    void onlySomeScopesMayAskForTheOwner()
    {
        TokenInfo info;
        info.scopes = { QStringLiteral("read_registry"), QStringLiteral("write_registry") };
        QVERIFY(!mayAskForOwner(info));
        for (const char *scope : { "api", "read_api", "read_user" }) {
            info.scopes = { QStringLiteral("read_registry"), QLatin1String(scope) };
            QVERIFY(mayAskForOwner(info));
        }
    }
};

QTEST_GUILESS_MAIN(TestGitLabAnswers)
#include "test_gitlab_answers.moc"
