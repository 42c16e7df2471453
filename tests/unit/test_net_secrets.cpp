#include "core/gitlab/token_info.h"
#include "core/registry/ping.h"
#include "core/registry/token_exchange.h"
#include "core/registry/upload_probe.h"
#include "tests/support/net_testing.h"
#include "tests/support/test_proxy.h"
#include "tests/support/test_server.h"

#include <QDebug>
#include <QLoggingCategory>
#include <QTest>

using namespace wharf;
using namespace wharf::registry;
using namespace wharf::test;
using namespace std::chrono_literals;

namespace {

const QByteArray known = QByteArrayLiteral("glpat-KnOwN:sEcReT+1");

QString logged; // what Qt's message handler, a plain function, was told

void keep(QtMsgType, const QMessageLogContext &, const QString &message)
{
    logged += message + QLatin1Char('\n');
}

/// Everything an Exchange holds, as text.
QString everything(const net::Exchange &exchange)
{
    QString text;
    QDebug out(&text);
    out << exchange.method << exchange.url << exchange.authorization << exchange.status;
    for (const net::Header &header : exchange.replyHeaders)
        out << header.name << header.value;
    if (exchange.failure)
        out << exchange.failure->serverSaid << exchange.failure->subject << exchange.failure->host;
    return text;
}

/// In the clear, in percent, and as Basic carries it.
QList<QByteArray> spellings()
{
    return { known, known.toPercentEncoding(), ("jo:" + known).toBase64(), ("<token>:" + known).toBase64() };
}

} // namespace

