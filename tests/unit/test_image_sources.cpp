#include "core/push/source/open_source.h"
#include "core/registry/digest.h"
#include "core/registry/manifest.h"
#include "tests/support/image_files.h"
#include "tests/support/in_child.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

#include <sys/stat.h>

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

std::unique_ptr<ImageSource> sourceAt(SourceName::Kind kind, const QString &place, const QString &reference = {})
{
    return *openSource({ .kind = kind, .place = place, .reference = reference }, {});
}

/// All blobs with what they were read to be; a failure's words where one came.
struct Read {
    ImageContent content;
    QHash<int, QByteArray> blobs;
    QList<int> order;
    QString failure;
};

QString said(const Failure &failure)
{
    return stageName(failure.stage) + u' ' + kindName(failure.kind) + u' ' + failure.subject + u' ' + failure.serverSaid;
}

QByteArray readAll(BlobReader &reader, QString &failure, qint64 step = 70'001)
{
    QByteArray bytes;
    QByteArray piece(step, Qt::Uninitialized);
    while (true) {
        const auto got = reader.read(piece.data(), piece.size());
        if (!got)
            failure = said(got.error());
        if (!got || *got == 0)
            return bytes;
        bytes.append(piece.constData(), *got);
    }
}

Read readImage(ImageSource &source)
{
    Read read;
    const auto content = source.describe();
    if (!content) {
        read.failure = said(content.error());
        return read;
    }
    read.content = *content;
    while (read.failure.isEmpty()) {
        auto opened = source.next(&all);
        if (!opened)
            read.failure = said(opened.error());
        if (!opened || !*opened)
            break;
        const int blob = (*opened)->blob.value_or(-1);
        read.order.append(blob);
        read.blobs.insert(blob, readAll(*(*opened)->reader, read.failure));
        if (read.failure.isEmpty() && read.blobs.value(blob).size() != (*opened)->sourceSize)
            read.failure = text("another size than told");
    }
    return read;
}

/// What is wrong with an image that was read: nothing, where every blob has the digest it should have.
QString wrongIn(const Read &read)
{
    if (!read.failure.isEmpty())
        return read.failure;
    if (read.blobs.size() != read.content.blobs.size())
        return text("%1 of %2 blobs").arg(read.blobs.size()).arg(read.content.blobs.size());
    for (int blob = 0; blob < read.content.blobs.size(); ++blob) {
        const SourceBlob &told = read.content.blobs.at(blob);
        const bool asIs = told.form == SourceBlob::Form::AsIs;
        if (digestOf(read.blobs.value(blob)) != (asIs ? told.digest : told.diffId))
            return text("blob %1 is another").arg(blob);
        if (asIs ? told.size != read.blobs.value(blob).size() : told.size != -1)
            return text("blob %1 has another size").arg(blob);
    }
    return {};
}

using Kinds = SourceName::Kind;

} // namespace

/// Images of layouts and archives, as they should be and as they should not.
class TestImageSources final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_place;

    [[nodiscard]] QString at(const char *name) const { return m_place->filePath(QLatin1String(name)); }
    [[nodiscard]] QString put(const QByteArray &bytes) const
    {
        writeFile(at("image.tar"), bytes);
        return at("image.tar");
    }
    /// The failure of describe() in words; empty where it goes well.
    [[nodiscard]] static QString refusal(Kinds kind, const QString &place, const QString &reference = {})
    {
        const auto content = sourceAt(kind, place, reference)->describe();
        return content ? QString() : said(content.error());
    }
    [[nodiscard]] QString refusal(const QList<TarItem> &items) const { return refusal(Kinds::DockerArchive, put(makeTar(items))); }
    [[nodiscard]] QString layoutRefusal(const LayoutFiles &layout, const QString &reference = {}) const
    {
        QDir(at("layout")).removeRecursively();
        layout.writeTo(at("layout"));
        return refusal(Kinds::OciLayout, at("layout"), reference);
    }

