#include "core/registry/image_reference.h"

#include <QTest>

using namespace wharf;
using registry::ImageReference;

class TestImageReference final : public QObject {
    Q_OBJECT

    static QString sha256() { return QStringLiteral("sha256:") + QString(64, QLatin1Char('f')); }

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("repository");
        QTest::addColumn<QString>("tag");
        QTest::addColumn<QString>("digest");
        const auto row = [](const QString &text, const char *host, const QString &repository, const char *tag = "",
                            const QString &digest = QString()) {
            QTest::newRow(qPrintable(text.left(80)))
                << text << QString::fromLatin1(host) << repository << QString::fromLatin1(tag) << digest;
        };
        const auto s = [](const char *text) { return QString::fromLatin1(text); };
        const QString sha512 = s("sha512:") + QString(128, QLatin1Char('f'));
        const QString at256 = s("@") + sha256();

        row(s("debian"), "docker.io", s("library/debian"));
        row(s("debian:12"), "docker.io", s("library/debian"), "12");
        row(s("debian") + at256, "docker.io", s("library/debian"), "", sha256());
        row(s("docker.io/debian"), "docker.io", s("library/debian"));
        row(s("index.docker.io/library/debian"), "docker.io", s("library/debian"));
        row(s("registry-1.docker.io/jo/app"), "docker.io", s("jo/app"));
        row(s("jo/app"), "docker.io", s("jo/app"));
        row(s("library/foo/bar"), "docker.io", s("library/foo/bar"));
        row(s("test_com"), "docker.io", s("library/test_com"));
        row(s("test_com/foo"), "docker.io", s("test_com/foo"));
        row(s("test.com:tag"), "docker.io", s("library/test.com"), "tag");
        row(s("test.com:5000"), "docker.io", s("library/test.com"), "5000");
        row(s("test.com/repo:tag"), "test.com", s("repo"), "tag");
        row(s("test:5000/repo"), "test:5000", s("repo"));
        row(s("test:5000/repo:tag"), "test:5000", s("repo"), "tag");
        row(s("test:5000/repo") + at256, "test:5000", s("repo"), "", sha256());
        row(s("test:5000/repo:tag") + at256, "test:5000", s("repo"), "tag", sha256());
        row(s("xn--7o8h.com/myimage:xn--7o8h.com@") + sha512, "xn--7o8h.com", s("myimage"), "xn--7o8h.com", sha512);
        row(s("lowercase:Uppercase"), "docker.io", s("library/lowercase"), "Uppercase");
        row(s("sub-dom1.foo.com/bar/baz/quux:some-long-tag"), "sub-dom1.foo.com", s("bar/baz/quux"), "some-long-tag");
        row(s("b.gcr.io/test.example.com/my-app:test.example.com"), "b.gcr.io", s("test.example.com/my-app"), "test.example.com");
        row(s("foo/foo_bar.com:8080"), "docker.io", s("foo/foo_bar.com"), "8080");
        row(s("192.168.1.1"), "docker.io", s("library/192.168.1.1"));
        row(s("192.168.1.1:5000/repo:5050"), "192.168.1.1:5000", s("repo"), "5050");
        row(s("[2001:db8::1]/repo"), "[2001:db8::1]", s("repo"));
        row(s("[2001:db8:1:2:3:4:5:6]/repo:tag"), "[2001:db8:1:2:3:4:5:6]", s("repo"), "tag");
        row(s("[::1]:5000/repo:tag") + at256, "[::1]:5000", s("repo"), "tag", sha256());
        row(s("localhost/app"), "localhost", s("app"));
        row(s("localhost:5000/group/app"), "localhost:5000", s("group/app"));
        row(s("Registry.Example.com/group/app"), "registry.example.com", s("group/app"));
        row(s("docker---rules/dock__er"), "docker.io", s("docker---rules/dock__er"));
        row(s("d/t:_x.-9"), "docker.io", s("d/t"), "_x.-9");
        row(s("  jo/app\n"), "docker.io", s("jo/app"));
        row(s("docker.io/") + QString(64, QLatin1Char('a')), "docker.io", s("library/") + QString(64, QLatin1Char('a')));
        row(s("test.com/") + QString(255, QLatin1Char('a')), "test.com", QString(255, QLatin1Char('a')));
        row(s("a:") + QString(128, QLatin1Char('t')), "docker.io", s("library/a"), QByteArray(128, 't').constData());
    }

    void reads()
    {
        QFETCH(QString, text);
        const auto image = ImageReference::parse(text);
        QVERIFY2(image, image ? "" : qPrintable(image.error().subject));
        QTEST(image->host.name(), "host");
        QTEST(image->repository, "repository");
        QTEST(image->tag, "tag");
        QTEST(image->digest, "digest");
        QVERIFY(ImageReference::parse(image->toString()) == image);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *text, const char *reason) {
            QTest::newRow(*text ? text : "nothing") << QString::fromUtf8(text) << QString::fromLatin1(reason);
        };
        row("", "empty");
        row("  ", "empty");
        row("https://github.com/docker/docker", "scheme");
        row("docker://debian", "scheme");
        row("docker pull debian", "spaces");
        row("deb\tian", "spaces");
        row("Uppercase:tag", "capitals");
        row("Group/app", "capitals");
        row("docker/Docker", "capitals");
        row("test:5000/Uppercase/lowercase:tag", "capitals");
        row("J\xc3\x96/app", "capitals");
        row(":justtag", "repository");
        row("-docker", "repository");
        row("-docker/docker", "repository");
        row("docker-/docker", "repository");
        row("docker///docker", "repository");
        row("docker/", "repository");
        row("/docker", "repository");
        row("____/____", "repository");
        row("_docker/_docker", "repository");
        row("dock..er/docker", "host");
        row("jo/dock..er", "repository");
        row("jo/dock_.er", "repository");
        row("jo/dock-.er", "repository");
        row("jo/dock___er", "repository");
        row("aa/asdf$$^/aa", "repository");
        row("j\xc3\xb6/app", "repository");
        row("1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a", "repository");
        row("-docker.io/docker/docker", "host");
        row("fc00::1:5000/debian", "host");
        row("[fe80::1%eth0]:5000/debian", "host");
        row("[2001:db8:3:4::192.0.2.33]:5000/debian", "host");
        row("[2001:db8::1", "tag");
        row("test:0/repo", "host");
        row("debian:", "tag");
        row("debian:-x", "tag");
        row("debian:a:b", "tag");
        row("debian:\xc3\xa4", "tag");
        row("debian@", "digest");
        row("debian@sha256:ffff", "digest");
        row("debian@sha256:FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "digest");
        row("debian@md5:ffffffffffffffffffffffffffffffff", "digest");
        row("@sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "repository");
        row("jo:pw@registry.example.com/app", "digest");
        QTest::newRow("a repository of 256") << QString(QStringLiteral("test.com/")) + QString(256, QLatin1Char('a'))
                                             << "too-long";
        QTest::newRow("256 with library/") << QString(248, QLatin1Char('a')) << "too-long";
        QTest::newRow("a tag of 129") << QString(QStringLiteral("a:")) + QString(129, QLatin1Char('t')) << "tag";
        QTest::newRow("64 KiB") << QString(65536, QLatin1Char('a')) << "too-long";
    }

    void refuses()
    {
        QFETCH(QString, text);
        const auto image = ImageReference::parse(text);
        QVERIFY(!image);
        QCOMPARE(image.error().stage, Stage::Input);
        QCOMPARE(image.error().kind, Kind::Malformed);
        QTEST(image.error().subject, "reason");
    }

    void isWrittenInFull()
    {
        QCOMPARE(ImageReference::parse(QStringLiteral("debian:12"))->toString(), QStringLiteral("docker.io/library/debian:12"));
        QCOMPARE(ImageReference::parse(QStringLiteral("a.b/c:d@") + sha256())->toString(), QStringLiteral("a.b/c:d@") + sha256());
    }
};

QTEST_GUILESS_MAIN(TestImageReference)
#include "test_image_reference.moc"
