#include "core/push/source/open_source.h"
#include "core/registry/digest.h"
#include "core/registry/manifest.h"
#include "tests/integration/program.h"
#include "tests/sandbox/image.h"
#include "tests/sandbox/sandbox.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

#include <csignal>
#include <unistd.h>

using namespace wharf;
using namespace wharf::push;
using namespace wharf::sandbox;
using wharf::test::ProgramResult;
using wharf::test::run;

namespace {

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

bool all(int)
{
    return true;
}

QString said(const Failure &failure)
{
    return stageName(failure.stage) + u' ' + kindName(failure.kind) + u' ' + failure.subject + u' ' + failure.serverSaid;
}

/// Bytes of memory that this process holds right now.
qint64 resident()
{
    QFile file(text("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    return file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

/// Reads to the end. Empty where that went well.
QString readThrough(BlobReader &reader, registry::Sha256 &sum, qint64 *most = nullptr)
{
    QByteArray piece(1 << 20, Qt::Uninitialized);
    while (true) {
        const auto got = reader.read(piece.data(), piece.size());
        if (!got)
            return said(got.error());
        if (*got == 0)
            return {};
        sum.add(QByteArrayView(piece.constData(), *got));
        if (most)
            *most = std::max(*most, resident());
    }
}

/// Reads every blob, some of them twice, and compares digests. Empty where all is as it should be. `anonymous` counts the
/// blobs that were not told beforehand.
QString wrongIn(ImageSource &source, ImageContent *kept = nullptr, int *anonymous = nullptr)
{
    const auto content = source.describe();
    if (!content)
        return said(content.error());
    if (kept)
        *kept = *content;
    QStringList expected;
    for (const SourceBlob &blob : content->blobs)
        expected.append(blob.form == SourceBlob::Form::AsIs ? blob.digest : blob.diffId);
    QStringList missing = expected;
    for (int count = 0;; ++count) {
        auto opened = source.next(&all);
        if (!opened)
            return said(opened.error());
        if (!*opened)
            break;
        BlobReader &reader = *(*opened)->reader;
        registry::Sha256 sum;
        if (const QString wrong = readThrough(reader, sum); !wrong.isEmpty())
            return wrong;
        const QString digest = sum.digest();
        if (!missing.removeOne(digest))
            return text("nobody named ") + digest;
        if ((*opened)->blob && expected.at(*(*opened)->blob) != digest)
            return text("one blob for another");
        if (!(*opened)->blob && anonymous)
            ++*anonymous;
        if (count == 0) { // and once more from the start
            registry::Sha256 again;
            if (const auto sought = reader.seek(0); !sought)
                return said(sought.error());
            if (const QString wrong = readThrough(reader, again); !wrong.isEmpty() || again.digest() != digest)
                return text("the second time another: ") + wrong;
        }
    }
    for (const SourceManifest &manifest : content->manifests) {
        if (!manifest.bytes.isEmpty() && registry::sha256Of(manifest.bytes) != manifest.digest)
            return text("a manifest of another digest");
    }
    return missing.isEmpty() ? QString() : text("missing: ") + missing.join(u' ');
}

} // namespace

/// Images as the real programs write and export them.
class TestImageSourcesReal final : public QObject {
    Q_OBJECT

    std::unique_ptr<Sandbox> m_sandbox;
    QProcessEnvironment m_environment;
    QTemporaryDir m_place;

    static constexpr qint64 MiB = qint64(1) << 20;

    [[nodiscard]] QString at(const char *name) const { return m_place.filePath(QLatin1String(name)); }
    [[nodiscard]] QString runs(const char *program, const QStringList &arguments) const
    {
        const ProgramResult result = run(QLatin1String(program), arguments, m_environment);
        return result.exitStatus == 0 ? QString() : QString::fromUtf8(result.said());
    }
    [[nodiscard]] SourceSurroundings surroundings() const
    {
        SourceSurroundings there;
        there.environment = m_environment;
        there.environment.insert(text("CONTAINER_HOST"), m_sandbox->podman().address());
        there.home = m_environment.value(text("HOME"));
        return there;
    }
    [[nodiscard]] std::unique_ptr<ImageSource> source(const QString &name) const
    {
        return *openSource(*SourceName::parse(name), surroundings());
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<Sandbox>(Parts { Part::Docker, Part::Podman });
        QVERIFY2(m_sandbox->start(), qPrintable(m_sandbox->error()));
        m_environment = m_sandbox->environment();
        QVERIFY(QDir().mkpath(m_environment.value(text("DOCKER_CONFIG"))));
        QFile config(m_environment.value(text("DOCKER_CONFIG")) + text("/config.json")); // podman wants it to be there
        if (!config.exists())
            QVERIFY(config.open(QIODevice::WriteOnly) && config.write("{}") == 2);
        config.close();
        QCOMPARE(makeImageInDocker(text("app:latest"), m_environment, { { 300'000, 2 * MiB, 5, 700'000 }, 1 }), QString());
        QCOMPARE(makeImageInDocker(text("app:other"), m_environment, { { 300'000, 4 }, 1 }), QString());
        QCOMPARE(makeImageInDocker(text("large:latest"), m_environment, { { 200 * MiB }, 9 }), QString());
        QCOMPARE(makeImageInPodman(text("localhost/app:latest"), m_environment, { { 300'000, 2 * MiB, 5, 700'000 }, 1 }), QString());
    }

    void cleanupTestCase() { m_sandbox.reset(); }

    void dockerSave()
    {
        QCOMPARE(runs("docker", { text("save"), text("-o"), at("saved.tar"), text("app:latest"), text("app:other") }), QString());
        for (const char *reference : { "app", "app:other", "@0", "@1" }) {
            ImageContent content;
            QCOMPARE(wrongIn(*source(text("docker-archive:") + at("saved.tar:") + text(reference)), &content), QString());
            QVERIFY(content.blobs.size() >= 3);
        }
        const auto undecided = source(text("docker-archive:") + at("saved.tar"))->describe();
        QVERIFY(!undecided);
        // Docker writes them in no order.
        QVERIFY2(said(undecided.error()).startsWith(text("image absent reference app:")), qPrintable(said(undecided.error())));
        QCOMPARE(undecided.error().serverSaid.split(text(", ")).size(), 2);
    }

    void dockerSaveCompressed()
    {
        QCOMPARE(runs("docker", { text("save"), text("-o"), at("packed.tar"), text("app:latest") }), QString());
        QCOMPARE(runs("gzip", { text("-k"), at("packed.tar") }), QString());
        QCOMPARE(runs("zstd", { text("-q"), text("-k"), at("packed.tar") }), QString());
        QCOMPARE(runs("xz", { text("-0"), text("-k"), at("packed.tar") }), QString());
        for (const char *name : { "packed.tar.gz", "packed.tar.zst", "packed.tar.xz" })
            QCOMPARE(wrongIn(*source(text("docker-archive:") + at(name))), QString());
    }

    void podmanSave()
    {
        for (const char *format : { "docker-archive", "oci-archive" }) {
            const QString file = at(format);
            QCOMPARE(runs("podman", { text("save"), text("-q"), text("--format"), text(format), text("-o"), file, text("localhost/app:latest") }), QString());
            ImageContent content;
            QCOMPARE(wrongIn(*source(text(format) + u':' + file), &content), QString());
            QCOMPARE(content.blobs.size(), 5);
        }
    }

    void skopeoCopies()
    {
        const QString from = text("docker-daemon:app:latest");
        QCOMPARE(runs("skopeo", { text("copy"), text("--src-daemon-host"), m_sandbox->docker().address(), from, text("oci:") + at("oci:v1") }), QString());
        QCOMPARE(runs("skopeo", { text("copy"), text("oci:") + at("oci:v1"), text("oci-archive:") + at("oci.tar:v1") }), QString());
        QCOMPARE(runs("skopeo", { text("copy"), text("oci:") + at("oci:v1"), text("docker-archive:") + at("docker.tar:app:v1") }), QString());
        QCOMPARE(runs("skopeo", { text("copy"), text("--dest-compress-format"), text("zstd"), text("docker-archive:") + at("docker.tar"), text("oci:") + at("oci-zstd:v1") }), QString());
        for (const QString &name : { text("oci:") + at("oci:v1"), text("oci:") + at("oci"), text("oci-archive:") + at("oci.tar:v1"),
                                     text("docker-archive:") + at("docker.tar:app:v1"), text("oci:") + at("oci-zstd") }) {
            ImageContent content;
            QCOMPARE(wrongIn(*source(name), &content), QString());
            QCOMPARE(content.blobs.size(), 5);
            if (name.contains(text("zstd")))
                QCOMPARE(content.blobs.last().mediaType, text("application/vnd.oci.image.layer.v1.tar+zstd"));
        }
    }

    void anIndexOfSeveralPlatforms()
    {
        QCOMPARE(makeOciLayout(at("amd64"), { { 100'000 }, 3 }), QString());
        QCOMPARE(makeOciLayout(at("arm64"), { { 200'000 }, 4 }), QString());
        QCOMPARE(runs("podman", { text("manifest"), text("create"), text("several"), text("oci:") + at("amd64:latest") }), QString());
        QCOMPARE(runs("podman", { text("manifest"), text("add"), text("--arch"), text("arm64"), text("several"), text("oci:") + at("arm64:latest") }), QString());
        QCOMPARE(runs("podman", { text("manifest"), text("push"), text("--all"), text("several"), text("oci:") + at("several:v1") }), QString());
        ImageContent content;
        QCOMPARE(wrongIn(*source(text("oci:") + at("several:v1")), &content), QString());
        QCOMPARE(content.manifests.size(), 3);
        QCOMPARE(content.manifests.last().children, QList<int>({ 0, 1 }));
        QCOMPARE(content.blobs.size(), 4);
        QCOMPARE(content.manifests.at(1).platform, text("linux/arm64"));
    }

    void theRealDockerd()
    {
        for (const char *name : { "docker:app", "docker:app:latest", "docker:app:other" }) {
            ImageContent content;
            int anonymous = 0;
            QCOMPARE(wrongIn(*source(text(name)), &content, &anonymous), QString());
            QVERIFY(content.blobs.size() >= 3);
            QCOMPARE(content.blobs.first().size, -1);
            QCOMPARE(content.manifests.first().platform, text("linux/amd64"));
            QCOMPARE(anonymous, 0); // the old way's ids were seen through
        }
        const auto none = source(text("docker:nothing:here"))->describe();
        QVERIFY(!none);
        QVERIFY2(said(none.error()).startsWith(text("image absent nothing:here ")), qPrintable(said(none.error())));
    }

    /// As `docker build` makes them: with empty layers, the same layer twice, and a configuration of its own.
    void aBuiltImageOfDockers()
    {
        QVERIFY(QDir().mkpath(at("context")));
        QFile file(at("context/Dockerfile"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("FROM scratch\nCOPY a /a\nENV X=1\nCOPY b /b\nCOPY a /a\nLABEL l=1\n");
        file.close();
        for (const char *name : { "context/a", "context/b" }) {
            QFile content(at(name));
            QVERIFY(content.open(QIODevice::WriteOnly) && content.write(QByteArray(100'000, *name)) > 0);
        }
        m_environment.insert(text("DOCKER_BUILDKIT"), text("0"));
        QCOMPARE(runs("docker", { text("build"), text("-q"), text("-t"), text("built"), at("context") }), QString());
        int anonymous = 0;
        QCOMPARE(wrongIn(*source(text("docker:built")), nullptr, &anonymous), QString());
        QCOMPARE(anonymous, 0);
        QCOMPARE(runs("docker", { text("save"), text("-o"), at("built.tar"), text("built") }), QString());
        QCOMPARE(wrongIn(*source(text("docker-archive:") + at("built.tar"))), QString());
    }

    void theRealPodman()
    {
        for (const char *name : { "podman:localhost/app", "podman:localhost/app:latest", "podman:app" }) {
            ImageContent content;
            QCOMPARE(wrongIn(*source(text(name)), &content), QString());
            QCOMPARE(content.blobs.size(), 5);
        }
        const auto none = source(text("podman:nothing:here"))->describe();
        QVERIFY(!none);
        QVERIFY2(said(none.error()).startsWith(text("image absent nothing:here ")), qPrintable(said(none.error())));
    }

    /// An OCI image: its configuration is another one when it comes out.
    void anOciImageOfPodmans()
    {
        QCOMPARE(makeOciLayout(at("native"), { { 100'000, 200'000 }, 5 }), QString());
        QCOMPARE(runs("skopeo", { text("copy"), text("oci:") + at("native:latest"), text("oci-archive:") + at("native.tar:localhost/native:1") }), QString());
        QCOMPARE(runs("podman", { text("load"), text("-q"), text("-i"), at("native.tar") }), QString());
        ImageContent content;
        QCOMPARE(wrongIn(*source(text("podman:localhost/native:1")), &content), QString());
        QCOMPARE(content.blobs.size(), 3);
    }

    void memoryStaysFlat()
    {
        QCOMPARE(makeDockerArchive(at("large.tar"), text("large:latest"), { { 200 * MiB }, 9 }), QString());
        for (const QString &name : { text("docker:large"), text("docker-archive:") + at("large.tar") }) {
            const auto large = source(name);
            QVERIFY(large->describe());
            const qint64 before = resident();
            qint64 most = 0;
            while (true) {
                auto opened = large->next(&all);
                QVERIFY(opened);
                if (!*opened)
                    break;
                registry::Sha256 sum;
                QCOMPARE(readThrough(*(*opened)->reader, sum, &most), QString());
            }
            QVERIFY2(most - before < 24 * MiB, qPrintable(QString::number((most - before) / MiB)));
        }
    }

    /// Nobody reads: the engine waits, and nothing piles up.
    void anEngineWaitsForWhoReads()
    {
        const auto large = source(text("docker:large"));
        QVERIFY(large->describe());
        const qint64 before = resident();
        auto opened = large->next([](int blob) { return blob == 1; });
        QVERIFY(opened && *opened);
        std::this_thread::sleep_for(std::chrono::seconds(2));
        QVERIFY(resident() - before < 24 * MiB);
        QElapsedTimer clock;
        clock.start();
        large->stop();
        char byte = 0;
        const auto got = (*opened)->reader->read(&byte, 1);
        QVERIFY(!got);
        QCOMPARE(got.error().kind, Kind::Cancelled);
        (*opened)->reader.reset();
        QVERIFY(clock.elapsed() < 1000);
    }

    void overSsh()
    {
        // Does what sshd would, on this machine: runs what stands behind the host.
        QVERIFY(QDir().mkpath(at("bin")));
        QFile ssh(at("bin/ssh"));
        QVERIFY(ssh.open(QIODevice::WriteOnly));
        ssh.write("#!/bin/sh\nwhile [ \"$1\" != -- ]; do shift; done\nshift 2\nexport DOCKER_HOST=" + m_sandbox->docker().address().toUtf8() + "\nexec \"$@\"\n");
        ssh.close();
        QVERIFY(ssh.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        SourceSurroundings there = surroundings();
        there.environment.insert(text("DOCKER_HOST"), text("ssh://jo@build"));
        there.environment.insert(text("PATH"), at("bin") + u':' + there.environment.value(text("PATH")));
        const auto far = *openSource(*SourceName::parse(text("docker:large")), there);
        const qint64 before = resident();
        QCOMPARE(wrongIn(*far), QString());
        const auto slow = *openSource(*SourceName::parse(text("docker:large")), there);
        QVERIFY(slow->describe());
        const auto opened = slow->next([](int blob) { return blob == 1; });
        QVERIFY(opened && *opened);
        std::this_thread::sleep_for(std::chrono::seconds(1)); // ssh's pipe fills, and nothing else
        QVERIFY2(resident() - before < 24 * MiB, qPrintable(QString::number((resident() - before) / MiB)));
    }

    void noEngineThere()
    {
        SourceSurroundings nowhere;
        nowhere.environment = QProcessEnvironment();
        nowhere.dockerSocket = at("no.sock");
        nowhere.podmanSocket = at("no.sock");
        nowhere.environment.insert(text("XDG_RUNTIME_DIR"), m_place.path());
        for (const char *name : { "docker:app", "podman:app" }) {
            const auto content = (*openSource(*SourceName::parse(text(name)), nowhere))->describe();
            QVERIFY(!content);
            QCOMPARE(content.error().stage, Stage::Daemon);
            QCOMPARE(content.error().kind, Kind::Absent);
        }
        QCOMPARE(openSource({ .kind = SourceName::Kind::Docker, .place = text("A b"), .reference = {} }, nowhere).error().stage, Stage::Input);
    }
};

QTEST_GUILESS_MAIN(TestImageSourcesReal)
#include "test_image_sources_real.moc"
