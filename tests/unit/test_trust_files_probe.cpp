#include "core/diagnosis/probes/host_probe.h"
#include "tests/support/test_certificates.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace wharf;
using namespace wharf::diagnosis;

/// What lies in `certs.d` for a host, and what is wrong with it.
class TestTrustFilesProbe final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsWrongIsNamedWithItsPath_data()
    {
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QString>("problems");
        QTest::newRow("nothing there") << QStringList() << QString();
        QTest::newRow("an authority") << QStringList { QStringLiteral("ca.crt=ca") } << QString();
        QTest::newRow("a pair") << QStringList { QStringLiteral("client.cert=ca"), QStringLiteral("client.key=key") } << QString();
        QTest::newRow("key alone") << QStringList { QStringLiteral("ca.key=key") } << QStringLiteral("key-without-certificate ca.key");
        QTest::newRow("certificate alone") << QStringList { QStringLiteral("client.cert=ca") } << QStringLiteral("certificate-without-key client.cert");
        QTest::newRow("two names") << QStringList { QStringLiteral("a.cert=ca"), QStringLiteral("b.key=key") }
                                   << QStringLiteral("certificate-without-key a.cert;key-without-certificate b.key");
        QTest::newRow("not PEM") << QStringList { QStringLiteral("ca.crt=nonsense") } << QStringLiteral("malformed ca.crt");
        QTest::newRow("key is no key") << QStringList { QStringLiteral("c.cert=ca"), QStringLiteral("c.key=nonsense") } << QStringLiteral("malformed c.key");
        QTest::newRow("others' files") << QStringList { QStringLiteral("hosts.toml=nonsense"), QStringLiteral("ca.pem=nonsense") } << QString();
    }
    void whatIsWrongIsNamedWithItsPath()
    {
        QFETCH(QStringList, files);
        QFETCH(QString, problems);
        const QTemporaryDir root;
        const QString folder = root.filePath(QStringLiteral("certs.d/reg.example.com:5000"));
        QVERIFY(QDir().mkpath(folder));
        for (const QString &file : files)
            write(folder + QLatin1Char('/') + file.section(QLatin1Char('='), 0, 0), contentOf(file.section(QLatin1Char('='), 1)));

        const TrustFilesEvidence trust = probe(root, QStringLiteral("https://reg.example.com:5000"));
        QCOMPARE(trust.folders, QStringList { folder });
        QStringList expected;
        const QStringList wanted = problems.split(QLatin1Char(';'), Qt::SkipEmptyParts);
        for (const QString &problem : wanted)
            expected << problem.section(QLatin1Char(' '), 0, 0) + QLatin1Char(' ') + folder + QLatin1Char('/') + problem.section(QLatin1Char(' '), 1);
        QCOMPARE(trust.problems, expected);
        QCOMPARE(trust.nearFolders, QStringList());
    }

    void foldersThatMissByALittleAreFound_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("near");
        const auto row = [](const char *folder, const char *url, bool near) {
            QTest::addRow("%s for %s", folder, url) << QString::fromLatin1(folder) << QString::fromLatin1(url) << near;
        };
        row("certs.d/reg.example.com", "https://reg.example.com:5000", true);
        row("certs.d/reg.example.com:5001", "https://reg.example.com:5000", true);
        row("certs.d/reg.example.com:443", "https://reg.example.com", true);
        row("cert.d/reg.example.com:5000", "https://reg.example.com:5000", true);
        row("certs/reg.example.com:5000", "https://reg.example.com:5000", true);
        row("certs.d/other.example.com:5000", "https://reg.example.com:5000", false);
        row("certs.d/xreg.example.com:5000", "https://reg.example.com:5000", false);
        row("certs.d/[fd00::1]", "https://[fd00::1]:5000", true);
    }
    void foldersThatMissByALittleAreFound()
    {
        QFETCH(QString, folder);
        QFETCH(QString, url);
        QFETCH(bool, near);
        const QTemporaryDir root;
        QVERIFY(QDir().mkpath(root.filePath(folder)));
        const TrustFilesEvidence trust = probe(root, url);
        QCOMPARE(trust.folders, QStringList());
        QCOMPARE(trust.nearFolders, near ? QStringList { root.filePath(folder) } : QStringList());
    }

    void whatIsNotThereIsNoProblem()
    {
        const TrustFilesEvidence trust = probeTrustFiles(QUrl(QStringLiteral("https://reg.example.com")), { { QStringLiteral("/nonexistent") }, {} });
        QVERIFY(trust.folders.isEmpty() && trust.problems.isEmpty() && trust.nearFolders.isEmpty());
    }

private:
    static TrustFilesEvidence probe(const QTemporaryDir &root, const QString &url)
    {
        return probeTrustFiles(QUrl(url), { { root.filePath(QStringLiteral("certs.d")) }, {} });
    }
    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }
    [[nodiscard]] QByteArray contentOf(const QString &what) const
    {
        return what == QLatin1String("ca") ? m_ca.certificate : what == QLatin1String("key") ? m_ca.key : QByteArray("nonsense\n");
    }

    test::TestCertificates m_maker;
    test::TestCertificate m_ca = m_maker.authority();
};

QTEST_GUILESS_MAIN(TestTrustFilesProbe)
#include "test_trust_files_probe.moc"
