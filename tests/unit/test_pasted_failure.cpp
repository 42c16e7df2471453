#include "core/diagnosis/pasted_failure.h"
#include "core/diagnosis/pasted_text.h"

#include <QElapsedTimer>
#include <QFile>
#include <QStringEncoder>
#include <QTest>

using namespace wharf::diagnosis;

namespace {

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

} // namespace

/// What a pasted output tells, and what of it is never kept.
class TestPastedFailure final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reportedFailures_data()
    {
        QTest::addColumn<QString>("client");
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("suspect");
        QTest::addColumn<QString>("output");
        QFile file(QStringLiteral(FIXTURES "/pasted_failures.txt"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList blocks = QString::fromUtf8(file.readAll()).split(text("\n= "));
        for (const QString &block : blocks.mid(1)) {
            const QStringList head = block.section(QLatin1Char('\n'), 0, 0).split(QLatin1Char('|'));
            QVERIFY2(head.size() == 5, qPrintable(block));
            QTest::newRow(qPrintable(head[0].trimmed())) << head[1].trimmed() << head[2].trimmed() << head[3].trimmed() << head[4].trimmed()
                                                         << block.section(QLatin1Char('\n'), 1);
        }
    }

    void reportedFailures()
    {
        QFETCH(QString, client);
        QFETCH(QString, action);
        QFETCH(QString, target);
        QFETCH(QString, suspect);
        QFETCH(QString, output);
        const PastedFailure failure = readPastedFailure(output);
        const QStringList &suspects = failure.evidence.suspects;
        const QString all = suspects.join(QLatin1Char(' '));
        if (suspect.startsWith(QLatin1Char('~')))
            QVERIFY2(suspects.contains(suspect.mid(1)), qPrintable(all));
        else
            QVERIFY2(suspects.value(0) == suspect, qPrintable(all));
        QCOMPARE(failure.target, target);
        QCOMPARE(failure.evidence.client, client);
        if (!action.isEmpty())
            QCOMPARE(failure.evidence.action, action);
        QVERIFY(!failure.evidence.line.contains(text("geheim")));
    }

    void secretsDoNotGetOut_data()
    {
        QTest::addColumn<QString>("line");
        const auto row = [](const char *line) { QTest::newRow(line) << text(line); };
        row("docker login -u jo -p geheim123 registry.example.com denied: denied");
        row("docker login -u jo -pgeheim123 registry.example.com denied: denied");
        row("docker login --password=geheim123 x denied: denied");
        row("docker login --password 'geheim 123' x denied: denied");
        row("echo geheim123 | docker login --password-stdin x: denied: denied");
        row("echo \"geheim 123\" | docker login --password-stdin x: denied: denied");
        row("docker login --password-stdin <<< geheim123 denied: denied");
        row("skopeo copy --src-creds jo:geheim123 denied: denied");
        row("curl -u jo:geheim123 https://x/v2/ 401 Unauthorized");
        row("Get \"https://jo:geheim123@registry.example.com/v2/\": denied: access forbidden");
        row("Get \"https://jo:geh/geheim123@registry.example.com/v2/\": denied: access forbidden");
        row("proxyconnect tcp: http://jo:geheim#123@proxy:3128: no such host");
        row("Get \"https://x.example/jwt/auth?access_token=geheim123\": denied: access forbidden");
        row("Authorization: Basic geheim123 denied: denied");
        row("< authorization: Bearer geheim123geheim123 denied: denied");
        row("X-Registry-Auth: geheim123 denied: denied");
        row("PRIVATE-TOKEN: geheim123 denied: denied");
        row("Set-Cookie: a=geheim123 denied: denied");
        row("{\"auths\":{\"x\":{\"auth\":\"geheim123\"}}} denied: denied");
        row("\\\"password\\\":\\\"geheim123\\\" denied: denied");
        row("CI_JOB_TOKEN=geheim123 denied: denied");
        row("password: geheim123 denied: denied");
        row("denied: denied glpat-geheim1234567890abcd");
        row("denied: denied gldt-geheim1234567890abcd");
        row("denied: denied glcbt-64_geheim1234567890abcd");
        row("denied: denied ghp_geheim1234567890abcd");
        row("denied: denied github_pat_geheim1234567890abcd");
        row("denied: denied dckr_pat_geheim1234567890abcd");
        row("denied: denied eyJgeheim1234.eyJgeheim567.geheim890");
    }

    void secretsDoNotGetOut()
    {
        QFETCH(QString, line);
        const PastedFailure failure = readPastedFailure(line);
        const PastedEvidence &evidence = failure.evidence;
        const QString kept = failure.target + evidence.line + evidence.nestedUrl + evidence.dnsServer + evidence.suspects.join(QString());
        QVERIFY2(!kept.contains(text("geheim")), qPrintable(kept));
        QVERIFY(!evidence.suspects.isEmpty());
    }

    void errorsKeepTheirWords_data()
    {
        QTest::addColumn<QString>("line");
        const auto row = [](const char *line) { QTest::newRow(line) << text(line); };
        row("Error response from daemon: Get \"https://registry.example.com:5000/v2/\": denied: access forbidden");
        row("failed to push registry.example.com:5000/team/app@sha256:0000: unauthorized: authentication required");
        row("Get \"https://registry.example.com/v2/team/app/manifests/1\": unauthorized: HTTP Basic: Access denied");
        row("HTTP/2 401 www-authenticate: Bearer realm=\"https://gitlab.example.com/jwt/auth\"");
    }

    void errorsKeepTheirWords()
    {
        QFETCH(QString, line);
        QCOMPARE(withoutSecrets(line), line);
    }

    void theRestOfTheEvidence()
    {
        const PastedFailure failure = readPastedFailure(text("Error response from daemon: Get \"https://registry.example.com/v2/\": Get \"http://gitlab.internal/jwt/auth?account=jo&service=container_registry\": "
                                                             "dial tcp: lookup gitlab.internal on 10.0.0.2:53: no such host"));
        QCOMPARE(failure.evidence.nestedUrl, text("http://gitlab.internal/jwt/auth?account=***&service=container_registry"));
        QCOMPARE(failure.evidence.urlScheme, text("http"));
        QCOMPARE(failure.evidence.dnsServer, text("10.0.0.2"));
        QCOMPARE(failure.evidence.suspects.constFirst(), text("realm-unreachable"));
        QVERIFY(failure.evidence.given);
    }

    void anyEncodingIsRead()
    {
        const QString line = QString::fromUtf8("denied: access forbidden – ü");
        QCOMPARE(decodePasted(line.toUtf8()), line);
        QCOMPARE(decodePasted("\xEF\xBB\xBF" + line.toUtf8()), line);
        QStringEncoder encoder(QStringConverter::Utf16LE, QStringConverter::Flag::WriteBom);
        QCOMPARE(decodePasted(encoder.encode(line)), line);
        QCOMPARE(decodePasted("denied: \xFC"), QString::fromLatin1("denied: \xFC"));
    }

    void largeAndStrangeTextsAreReadInTime_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("one long line") << QByteArray(20 << 20, 'a');
        QTest::newRow("blanks") << QByteArray(8 << 20, ' ');
        QTest::newRow("colons") << QByteArray("https://a:").repeated(400000);
        QTest::newRow("quotes") << QByteArray("msg=\"\\\"").repeated(400000);
        QTest::newRow("many lines") << QByteArray("Get \"https://registry.example.com/v2/\": denied: denied\n").repeated(100000);
        QTest::newRow("zeros") << QByteArray(1 << 20, '\0');
        QTest::newRow("escapes") << QByteArray("\x1b[").repeated(400000);
    }

    void largeAndStrangeTextsAreReadInTime()
    {
        QFETCH(QByteArray, bytes);
        QElapsedTimer clock;
        clock.start();
        const PastedFailure failure = readPastedFailure(decodePasted(bytes));
        QVERIFY(failure.evidence.given);
        QVERIFY2(clock.elapsed() < 10000, qPrintable(QString::number(clock.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestPastedFailure)
#include "test_pasted_failure.moc"
