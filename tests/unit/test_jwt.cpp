#include "core/base/base64url.h"
#include "core/registry/jwt.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace wharf;
using namespace wharf::registry;

static QByteArray encoded(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// The JSON with ' for ", which reads better than escapes.
static QByteArray token(QByteArray payload, QByteArray header = "{'alg':'RS256','kid':'AAAA:BBBB'}")
{
    return encoded(header.replace('\'', '"')) + '.' + encoded(payload.replace('\'', '"')) + '.' + encoded("signature");
}

class TestJwt final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void base64UrlHasOneSpelling_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("readable");
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("RFC 7515, appendix C") << QByteArray("A-z_4ME") << true << QByteArray("\x03\xec\xff\xe0\xc1");
        QTest::newRow("nothing") << QByteArray() << true << QByteArray();
        QTest::newRow("one letter") << QByteArray("A") << false << QByteArray();
        QTest::newRow("padded") << QByteArray("YQ==") << false << QByteArray();
        QTest::newRow("the other alphabet") << QByteArray("A+z/4ME") << false << QByteArray();
        QTest::newRow("bits left over") << QByteArray("YR") << false << QByteArray();
        QTest::newRow("a blank") << QByteArray("YW Jj") << false << QByteArray();
        QTest::newRow("a line end") << QByteArray("YWJj\n") << false << QByteArray();
        QTest::newRow("NUL") << QByteArray("YW\0j", 4) << false << QByteArray();
    }

    void base64UrlHasOneSpelling()
    {
        QFETCH(QByteArray, text);
        const auto bytes = decodeBase64Url(text);
        QTEST(bytes.has_value(), "readable");
        QTEST(bytes.value_or(QByteArray()), "bytes");
    }

    void readsGitLabsToken()
    {
        const QByteArray user = token("{'user_info':{'token_type':'personal_access_token','username':'jo','user_id':7}}");
        const QByteArray payload = "{'jti':'1b9d','iss':'omnibus-gitlab-issuer','aud':'container_registry','sub':'jo',"
            "'iat':1700000000,'nbf':1699999995,'exp':1700000300,'auth_type':'personal_access_token','user':'" + user + "',"
            "'access':[{'type':'repository','name':'group/app','actions':['pull'],"
            "'meta':{'project_path':'group/app','project_id':3,'tag_deny_access_patterns':{'push':['^v']}}}]}";
        const auto claims = JwtClaims::decode(token(payload));
        QVERIFY(claims);
        QCOMPARE(claims->algorithm, QStringLiteral("RS256"));
        QCOMPARE(claims->keyId, QStringLiteral("AAAA:BBBB"));
        QCOMPARE(claims->issuer, QStringLiteral("omnibus-gitlab-issuer"));
        QCOMPARE(claims->subject, QStringLiteral("jo"));
        QCOMPARE(claims->audience, QStringList { QStringLiteral("container_registry") });
        QCOMPARE(claims->issuedAt, QDateTime(QDate(2023, 11, 14), QTime(22, 13, 20), Qt::UTC));
        QCOMPARE(claims->expires.toSecsSinceEpoch(), 1700000300);
        QCOMPARE(claims->expires.timeSpec(), Qt::UTC);
        QCOMPARE(claims->notBefore.toSecsSinceEpoch(), 1699999995);
        QCOMPARE(claims->lifetimeSeconds(), 300);
        QCOMPARE(claims->tokenId, QStringLiteral("1b9d"));
        QCOMPARE(claims->authType, QStringLiteral("personal_access_token"));
        QCOMPARE(claims->userInfo.value(QLatin1String("username")).toString(), QStringLiteral("jo"));
        QCOMPARE(claims->access.size(), 1);
        QCOMPARE(claims->access.first().scope.toString(), QStringLiteral("repository:group/app:pull"));
        QCOMPARE(claims->access.first().meta.value(QLatin1String("project_id")).toInt(), 3);
        QVERIFY(claims->payload.contains(QLatin1String("nbf")));
    }

    void leavesNonsenseOut()
    {
        const auto claims = JwtClaims::decode(token(
            "{'exp':'1700000300','iat':-5,'nbf':1e300,'aud':['a',1,'b'],'sub':7,'user':'x.y','access':[1,{},"
            "{'type':'repository','name':''},{'type':'repository','name':'a','class':'plugin','actions':['pull',1,null]}]}"));
        QVERIFY(claims);
        QVERIFY(!claims->expires.isValid());
        QVERIFY(!claims->issuedAt.isValid());
        QVERIFY(!claims->notBefore.isValid());
        QVERIFY(!claims->lifetimeSeconds());
        QCOMPARE(claims->audience, (QStringList { QStringLiteral("a"), QStringLiteral("b") }));
        QVERIFY(claims->subject.isEmpty());
        QVERIFY(claims->userInfo.isEmpty());
        QCOMPARE(claims->access.size(), 1);
        QCOMPARE(claims->access.first().scope.toString(), QStringLiteral("repository(plugin):a:pull"));
    }

    void aLifetimeIsPositiveOrNone_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("five minutes") << QByteArray("{'iat':1000,'exp':1300}") << qint64(300);
        QTest::newRow("fractions") << QByteArray("{'iat':1000.5,'exp':1300.75}") << qint64(300);
        QTest::newRow("backwards") << QByteArray("{'iat':1300,'exp':1000}") << qint64(-1);
        QTest::newRow("none") << QByteArray("{'iat':1000,'exp':1000}") << qint64(-1);
        QTest::newRow("no iat") << QByteArray("{'exp':1000}") << qint64(-1);
        QTest::newRow("no exp") << QByteArray("{'iat':1000}") << qint64(-1);
    }

    void aLifetimeIsPositiveOrNone()
    {
        QFETCH(QByteArray, payload);
        QTEST(JwtClaims::decode(token(payload))->lifetimeSeconds().value_or(-1), "seconds");
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("subject");
        QTest::newRow("nothing") << QByteArray() << "not-a-jwt";
        QTest::newRow("opaque") << QByteArray("djE6NDE6abc") << "not-a-jwt";
        QTest::newRow("two parts") << QByteArray("e30.e30") << "not-a-jwt";
        QTest::newRow("five parts, a JWE") << QByteArray("e30.e30.e30.e30.e30") << "not-a-jwt";
        QTest::newRow("three empty parts") << QByteArray("..") << "header";
        QTest::newRow("a header that is a list") << (encoded("[]") + ".e30.") << "header";
        QTest::newRow("a padded header") << QByteArray("eyJhIjoxfQ==.e30.") << "header";
        QTest::newRow("a payload that is no JSON") << ("e30." + encoded("{") + ".x") << "payload";
        QTest::newRow("a payload cut off") << token("{}").replace("e30", "e3") << "payload";
        QTest::newRow("too large") << QByteArray(64 * 1024 + 1, 'a') << "too-large";
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        const auto claims = JwtClaims::decode(text);
        QVERIFY(!claims);
        QCOMPARE(claims.error().stage, Stage::Token);
        QCOMPARE(claims.error().kind, Kind::Malformed);
        QTEST(claims.error().subject, "subject");
    }

    void askedIsComparedWithGranted_data()
    {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("granted");
        QTest::addColumn<QString>("rows");
        QTest::newRow("all of it") << "repository:a:pull,push" << "repository:a:push,pull" << "a pull +, a push +";
        QTest::newRow("a part") << "repository:a:pull,push" << "repository:a:pull" << "a pull +, a push -";
        QTest::newRow("nothing") << "repository:a:pull,push" << "" << "a pull -, a push -";
        QTest::newRow("another repository") << "repository:a:pull" << "repository:b:pull" << "a pull -, b pull +";
        QTest::newRow("another type") << "repository:a:pull" << "registry:a:pull" << "a pull -, a pull +";
        QTest::newRow("everything") << "repository:a:pull,delete" << "repository:a:*" << "a pull +, a delete +, a * +";
        QTest::newRow("everything asked") << "repository:a:*" << "repository:a:pull" << "a * -, a pull +";
        QTest::newRow("more than asked") << "repository:a:pull" << "repository:a:pull,push" << "a pull +, a push +";
        QTest::newRow("the order asked") << "repository:b:push repository:a:pull" << "repository:a:pull repository:b:push"
                                         << "b push +, a pull +";
        QTest::newRow("asked twice") << "repository:a:pull repository:a:pull,push" << "repository:a:pull" << "a pull +, a push -";
        QTest::newRow("granted in two pieces") << "repository:a:pull,push" << "repository:a:pull repository:a:push"
                                               << "a pull +, a push +";
        QTest::newRow("a class dropped") << "repository(plugin):a:pull" << "repository:a:pull" << "a pull +";
    }

    void askedIsComparedWithGranted()
    {
        QFETCH(QString, asked);
        QFETCH(QString, granted);
        QList<AccessEntry> access;
        for (const Scope &scope : Scope::parseList(granted))
            access.append({ scope, {} });
        QStringList rows;
        for (const GrantRow &row : compareGrants(Scope::parseList(asked), access))
            rows.append(QStringLiteral("%1 %2 %3").arg(row.name, row.action,
                                                       row.grant == Grant::Granted ? QStringLiteral("+") : QStringLiteral("-")));
        QTEST(rows.join(QStringLiteral(", ")), "rows");
    }
};

QTEST_GUILESS_MAIN(TestJwt)
#include "test_jwt.moc"
