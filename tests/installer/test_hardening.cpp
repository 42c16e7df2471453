#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

namespace {

QString readelf(const QString &option, const QString &file)
{
    QProcess process;
    process.start(QStringLiteral("readelf"), { QStringLiteral("--wide"), option, file });
    if (!process.waitForFinished() || process.exitCode() != 0)
        return {};
    return QString::fromLocal8Bit(process.readAllStandardOutput());
}

bool matches(const QString &text, const char *pattern)
{
    return text.contains(QRegularExpression(QString::fromLatin1(pattern)));
}

// The protections that a linked program shows, by the names that hardening-check uses.
QStringList protectionsOf(const QString &file)
{
    const QString segments = readelf(QStringLiteral("--program-headers"), file);
    const QString dynamic = readelf(QStringLiteral("--dynamic"), file);
    const QString symbols = readelf(QStringLiteral("--dyn-syms"), file);
    QStringList found;
    if (matches(segments, "Elf file type is DYN") && matches(segments, "INTERP"))
        found.append(QStringLiteral("position independent"));
    if (matches(segments, "GNU_RELRO"))
        found.append(QStringLiteral("read-only relocations"));
    if (matches(dynamic, "BIND_NOW|FLAGS_1.*NOW"))
        found.append(QStringLiteral("immediate binding"));
    if (matches(segments, "GNU_STACK\\s.*\\sRW\\s"))
        found.append(QStringLiteral("no code on the stack"));
    if (matches(symbols, "__stack_chk_fail"))
        found.append(QStringLiteral("stack protector"));
    return found;
}

}

class TestHardening final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aProgramIsProtected_data()
    {
        QTest::addColumn<QString>("file");
        const QStringList files = QStringLiteral(PROGRAMS).split(u'|', Qt::SkipEmptyParts);
        for (const QString &file : files)
            QTest::newRow(qPrintable(file.section(u'/', -1))) << file;
    }
    void aProgramIsProtected()
    {
        QFETCH(QString, file);
        QCOMPARE(protectionsOf(file),
            (QStringList { QStringLiteral("position independent"), QStringLiteral("read-only relocations"),
                QStringLiteral("immediate binding"), QStringLiteral("no code on the stack"),
                QStringLiteral("stack protector") }));
    }

    void anUnprotectedProgramIsSeenAsOne()
    {
        QVERIFY(QFile::exists(QStringLiteral(UNPROTECTED)));
        QCOMPARE(protectionsOf(QStringLiteral(UNPROTECTED)), QStringList());
    }

    // Qt code seldom calls what glibc fortifies, so a program does not show it: the command that compiled it does.
    void optimisedBuildsAreFortified()
    {
        QFile file(QStringLiteral(COMPILE_COMMANDS));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonArray commands = QJsonDocument::fromJson(file.readAll()).array();
        const bool optimised = QStringLiteral(BUILD_TYPE) != QLatin1String("Debug");
        int seen = 0;
        for (const QJsonValue &value : commands) {
            const QString source = value[QLatin1String("file")].toString();
            if (!matches(source, "/(core|ui|app)/[^/]+/[^/]+\\.cpp$") || source.contains(QLatin1String("/tests/")))
                continue;
            ++seen;
            const QString command = value[QLatin1String("command")].toString();
            QVERIFY2(command.contains(QLatin1String("-D_FORTIFY_SOURCE=2")) == optimised, qPrintable(source));
            QVERIFY2(command.contains(QLatin1String("-fstack-clash-protection")), qPrintable(source));
        }
        QVERIFY(seen > 0);
    }
};

QTEST_GUILESS_MAIN(TestHardening)
#include "test_hardening.moc"
