#include "core/registry/token_exchange.h"
#include "tests/support/net_testing.h"
#include "tests/support/test_proxy.h"
#include "tests/support/test_server.h"

#include <QTest>

using namespace wharf;
using namespace wharf::registry;
using namespace wharf::test;
using namespace std::chrono_literals;

namespace {

Challenge challengeFor(const QString &realm, const QString &service = QStringLiteral("container_registry"))
{
    return { QStringLiteral("bearer"), { { QStringLiteral("realm"), realm }, { QStringLiteral("service"), service } }, {} };
}

Challenge challengeFor(const TestServer &server)
{
    return challengeFor(server.url(QStringLiteral("/jwt/auth")).toString());
}

Credential jo(const QByteArray &password = "s:e c&r=e+t%")
{
    return { QStringLiteral("jo"), secret(password) };
}

Credential identity()
{
    return { QString::fromLatin1(Credential::identityTokenUser), secret("identity+token/=") };
}

Result<AccessToken> exchange(const Challenge &challenge, const Credential &credential, const QList<Scope> &scopes = {},
                             const net::NetworkSettings &settings = bareSettings(), std::shared_ptr<const Clock> clock = std::make_shared<ManualClock>())
{
    const QUrl api(QStringLiteral("https://registry.example.com"));
    return QCoro::waitFor(exchangeToken(makeSession(settings, clock), api, challenge, scopes, credential));
}

QByteArray bytesOf(const SharedSecret &held)
{
    return held ? held->reveal([](QByteArrayView bytes) { return bytes.toByteArray(); }) : QByteArray();
}

QByteArray jwt(const QByteArray &payload)
{
    const auto part = [](const QByteArray &json) { return json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals); };
    return part(R"({"alg":"RS256","typ":"JWT"})") + '.' + part(payload) + '.' + part("signature");
}

bool sawCredential(const TestServer &server)
{
    for (const SeenRequest &seen : server.requests()) {
        if (!seen.header("Authorization").isEmpty() || seen.body.contains("identity"))
            return true;
    }
    return false;
}

} // namespace

