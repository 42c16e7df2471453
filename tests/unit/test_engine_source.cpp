#include "core/push/source/engine_source.h"
#include "core/registry/manifest.h"
#include "tests/support/image_files.h"
#include "tests/support/told_engine.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace wharf;
using namespace wharf::push;
using namespace wharf::test;

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
    return stageName(failure.stage) + u' ' + kindName(failure.kind) + u' ' + failure.subject;
}

QByteArray readAll(BlobReader &reader, QString &failure)
{
    QByteArray bytes;
    QByteArray piece(50'003, Qt::Uninitialized);
    while (true) {
        const auto got = reader.read(piece.data(), piece.size());
        if (!got)
            failure = said(got.error());
        if (!got || *got == 0)
            return bytes;
        bytes.append(piece.constData(), *got);
    }
}

QByteArray inspection(const MadeImage &image, const QByteArray &id, const QByteArray &more = {})
{
    const QStringList diffIds = image.diffIds();
    return "{\"Id\":\"" + id + "\",\"Os\":\"linux\",\"Architecture\":\"arm64\",\"Variant\":\"v8\",\"RootFS\":{\"Type\":\"layers\",\"Layers\":[\""
        + diffIds.join(text("\",\"")).toLatin1() + "\"]}" + more + '}';
}

} // namespace

