#include "tests/sandbox/image.h"

#include "tests/sandbox/real_files.h"
#include "tests/sandbox/tar_writer.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <zlib.h>

namespace wharf::sandbox {

namespace {

constexpr int engineMilliseconds = 300'000;

void writeRandom(QIODevice &out, qint64 size, quint32 seed)
{
    QRandomGenerator random(seed);
    QList<quint32> words(64 * 1024);
    for (qint64 left = size; left > 0;) {
        random.fillRange(words.data(), words.size());
        const qint64 take = qMin<qint64>(left, words.size() * qsizetype(sizeof(quint32)));
        out.write(reinterpret_cast<const char *>(words.constData()), take);
        left -= take;
    }
}

/// A file of one layer with its digest and size.
struct Layer {
    QString file;
    QString tarDigest; ///< the image configuration's diff_id
    QString blobDigest;
    qint64 size = 0;
};

QString hex(const QCryptographicHash &hash)
{
    return QString::fromLatin1(hash.result().toHex());
}

QString digestOf(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

bool addFile(TarWriter &tar, const QByteArray &name, const QString &fileName, qint64 size)
{
    QFile content(fileName);
    if (!content.open(QIODevice::ReadOnly) || content.size() != size)
        return false;
    tar.add(name, size, [&](QIODevice &out) {
        while (!content.atEnd())
            out.write(content.read(1 << 20));
    });
    return true;
}

Layer makeLayer(const QString &folder, int index, const ImageWish &wish)
{
    Layer layer;
    layer.file = QStringLiteral("%1/layer-%2.tar").arg(folder).arg(index);
    QFile file(layer.file);
    if (!file.open(QIODevice::ReadWrite | QIODevice::Truncate))
        return layer;
    TarWriter tar(file);
    const quint32 seed = wish.seed + static_cast<quint32>(index);
    qint64 size = wish.layers.at(index);
    int files = 0;
    takeRealFiles(static_cast<qint64>(static_cast<double>(size) * wish.realShare), seed, [&](const QString &fileName, qint64 fileSize) {
        // Short, since ustar has 100 bytes for a name.
        const QByteArray name = "files/" + QByteArray::number(index) + '-' + QByteArray::number(++files) + '-' + fileName.section(QLatin1Char('/'), -1).toUtf8().right(60);
        if (addFile(tar, name, fileName, fileSize))
            size -= fileSize;
    });
    tar.add("data-" + QByteArray::number(index), size, [&](QIODevice &out) { writeRandom(out, size, seed); });
    tar.finish();
    file.seek(0);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(&file);
    layer.tarDigest = hex(hash);
    layer.size = file.size();
    return layer;
}

/// Puts the layer beside the blobs, gzipped, under its digest.
bool compressTo(Layer &layer, const QString &blobs)
{
    QFile tar(layer.file);
    const QString compressed = layer.file + QLatin1String(".gz");
    if (!tar.open(QIODevice::ReadOnly))
        return false;
    // Fastest: the content is random anyway.
    gzFile gzip = gzopen(QFile::encodeName(compressed).constData(), "wb1");
    while (gzip != nullptr && !tar.atEnd()) {
        const QByteArray bytes = tar.read(1 << 20);
        gzwrite(gzip, bytes.constData(), static_cast<unsigned>(bytes.size()));
    }
    if (gzip == nullptr || gzclose(gzip) != Z_OK)
        return false;
    QFile blob(compressed);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!blob.open(QIODevice::ReadOnly) || !hash.addData(&blob))
        return false;
    layer.blobDigest = hex(hash);
    layer.size = blob.size();
    tar.close();
    QFile::remove(layer.file);
    return blob.rename(blobs + QLatin1Char('/') + layer.blobDigest);
}

QByteArray configuration(const QList<Layer> &layers)
{
    QJsonArray diffIds;
    for (const Layer &layer : layers)
        diffIds << QString(QLatin1String("sha256:") + layer.tarDigest);
    return QJsonDocument(QJsonObject { { QStringLiteral("architecture"), QStringLiteral("amd64") },
                                       { QStringLiteral("os"), QStringLiteral("linux") },
                                       { QStringLiteral("config"), QJsonObject { { QStringLiteral("Cmd"), QJsonArray { QStringLiteral("/data-0") } } } },
                                       { QStringLiteral("rootfs"), QJsonObject { { QStringLiteral("type"), QStringLiteral("layers") }, { QStringLiteral("diff_ids"), diffIds } } } })
        .toJson(QJsonDocument::Compact);
}

QJsonObject descriptor(const char *type, const QString &digest, qint64 size)
{
    return { { QStringLiteral("mediaType"), QLatin1String(type) }, { QStringLiteral("digest"), QString(QLatin1String("sha256:") + digest) }, { QStringLiteral("size"), size } };
}

bool writeFile(const QString &fileName, const QByteArray &content)
{
    QFile file(fileName);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

QString run(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool well = process.waitForFinished(engineMilliseconds) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    return well ? QString() : QStringLiteral("%1 %2 failed: %3 %4").arg(program, arguments.join(QLatin1Char(' ')), process.errorString(), QString::fromUtf8(process.readAll()));
}

} // namespace

QString makeOciLayout(const QString &folder, const ImageWish &wish)
{
    const QString failed = QStringLiteral("An OCI layout could not be written into %1.").arg(folder);
    const QString blobs = folder + QLatin1String("/blobs/sha256");
    if (!QDir().mkpath(blobs))
        return failed;
    QList<Layer> layers;
    QJsonArray descriptors;
    for (int index = 0; index < wish.layers.size(); ++index) {
        Layer layer = makeLayer(folder, index, wish);
        if (!compressTo(layer, blobs))
            return failed;
        descriptors << descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer.blobDigest, layer.size);
        layers << layer;
    }
    const QByteArray config = configuration(layers);
    const QByteArray manifest = QJsonDocument(QJsonObject { { QStringLiteral("schemaVersion"), 2 },
                                                            { QStringLiteral("mediaType"), QStringLiteral("application/vnd.oci.image.manifest.v1+json") },
                                                            { QStringLiteral("config"), descriptor("application/vnd.oci.image.config.v1+json", digestOf(config), config.size()) },
                                                            { QStringLiteral("layers"), descriptors } })
                                    .toJson(QJsonDocument::Compact);
    QJsonObject entry = descriptor("application/vnd.oci.image.manifest.v1+json", digestOf(manifest), manifest.size());
    entry.insert(QStringLiteral("annotations"), QJsonObject { { QStringLiteral("org.opencontainers.image.ref.name"), QStringLiteral("latest") } });
    const QByteArray index = QJsonDocument(QJsonObject { { QStringLiteral("schemaVersion"), 2 }, { QStringLiteral("manifests"), QJsonArray { entry } } }).toJson(QJsonDocument::Compact);
    const bool written = writeFile(blobs + QLatin1Char('/') + digestOf(config), config) && writeFile(blobs + QLatin1Char('/') + digestOf(manifest), manifest)
        && writeFile(folder + QLatin1String("/index.json"), index) && writeFile(folder + QLatin1String("/oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return written ? QString() : failed;
}

QString makeOciArchive(const QString &file, const ImageWish &wish)
{
    const QTemporaryDir layout(file + QLatin1String(".XXXXXX"));
    QFile out(file);
    if (!layout.isValid() || !out.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return QStringLiteral("%1 could not be written.").arg(file);
    if (const QString error = makeOciLayout(layout.path(), wish); !error.isEmpty())
        return error;
    TarWriter tar(out);
    const QDir top(layout.path());
    QDirIterator walk(layout.path(), QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        walk.next();
        if (!addFile(tar, top.relativeFilePath(walk.filePath()).toLatin1(), walk.filePath(), walk.fileInfo().size()))
            return QStringLiteral("%1 could not be written.").arg(file);
    }
    tar.finish();
    return {};
}

QString makeDockerArchive(const QString &file, const QString &name, const ImageWish &wish)
{
    // Beside it: the layers of a large image do not fit everywhere.
    const QTemporaryDir work(file + QLatin1String(".XXXXXX"));
    QFile out(file);
    if (!work.isValid() || !out.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return QStringLiteral("%1 could not be written.").arg(file);
    TarWriter tar(out);
    QList<Layer> layers;
    QJsonArray names;
    for (int index = 0; index < wish.layers.size(); ++index) {
        const Layer layer = makeLayer(work.path(), index, wish);
        layers << layer;
        const QString entry = layer.tarDigest + QLatin1String("/layer.tar");
        names << entry;
        if (layer.size == 0 || !addFile(tar, entry.toLatin1(), layer.file, layer.size))
            return QStringLiteral("%1 could not be written.").arg(file);
        QFile::remove(layer.file);
    }
    const QByteArray config = configuration(layers);
    const QString configName = digestOf(config) + QLatin1String(".json");
    tar.add(configName.toLatin1(), config);
    tar.add("manifest.json",
            QJsonDocument(QJsonArray { QJsonObject { { QStringLiteral("Config"), configName }, { QStringLiteral("RepoTags"), QJsonArray { name } }, { QStringLiteral("Layers"), names } } })
                .toJson(QJsonDocument::Compact));
    tar.finish();
    return {};
}

QString makeImageInDocker(const QString &name, const QProcessEnvironment &environment, const ImageWish &wish)
{
    const QTemporaryDir work;
    const QString archive = work.filePath(QStringLiteral("image.tar"));
    const QString error = makeDockerArchive(archive, name, wish);
    return error.isEmpty() ? run(QStringLiteral("docker"), { QStringLiteral("load"), QStringLiteral("--quiet"), QStringLiteral("--input"), archive }, environment) : error;
}

QString makeImageInPodman(const QString &name, const QProcessEnvironment &environment, const ImageWish &wish)
{
    const QTemporaryDir work;
    const QString archive = work.filePath(QStringLiteral("image.tar"));
    const QString error = makeDockerArchive(archive, name, wish);
    return error.isEmpty() ? run(QStringLiteral("podman"), { QStringLiteral("load"), QStringLiteral("--quiet"), QStringLiteral("--input"), archive }, environment) : error;
}

} // namespace wharf::sandbox
