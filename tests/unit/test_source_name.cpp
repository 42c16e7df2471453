#include "core/push/source/source_name.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace wharf;
using push::SourceName;

namespace {

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

} // namespace

/// What people write as the source of a push.
class TestSourceName final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void names_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("reference");
        const auto row = [](const char *written, SourceName::Kind kind, const char *place, const char *reference = "") {
            QTest::newRow(written) << text(written) << static_cast<int>(kind) << text(place) << text(reference);
        };
        using enum SourceName::Kind;
        row("docker:app", Docker, "app");
        row("docker:localhost:5000/app:1@sha256:00", Docker, "localhost:5000/app:1@sha256:00");
        row("podman:localhost/app:1", Podman, "localhost/app:1");
        row("docker-archive:/nowhere/a.tar", DockerArchive, "/nowhere/a.tar");
        row("docker-archive:/nowhere/a.tar:reg:5000/app:1", DockerArchive, "/nowhere/a.tar", "reg:5000/app:1");
        row("docker-archive:a.tar:@1", DockerArchive, "a.tar", "@1");
        row("docker-archive:C:\\images\\a.tar:app", DockerArchive, "C:\\images\\a.tar", "app");
        row("oci:layout", OciLayout, "layout");
        row("oci:layout:1.0", OciLayout, "layout", "1.0");
        row("oci:layout:@sha256:00", OciLayout, "layout", "@sha256:00");
        row("oci-archive:a.tar.gz:latest", OciArchive, "a.tar.gz", "latest");
        row("  oci:layout ", OciLayout, "layout");
    }

    void names()
    {
        QFETCH(QString, written);
        QFETCH(int, kind);
        QFETCH(QString, place);
        QFETCH(QString, reference);
        const auto name = SourceName::parse(written);
        QVERIFY(name);
        QCOMPARE(static_cast<int>(name->kind), kind);
        QCOMPARE(name->place, place);
        QCOMPARE(name->reference, reference);
        QCOMPARE(name->toString(), written.trimmed());
    }

    void noNames_data()
    {
        QTest::addColumn<QString>("subject");
        QTest::newRow("") << text("empty");
        QTest::newRow("docker:") << text("empty");
        QTest::newRow("oci:") << text("empty");
        QTest::newRow("oci::latest") << text("empty");
        QTest::newRow("app") << text("source");
        QTest::newRow("dir:somewhere") << text("source");
        QTest::newRow("docker://reg.example.com/app") << text("source");
        QTest::newRow("/a/b:c") << text("source");
    }

    void noNames()
    {
        QFETCH(QString, subject);
        const auto name = SourceName::parse(text(QTest::currentDataTag()));
        QVERIFY(!name);
        QCOMPARE(name.error().stage, Stage::Input);
        QCOMPARE(name.error().kind, Kind::Malformed);
        QCOMPARE(name.error().subject, subject);
    }

    void aPathMayHoldColons()
    {
        QTemporaryDir folder;
        const QString plain = folder.filePath(text("a"));
        const QString odd = folder.filePath(text("a:b.tar"));
        const auto parsed = [](const QString &path) {
            const auto name = SourceName::parse(text("oci-archive:") + path);
            return name ? name->place + u'|' + name->reference : QString();
        };
        QCOMPARE(parsed(odd), plain + text("|b.tar"));
        QVERIFY(QDir().mkpath(plain));
        QCOMPARE(parsed(odd), plain + text("|b.tar"));
        QFile file(odd);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(parsed(odd), odd + text("|"));
        QCOMPARE(parsed(odd + text(":latest")), odd + text("|latest"));
        QCOMPARE(parsed(odd + text(":@sha256:00")), odd + text("|@sha256:00"));
    }
};

QTEST_GUILESS_MAIN(TestSourceName)
#include "test_source_name.moc"
