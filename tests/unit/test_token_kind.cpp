#include "core/accounts/token_kind.h"

#include <QTest>

#include <zlib.h>

using namespace wharf;
using namespace wharf::accounts;

static QByteArray encoded(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

static QByteArray base36(qulonglong number, qsizetype digits)
{
    return QByteArray::number(number, 36).rightJustified(digits, '0');
}

static QByteArray summed(const QByteArray &text)
{
    return text + base36(crc32(0, reinterpret_cast<const Bytef *>(text.constData()), static_cast<uInt>(text.size())), 7);
}

/// As GitLab 17 made them: routing first.
static QByteArray routable(const QByteArray &prefix, const QByteArray &routing = "o:1\nu:2a")
{
    const QByteArray payload = encoded(routing + QByteArray("\x01\x02\xff\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x10"));
    return summed(prefix + payload + '.' + base36(static_cast<qulonglong>(payload.size()), 2));
}

/// As GitLab 18 makes them: random bytes first, and a version.
static QByteArray versioned(const QByteArray &prefix, const QByteArray &version = "01")
{
    const QByteArray payload = encoded(QByteArray("\x01\x02\xff\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10") + "o:1\nu:2a\x08");
    return summed(prefix + payload + '.' + version + '.' + base36(static_cast<qulonglong>(payload.size()), 2));
}

static TokenLook look(const QByteArray &secret, const char *userName = "jo")
{
    return lookAtToken(QString::fromLatin1(userName), Secret(secret));
}

class TestTokenKind final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isRecognised_data()
    {
        QTest::addColumn<QByteArray>("userName");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<QString>("requiredUserName");
        const auto row = [](const char *userName, const QByteArray &secret, const char *kind, const char *prefix = "",
                            const char *required = "") {
            QTest::addRow("%s, %s", userName, secret.left(60).constData())
                << QByteArray(userName) << secret << QString::fromLatin1(kind) << QString::fromLatin1(prefix)
                << QString::fromLatin1(required);
        };
        const QByteArray rest(20, 'x');
        row("jo", "glpat-" + rest, "personal-access-token", "glpat-");
        row("jo", "gldt-" + rest, "deploy-token", "gldt-");
        row("gitlab+deploy-token-3", "gldt-" + rest, "deploy-token", "gldt-");
        row("gitlab-deploy-token", "gldt-" + rest, "ci-deploy-token", "gldt-", "gitlab-deploy-token");
        row("jo", "glcbt-64_" + rest, "ci-job-token", "glcbt-", "gitlab-ci-token");
        row("jo", "acme-glpat-" + rest, "personal-access-token", "glpat-");
        row("jo", "my.own_Prefix-1-gldt-" + rest, "deploy-token", "gldt-");
        row("jo", QByteArray(21, 'p') + "-glpat-" + rest, "unknown");
        row("jo", "acme-glpat-short", "unknown");
        row("jo", "acmeglpat-" + rest, "unknown");
        row("jo", "my pass-glrt-" + rest, "unknown");
        row("jo", "acme-glrt-" + rest, "not-for-registries", "glrt-");
        for (const char *prefix : { "gloas-", "glrt-", "glrtr-", "glptt-", "glft-", "glimt-", "glagent-", "glsoat-", "glffct-",
                                    "glwt-", "GR1348941", "_gitlab_session=" })
            row("jo", prefix + rest, "not-for-registries", prefix);
        row("jo", "dckr_pat_" + rest, "docker-hub-token", "dckr_pat_");
        row("org", "dckr_oat_" + rest, "docker-hub-token", "dckr_oat_");
        for (const char *prefix : { "ghp_", "github_pat_", "gho_", "ghs_", "ghu_" })
            row("jo", prefix + rest, "github-token", prefix);
        row("robot$ci+push", "Secret12", "harbor-robot");
        row("<token>", "opaque", "identity-token", "", "<token>");
        row("gitlab-ci-token", "64_" + rest, "ci-job-token", "", "gitlab-ci-token");
        row("gitlab-deploy-token", rest, "ci-deploy-token", "", "gitlab-deploy-token");
        row("gitlab+deploy-token-3", rest, "deploy-token");
        row("gitlab-ci-token", "glpat-" + rest, "personal-access-token", "glpat-");
        row("jo", "correct horse", "unknown");
        row("jo", "", "unknown");
        row("jo", rest, "unknown");
        row("jo", routable("acme_"), "personal-access-token");
        row("jo", versioned(""), "personal-access-token");
    }

    void isRecognised()
    {
        QFETCH(QByteArray, userName);
        QFETCH(QByteArray, secret);
        const TokenLook found = look(secret, userName.constData());
        QTEST(tokenKindName(found.kind), "kind");
        QTEST(found.prefix, "prefix");
        QTEST(found.requiredUserName, "requiredUserName");
        QVERIFY(!found.mangled);
    }

    void aChecksumTellsATruncatedPaste_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<Checksum>("checksum");
        for (const char *prefix : { "glpat-", "gldt-", "glcbt-", "acme-glpat-" }) {
            for (const QByteArray &whole : { routable(prefix), versioned(prefix) }) {
                const qsizetype digit = whole.size() - 3;
                const QByteArray typo = whole.left(digit) + (whole.at(digit) == '0' ? '1' : '0') + whole.mid(digit + 1);
                const auto row = [&](const char *name, const QByteArray &secret, Checksum checksum) {
                    QTest::addRow("%s, %d characters, %s", prefix, int(whole.size()), name) << secret << checksum;
                };
                row("whole", whole, Checksum::Right);
                row("one character cut off", whole.chopped(1), Checksum::Wrong);
                row("the checksum cut off", whole.chopped(7), Checksum::Wrong);
                row("all after the dot cut off", whole.left(whole.indexOf('.') + 1), Checksum::Wrong);
                row("no dot left", whole.left(whole.indexOf('.')), Checksum::None);
                row("one character too many", whole + 'a', Checksum::Wrong);
                row("a wrong digit", typo, Checksum::Wrong);
                row("the payload's first character lost", QByteArray(whole).remove(QByteArray(prefix).size(), 1), Checksum::Wrong);
            }
        }
        QTest::newRow("a blank at the end") << versioned("glpat-") + "\n" << Checksum::Right;
        QTest::newRow("a newer version") << versioned("glpat-", "02") << Checksum::None;
        QTest::newRow("classic") << QByteArray("glpat-xxxxxxxxxxxxxxxxxxxx") << Checksum::None;
        QTest::newRow("short, with a dot") << QByteArray("glpat-xxxxxxxxxx.xxxxxxxxx") << Checksum::None;
        QTest::newRow("a JWT") << QByteArray("glcbt-" + encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + '.' + encoded("{}") + ".abc") << Checksum::None;
        QTest::newRow("no GitLab prefix, right") << routable("acme_") << Checksum::Right;
        QTest::newRow("no GitLab prefix, wrong") << routable("acme_").chopped(1) << Checksum::None;
        QTest::newRow("a password with a dot") << QByteArray("correct-horse-battery-staple.123456789") << Checksum::None;
        QTest::newRow("GitHub") << QByteArray("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.000000000") << Checksum::None;
    }

    void aChecksumTellsATruncatedPaste()
    {
        QFETCH(QByteArray, secret);
        QTEST(look(secret).checksum, "checksum");
    }

    void aMangledPasteIsNoticed_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<bool>("mangled");
        const QByteArray token = "glpat-xxxxxxxxxxxxxxxxxxxx";
        QTest::newRow("whole") << token << false;
        QTest::newRow("a line end") << token + '\n' << true;
        QTest::newRow("CRLF") << token + "\r\n" << true;
        QTest::newRow("a blank before") << ' ' + token << true;
        QTest::newRow("a no-break space after") << token + "\xc2\xa0" << true;
        QTest::newRow("a zero-width space before") << "\xe2\x80\x8b" + token << true;
        QTest::newRow("a BOM and a blank") << "\xef\xbb\xbf " + token << true;
        QTest::newRow("a line end within") << QByteArray(token).insert(9, '\n') << true;
        QTest::newRow("an escape within") << QByteArray(token).insert(9, '\x1b') << true;
    }

    void aMangledPasteIsNoticed()
    {
        QFETCH(QByteArray, secret);
        const TokenLook found = look(secret);
        QTEST(found.mangled, "mangled");
        QCOMPARE(found.kind, TokenKind::PersonalAccessToken);
    }

    void passwordsMayHaveBlanksAndLetters()
    {
        QVERIFY(!look("correct horse").mangled);
        QVERIFY(!look("p\xc3\xa4ssw\xc3\xb6rt").mangled);
    }

    void aJobTokenMayKnowItsEnd()
    {
        const QByteArray jwt = encoded("{\"alg\":\"RS256\"}") + '.' + encoded("{\"exp\":1700000300}") + ".c2lnbmF0dXJl";
        QCOMPARE(look("glcbt-" + jwt).expires.toSecsSinceEpoch(), 1700000300);
        QCOMPARE(look("acme-glcbt-" + jwt).expires.toSecsSinceEpoch(), 1700000300);
        QVERIFY(!look("glcbt-64_xxxxxxxxxxxxxxxxxxxx").expires.isValid());
        QVERIFY(!look("glpat-" + jwt).expires.isValid());
    }

    void everyKindHasANameOfItsOwn()
    {
        QSet<QString> names;
        for (int i = 0; i <= int(TokenKind::NotForRegistries); ++i) {
            const auto kind = static_cast<TokenKind>(i);
            QCOMPARE(tokenKindFromName(tokenKindName(kind)), kind);
            names.insert(tokenKindName(kind));
        }
        QCOMPARE(names.size(), int(TokenKind::NotForRegistries) + 1);
        QVERIFY(!tokenKindFromName(QStringLiteral("nonsense")));
        QVERIFY(!tokenKindFromName(QString()));
    }
};

QTEST_GUILESS_MAIN(TestTokenKind)
#include "test_token_kind.moc"