/// A known secret goes through every request and is found nowhere else.
class TestNetSecrets final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLoggingCategory::setFilterRules(QStringLiteral("wharf.*.debug=true")); }
    void cleanup() { qunsetenv("HTTP_PROXY"), qunsetenv("NO_PROXY"); }

    void aSecretIsInNoRecordAndNoLog_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : { 200, 202, 302, 401, 403, 500 })
            QTest::addRow("%d", status) << status;
    }
    void aSecretIsInNoRecordAndNoLog()
    {
        QFETCH(int, status);
        TestServer server;
        // A server that says back whatever it is told, wherever it can.
        server.handle("*", [status](const SeenRequest &seen) {
            const QByteArray told = seen.header("Authorization") + seen.header("PRIVATE-TOKEN") + seen.header("JOB-TOKEN") + known;
            return Answer::json(status, R"({"errors":[{"message":"you sent )" + told + R"("}],"message":"you sent )" + told + R"("})")
                .with("Location", "/again?private_token=" + known.toPercentEncoding())
                .with("WWW-Authenticate", "Bearer realm=\"" + told + "\"")
                .with("X-Request-Id", "01HX")
                .with("Set-Cookie", "session=" + known)
                .with("X-Echo", told);
        });
        const auto session = makeSession();
        QString seen;
        session->setRecorder([&seen](const net::Exchange &exchange) { seen += everything(exchange) + QLatin1Char('\n'); });
        QString failures;
        const auto note = [&failures](const Failure &failure) { failures += failure.serverSaid + failure.subject + failure.host + QLatin1Char('\n'); };

        logged.clear();
        const auto before = qInstallMessageHandler(keep);
        const Challenge challenge { QStringLiteral("bearer"), { { QStringLiteral("realm"), server.url(QStringLiteral("/jwt/auth")).toString() } }, {} };
        using Scheme = net::Authorization::Scheme;
        for (const char *user : { "jo", Credential::identityTokenUser }) {
            const auto token = QCoro::waitFor(exchangeToken(session, server.url(), challenge, {}, { QString::fromLatin1(user), secret(known) }));
            if (!token)
                note(token.error());
        }
        for (const Scheme scheme : { Scheme::Basic, Scheme::Bearer, Scheme::PrivateToken, Scheme::JobToken }) {
            const net::Authorization authorization { scheme, QStringLiteral("jo"), secret(known) };
            if (const auto proven = QCoro::waitFor(proveAtRegistry(session, server.url(), authorization)); !proven)
                note(proven.error());
            if (const auto probed = QCoro::waitFor(probeUpload(session, server.url(), QStringLiteral("app"), authorization)); !probed)
                note(probed.error());
        }
        if (const auto info = QCoro::waitFor(gitlab::askAboutToken(session, server.url(QStringLiteral("/api/v4")), secret(known))); !info)
            note(info.error());
        if (const auto job = QCoro::waitFor(gitlab::askAboutJob(session, server.url(QStringLiteral("/api/v4")), secret(known))); !job)
            note(job.error());
        server.answer("/v2/", Answer::doing(Answer::Manner::Reset));
        const net::Authorization bearer { Scheme::Bearer, {}, secret(known) };
        QVERIFY(!QCoro::waitFor(proveAtRegistry(session, server.url(), bearer)));
        session->close();
        qInstallMessageHandler(before);

        QVERIFY(server.requests().size() >= 8);
        QVERIFY2(seen.contains(QLatin1String("Basic as jo")) && seen.contains(QLatin1String("PRIVATE-TOKEN")), qPrintable(seen));
        QVERIFY2(logged.contains(QLatin1String("GET")) && logged.contains(QLatin1String("/v2/")) && logged.contains(QLatin1String("01HX")), qPrintable(logged));
        QVERIFY2(!logged.contains(QLatin1Char('?')) && !logged.contains(QLatin1String("client_id")), qPrintable(logged));
        for (const QByteArray &spelling : spellings()) {
            QVERIFY2(!seen.contains(QString::fromLatin1(spelling)), qPrintable(seen));
            QVERIFY2(!logged.contains(QString::fromLatin1(spelling)), qPrintable(logged));
            QVERIFY2(!failures.contains(QString::fromLatin1(spelling)), qPrintable(failures));
        }
    }

    void aProxysPasswordIsInNoRecordAndNoLog()
    {
        TestProxy proxy;
        proxy.refuseWith(407);
        qputenv("HTTP_PROXY", proxy.address("jo:" + known.toPercentEncoding()));
        auto settings = bareSettings();
        settings.hosts.insert(QStringLiteral("registry.example.com"), { .plainHttp = true });
        const auto session = makeSession(settings);
        QString seen;
        session->setRecorder([&seen](const net::Exchange &exchange) { seen += everything(exchange); });
        logged.clear();
        const auto before = qInstallMessageHandler(keep);
        const auto reply = send(session, { .url = QUrl(QStringLiteral("http://registry.example.com/v2/")), .timeout = 5s });
        qInstallMessageHandler(before);

        QCOMPARE(told(reply), QStringLiteral("proxy/unauthorized 407 password"));
        QVERIFY(proxy.heads().first().contains(("jo:" + known).toBase64()));
        for (const QByteArray &spelling : spellings()) {
            QVERIFY2(!seen.contains(QString::fromLatin1(spelling)), qPrintable(seen));
            QVERIFY2(!logged.contains(QString::fromLatin1(spelling)), qPrintable(logged));
        }
    }

    void aTokenThatWouldStartAHeaderOfItsOwnIsNotSent()
    {
        TestServer server;
        server.answer("/", Answer::json(200, "{}"));
        for (const char *bytes : { "a\r\nX-Evil: 1", "a b", "a\n", "\x01", "t\xc3\xb6ken" }) {
            const net::Authorization authorization { net::Authorization::Scheme::Bearer, {}, secret(bytes) };
            QCOMPARE(told(send(makeSession(), { .url = server.url(), .authorization = authorization })), QStringLiteral("input/invalid secret"));
        }
        QVERIFY(server.requests().isEmpty());
    }

    void everyRequestIsRecordedInOrderOfItsEnd()
    {
        TestServer server;
        server.answer("/a", Answer::json(200, "{}").with("Server", "nginx"));
        server.answer("/hang", Answer::doing(Answer::Manner::Hang));
        const auto session = makeSession();
        QStringList seen;
        session->setRecorder([&seen](const net::Exchange &exchange) {
            seen << QUrl(exchange.url).path() + QLatin1Char(' ') + (exchange.failure ? told(*exchange.failure) : QString::number(exchange.status));
        });
        const auto hanging = session->send({ .url = server.url(QStringLiteral("/hang")) });
        QVERIFY(send(session, { .url = server.url(QStringLiteral("/a")) }));
        QVERIFY(!send(session, { .url = QUrl(QStringLiteral("http://registry.example.com/plain")) }));
        session->close();
        QVERIFY(hanging.isReady());
        QCOMPARE(seen, QStringList({ QStringLiteral("/a 200"), QStringLiteral("/plain connect/refused plain-http"), QStringLiteral("/hang connect/cancelled") }));
    }
};

QTEST_GUILESS_MAIN(TestNetSecrets)
#include "test_net_secrets.moc"