/// Images of engines: of every generation, and of engines that fail half-way.
class TestEngineSource final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_place;
    std::unique_ptr<ToldEngine> m_engine;
    QByteArray m_version = "1.41";
    QByteArray m_id;
    docker::EnginePatience m_patience;
    QProcessEnvironment m_environment;

    [[nodiscard]] QByteArray target(const QByteArray &rest) const { return "/v" + m_version + rest; }
    [[nodiscard]] QByteArray exportTarget() const { return target("/images/" + m_id + "/get"); }

    void tell(const MadeImage &image, const QByteArray &tar, const char *version = "1.41", const QByteArray &more = {}, const QByteArray &headers = {})
    {
        m_version = version;
        m_id = "sha256:" + hexOf(image.config);
        m_engine->answer("/_ping", { .body = "OK", .headers = QByteArray("Api-Version: ") + version + "\r\n" + headers });
        m_engine->answer(target("/images/app/json"), { .body = inspection(image, m_id, more) });
        m_engine->answer(exportTarget(), { .body = tar });
    }

    [[nodiscard]] std::unique_ptr<ImageSource> source(const QString &name = text("app")) const
    {
        EngineLine line { .endpoint = docker::parseEndpoint(text("unix://") + m_place->filePath(text("s"))), .environment = m_environment, .patience = m_patience };
        return makeEngineSource(line, name);
    }

    /// Everything read; nothing where all is as it should be. `nameless` counts blobs that were not told beforehand.
    [[nodiscard]] static QString wrongIn(ImageSource &source, int *nameless = nullptr)
    {
        const auto content = source.describe();
        if (!content)
            return said(content.error());
        QStringList expected;
        for (const SourceBlob &blob : content->blobs)
            expected.append(blob.form == SourceBlob::Form::AsIs ? blob.digest : blob.diffId);
        QStringList missing = expected;
        while (true) {
            auto opened = source.next(&all);
            if (!opened)
                return said(opened.error());
            if (!*opened)
                return missing.isEmpty() ? QString() : text("missing ") + missing.join(u' ');
            QString failure;
            const QString digest = digestOf(readAll(*(*opened)->reader, failure));
            if (!failure.isEmpty())
                return failure;
            if (!missing.removeOne(digest) || ((*opened)->blob && expected.at(*(*opened)->blob) != digest))
                return text("another ") + digest;
            if (nameless && !(*opened)->blob)
                ++*nameless;
        }
    }

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        m_engine = std::make_unique<ToldEngine>(m_place->filePath(text("s")));
        m_patience = {};
        m_environment = {};
    }

    void cleanup() { m_engine.reset(); }

    void whatTheEngineTellsBeforehand()
    {
        const MadeImage image = makeImage({ 100'000, 7 });
        tell(image, makeTar(newDockerArchive(image, {})));
        const auto content = source()->describe();
        QVERIFY(content);
        QCOMPARE(content->blobs.size(), 3);
        QCOMPARE(content->blobs.at(0).digest, digestOf(image.config));
        QCOMPARE(content->blobs.at(0).size, -1);
        QCOMPARE(content->blobs.at(1).diffId, digestOf(image.layers.at(0)));
        QCOMPARE(content->blobs.at(1).form, SourceBlob::Form::ToCompress);
        QCOMPARE(content->manifests.first().platform, text("linux/arm64/v8"));
        QCOMPARE(m_engine->asked(), QList<QByteArray>({ "/_ping", "/v1.41/images/app/json" })); // and no export
    }

    void exportsOfEveryGeneration_data()
    {
        QTest::addColumn<QByteArray>("layout");
        QTest::addColumn<int>("nameless");
        QTest::newRow("podman") << QByteArray("podman") << 0;
        QTest::newRow("new docker") << QByteArray("new") << 0;
        QTest::newRow("old docker, ids that say nothing") << QByteArray("old") << 4;
    }

    void exportsOfEveryGeneration()
    {
        QFETCH(QByteArray, layout);
        QFETCH(int, nameless);
        const MadeImage image = makeImage({ 100'000, 3'000'000, 7, 9 });
        tell(image, makeTar(layout == "podman" ? podmanArchive(image, {}) : layout == "new" ? newDockerArchive(image, {}) : oldDockerArchive(image, {})));
        int counted = 0;
        const auto there = source();
        QCOMPARE(wrongIn(*there, &counted), QString());
        QCOMPARE(counted, nameless);
        QVERIFY(!*there->next([](int) { return false; }));
    }

    void theOnlyLayerNeedsNoName()
    {
        const MadeImage image = makeImage({ 1000 });
        tell(image, makeTar(oldDockerArchive(image, {})));
        int nameless = 0;
        QCOMPARE(wrongIn(*source(), &nameless), QString());
        QCOMPARE(nameless, 0);
    }

    void nothingIsReadOnceNothingIsWanted()
    {
        const MadeImage image = makeImage({ 8'000'000, 8'000'000 });
        QList<TarItem> items = podmanArchive(image, {});
        tell(image, makeTar(items));
        const auto there = source();
        QVERIFY(there->describe());
        QVERIFY(!*there->next([](int) { return false; }));
        QVERIFY(!m_engine->asked().contains(exportTarget())); // not even begun
        auto first = there->next([](int blob) { return blob == 1; });
        QString failure;
        QCOMPARE(readAll(*(*first)->reader, failure), image.layers.at(0));
        QVERIFY(!*there->next([](int) { return false; }));
        QVERIFY2(m_engine->sent() < 14'000'000, "the rest was left with the engine");
    }

    void goingBackIsAnotherExport()
    {
        const MadeImage image = makeImage({ 3'000'000, 20'000 });
        tell(image, makeTar(newDockerArchive(image, {})));
        const auto there = source();
        QVERIFY(there->describe());
        for (int count = 0; count < 3; ++count) {
            auto opened = there->next(&all);
            QVERIFY(opened && *opened);
            const int blob = *(*opened)->blob;
            const QByteArray right = blob == 0 ? image.config : image.layers.at(blob - 1);
            char bytes[100];
            QVERIFY((*opened)->reader->read(bytes, 100).value() > 0);
            QVERIFY((*opened)->reader->seek(right.size() / 2));
            QString failure;
            QCOMPARE(readAll(*(*opened)->reader, failure), right.mid(right.size() / 2));
            QVERIFY((*opened)->reader->seek(1));
            QCOMPARE(readAll(*(*opened)->reader, failure), right.mid(1));
            QCOMPARE(failure, QString());
        }
        QVERIFY(!*there->next(&all));
        QCOMPARE(m_engine->asked().count(exportTarget()), 4);
    }

    void anEngineThatDiesMidway()
    {
        const MadeImage image = makeImage({ 3'000'000 });
        const QByteArray tar = makeTar(podmanArchive(image, {}));
        tell(image, tar);
        m_engine->answer(exportTarget(), { .body = tar, .cutAfter = 1'000'000 });
        const auto there = source();
        QVERIFY(there->describe());
        auto opened = there->next(&all);
        QVERIFY(opened && *opened);
        QString failure;
        readAll(*(*opened)->reader, failure);
        QCOMPARE(failure, text("image bad-reply app"));
        // It is back: the same reader goes on where it stopped.
        m_engine->answer(exportTarget(), { .body = tar });
        QVERIFY((*opened)->reader->seek(500'000));
        failure.clear();
        QCOMPARE(readAll(*(*opened)->reader, failure), image.layers.first().mid(500'000));
        QCOMPARE(failure, QString());
        (*opened)->reader.reset();
        QVERIFY(*there->next(&all)); // and the configuration comes, too
    }

    void aTarThatEndsTooSoon()
    {
        const MadeImage image = makeImage({ 300'000 });
        tell(image, makeTar(podmanArchive(image, {})).left(100'000));
        QCOMPARE(wrongIn(*source()), text("image bad-reply app"));
    }

    void aLayerThatDoesNotCome()
    {
        const MadeImage image = makeImage({ 300'000, 5 });
        QList<TarItem> items = podmanArchive(image, {});
        items.removeFirst();
        tell(image, makeTar(items));
        QCOMPARE(wrongIn(*source()), text("image bad-reply app"));
    }

    void silenceHasALimit()
    {
        const MadeImage image = makeImage({ 300'000 });
        const QByteArray tar = makeTar(podmanArchive(image, {}));
        tell(image, tar);
        m_patience.between = std::chrono::milliseconds(300);
        m_engine->answer(exportTarget(), { .body = tar, .cutAfter = 100'000, .hangs = true });
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(wrongIn(*source()), text("image timeout app"));
        QVERIFY(clock.elapsed() >= 300 && clock.elapsed() < 5000);
        m_patience.beginning = std::chrono::milliseconds(300);
        m_engine->answer(exportTarget(), { .body = {}, .cutAfter = 0, .hangs = true });
        QCOMPARE(wrongIn(*source()), text("image timeout app"));
    }

    void stopEndsAWaitAtOnce()
    {
        const MadeImage image = makeImage({ 300'000 });
        tell(image, makeTar(podmanArchive(image, {})));
        m_engine->answer(exportTarget(), { .body = {}, .cutAfter = 0, .hangs = true });
        const auto there = source();
        QVERIFY(there->describe());
        std::thread stopping([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            there->stop();
        });
        QElapsedTimer clock;
        clock.start();
        const auto opened = there->next(&all);
        stopping.join();
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, Kind::Cancelled);
        QVERIFY(clock.elapsed() < 1500);
        QCOMPARE(there->describe().error().kind, Kind::Cancelled);
    }

    void refusals()
    {
        const MadeImage image = makeImage({ 300 });
        tell(image, {});
        QCOMPARE(wrongIn(*source(text("gone"))), text("image absent gone"));
        m_engine->answer(exportTarget(), { .status = 404 });
        QCOMPARE(wrongIn(*source()), text("image absent app"));
        m_engine->answer(exportTarget(), { .status = 500, .body = "{\"message\":\"no space left\"}" });
        QCOMPARE(wrongIn(*source()), text("daemon server app"));
        m_engine->answer(target("/images/app/json"), { .body = "{\"Id\":\"x\"}" });
        QCOMPARE(wrongIn(*source()), text("daemon bad-reply app"));
        m_engine->answer("/_ping", { .body = "<html>" });
        QCOMPARE(wrongIn(*source()), text("daemon bad-reply not-an-engine"));
        m_engine.reset();
        QVERIFY(wrongIn(*source()).startsWith(text("daemon ")));
    }

    void theVersionIsNegotiatedOrPinned()
    {
        const MadeImage image = makeImage({ 300 });
        tell(image, makeTar(podmanArchive(image, {})), "1.47");
        m_engine->answer("/_ping", { .body = "OK", .headers = "Api-Version: 1.99\r\n" });
        QCOMPARE(wrongIn(*source()), QString());
        tell(image, makeTar(podmanArchive(image, {})), "1.30");
        m_engine->answer("/_ping", { .body = "OK", .headers = "Api-Version: 1.41\r\n" });
        m_environment.insert(text("DOCKER_API_VERSION"), text("1.30"));
        QCOMPARE(wrongIn(*source()), QString());
    }

    /// Docker's containerd store: what it exports is addressed by content.
    void theContainerdStore()
    {
        const MadeImage image = makeImage({ 300'000, 40'000 });
        LayoutFiles layout;
        layout.name(layout.addImage(image), "app");
        QByteArray digest;
        const QList<TarItem> items = layout.items();
        for (const TarItem &item : items) {
            if (item.content.contains("\"layers\""))
                digest = "sha256:" + hexOf(item.content);
        }
        tell(image, makeTar(items), "1.47");
        m_id = digest;
        m_engine->answer(exportTarget(), { .body = makeTar(items) });
        m_engine->answer(target("/images/app/json"), { .body = inspection(image, digest) });
        m_engine->answer(target("/info"), { .body = "{\"DriverStatus\":[[\"driver-type\",\"io.containerd.snapshotter.v1\"]]}" });
        const auto there = source();
        QCOMPARE(wrongIn(*there), QString());
        QCOMPARE(m_engine->asked().count(exportTarget()), 2);
        // Newer ones say so themselves.
        m_engine->answer(target("/info"), { .status = 500 });
        m_engine->answer(target("/images/app/json"), { .body = inspection(image, digest, ",\"Descriptor\":{\"mediaType\":\"application/vnd.oci.image.index.v1+json\"}") });
        const auto newer = source();
        const auto content = newer->describe();
        QVERIFY(content);
        QCOMPARE(content->manifests.last().digest, QString::fromLatin1(digest));
        QCOMPARE(content->blobs.at(1).form, SourceBlob::Form::AsIs);
    }

    /// It holds one platform of an index: then that one goes, as Docker's own push does it.
    void theContainerdStoreWithOnePlatformOfSeveral()
    {
        const MadeImage image = makeImage({ 300'000 });
        LayoutFiles layout;
        const QByteArray here = layout.addImage(image, "linux/amd64");
        layout.name(layout.addIndex({ here, "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":5,\"digest\":\"sha256:" + QByteArray(64, 'a') + "\"}" }), "app");
        QList<TarItem> items = layout.items();
        items.append({ .name = "manifest.json", .content = "[{\"Config\":\"blobs/sha256/" + hexOf(image.config) + "\",\"Layers\":[\"blobs/sha256/" + hexOf(gzipped(image.layers.first())) + "\"]}]" });
        tell(image, makeTar(items), "1.47", ",\"Descriptor\":{\"size\":1}");
        const auto there = source();
        const auto content = there->describe();
        QVERIFY(content);
        QCOMPARE(content->manifests.size(), 1);
        QCOMPARE(content->blobs.at(1).digest, digestOf(gzipped(image.layers.first())));
        QCOMPARE(wrongIn(*there), QString());
    }
};

QTEST_GUILESS_MAIN(TestEngineSource)
#include "test_engine_source.moc"