private Q_SLOTS:
    void init() { m_place = std::make_unique<QTemporaryDir>(); }

    // OCI layouts

    void aLayoutIsReadAsItIs()
    {
        const MadeImage image = makeImage({ 100'000, 300'000, 5 });
        LayoutFiles layout;
        layout.name(layout.addImage(image), "latest");
        layout.writeTo(at("layout"));
        const auto source = sourceAt(Kinds::OciLayout, at("layout"), text("latest"));
        const Read read = readImage(*source);
        QCOMPARE(wrongIn(read), QString());
        QCOMPARE(read.content.manifests.size(), 1);
        const SourceManifest &manifest = read.content.manifests.last();
        QCOMPARE(manifest.blobs, QList<int>({ 0, 1, 2, 3 }));
        QCOMPARE(read.content.blobs.at(0).role, SourceBlob::Role::Config);
        QCOMPARE(read.content.blobs.at(1).role, SourceBlob::Role::Layer);
        QCOMPARE(read.content.blobs.at(1).mediaType, text("application/vnd.oci.image.layer.v1.tar+gzip"));
        QCOMPARE(digestOf(manifest.bytes), manifest.digest);
        QCOMPARE(manifest.mediaType, text("application/vnd.oci.image.manifest.v1+json"));
        QCOMPARE(read.order.first(), 2); // the largest
    }

    void anIndexIsReadWholeAndItsBlobsOnce()
    {
        const MadeImage one = makeImage({ 1000, 2000 }, 1);
        MadeImage other = makeImage({ 1000, 3000 }, 1); // shares the first layer
        QCOMPARE(other.layers.at(0), one.layers.at(0));
        LayoutFiles layout;
        const QByteArray inner = layout.addIndex({ layout.addImage(other, "linux/arm64") });
        layout.name(layout.addIndex({ layout.addImage(one, "linux/amd64"), inner }), "v1");
        layout.writeTo(at("layout"));
        const Read read = readImage(*sourceAt(Kinds::OciLayout, at("layout")));
        QCOMPARE(wrongIn(read), QString());
        QCOMPARE(read.content.blobs.size(), 5);
        const auto &manifests = read.content.manifests;
        QCOMPARE(manifests.size(), 4);
        QCOMPARE(manifests.at(0).platform, text("linux/amd64"));
        QCOMPARE(manifests.at(1).platform, text("linux/arm64"));
        QCOMPARE(manifests.at(2).children, QList<int>({ 1 }));
        QCOMPARE(manifests.at(3).children, QList<int>({ 0, 2 }));
        QCOMPARE(manifests.at(0).blobs.at(1), manifests.at(1).blobs.at(1));
    }

    void onePlatformOfAnIndexByItsDigest()
    {
        const MadeImage one = makeImage({ 1000 }, 1);
        LayoutFiles layout;
        const QByteArray arm = layout.addImage(makeImage({ 7 }, 2), "linux/arm64");
        layout.name(layout.addIndex({ layout.addIndex({ layout.addImage(one, "linux/amd64"), arm }) }), "v1");
        layout.writeTo(at("layout"));
        const QString digest = QString::fromLatin1(arm.mid(arm.indexOf("sha256:"), 71));
        const Read read = readImage(*sourceAt(Kinds::OciLayout, at("layout"), u'@' + digest));
        QCOMPARE(wrongIn(read), QString());
        QCOMPARE(read.content.manifests.size(), 1);
        QCOMPARE(read.content.manifests.first().digest, digest);
    }

    void zstdForeignLayersAndArtifacts()
    {
        LayoutFiles layout;
        const QByteArray config = layout.addBlob("application/vnd.oci.empty.v1+json", "{}");
        const QByteArray zstd = layout.addBlob("application/vnd.oci.image.layer.v1.tar+zstd", "\x28\xb5\x2f\xfd...");
        const QByteArray foreign = "{\"mediaType\":\"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip\",\"size\":5,\"digest\":\"sha256:"
            + QByteArray(64, '0') + "\",\"urls\":[\"https://elsewhere/\"]}";
        const QByteArray artifact = layout.addBlob("application/vnd.oci.image.manifest.v1+json",
                                                   "{\"schemaVersion\":2,\"artifactType\":\"text/x\",\"config\":" + config + ",\"layers\":[" + foreign + ',' + zstd + "]}");
        layout.name(artifact, "x");
        layout.writeTo(at("layout"));
        const Read read = readImage(*sourceAt(Kinds::OciLayout, at("layout")));
        QCOMPARE(wrongIn(read), QString());
        QCOMPARE(read.content.blobs.size(), 2);
        QCOMPARE(read.content.manifests.first().blobs, QList<int>({ 0, 1 }));
        QCOMPARE(read.content.blobs.at(1).mediaType, text("application/vnd.oci.image.layer.v1.tar+zstd"));
    }

    void whichOfSeveralInALayout()
    {
        LayoutFiles layout;
        const QByteArray one = layout.addImage(makeImage({ 10 }, 1));
        const QByteArray other = layout.addImage(makeImage({ 20 }, 2));
        layout.name(one, "1.0");
        layout.name(one, "docker.io/library/app:latest"); // another name of the same
        QCOMPARE(layoutRefusal(layout), QString());
        layout.name(other);
        const QString digest = QString::fromLatin1(other.mid(other.indexOf("sha256:"), 71));
        const QString list = text("1.0, docker.io/library/app:latest, @") + digest;
        QCOMPARE(layoutRefusal(layout), text("image absent reference ") + list);
        QCOMPARE(layoutRefusal(layout, text("2.0")), text("image absent 2.0 ") + list);
        QCOMPARE(layoutRefusal(layout, text("@sha256:00")), text("image absent @sha256:00 ") + list);
        QCOMPARE(layoutRefusal(layout, text("1.0")), QString());
        QCOMPARE(layoutRefusal(layout, text("app")), QString());
        QCOMPARE(layoutRefusal(layout, u'@' + digest), QString());
        layout.name(other, "1.0");
        QCOMPARE(layoutRefusal(layout, text("1.0")), text("image absent reference ") + list);
    }

    void layoutsThatAreNone()
    {
        QCOMPARE(refusal(Kinds::OciLayout, at("nothing")), text("image absent ") + at("nothing") + u' ');
        QCOMPARE(refusal(Kinds::OciLayout, put("x")), text("image malformed ") + at("image.tar") + text(" no folder"));
        QVERIFY(QDir().mkpath(at("layout")));
        QCOMPARE(refusal(Kinds::OciLayout, at("layout")), text("image absent oci-layout "));
        writeFile(at("layout/oci-layout"), "{}");
        QCOMPARE(refusal(Kinds::OciLayout, at("layout")), text("image malformed oci-layout "));
        writeFile(at("layout/oci-layout"), "{\"imageLayoutVersion\":\"2.0.0\"}");
        QCOMPARE(refusal(Kinds::OciLayout, at("layout")), text("image newer oci-layout 2.0.0"));
        writeFile(at("layout/oci-layout"), "{\"imageLayoutVersion\":\"1.1.0\"}");
        QCOMPARE(refusal(Kinds::OciLayout, at("layout")), text("image absent index.json "));
        writeFile(at("layout/index.json"), "");
        QCOMPARE(refusal(Kinds::OciLayout, at("layout")), text("image malformed index.json json"));
        writeFile(at("layout/index.json"), "{\"schemaVersion\":2,\"manifests\":[]}");
        QCOMPARE(refusal(Kinds::OciLayout, at("layout")), text("image malformed index.json no manifests"));
        writeFile(at("layout/index.json"), "{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"sha256:../../x\",\"size\":1}]}");
        QCOMPARE(refusal(Kinds::OciLayout, at("layout")), text("image malformed index.json descriptor"));
        QFile index(at("layout/index.json"));
        QVERIFY(index.resize(100 << 20));
        QCOMPARE(refusal(Kinds::OciLayout, at("layout")), text("image too-large index.json "));
        QVERIFY(index.remove());
        QCOMPARE(::mkfifo(qPrintable(at("layout/index.json")), 0600), 0); // would wait for a writer for ever
        QCOMPARE(refusal(Kinds::OciLayout, at("layout")), text("image malformed index.json no plain file"));
    }

    void blobsThatAreNotWhatTheManifestSays()
    {
        const MadeImage image = makeImage({ 1000 });
        LayoutFiles layout;
        const QByteArray descriptor = layout.addImage(image);
        layout.name(descriptor, "x");
        layout.writeTo(at("layout"));
        const auto fileOf = [this](const QString &digest) { return at("layout/blobs/sha256/") + digest.mid(7); };
        const QString layer = digestOf(gzipped(image.layers.first()));
        const QString manifest = QString::fromLatin1(descriptor.mid(descriptor.indexOf("sha256:"), 71));

        QFile file(fileOf(layer));
        const qint64 size = file.size();
        QVERIFY(file.resize(size - 1));
        QCOMPARE(refusal(Kinds::OciLayout, at("layout")), text("image malformed %1 %2 bytes instead of %3").arg(layer).arg(size - 1).arg(size));
        QVERIFY(file.remove());
        QCOMPARE(refusal(Kinds::OciLayout, at("layout")), text("image absent %1 ").arg(layer));

        layout.writeTo(at("layout"));
        QFile of(fileOf(manifest));
        QVERIFY(of.open(QIODevice::ReadOnly));
        QByteArray bytes = of.readAll();
        of.close();
        writeFile(fileOf(manifest), bytes.replace("schemaVersion\":2", "schemaVersion\":3"));
        QCOMPARE(refusal(Kinds::OciLayout, at("layout")), text("image malformed %1 another digest").arg(manifest));
    }

    void aPlatformThatIsNotInTheLayout()
    {
        LayoutFiles layout;
        const QByteArray here = layout.addImage(makeImage({ 10 }, 1), "linux/amd64");
        const QByteArray digest = "sha256:" + QByteArray(64, 'a');
        layout.name(layout.addIndex({ here, "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":5,\"digest\":\"" + digest
                                          + "\",\"platform\":{\"os\":\"linux\",\"architecture\":\"s390x\"}}" }), "x");
        QCOMPARE(layoutRefusal(layout), text("image absent ") + QString::fromLatin1(digest) + text(" linux/s390x"));
    }

    void indexesWithinIndexesEnd()
    {
        LayoutFiles layout;
        QByteArray index = layout.addImage(makeImage({ 10 }));
        for (int depth = 0; depth < 12; ++depth)
            index = layout.addIndex({ index, index });
        layout.name(index, "x");
        QVERIFY(layoutRefusal(layout).endsWith(text(" indexes in indexes")));
        QVERIFY(layoutRefusal(layout, text("@sha256:") + QString(64, u'0')).startsWith(text("image absent @sha256:000")));
    }

    // Archives

    void archives_data()
    {
        QTest::addColumn<QByteArray>("layout");
        QTest::addColumn<QByteArray>("format");
        QTest::addColumn<QByteArray>("filter");
        for (const char *layout : { "old docker", "new docker", "podman", "oci" }) {
            for (const char *format : { "ustar", "pax", "gnutar" })
                QTest::addRow("%s, %s", layout, format) << QByteArray(layout) << QByteArray(format) << QByteArray("none");
            for (const char *filter : { "gzip", "zstd", "xz", "bzip2" })
                QTest::addRow("%s, %s", layout, filter) << QByteArray(layout) << QByteArray("pax") << QByteArray(filter);
        }
    }

    void archives()
    {
        QFETCH(QByteArray, layout);
        QFETCH(QByteArray, format);
        QFETCH(QByteArray, filter);
        const MadeImage image = makeImage({ 100'000, 700'000, 3, 100'000 });
        LayoutFiles oci;
        oci.name(oci.addImage(image), "latest");
        const QList<TarItem> items = layout == "old docker" ? oldDockerArchive(image, { "app:1" })
            : layout == "new docker"                        ? newDockerArchive(image, { "app:1" })
            : layout == "podman"                            ? podmanArchive(image, { "app:1" })
                                                            : oci.items();
        const QString file = put(makeTar(items, { format.constData(), filter.constData() }));
        const auto source = sourceAt(layout == "oci" ? Kinds::OciArchive : Kinds::DockerArchive, file);
        const Read read = readImage(*source);
        QCOMPARE(wrongIn(read), QString());
        QCOMPARE(read.content.manifests.size(), 1);
        QCOMPARE(read.content.manifests.first().blobs.size(), 5);
        if (layout == "oci")
            return;
        QCOMPARE(read.content.manifests.first().bytes, QByteArray());
        QCOMPARE(read.content.manifests.first().mediaType, QString(registry::mediatype::dockerManifest));
        QCOMPARE(read.content.manifests.first().platform, text("linux/amd64"));
        QCOMPARE(read.content.blobs.first().digest, digestOf(image.config));
        QCOMPARE(read.content.blobs.first().mediaType, QString(registry::mediatype::dockerConfig));
        QStringList diffIds;
        for (const int blob : read.content.manifests.first().blobs.mid(1))
            diffIds.append(read.content.blobs.at(blob).diffId);
        QCOMPARE(diffIds, image.diffIds());
    }

    void headersOfEveryKindStandBeforeTheRightBytes_data()
    {
        QTest::addColumn<QByteArray>("format");
        for (const char *format : { "pax", "gnutar" })
            QTest::newRow(format) << QByteArray(format);
    }

    /// Long names and sizes put records before the header that libarchive reads as one.
    void headersOfEveryKindStandBeforeTheRightBytes()
    {
        QFETCH(QByteArray, format);
        const MadeImage image = makeImage({ 1, 511, 512, 513 });
        QList<TarItem> items;
        QByteArrayList layers;
        for (qsizetype at = 0; at < image.layers.size(); ++at) {
            layers.append(QByteArray(90, 'd') + '/' + QByteArray(130, static_cast<char>('a' + at)) + "/\xc3\xa9t\xc3\xa9/layer.tar");
            items.append({ .name = layers.last() + ".link", .symbolicLink = QByteArray(200, 'x') });
            items.append({ .name = layers.last(), .content = image.layers.at(at) });
        }
        items.append({ .name = "config.json", .content = image.config });
        items.append({ .name = "manifest.json", .content = "[{\"Config\":\"./config.json\",\"Layers\":[\"" + layers.join("\",\"") + "\"]}]" });
        QCOMPARE(wrongIn(readImage(*sourceAt(Kinds::DockerArchive, put(makeTar(items, { format.constData(), "none" }))))), QString());
    }

    void aLayerThatIsThereTwiceIsOneBlob()
    {
        MadeImage image = makeImage({ 100, 200 });
        image.layers.append(image.layers.first());
        const QByteArray before = image.config;
        image.config.replace("]}}", ",\"" + image.diffIds().first().toLatin1() + "\"]}}");
        QVERIFY(image.config != before);
        for (const auto &items : { oldDockerArchive(image, {}), podmanArchive(image, {}) }) {
            const Read read = readImage(*sourceAt(Kinds::DockerArchive, put(makeTar(items))));
            QCOMPARE(wrongIn(read), QString());
            QCOMPARE(read.content.manifests.first().blobs, QList<int>({ 0, 1, 2, 1 }));
        }
    }

    void layersThatAreCompressedAlreadyGoAsTheyAre()
    {
        const MadeImage image = makeImage({ 5000, 6000 });
        const QByteArray packed = gzipped(image.layers.at(0));
        const QByteArray zstd = makeTar({ { .name = "x", .content = "y" } }, { "pax", "zstd" });
        for (const char *filter : { "none", "gzip" }) {
            const QList<TarItem> items { { .name = "a.tar.gz", .content = packed },
                                         { .name = "blobs/sha256/" + hexOf(zstd), .content = zstd },
                                         { .name = "sha256:" + hexOf(image.config), .content = image.config },
                                         { .name = "manifest.json", .content = "[{\"Config\":\"sha256:" + hexOf(image.config) + "\",\"Layers\":[\"a.tar.gz\",\"blobs/sha256/" + hexOf(zstd) + "\"]}]" } };
            const Read read = readImage(*sourceAt(Kinds::DockerArchive, put(makeTar(items, { "ustar", filter }))));
            QCOMPARE(wrongIn(read), QString());
            QCOMPARE(read.content.blobs.at(1).digest, digestOf(packed));
            QCOMPARE(read.content.blobs.at(1).mediaType, QString(registry::mediatype::dockerLayerGzip));
            QCOMPARE(read.content.blobs.at(1).diffId, digestOf(image.layers.at(0)));
            QCOMPARE(read.content.blobs.at(2).digest, digestOf(zstd));
            QCOMPARE(read.content.blobs.at(2).mediaType, QString(registry::mediatype::dockerLayerZstd));
        }
    }

    void whichOfSeveralInAnArchive()
    {
        const MadeImage one = makeImage({ 10 }, 1);
        const MadeImage other = makeImage({ 20 }, 2);
        QList<TarItem> items = podmanArchive(one, { "docker.io/library/app:latest", "reg:5000/app:1" });
        QList<TarItem> more = podmanArchive(other, {});
        items.last().content.replace("}]\n", "}," + more.last().content.mid(1));
        more.removeLast();
        items = more + items;
        const QString file = put(makeTar(items));
        const auto config = [&](const char *reference) {
            const auto content = sourceAt(Kinds::DockerArchive, file, text(reference))->describe();
            return content ? content->blobs.first().digest : said(content.error());
        };
        QCOMPARE(config("app"), digestOf(one.config));
        QCOMPARE(config("app:latest"), digestOf(one.config));
        QCOMPARE(config("reg:5000/app:1"), digestOf(one.config));
        QCOMPARE(config("@0"), digestOf(one.config));
        QCOMPARE(config("@1"), digestOf(other.config));
        const QString list = text("docker.io/library/app:latest, reg:5000/app:1, @1");
        QCOMPARE(config("@2"), text("image absent @2 ") + list);
        QCOMPARE(config("app:2"), text("image absent app:2 ") + list);
        QCOMPARE(config(""), text("image absent reference ") + list);
    }

    void whatTheManifestNamesStaysInTheArchive()
    {
        const auto archive = [this](const QByteArray &config, const QByteArray &layer, const QList<TarItem> &items) {
            const QByteArray json = "{\"os\":\"linux\",\"rootfs\":{\"diff_ids\":[\"sha256:" + QByteArray(64, '1') + "\"]}}";
            return refusal(items + QList<TarItem> { { .name = "c.json", .content = json },
                                                    { .name = "manifest.json", .content = "[{\"Config\":\"" + config + "\",\"Layers\":[\"" + layer + "\"]}]" } });
        };
        const QString out = text(" leads out of the archive");
        QCOMPARE(archive("c.json", "l", { { .name = "l", .content = "x" } }), QString());
        QCOMPARE(archive("../c.json", "l", {}), text("image malformed ../c.json") + out);
        QCOMPARE(archive("/etc/passwd", "l", {}), text("image malformed /etc/passwd") + out);
        QCOMPARE(archive("c.json", "a/../../l", {}), text("image malformed a/../../l") + out);
        QCOMPARE(archive("c.json", "l", { { .name = "../l", .content = "x" }, { .name = "/l", .content = "x" } }), text("image absent l "));
        QCOMPARE(archive("c.json", "l", { { .name = "l", .symbolicLink = "../../etc/passwd" } }), text("image malformed l") + out);
        QCOMPARE(archive("c.json", "l", { { .name = "l", .symbolicLink = "/etc/passwd" } }), text("image malformed l") + out);
        QCOMPARE(archive("c.json", "l", { { .name = "l", .symbolicLink = "m" } }), text("image absent l link to m"));
        QCOMPARE(archive("c.json", "l", { { .name = "l", .symbolicLink = "m" }, { .name = "m", .symbolicLink = "l" } }), text("image malformed l links in a circle"));
        QCOMPARE(archive("c.json", "l", { { .name = "l", .hardLink = "c.json" } }), QString());
        QCOMPARE(archive("c.json", "l", { { .name = "l/", .isFolder = true } }), text("image malformed l no plain file"));
        QCOMPARE(archive("c.json", "l", { { .name = "l", .content = "x", .holeAfter = 1 << 20 } }), text("image malformed l sparse"));
        QCOMPARE(archive("c.json", "", {}), text("image malformed ") + out);
    }

    void archivesThatAreNone()
    {
        const QString path = at("image.tar");
        const auto refused = [&](const QByteArray &bytes) { return refusal(Kinds::DockerArchive, put(bytes)); };
        QCOMPARE(refusal(Kinds::DockerArchive, path), text("image absent ") + path + u' ');
        QCOMPARE(refusal(Kinds::DockerArchive, m_place->path()), text("image malformed ") + m_place->path() + text(" a folder"));
        QCOMPARE(refused(""), text("image malformed ") + path + text(" empty"));
        QVERIFY(refused(QByteArray(4000, 'x')).startsWith(text("image malformed ") + path));
        QVERIFY(refused("x").startsWith(text("image malformed ") + path));
        QVERIFY(refused("\x1f\x8b").startsWith(text("image malformed ") + path));
        QCOMPARE(refused(QByteArray(1024, '\0')), text("image absent manifest.json "));
        QCOMPARE(refusal(QList<TarItem> { { .name = "x", .content = "y" } }), text("image absent manifest.json "));
        const auto manifest = [this](const QByteArray &json) { return refusal(QList<TarItem> { { .name = "manifest.json", .content = json } }); };
        QCOMPARE(manifest("{}"), text("image malformed manifest.json json"));
        QCOMPARE(manifest("[{"), text("image malformed manifest.json json"));
        QCOMPARE(manifest("[]"), text("image malformed manifest.json no images"));
        QCOMPARE(manifest("[1]"), text("image malformed manifest.json no Config"));
        QCOMPARE(manifest("[{\"Config\":\"c\",\"Layers\":[]}]"), text("image absent c "));
        QCOMPARE(manifest(QByteArray(100 << 20, ' ')), text("image too-large manifest.json "));
        // A pack of 100 MB of blanks is a small one.
        QCOMPARE(refused(makeTar({ { .name = "manifest.json", .content = QByteArray(100 << 20, ' ') } }, { "pax", "zstd" })), text("image too-large manifest.json "));
    }

    void configurationsThatAreNone()
    {
        const auto refused = [this](const QByteArray &config, const QByteArray &name = "c.json") {
            return refusal({ { .name = name, .content = config }, { .name = "l", .content = "x" },
                             { .name = "manifest.json", .content = "[{\"Config\":\"" + name + "\",\"Layers\":[\"l\"]}]" } });
        };
        QCOMPARE(refused("x"), text("image malformed c.json json"));
        QCOMPARE(refused("{}"), text("image malformed layers 1 instead of 0"));
        QCOMPARE(refused("{\"rootfs\":{\"diff_ids\":[\"x\"]}}"), text("image malformed c.json diff_ids"));
        const QByteArray name = QByteArray(64, 'a') + ".json";
        QCOMPARE(refused("{}", name), text("image malformed ") + QString::fromLatin1(name) + text(" another digest"));
        QCOMPARE(refused(QByteArray(5 << 20, ' ')), text("image too-large c.json "));
    }

    void anArchiveCutShortSaysSo()
    {
        const MadeImage image = makeImage({ 50'000, 60'000 });
        for (const char *filter : { "none", "gzip", "zstd", "xz" }) {
            const QByteArray whole = makeTar(podmanArchive(image, { "app" }), { "pax", filter });
            // Within a layer, within a header, between two entries, in manifest.json.
            for (const qsizetype left : { whole.size() / 4, whole.size() / 2, qsizetype(700), qsizetype(1024 + 51'200), whole.size() - 2000 }) {
                const QString refused = refusal(Kinds::DockerArchive, put(whole.left(left)));
                QVERIFY2(refused.startsWith(text("image malformed ") + at("image.tar")), qPrintable(text("%1 %2: %3").arg(text(filter)).arg(left).arg(refused)));
            }
        }
    }

    void aFileOfAnothersIsDenied()
    {
        const QString file = put(makeTar(podmanArchive(makeImage({ 10 }), {})));
        LayoutFiles layout;
        layout.name(layout.addImage(makeImage({ 10 })), "x");
        layout.writeTo(at("layout"));
        QVERIFY(QFile(m_place->path()).setPermissions(QFile::Permissions(0x7755)));
        const auto asNobodyReads = [](Kinds kind, const QString &path) {
            return asNobody([&]() -> Result<void> {
                const auto content = sourceAt(kind, path)->describe();
                return content ? Result<void>() : fail(content.error());
            });
        };
        QVERIFY(asNobodyReads(Kinds::DockerArchive, file).ok);
        QVERIFY(QFile(file).setPermissions(QFile::ReadOwner));
        QCOMPARE(asNobodyReads(Kinds::DockerArchive, file).kind, Kind::Denied);
        QVERIFY(QFile(at("layout")).setPermissions(QFile::Permissions(0x7755)));
        QVERIFY(asNobodyReads(Kinds::OciLayout, at("layout")).ok);
        QVERIFY(QFile(at("layout/index.json")).setPermissions(QFile::ReadOwner));
        QCOMPARE(asNobodyReads(Kinds::OciLayout, at("layout")).kind, Kind::Denied);
        QVERIFY(QFile(at("layout")).setPermissions(QFile::Permissions(0x7000)));
        QCOMPARE(asNobodyReads(Kinds::OciLayout, at("layout")).kind, Kind::Denied);
    }

    // Reading

    void readersGoBackAndForth_data()
    {
        QTest::addColumn<QByteArray>("filter");
        QTest::newRow("where it lies") << QByteArray("none");
        QTest::newRow("a stream") << QByteArray("gzip");
    }

    void readersGoBackAndForth()
    {
        QFETCH(QByteArray, filter);
        const MadeImage image = makeImage({ 400'000, 300'000, 10 });
        const QString file = put(makeTar(podmanArchive(image, {}), { "pax", filter.constData() }));
        const auto source = sourceAt(Kinds::DockerArchive, file);
        const auto content = source->describe();
        QVERIFY(content);
        int given = 0;
        while (true) {
            auto opened = source->next(&all);
            QVERIFY(opened);
            if (!*opened)
                break;
            ++given;
            BlobReader &reader = *(*opened)->reader;
            const int blob = *(*opened)->blob;
            const QByteArray right = blob == 0 ? image.config : image.layers.at(blob - 1);
            QString failure;
            char byte = 0;
            QCOMPARE(reader.read(&byte, 1).value(), 1);
            QVERIFY(reader.seek(0));
            QCOMPARE(readAll(reader, failure), right);
            QCOMPARE(reader.read(&byte, 1).value(), 0); // and stays at the end
            for (const qint64 offset : { right.size() / 2, qsizetype(0), right.size() - 1, right.size(), qsizetype(7) }) {
                QVERIFY(reader.seek(offset));
                QCOMPARE(readAll(reader, failure), right.mid(offset));
            }
            QCOMPARE(failure, QString());
        }
        QCOMPARE(given, 4);
    }

    void whatIsNotWantedIsNotGivenUntilItIs()
    {
        const MadeImage image = makeImage({ 40'000, 30'000 });
        for (const char *filter : { "none", "zstd" }) {
            const auto source = sourceAt(Kinds::DockerArchive, put(makeTar(podmanArchive(image, {}), { "pax", filter })));
            QVERIFY(source->describe());
            auto onlyConfig = source->next([](int blob) { return blob == 0; });
            QCOMPARE((*onlyConfig)->blob, 0); // in the stream both layers have gone by
            (*onlyConfig)->reader.reset();
            QVERIFY(!*source->next([](int) { return false; }));
            auto second = source->next([](int blob) { return blob == 2; });
            QCOMPARE((*second)->blob, 2);
            QString failure;
            QCOMPARE(readAll(*(*second)->reader, failure), image.layers.at(1));
            QVERIFY(!*source->next([](int blob) { return blob == 2; })); // given once
            QCOMPARE((*source->next(&all))->blob, 1);
            QVERIFY(!*source->next(&all));
        }
    }

    void severalThreadsShareASource()
    {
        const MadeImage image = makeImage({ 400'000, 300'000, 200'000, 100'000, 7, 8, 9, 10 });
        for (const char *filter : { "none", "gzip" }) {
            const auto source = sourceAt(Kinds::DockerArchive, put(makeTar(podmanArchive(image, {}), { "pax", filter })));
            const auto content = source->describe();
            QVERIFY(content);
            std::atomic<int> right = 0;
            const auto work = [&] {
                while (true) {
                    auto opened = source->next(&all);
                    if (!opened || !*opened)
                        return;
                    QString failure;
                    const SourceBlob &blob = content->blobs.at(*(*opened)->blob);
                    if (digestOf(readAll(*(*opened)->reader, failure)) == (blob.diffId.isEmpty() ? blob.digest : blob.diffId))
                        ++right;
                }
            };
            std::thread one(work), two(work), three(work);
            one.join();
            two.join();
            three.join();
            QCOMPARE(right.load(), 9);
        }
    }

    void stopEndsWaits()
    {
        const MadeImage image = makeImage({ 400'000, 300'000 });
        const auto source = sourceAt(Kinds::DockerArchive, put(makeTar(podmanArchive(image, {}), { "pax", "gzip" })));
        QVERIFY(source->describe());
        auto first = source->next(&all);
        QVERIFY(*first);
        Kind waited = Kind::Invalid;
        std::thread other([&] {
            const auto second = source->next(&all); // waits for the first to be read
            if (!second)
                waited = second.error().kind;
        });
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        source->stop();
        other.join();
        QCOMPARE(waited, Kind::Cancelled);
        char byte = 0;
        QCOMPARE((*first)->reader->read(&byte, 1).error().kind, Kind::Cancelled);
        QCOMPARE(source->next(&all).error().kind, Kind::Cancelled);
        QCOMPARE(source->describe().error().kind, Kind::Cancelled);
    }

    void aFileThatShrinksMeanwhile()
    {
        const QString file = put(makeTar(podmanArchive(makeImage({ 400'000 }), {})));
        const auto source = sourceAt(Kinds::DockerArchive, file);
        QVERIFY(source->describe());
        auto opened = source->next(&all);
        QVERIFY(QFile::resize(file, 100'000));
        QString failure;
        readAll(*(*opened)->reader, failure);
        QCOMPARE(failure, text("image bad-reply ") + file + text(" cut short"));
    }
};

QTEST_GUILESS_MAIN(TestImageSources)
#include "test_image_sources.moc"
