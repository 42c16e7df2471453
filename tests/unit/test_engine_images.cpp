#include "core/docker/engine_images.h"
#include "core/docker/engine_tags.h"
#include "core/docker/engine_version.h"

#include <QTest>

using namespace wharf;
using namespace wharf::docker;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

} // namespace

/// What an engine's answers say of its version and its images; the answers are dockerd 20.10's and podman 4.3's, shortened.
class TestEngineImages final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theVersionIsTheLesser_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("said"); // Api-Version
        QTest::addColumn<QByteArray>("podman");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("pinned");
        QTest::addColumn<QString>("version");
        const auto row = [](const char *name, const char *said, const char *version, const char *pinned = "", const char *podman = "", const char *body = "OK", int status = 200) {
            QTest::newRow(name) << status << QByteArray(said) << QByteArray(podman) << QByteArray(body) << text(pinned) << text(version);
        };
        row("an older engine", "1.41", "1.41");
        row("a newer engine", "1.56", "1.47");
        row("numbers and not letters", "1.9", "1.9");
        row("one that does not say", "", "1.24");
        row("pinned", "1.41", "1.30", "1.30");
        row("pinned to nonsense", "1.41", "!input/invalid/DOCKER_API_VERSION", "newest");
        row("pinned with more", "1.41", "!input/invalid/DOCKER_API_VERSION", "1.41/../x");
        row("Podman", "1.41", "1.41 podman", "", "4.3.1", "OK\n");
        row("Podman is not pinned", "1.41", "1.41 podman", "1.52", "4.3.1");
        row("no version", "x", "!daemon/bad-reply/not-an-engine");
        row("something else", "1.41", "!daemon/bad-reply/not-an-engine", "", "", "<html>");
        row("not ready", "1.41", "!daemon/server/ping", "", "", "{\"message\":\"starting\"}", 503);
        row("a proxy in front", "", "!daemon/forbidden/ping", "", "", "no", 403);
    }

    void theVersionIsTheLesser()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, said);
        QFETCH(QByteArray, podman);
        net::Reply ping;
        ping.status = status;
        if (!said.isEmpty())
            ping.headers.append({ "Api-Version", said });
        if (!podman.isEmpty())
            ping.headers.append({ "Libpod-Api-Version", podman });
        QFETCH(QByteArray, body);
        ping.body = body;
        QFETCH(QString, pinned);
        QFETCH(QString, version);
        const auto read = readEngineVersion(ping, pinned);
        QString shown;
        if (read)
            shown = QString::fromLatin1(read->api) + (read->isPodman ? text(" podman") : QString());
        else
            shown = QLatin1Char('!') + stageName(read.error().stage) + QLatin1Char('/') + kindName(read.error().kind) + QLatin1Char('/') + read.error().subject;
        QCOMPARE(shown, version);
    }

    void oneForEachTag()
    {
        const auto images = readEngineImages(R"([
            {"Containers":-1,"Created":1795811890,"Id":"sha256:34631d8605cd9186eab329ce568b07ff23e7b3974e42bc21e2423b268a18ac81","Labels":null,
             "RepoDigests":["localhost:1/grp/app@sha256:fe37"],"RepoTags":["src:1","localhost:1/grp/app:1"],"Size":30002000},
            {"Created":1795811891,"Id":"sha256:aaaaaaaaaaaabbbb","RepoDigests":["<none>@<none>"],"RepoTags":["<none>:<none>"],"Size":7},
            {"Created":0,"Id":"sha256:ccccccccccccdddd","RepoDigests":null,"RepoTags":null,"Size":-1},
            {"RepoTags":["without-id:1"]}, 7, null])");
        QVERIFY(images);
        QCOMPARE(images->size(), 4);
        QCOMPARE(images->at(0).name, text("aaaaaaaaaaaa")); // the newest
        QVERIFY(images->at(0).repoDigests.isEmpty());
        QCOMPARE(images->at(1).name, text("localhost:1/grp/app:1"));
        QCOMPARE(images->at(2).name, text("src:1"));
        QCOMPARE(images->at(2).id, images->at(1).id);
        QCOMPARE(images->at(2).size, 30002000);
        QCOMPARE(images->at(2).created, QDateTime::fromSecsSinceEpoch(1795811890, Qt::UTC));
        QCOMPARE(images->at(2).repoDigests, QStringList { text("localhost:1/grp/app@sha256:fe37") });
        QCOMPARE(images->at(3).name, text("cccccccccccc"));
        QCOMPARE(images->at(3).size, 0);
        QVERIFY(!images->at(3).created.isValid());
    }

    void whatIsNoList()
    {
        QVERIFY(readEngineImages("[]")->isEmpty());
        QVERIFY(readEngineImages("null\n")->isEmpty());
        for (const char *answer : { "", "{}", "[", "<html>", "7" })
            QCOMPARE(readEngineImages(answer).error().kind, Kind::BadReply);
    }

    void anImageIsInspected()
    {
        const auto image = readInspectedImage(R"({"Id":"sha256:3463","RepoTags":["src:1"],"Size":5,"RootFS":{"Type":"layers","Layers":["sha256:a","sha256:b"]}})");
        QVERIFY(image);
        QCOMPARE(image->id, text("sha256:3463"));
        QCOMPARE(image->names, QStringList { text("src:1") });
        QCOMPARE(image->layers, QStringList({ text("sha256:a"), text("sha256:b") }));
        for (const char *answer : { "", "[]", "{}", "{\"Id\":7}" })
            QCOMPARE(readInspectedImage(answer).error().kind, Kind::BadReply);
    }

    void aNameCannotLeaveItsPlace()
    {
        QCOMPARE(nameInTarget(text("localhost:5000/a/b:1@sha256:0")), QByteArray("localhost:5000/a/b:1@sha256:0"));
        QCOMPARE(nameInTarget(text("a?force=1#x y\r\nHost: z%2e")), QByteArray("a%3Fforce%3D1%23x%20y%0D%0AHost:%20z%252e"));
    }
};

QTEST_GUILESS_MAIN(TestEngineImages)
#include "test_engine_images.moc"
