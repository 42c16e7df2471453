#include <QProcess>
#include <QTest>

namespace {

// Every shared library a program or library pulls in, by whatever way, as the loader itself says.
QString librariesOf(const QString &file)
{
    QProcess ldd;
    ldd.start(QStringLiteral("ldd"), { file });
    if (!ldd.waitForFinished() || ldd.exitCode() != 0)
        return {};
    return QString::fromLocal8Bit(ldd.readAllStandardOutput());
}

void addFiles(const char *joined)
{
    QTest::addColumn<QString>("file");
    const QStringList files = QString::fromUtf8(joined).split(u'|', Qt::SkipEmptyParts);
    for (const QString &file : files)
        QTest::newRow(qPrintable(file.section(u'/', -1))) << file;
}

}

class TestProgramLibraries final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aProgramOfCoreLoadsNoWindows_data() { addFiles(CORE_PROGRAMS); }
    void aProgramOfCoreLoadsNoWindows()
    {
        QFETCH(QString, file);
        const QString libraries = librariesOf(file);
        QVERIFY2(libraries.contains(QLatin1String("libQt6Core")), qPrintable(libraries));
        QVERIFY2(!libraries.contains(QLatin1String("libQt6Gui")), qPrintable(libraries));
        QVERIFY2(!libraries.contains(QLatin1String("libQt6Widgets")), qPrintable(libraries));
    }

    // Half of the helper's start would be loading Qt Network and Kerberos behind it.
    void theHelperLoadsNoNetwork_data() { addFiles(HELPER_PROGRAMS); }
    void theHelperLoadsNoNetwork()
    {
        QFETCH(QString, file);
        const QString libraries = librariesOf(file);
        QVERIFY2(libraries.contains(QLatin1String("libQt6Core")), qPrintable(libraries));
        QVERIFY2(!libraries.contains(QLatin1String("libQt6Network")), qPrintable(libraries));
    }

#ifdef HELPER_FRONT
    // What QtKeychain brings along takes longer to load than the whole answer does.
    void theHelpersFrontLoadsNoKeychain_data()
    {
        QTest::addColumn<QString>("library");
        for (const char *library : { "libQt6DBus", "libqt6keychain", "libQt6Network", "libQCoro", "libsecret", "libgobject",
                                     "libgio", "libcrypto", "libssl" })
            QTest::newRow(library) << QString::fromLatin1(library);
    }
    void theHelpersFrontLoadsNoKeychain()
    {
        QFETCH(QString, library);
        const QString libraries = librariesOf(QStringLiteral(HELPER_FRONT));
        QVERIFY2(libraries.contains(QLatin1String("libdbus-1")), qPrintable(libraries));
        QVERIFY2(!libraries.contains(library), qPrintable(libraries));
    }

    void theOtherHalfDoes()
    {
        QVERIFY(librariesOf(QStringLiteral(HELPER_WHOLE)).contains(QLatin1String("libqt6keychain")));
    }
#endif

    // The same look finds Qt Gui where it is: without this, the test above could pass by being blind.
    void aProgramWithAWindowDoes_data() { addFiles(WINDOW_PROGRAMS); }
    void aProgramWithAWindowDoes()
    {
        QFETCH(QString, file);
        QVERIFY(librariesOf(file).contains(QLatin1String("libQt6Gui")));
    }
};

QTEST_GUILESS_MAIN(TestProgramLibraries)
#include "test_program_libraries.moc"