/// A challenge and a credential become a token, or a failure that says why not.
class TestTokenExchange final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        for (const char *name : { "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY" })
            qunsetenv(name);
    }

    void theRequestIsTheTokenSpecs()
    {
        TestServer realm;
        realm.answer("/jwt/auth", Answer::json(200, R"({"token":"t"})"));
        const QList<Scope> scopes { Scope::repository(QStringLiteral("group/app"), { QStringLiteral("pull"), QStringLiteral("push") }),
                                    Scope::repository(QStringLiteral("host:5000/ümlaut+x&y"), { QStringLiteral("pull") }) };
        Credential credential = jo();
        credential.userName = QStringLiteral("jo&amp=+ ö");
        const Challenge challenge = challengeFor(realm.url(QStringLiteral("/jwt/auth?tenant=a%26b")).toString(QUrl::FullyEncoded));
        QCOMPARE(told(exchange(challenge, credential, scopes)), QStringLiteral("ok"));

        QCOMPARE(realm.requests().size(), 1);
        const SeenRequest seen = realm.requests().first();
        QCOMPARE(seen.method, QByteArray("GET"));
        QCOMPARE(seen.queryValues("tenant"), QList<QByteArray>({ "a&b" }));
        QCOMPARE(seen.queryValues("account"), QList<QByteArray>({ "jo&amp=+ ö" }));
        QCOMPARE(seen.queryValues("client_id"), QList<QByteArray>({ "wharfinger" }));
        QCOMPARE(seen.queryValues("service"), QList<QByteArray>({ "container_registry" }));
        QCOMPARE(seen.queryValues("scope"), QList<QByteArray>({ "repository:group/app:pull,push", "repository:host:5000/ümlaut+x&y:pull" }));
        QVERIFY(seen.queryValues("offline_token").isEmpty());
        QCOMPARE(seen.header("Authorization"), "Basic " + QByteArray("jo&amp=+ ö:s:e c&r=e+t%").toBase64());
        QVERIFY(seen.header("User-Agent").startsWith("wharfinger/"));
    }

    void nobodyAsksWithoutAName()
    {
        TestServer realm;
        realm.answer("/jwt/auth", Answer::json(200, R"({"token":"t"})"));
        QCOMPARE(told(exchange(challengeFor(realm), {})), QStringLiteral("ok"));
        const SeenRequest seen = realm.requests().first();
        QVERIFY(seen.queryValues("account").isEmpty());
        QVERIFY(seen.queryValues("scope").isEmpty());
        QVERIFY(seen.header("Authorization").isEmpty());
    }

    void aTokenIsHeldAsLongAsItsShortestStatement_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<LifetimeSource>("source");
        const QByteArray fiveMinutes = jwt(R"({"iat":1000,"exp":1300})");
        const auto with = [](const QByteArray &token, const QByteArray &rest) { return "{\"token\":\"" + token + "\"" + rest + "}"; };
        const auto row = [](const char *name, const QByteArray &body, qint64 seconds, LifetimeSource source) {
            QTest::newRow(name) << body << seconds << source;
        };
        row("nothing said", with("opaque", ""), 60, LifetimeSource::Default);
        row("expires_in", with("opaque", R"(,"expires_in":900)"), 900, LifetimeSource::ExpiresIn);
        row("expires_in in quotes", with("opaque", R"(,"expires_in":"900")"), 900, LifetimeSource::ExpiresIn);
        row("shorter than a minute", with("opaque", R"(,"expires_in":12)"), 12, LifetimeSource::ExpiresIn);
        row("a fraction", with("opaque", R"(,"expires_in":12.7)"), 12, LifetimeSource::ExpiresIn);
        row("the JWT", with(fiveMinutes, ""), 300, LifetimeSource::JwtExpiry);
        row("expires_in is less", with(fiveMinutes, R"(,"expires_in":60)"), 60, LifetimeSource::ExpiresIn);
        row("the JWT is less", with(fiveMinutes, R"(,"expires_in":3600)"), 300, LifetimeSource::JwtExpiry);
        row("both the same", with(fiveMinutes, R"(,"expires_in":300)"), 300, LifetimeSource::ExpiresIn);
        row("zero", with("opaque", R"(,"expires_in":0)"), 60, LifetimeSource::Default);
        row("negative", with("opaque", R"(,"expires_in":-5)"), 60, LifetimeSource::Default);
        row("words", with("opaque", R"(,"expires_in":"soon")"), 60, LifetimeSource::Default);
        row("null", with("opaque", R"(,"expires_in":null)"), 60, LifetimeSource::Default);
        row("larger than time", with("opaque", R"(,"expires_in":1e300)"), 60, LifetimeSource::Default);
        row("nonsense beside a JWT", with(fiveMinutes, R"(,"expires_in":-5)"), 300, LifetimeSource::JwtExpiry);
        row("a JWT that ends before it begins", with(jwt(R"({"iat":2000,"exp":1000})"), ""), 60, LifetimeSource::Default);
        row("a JWT without iat", with(jwt(R"({"exp":1300})"), ""), 60, LifetimeSource::Default);
        row("issued_at of another clock", with("opaque", R"(,"expires_in":900,"issued_at":"1999-01-01T00:00:00Z")"), 900, LifetimeSource::ExpiresIn);
    }
    void aTokenIsHeldAsLongAsItsShortestStatement()
    {
        QFETCH(QByteArray, body);
        QFETCH(qint64, seconds);
        QFETCH(LifetimeSource, source);
        TestServer realm;
        realm.answer("/jwt/auth", Answer::json(200, body));
        const auto clock = std::make_shared<ManualClock>();
        const auto token = exchange(challengeFor(realm), jo(), {}, bareSettings(), clock);
        QCOMPARE(told(token), QStringLiteral("ok"));
        QCOMPARE(token->lifetime, std::chrono::seconds(seconds));
        QCOMPARE(token->lifetimeSource, source);
        QCOMPARE(token->receivedAt, clock->monotonic());
        QCOMPARE(token->receivedAtWall, clock->now());
        QCOMPARE(token->remaining(*clock), std::chrono::seconds(seconds));
    }

    void aTokenIsTakenUnderEitherName_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QByteArray>("refresh");
        QTest::newRow("token") << QByteArray(R"({"token":"a"})") << QByteArray("a") << QByteArray();
        QTest::newRow("access_token") << QByteArray(R"({"access_token":"b"})") << QByteArray("b") << QByteArray();
        QTest::newRow("both") << QByteArray(R"({"access_token":"b","token":"a"})") << QByteArray("a") << QByteArray();
        QTest::newRow("one empty") << QByteArray(R"({"access_token":"b","token":""})") << QByteArray("b") << QByteArray();
        QTest::newRow("with a refresh token") << QByteArray(R"({"token":"a","refresh_token":"r"})") << QByteArray("a") << QByteArray("r");
        QTest::newRow("with more") << QByteArray(R"({"token":"a","http_status":200,"x":{"y":[]}})") << QByteArray("a") << QByteArray();
    }
    void aTokenIsTakenUnderEitherName()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, token);
        QFETCH(QByteArray, refresh);
        TestServer realm;
        realm.answer("/jwt/auth", Answer::json(200, body));
        const auto got = exchange(challengeFor(realm), jo());
        QCOMPARE(told(got), QStringLiteral("ok"));
        QCOMPARE(bytesOf(got->token), token);
        QCOMPARE(bytesOf(got->refreshToken), refresh);
    }

    void whatARealmAnswersIsToldApart_data()
    {
        QTest::addColumn<Answer>("answer");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("said");
        QTest::addColumn<int>("retryAfter");
        const auto row = [](const char *name, const Answer &answer, const char *expected, const char *said = "", int retryAfter = 0) {
            QTest::newRow(name) << answer << QString::fromLatin1(expected) << QString::fromUtf8(said) << retryAfter;
        };
        const auto denied = [](const QByteArray &code, const QByteArray &message) {
            return "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}],\"http_status\":403}";
        };
        const QByteArray page = "<html><body>Sign in</body></html>";
        row("GitLab's 401", Answer::json(401, denied("UNAUTHORIZED", "HTTP Basic: Access denied.")), "token/unauthorized 401", "HTTP Basic: Access denied.");
        row("401 in text", Answer::text(401, "Auth failed.\n"), "token/unauthorized 401", "Auth failed.");
        row("401, empty", Answer::text(401, ""), "token/unauthorized 401");
        row("401, a page", Answer::text(401, page, "text/html"), "token/unauthorized 401 html");
        row("GitLab's 403", Answer::json(403, denied("DENIED", "access forbidden")), "token/forbidden 403", "access forbidden");
        row("GitLab 8's 403", Answer::json(403, R"({"message":"forbidden","status":"error"})"), "token/forbidden 403", "forbidden");
        row("403, empty", Answer::text(403, ""), "token/forbidden 403");
        row("403, a page", Answer::text(403, page, "text/html"), "token/bad-reply 403 html");
        row("ban of an address", Answer::text(403, "Too many failed authentication attempts from this IP"), "token/throttled 403",
            "Too many failed authentication attempts from this IP");
        row("ban of an address, GitLab 19", Answer::json(403, denied("DENIED", "Access denied: too many failed authentication attempts from this network")),
            "token/throttled 403", "Access denied: too many failed authentication attempts from this network");
        row("too many addresses", Answer::text(403, "").with("Retry-After", "600"), "token/throttled 403", "", 600);
        row("too many addresses, GitLab 19", Answer::json(403, denied("DENIED", "Access denied: too many distinct sources for this account")),
            "token/throttled 403", "Access denied: too many distinct sources for this account");
        row("throttled", Answer::text(429, "Retry later\n").with("Retry-After", "47"), "token/throttled 429", "Retry later", 47);
        row("no registry here", Answer::json(404, denied("UNAVAILABLE", "registry not enabled")), "token/not-found 404", "registry not enabled");
        row("404, empty", Answer::text(404, ""), "token/not-found 404");
        row("OAuth's 400", Answer::json(400, R"({"error":"invalid_request","error_description":"no scope"})"), "token/bad-reply 400", "no scope");
        row("errors as strings", Answer::json(400, R"({"errors":["so not"]})"), "token/bad-reply 400", "so not");
        row("errors that are none", Answer::json(400, R"({"errors":[]})"), "token/bad-reply 400");
        row("500", Answer::json(500, "{}"), "token/server 500");
        row("502, a page", Answer::text(502, page, "text/html"), "token/server 502 html");
        row("200, a page", Answer::text(200, page, "text/html"), "token/bad-reply 200 html");
        row("200, a page in disguise", Answer::text(200, "\n <!doctype HTML>", "application/json"), "token/bad-reply 200 html");
        row("200, no JSON", Answer::json(200, "token=abc"), "token/bad-reply 200 not-json");
        row("200, empty", Answer::json(200, ""), "token/bad-reply 200 not-json");
        row("200, a list", Answer::json(200, "[]"), "token/bad-reply 200 not-json");
        row("200, no token", Answer::json(200, R"({"expires_in":60})"), "token/bad-reply 200 no-token");
        row("200, token is no text", Answer::json(200, R"({"token":{"a":1}})"), "token/bad-reply 200 no-token");
        row("10 MB", Answer::json(200, "{\"token\":\"" + QByteArray(10'000'000, 'x') + "\"}"), "connect/too-large 200");
        row("half", Answer::doing(Answer::Manner::Half), "connect/offline reset");
        row("control characters", Answer::json(401, "{\"errors\":[{\"message\":\"a\\u001b[31mb\\r\\nc\"}]}"), "token/unauthorized 401", "a [31mb c");
        row("the password said back", Answer::json(401, denied("UNAUTHORIZED", "no user jo with s:e c&r=e+t%")), "token/unauthorized 401", "no user jo with ***");
    }
    void whatARealmAnswersIsToldApart()
    {
        QFETCH(Answer, answer);
        QFETCH(QString, expected);
        QFETCH(QString, said);
        QFETCH(int, retryAfter);
        TestServer realm;
        realm.answer("/jwt/auth", answer);
        const auto token = exchange(challengeFor(realm), jo());
        QCOMPARE(told(token), expected);
        QCOMPARE(token.error().serverSaid, said);
        QCOMPARE(token.error().retryAfterSeconds, retryAfter);
        QCOMPARE(token.error().host, QStringLiteral("127.0.0.1:%1").arg(realm.serverPort()));
    }

    void aRealmThatIsNoneIsMalformed_data()
    {
        QTest::addColumn<QString>("realm");
        for (const char *realm : { "", "ftp://a.org/", "https://", "javascript:alert(1)", "https://a b/", "file:///etc/passwd" })
            QTest::newRow(realm[0] ? realm : "empty") << QString::fromLatin1(realm);
    }
    void aRealmThatIsNoneIsMalformed()
    {
        QFETCH(QString, realm);
        QCOMPARE(told(exchange(challengeFor(realm), jo())), QStringLiteral("challenge/malformed realm"));
    }

    void aRelativeRealmIsTheRegistrysOwn()
    {
        TestServer registry;
        registry.answer("/auth/token", Answer::json(200, R"({"token":"t"})"));
        const auto token = QCoro::waitFor(exchangeToken(makeSession(), registry.url(), challengeFor(QStringLiteral("/auth/token")), {}, jo()));
        QCOMPARE(told(token), QStringLiteral("ok"));
    }

    void aPlainRealmGetsNothingUnlessAllowed()
    {
        QCOMPARE(told(exchange(challengeFor(QStringLiteral("http://gitlab.example.com/jwt/auth")), jo())), QStringLiteral("connect/refused plain-http"));
    }

    void anIdentityTokenIsPosted()
    {
        TestServer realm;
        realm.answer("/jwt/auth", Answer::json(200, R"({"access_token":"t","refresh_token":"next"})"));
        const QList<Scope> scopes { Scope::repository(QStringLiteral("a"), { QStringLiteral("pull") }),
                                    Scope::repository(QStringLiteral("b"), { QStringLiteral("push") }) };
        const auto token = exchange(challengeFor(realm), identity(), scopes);
        QCOMPARE(told(token), QStringLiteral("ok"));
        QCOMPARE(bytesOf(token->refreshToken), QByteArray("next"));
        const SeenRequest seen = realm.requests().first();
        QCOMPARE(seen.method, QByteArray("POST"));
        QCOMPARE(seen.header("Content-Type"), QByteArray("application/x-www-form-urlencoded"));
        QVERIFY(seen.header("Authorization").isEmpty());
        QCOMPARE(seen.body, QByteArray("grant_type=refresh_token&service=container_registry&client_id=wharfinger"
                                       "&scope=repository%3Aa%3Apull%20repository%3Ab%3Apush&refresh_token=identity%2Btoken%2F%3D"));
        QVERIFY(!seen.target.contains("identity"));
    }

    void whereNobodyKnowsPostGetFollows_data()
    {
        QTest::addColumn<int>("postStatus");
        QTest::addColumn<QString>("expected");
        for (const int status : { 400, 401, 404, 405 })
            QTest::addRow("%d", status) << status << QStringLiteral("ok");
        QTest::newRow("403") << 403 << QStringLiteral("token/forbidden 403");
        QTest::newRow("429") << 429 << QStringLiteral("token/throttled 429");
        QTest::newRow("500") << 500 << QStringLiteral("token/server 500");
    }
    void whereNobodyKnowsPostGetFollows()
    {
        QFETCH(int, postStatus);
        QFETCH(QString, expected);
        TestServer realm;
        realm.handle("/jwt/auth", [postStatus](const SeenRequest &seen) {
            return seen.method == "POST" ? Answer::json(postStatus, "{}") : Answer::json(200, R"({"token":"t"})");
        });
        QCOMPARE(told(exchange(challengeFor(realm), identity())), expected);
        QCOMPARE(realm.requests().size(), expected == QLatin1String("ok") ? 2 : 1);
        if (expected == QLatin1String("ok"))
            QCOMPARE(realm.requests().last().header("Authorization"), "Basic " + QByteArray("<token>:identity+token/=").toBase64());
    }

    void aCredentialStaysInItsOrigin_data()
    {
        QTest::addColumn<QString>("where");
        QTest::addColumn<int>("status");
        for (const int status : { 301, 302, 307, 308 }) {
            for (const char *where : { "other port", "other host", "no HTTP" })
                QTest::addRow("%s, %d", where, status) << QString::fromLatin1(where) << status;
        }
    }
    void aCredentialStaysInItsOrigin()
    {
        QFETCH(QString, where);
        QFETCH(int, status);
        TestServer realm;
        TestServer thief;
        thief.answer("/jwt/auth", Answer::json(200, R"({"token":"t"})"));
        const QString target = where == QLatin1String("other port") ? thief.url(QStringLiteral("/jwt/auth")).toString()
            : where == QLatin1String("other host") ? realm.url(QStringLiteral("/jwt/auth"), QStringLiteral("localhost")).toString()
                                                   : QStringLiteral("ftp://127.0.0.1/jwt/auth");
        realm.answer("/jwt/auth", Answer::redirect(status, target.toLatin1()));
        for (const Credential &credential : { jo(), identity() }) {
            QCOMPARE(told(exchange(challengeFor(realm), credential)), QStringLiteral("token/refused %1 %2").arg(status).arg(target));
            QVERIFY(thief.requests().isEmpty());
        }
        QCOMPARE(realm.requests().size(), 2);
    }

    void nobodyMayBeSentAnywhere()
    {
        TestServer realm;
        TestServer other;
        other.answer("/jwt/auth", Answer::json(200, R"({"token":"t"})"));
        realm.answer("/jwt/auth", Answer::redirect(302, other.url(QStringLiteral("/jwt/auth")).toEncoded()));
        QCOMPARE(told(exchange(challengeFor(realm), {})), QStringLiteral("ok"));
        QVERIFY(!sawCredential(other));
    }

    void insideTheOriginTheCredentialGoesAlong_data()
    {
        QTest::addColumn<int>("hops");
        QTest::addColumn<QString>("expected");
        QTest::newRow("1 hop") << 1 << QStringLiteral("ok");
        QTest::newRow("5 hops") << 5 << QStringLiteral("ok");
        QTest::newRow("6 hops") << 6 << QStringLiteral("token/bad-reply 302 redirect-loop");
    }
    void insideTheOriginTheCredentialGoesAlong()
    {
        QFETCH(int, hops);
        QFETCH(QString, expected);
        TestServer realm;
        realm.answer("/jwt/auth", Answer::redirect(302, "/hop/1"));
        for (int i = 1; i < hops; ++i)
            realm.answer("/hop/" + QByteArray::number(i), Answer::redirect(302, "/hop/" + QByteArray::number(i + 1)));
        realm.answer("/hop/" + QByteArray::number(hops), Answer::json(200, R"({"token":"t"})"));
        QCOMPARE(told(exchange(challengeFor(realm), jo())), expected);
        QCOMPARE(realm.requests().size(), 6 - (hops == 1 ? 4 : 0));
        for (const SeenRequest &seen : realm.requests())
            QVERIFY(!seen.header("Authorization").isEmpty());
    }

    void redirectsThatLeadNowhere_data()
    {
        QTest::addColumn<Answer>("answer");
        QTest::addColumn<QString>("expected");
        QTest::newRow("in a circle") << Answer::redirect(302, "/jwt/auth") << QStringLiteral("token/bad-reply 302 redirect-loop");
        QTest::newRow("no Location") << Answer::text(302, "") << QStringLiteral("token/bad-reply 302 redirect");
        QTest::newRow("no host") << Answer::redirect(302, "http://") << QStringLiteral("token/bad-reply 302 redirect");
    }
    void redirectsThatLeadNowhere()
    {
        QFETCH(Answer, answer);
        QFETCH(QString, expected);
        TestServer realm;
        realm.answer("/jwt/auth", answer);
        QCOMPARE(told(exchange(challengeFor(realm), jo())), expected);
    }

    void upToTlsOnTheSameHostIsAllowedAndDownIsNot_data()
    {
        QTest::addColumn<QString>("realm");
        QTest::addColumn<QByteArray>("location");
        QTest::addColumn<QString>("expected");
        QTest::newRow("up") << QStringLiteral("http://gitlab.test/jwt/auth") << QByteArray("https://gitlab.test/jwt/token") << QStringLiteral("ok");
        QTest::newRow("down") << QStringLiteral("https://gitlab.test/jwt/auth") << QByteArray("http://gitlab.test/jwt/token")
                              << QStringLiteral("token/refused 301 http://gitlab.test/jwt/token");
        QTest::newRow("up, another host") << QStringLiteral("http://gitlab.test/jwt/auth") << QByteArray("https://other.test/jwt/token")
                                          << QStringLiteral("token/refused 301 https://other.test/jwt/token");
    }
    void upToTlsOnTheSameHostIsAllowedAndDownIsNot()
    {
        QFETCH(QString, realm);
        QFETCH(QByteArray, location);
        QFETCH(QString, expected);
        TestCertificates certificates;
        const TestCertificate ca = certificates.authority();
        TestServer plain;
        TestServer secure(certificates.issue(ca, { .names = { QStringLiteral("gitlab.test"), QStringLiteral("other.test") } }));
        for (TestServer *server : { &plain, &secure }) {
            server->answer("/jwt/auth", Answer::redirect(301, location));
            server->answer("/jwt/token", Answer::json(200, R"({"token":"t"})"));
        }
        TestProxy proxy;
        proxy.lead("gitlab.test:80", plain.serverPort());
        proxy.lead("gitlab.test:443", secure.serverPort());
        proxy.lead("other.test:443", secure.serverPort());
        qputenv("HTTP_PROXY", proxy.address());
        qputenv("HTTPS_PROXY", proxy.address());
        auto settings = bareSettings();
        settings.extraCaFiles << ca.certificateFile;
        settings.hosts.insert(QStringLiteral("gitlab.test"), { .plainHttp = true });

        QCOMPARE(told(exchange(challengeFor(realm), jo(), {}, settings)), expected);
        QCOMPARE(plain.count("/jwt/token"), 0);
        QCOMPARE(secure.count("/jwt/token"), expected == QLatin1String("ok") ? 1 : 0);
    }

    void closingTheSessionEndsAnExchangeAtEachOfItsRequests_data()
    {
        QTest::addColumn<QByteArray>("hangsAt");
        QTest::newRow("first request") << QByteArray("/jwt/auth");
        QTest::newRow("after a redirect") << QByteArray("/second");
    }
    void closingTheSessionEndsAnExchangeAtEachOfItsRequests()
    {
        QFETCH(QByteArray, hangsAt);
        TestServer realm;
        realm.answer("/jwt/auth", Answer::redirect(307, "/second"));
        realm.answer(hangsAt, Answer::doing(Answer::Manner::Hang));
        const auto session = makeSession();
        auto running = exchangeToken(session, realm.url(), challengeFor(realm), {}, identity());
        QTRY_COMPARE(realm.count(hangsAt), 1);
        QVERIFY(!running.isReady());
        session->close();
        QVERIFY(running.isReady());
        QCOMPARE(told(QCoro::waitFor(std::move(running))), QStringLiteral("connect/cancelled"));
    }
};

QTEST_GUILESS_MAIN(TestTokenExchange)
#include "test_token_exchange.moc"
