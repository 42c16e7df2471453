#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace {

struct Outcome {
    int status = -1;
    QString text; ///< both streams
};

Outcome run(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment = {})
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    if (!environment.isEmpty())
        process.setProcessEnvironment(environment);
    process.start(program, arguments);
    const bool finished = process.waitForFinished(100'000) && process.exitStatus() == QProcess::NormalExit;
    return { finished ? process.exitCode() : -1, QString::fromLocal8Bit(process.readAll()) };
}

}

class TestPackage final : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_package;

    QString field(const char *name) const
    {
        return run(QStringLiteral("dpkg-deb"), { QStringLiteral("--field"), m_package, QLatin1String(name) }).text.trimmed();
    }

    QString installed(const QString &path) const { return m_folder.filePath(QStringLiteral("root/")) + path; }

    Outcome runInstalled(const QString &program, const QStringList &arguments) const
    {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("PATH"), installed(QStringLiteral("usr/bin")) + QStringLiteral(":/usr/bin:/bin"));
        environment.insert(QStringLiteral("HOME"), m_folder.path());
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        return run(installed(QStringLiteral("usr/bin/")) + program, arguments, environment);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        const Outcome packed = run(QStringLiteral(CPACK),
            { QStringLiteral("--config"), QStringLiteral(CPACK_CONFIG), QStringLiteral("-G"), QStringLiteral("DEB"),
                QStringLiteral("-B"), m_folder.path() });
        QVERIFY2(packed.status == 0, qPrintable(packed.text));
        const QStringList packages = QDir(m_folder.path()).entryList({ QStringLiteral("*.deb") }, QDir::Files);
        QCOMPARE(packages.size(), 1);
        m_package = m_folder.filePath(packages.first());

        // A root with nothing in it. What the package depends on is the host's here; that apt finds it all on a bare
        // Debian is for tests/installer/bare_debian.sh.
        const QString root = installed({});
        const QString database = root + QStringLiteral("var/lib/dpkg/");
        for (const char *folder : { "updates", "info", "triggers" })
            QVERIFY(QDir().mkpath(database + QLatin1String(folder)));
        for (const char *name : { "status", "available" }) {
            QFile file(database + QLatin1String(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        const Outcome unpacked = run(QStringLiteral("fakeroot"),
            { QStringLiteral("dpkg"), QStringLiteral("--root=") + root, QStringLiteral("--force-not-root"),
                QStringLiteral("--force-depends"), QStringLiteral("--install"), m_package });
        QVERIFY2(unpacked.status == 0, qPrintable(unpacked.text));
    }

    void itIsNamedAsDebianNamesPackages()
    {
        QVERIFY2(QRegularExpression(QStringLiteral("/wharfinger_" VERSION "_[a-z0-9]+\\.deb$")).match(m_package).hasMatch(),
            qPrintable(m_package));
    }

    void itsFieldsSayWhatItIs_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("pattern");
        QTest::newRow("name") << "Package" << "^wharfinger$";
        QTest::newRow("version") << "Version" << QStringLiteral("^" VERSION "$");
        QTest::newRow("section") << "Section" << "^utils$";
        QTest::newRow("maintainer") << "Maintainer" << "^The Wharfinger developers <.+@.+>$";
        QTest::newRow("size") << "Installed-Size" << "^[1-9][0-9]+$";
        QTest::newRow("summary") << "Description" << "^sign in to container registries";
        QTest::newRow("Qt Core, with its version") << "Depends" << "\\blibqt6core6(t64)? \\(>= 6\\.4";
        QTest::newRow("Qt Widgets") << "Depends" << "\\blibqt6widgets6";
        QTest::newRow("the keychain") << "Depends" << "\\blibqt6keychain1\\b";
        QTest::newRow("what the keychain opens by itself") << "Depends" << "\\blibsecret-1-0\\b";
        QTest::newRow("what icons are read with") << "Depends" << "\\blibqt6svg6\\b";
        QTest::newRow("the session bus") << "Depends" << "\\blibdbus-1-3\\b";
        QTest::newRow("libssl") << "Depends" << "\\blibssl3(t64)?\\b";
        QTest::newRow("a keyring") << "Recommends" << "\\bgnome-keyring\\b";
    }

    void itsFieldsSayWhatItIs()
    {
        QFETCH(QString, field);
        QFETCH(QString, pattern);
        const QString value = this->field(field.toLatin1().constData());
        QVERIFY2(QRegularExpression(pattern).match(value).hasMatch(), qPrintable(value));
    }

    void nothingOfTheBuildIsInIt()
    {
        const QString depends = field("Depends");
        for (const char *name : { "-dev", "qt6-httpserver", "libqt6httpserver", "libqt6test" })
            QVERIFY2(!depends.contains(QLatin1String(name)), qPrintable(depends));
        const Outcome list = run(QStringLiteral("dpkg-deb"), { QStringLiteral("--contents"), m_package });
        for (const char *name : { "sandbox", "/test", "/include/", ".a\n", "/lib/" })
            QVERIFY2(!list.text.contains(QLatin1String(name)), name);
    }

    void itsFilesAreRootsAndNobodyElseWrites()
    {
        const QStringList lines = run(QStringLiteral("dpkg-deb"), { QStringLiteral("--contents"), m_package })
                                      .text.split(u'\n', Qt::SkipEmptyParts);
        QVERIFY(lines.size() > 10);
        static const QRegularExpression wanted(QStringLiteral("^(drwxr-xr-x|-rwxr-xr-x|-rw-r--r--) root/root "));
        for (const QString &line : lines)
            QVERIFY2(wanted.match(line).hasMatch(), qPrintable(line));
    }

    void itPutsInPlace_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *path : {
                 "usr/bin/wharfinger",
                 "usr/bin/wharfctl",
                 "usr/bin/docker-credential-wharfinger",
                 "usr/libexec/wharfinger/credential-helper",
                 "usr/share/applications/io.github.wharfinger.Wharfinger.desktop",
                 "usr/share/metainfo/io.github.wharfinger.Wharfinger.metainfo.xml",
                 "usr/share/icons/hicolor/scalable/apps/io.github.wharfinger.Wharfinger.svg",
                 "usr/share/man/man1/wharfinger.1.gz",
                 "usr/share/man/man1/wharfctl.1.gz",
                 "usr/share/man/man1/docker-credential-wharfinger.1.gz",
                 "usr/share/doc/wharfinger/changelog.gz",
                 "usr/share/doc/wharfinger/copyright",
             })
            QTest::newRow(path) << QString::fromLatin1(path);
    }

    void itPutsInPlace()
    {
        QFETCH(QString, path);
        QVERIFY(QFileInfo(installed(path)).size() > 100);
    }

    void theMenuEntryStartsWhatIsThere()
    {
        QFile entry(installed(QStringLiteral("usr/share/applications/io.github.wharfinger.Wharfinger.desktop")));
        QVERIFY(entry.open(QIODevice::ReadOnly));
        const QByteArray text = entry.readAll();
        QVERIFY(text.contains("\nExec=wharfinger\n"));
        QVERIFY(text.contains("\nIcon=io.github.wharfinger.Wharfinger\n"));
    }

    void theNewestReleaseIsThisOne()
    {
        QFile metainfo(installed(QStringLiteral("usr/share/metainfo/io.github.wharfinger.Wharfinger.metainfo.xml")));
        QVERIFY(metainfo.open(QIODevice::ReadOnly));
        const auto release = QRegularExpression(QStringLiteral("<release version=\"([^\"]+)\"")).match(
            QString::fromUtf8(metainfo.readAll()));
        QCOMPARE(release.captured(1), QStringLiteral(VERSION));
        const QString changes = run(QStringLiteral("zcat"),
            { installed(QStringLiteral("usr/share/doc/wharfinger/changelog.gz")) }).text;
        QVERIFY2(changes.startsWith(QStringLiteral("wharfinger (" VERSION ")")), qPrintable(changes.left(80)));
    }

    void theProgramsStart_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("argument");
        QTest::newRow("window") << "wharfinger" << "--version";
        QTest::newRow("terminal") << "wharfctl" << "--version";
        QTest::newRow("helper") << "docker-credential-wharfinger" << "version";
    }

    void theProgramsStart()
    {
        QFETCH(QString, program);
        QFETCH(QString, argument);
        const Outcome outcome = runInstalled(program, { argument });
        QVERIFY2(outcome.status == 0, qPrintable(outcome.text));
        QVERIFY2(outcome.text.contains(QLatin1String(VERSION)), qPrintable(outcome.text));
    }
};

QTEST_GUILESS_MAIN(TestPackage)
#include "test_package.moc"
