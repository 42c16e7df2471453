#include "core/registry/challenge.h"

#include <QElapsedTimer>
#include <QTest>

using namespace wharf::registry;

/// The text with ' for ", which reads better than escapes.
static QByteArray quoted(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

/// One line a challenge: `scheme token68 name=value|name=value`.
static QStringList written(const QList<Challenge> &challenges)
{
    QStringList lines;
    for (const Challenge &challenge : challenges) {
        QStringList parameters;
        for (const auto &[name, value] : challenge.parameters)
            parameters.append(name + QLatin1Char('=') + value);
        lines.append((challenge.scheme + QLatin1Char(' ') + challenge.token68 + QLatin1Char(' ')
                      + parameters.join(QLatin1Char('|'))).simplified());
    }
    return lines;
}

class TestChallenge final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QStringList>("challenges");
        const auto row = [](const char *name, const char *header, std::initializer_list<const char *> challenges) {
            QStringList list;
            for (const char *challenge : challenges)
                list.append(QString::fromUtf8(quoted(challenge)));
            QTest::newRow(name) << quoted(header) << list;
        };
        row("nothing", "", {});
        row("separators only", " ,, ;\t,", {});
        row("GitLab", "Bearer realm='https://gitlab.example.com/jwt/auth',service='container_registry'",
            { "bearer realm=https://gitlab.example.com/jwt/auth|service=container_registry" });
        row("with scope and error",
            "Bearer realm='https://a/t',service='s',scope='repository:a/b:pull,push',error='insufficient_scope'",
            { "bearer realm=https://a/t|service=s|scope=repository:a/b:pull,push|error=insufficient_scope" });
        row("any order, any case, any blanks", "BEARER  service = \"s\" ,\tREALM=\"https://a/t\"",
            { "bearer service=s|realm=https://a/t" });
        row("two on one line", "Basic realm='Registry', Bearer realm='https://a/t',service='s'",
            { "basic realm=Registry", "bearer realm=https://a/t|service=s" });
        row("two lines joined by a line end", "Basic realm=\"Registry\"\r\nBearer realm=\"https://a/t\"",
            { "basic realm=Registry", "bearer realm=https://a/t" });
        row("RFC 9110's example", "Basic realm='simple', Newauth realm='apps', type=1, title='Login to \\'apps\\''",
            { "basic realm=simple", "newauth realm=apps|type=1|title=Login to \"apps\"" });
        row("RFC 9110's lists with holes", "Basic realm='a',, ,Digest realm='b'", { "basic realm=a", "digest realm=b" });
        row("schemes without parameters", "Negotiate, NTLM, Basic realm=x", { "negotiate", "ntlm", "basic realm=x" });
        row("no comma between challenges", "Negotiate Basic realm='x'", { "negotiate", "basic realm=x" });
        row("token68", "Negotiate dGVzdA==, Basic realm=\"x\"", { "negotiate dGVzdA==", "basic realm=x" });
        row("token68 with every sign", "Foo aZ09-._~+/=", { "foo aZ09-._~+/=" });
        row("escapes", "Basic realm='a\\\\b\\'c\\d, Bearer realm='", { "basic realm=a\\b'cd, Bearer realm=" });
        row("an empty value", "Bearer realm='',service='s'", { "bearer realm=|service=s" });
        row("an address without quotes", "Bearer realm=https://a:443/t?x=1&y=[2],service=s",
            { "bearer realm=https://a:443/t?x=1&y=[2]|service=s" });
        row("a scope without quotes", "Bearer realm='https://a/t',service=s,scope=repository:a/b:pull,push",
            { "bearer realm=https://a/t|service=s|scope=repository:a/b:pull,push" });
        row("a scope without quotes before a parameter", "Bearer scope=repository:a/b:pull,push,delete,error='e',realm=y",
            { "bearer scope=repository:a/b:pull,push,delete|error=e|realm=y" });
        row("a scope without quotes before a challenge", "Bearer realm=y,SCOPE=registry:catalog:*,*, Basic realm='x'",
            { "bearer realm=y|scope=registry:catalog:*,*", "basic realm=x" });
        row("a scope without quotes and a challenge without a blank", "Bearer realm=y,scope=repository:a:pull,basic realm='x'",
            { "bearer realm=y|scope=repository:a:pull", "basic realm=x" });
        row("a scope without quotes and a bare scheme", "Bearer realm=y,scope=repository:a:pull,NTLM",
            { "bearer realm=y|scope=repository:a:pull", "ntlm" });
        row("a scope without quotes and holes", "Bearer scope=repository:a:pull,,push=,realm=y",
            { "bearer scope=repository:a:pull|push=|realm=y" });
        row("a comma only ends another value", "Bearer realm=y,service=s,push", { "bearer realm=y|service=s", "push" });
        row("no comma between parameters", "Bearer realm='https://a/t' service='s'scope='repository:a:pull,push'error='e'",
            { "bearer realm=https://a/t|service=s|scope=repository:a:pull,push|error=e" });
        row("semicolons", "Bearer realm='https://a/t'; service='s'", { "bearer realm=https://a/t|service=s" });
        row("UTF-8", "Basic realm=\"K\xc3\xb6ln\"", { "basic realm=K\xc3\xb6ln" });
        row("no closing quote", "Bearer realm='https://a/t, service=s", { "bearer realm=https://a/t|service=s" });
        row("a closing quote forgotten", "Bearer realm='https://a/t,service='s', Basic realm='x'",
            { "bearer realm=https://a/t|service=s", "basic realm=x" });
        row("a challenge after a forgotten quote", "Bearer realm='https://a/t, Basic realm='x'",
            { "bearer realm=https://a/t", "basic realm=x" });
        row("a quote that opens at the end", "Bearer realm='", { "bearer realm=" });
        row("a backslash at the end", "Bearer realm='x\\", { "bearer realm=x\\" });
        row("parameters of nobody", "realm='x', Bearer realm='y'", { "bearer realm=y" });
        row("rubbish before", "@@@ 'q', Bearer realm='y'", { "bearer realm=y" });
        row("rubbish between", "Basic realm='x', {'a':1}, Bearer realm='y'", { "basic realm=x", "bearer realm=y" });
        row("a stray quote", "Basic realm=x', Bearer realm='y'", { "basic realm=x\"", "bearer realm=y" });
        row("a name without a value", "Bearer realm=, service='s'", { "bearer realm= service=s" });
    }

    void reads()
    {
        QFETCH(QByteArray, header);
        QTEST(written(parseChallenges(header)), "challenges");
    }

    void aNulByteEndsNothing()
    {
        const QByteArray header = QByteArrayLiteral("Bearer realm=\"a\0b\", Basic realm=\"x\"");
        QCOMPARE(parseChallenges(header).size(), 2);
    }

    void saysWhatItHolds()
    {
        const QList<Challenge> challenges = parseChallenges(quoted(
            "Bearer realm='https://a/t',service='s',scope='repository:h:5000/b:pull nonsense registry:catalog:*',error='invalid_token',realm='other'"));
        QCOMPARE(challenges.size(), 1);
        const Challenge &challenge = challenges.first();
        QVERIFY(challenge.isBearer());
        QVERIFY(!challenge.isBasic());
        QCOMPARE(challenge.realm(), QStringLiteral("https://a/t"));
        QCOMPARE(challenge.service(), QStringLiteral("s"));
        QCOMPARE(challenge.error(), QStringLiteral("invalid_token"));
        QCOMPARE(challenge.scopes().size(), 2);
        QCOMPARE(challenge.scopes().first().name, QStringLiteral("h:5000/b"));
        QCOMPARE(challenge.parameter(QStringLiteral("absent")), QString());
    }

    void bearerComesBeforeBasic_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QString>("scheme");
        QTest::newRow("bearer last") << QByteArray("Negotiate, Basic realm=x, Bearer realm=y") << "bearer";
        QTest::newRow("bearer first") << QByteArray("Bearer realm=y, Basic realm=x") << "bearer";
        QTest::newRow("basic only") << QByteArray("Negotiate, Basic realm=x") << "basic";
        QTest::newRow("neither") << QByteArray("Negotiate, Digest realm=x") << QString();
        QTest::newRow("nothing") << QByteArray() << QString();
    }

    void bearerComesBeforeBasic()
    {
        QFETCH(QByteArray, header);
        const QList<Challenge> challenges = parseChallenges(header);
        const Challenge *preferred = preferredChallenge(challenges);
        QTEST(preferred ? preferred->scheme : QString(), "scheme");
    }

    void longHeadersTakeLinearTime_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        for (const char *pattern : { "a", "a ", "a,", "=", "\"", "\\", "a=\"", "a=\",", "a=\"b,c\"d", "a=\"\\", "a=\"x,b=\\\"", " ",
                                     "a=\"b\"c", "a  =", "a b=", "scope=a,", "scope=a,b,", ",b  " })
            QTest::newRow(pattern) << QByteArray(pattern);
    }

    void longHeadersTakeLinearTime()
    {
        QFETCH(QByteArray, pattern);
        // A quadratic walk over 1 MiB would take minutes.
        const QByteArray header = "Bearer x=\"" + pattern.repeated((1 << 20) / pattern.size());
        QElapsedTimer timer;
        timer.start();
        (void)parseChallenges(header);
        QVERIFY2(timer.elapsed() < 20000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestChallenge)
#include "test_challenge.moc"
