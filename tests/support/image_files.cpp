#include "tests/support/image_files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include <algorithm>

namespace wharf::test {

namespace {

la_ssize_t append(archive *, void *bytes, const void *more, size_t size)
{
    static_cast<QByteArray *>(bytes)->append(static_cast<const char *>(more), static_cast<qsizetype>(size));
    return static_cast<la_ssize_t>(size);
}

QByteArray quoted(const QByteArrayList &texts)
{
    return texts.isEmpty() ? QByteArray() : '"' + texts.join("\",\"") + '"';
}

QByteArray manifestJson(const QByteArray &config, const QByteArrayList &names, const QByteArrayList &layers)
{
    return "[{\"Config\":\"" + config + "\",\"RepoTags\":[" + quoted(names) + "],\"Layers\":[" + quoted(layers) + "]}]\n";
}

} // namespace

QByteArray makeTar(const QList<TarItem> &items, const TarStyle &style)
{
    QByteArray bytes;
    archive *writing = archive_write_new();
    archive_write_set_format_by_name(writing, style.format);
    if (qstrcmp(style.filter, "none") != 0)
        archive_write_add_filter_by_name(writing, style.filter);
    archive_write_set_bytes_per_block(writing, 512);
    archive_write_set_bytes_in_last_block(writing, 1); // else zeros behind what a filter made, which is no zstd
    archive_write_open2(writing, &bytes, nullptr, &append, nullptr, nullptr);
    for (const TarItem &item : items) {
        archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, item.name.constData());
        archive_entry_set_mode(entry, item.isFolder ? AE_IFDIR | 0755 : AE_IFREG | 0644);
        archive_entry_set_mtime(entry, 1'700'000'000, 0);
        archive_entry_set_size(entry, item.content.size() + item.holeAfter);
        if (item.holeAfter > 0)
            archive_entry_sparse_add_entry(entry, 0, item.content.size());
        if (!item.symbolicLink.isEmpty()) {
            archive_entry_set_filetype(entry, AE_IFLNK);
            archive_entry_set_symlink(entry, item.symbolicLink.constData());
        }
        if (!item.hardLink.isEmpty())
            archive_entry_set_hardlink(entry, item.hardLink.constData());
        if (archive_write_header(writing, entry) != ARCHIVE_OK)
            qFatal("a tar could not be made: %s", archive_error_string(writing));
        archive_write_data(writing, item.content.constData(), static_cast<size_t>(item.content.size()));
        archive_entry_free(entry);
    }
    archive_write_close(writing);
    archive_write_free(writing);
    return bytes;
}

QByteArray hexOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

QString digestOf(const QByteArray &bytes)
{
    return QLatin1String("sha256:") + QString::fromLatin1(hexOf(bytes));
}

QStringList MadeImage::diffIds() const
{
    QStringList all;
    for (const QByteArray &layer : layers)
        all.append(digestOf(layer));
    return all;
}

MadeImage makeImage(const QList<qsizetype> &sizes, quint32 seed)
{
    MadeImage image;
    QRandomGenerator random(seed);
    for (qsizetype at = 0; at < sizes.size(); ++at) {
        QList<quint32> words((sizes.at(at) + 3) / 4);
        random.fillRange(words.data(), words.size());
        const QByteArray content(reinterpret_cast<const char *>(words.constData()), sizes.at(at));
        image.layers.append(makeTar({ { .name = "file-" + QByteArray::number(at), .content = content } }));
    }
    image.config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
        + quoted(QStringList(image.diffIds()).join(u',').toLatin1().split(',')) + "]}}";
    if (sizes.isEmpty())
        image.config.replace("[\"\"]", "[]");
    return image;
}

QList<TarItem> oldDockerArchive(const MadeImage &image, const QByteArrayList &names)
{
    QList<TarItem> items;
    QByteArrayList layers;
    for (qsizetype at = 0; at < image.layers.size(); ++at) {
        const QByteArray id = hexOf("id " + image.layers.at(at) + QByteArray::number(at));
        const qsizetype first = image.layers.indexOf(image.layers.at(at));
        layers.append(id + "/layer.tar");
        items.append({ .name = id + "/", .isFolder = true });
        items.append({ .name = id + "/VERSION", .content = "1.0" });
        items.append({ .name = id + "/json", .content = "{\"id\":\"" + id + "\"}" });
        if (first < at)
            items.append({ .name = layers.last(), .symbolicLink = "../" + layers.at(first) });
        else
            items.append({ .name = layers.last(), .content = image.layers.at(at) });
    }
    const QByteArray config = hexOf(image.config) + ".json";
    items.append({ .name = config, .content = image.config });
    items.append({ .name = "manifest.json", .content = manifestJson(config, names, layers) });
    items.append({ .name = "repositories", .content = "{}" });
    std::stable_sort(items.begin(), items.end(), [](const TarItem &one, const TarItem &other) { return one.name < other.name; });
    return items;
}

QList<TarItem> newDockerArchive(const MadeImage &image, const QByteArrayList &names)
{
    QList<TarItem> items { { .name = "blobs/", .isFolder = true },
                           { .name = "blobs/sha256/", .isFolder = true } };
    QByteArrayList layers;
    const auto add = [&](const QByteArray &bytes) {
        const QByteArray name = "blobs/sha256/" + hexOf(bytes);
        const bool known = std::any_of(items.begin(), items.end(), [&](const TarItem &item) { return item.name == name; });
        if (!known)
            items.append({ .name = name, .content = bytes });
        return name;
    };
    for (const QByteArray &layer : image.layers) {
        layers.append(add(layer));
        add("{\"id\":\"" + hexOf("id " + layer) + "\"}"); // the old way's json of a layer is a blob here, too
    }
    const QByteArray config = add(image.config);
    items.append({ .name = "index.json", .content = "{\"schemaVersion\":2,\"manifests\":[]}" });
    items.append({ .name = "manifest.json", .content = manifestJson(config, names, layers) });
    items.append({ .name = "oci-layout", .content = "{\"imageLayoutVersion\":\"1.0.0\"}" });
    std::stable_sort(items.begin(), items.end(), [](const TarItem &one, const TarItem &other) { return one.name < other.name; });
    return items;
}

QList<TarItem> podmanArchive(const MadeImage &image, const QByteArrayList &names)
{
    QList<TarItem> items;
    QByteArrayList layers;
    for (const QByteArray &layer : image.layers) {
        const QByteArray name = hexOf(layer) + ".tar";
        if (!layers.contains(name))
            items.append({ .name = name, .content = layer });
        layers.append(name);
        items.append({ .name = hexOf("id " + layer) + "/layer.tar", .symbolicLink = "../" + name });
    }
    const QByteArray config = hexOf(image.config) + ".json";
    items.append({ .name = config, .content = image.config });
    items.append({ .name = "manifest.json", .content = manifestJson(config, names, layers) });
    return items;
}

QByteArray gzipped(const QByteArray &bytes)
{
    z_stream stream {};
    QByteArray packed(bytes.size() + 4096, Qt::Uninitialized);
    deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.constData()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        qFatal("gzip");
    packed.truncate(static_cast<qsizetype>(stream.total_out));
    deflateEnd(&stream);
    return packed;
}

QByteArray LayoutFiles::addBlob(const QByteArray &mediaType, const QByteArray &bytes, const QByteArray &more)
{
    const QByteArray name = "blobs/sha256/" + hexOf(bytes);
    const bool known = std::any_of(m_blobs.begin(), m_blobs.end(), [&](const TarItem &item) { return item.name == name; });
    if (!known)
        m_blobs.append({ .name = name, .content = bytes });
    return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"sha256:" + hexOf(bytes) + "\",\"size\":" + QByteArray::number(bytes.size()) + more + '}';
}

QByteArray LayoutFiles::addImage(const MadeImage &image, const QByteArray &platform)
{
    const QByteArray config = addBlob("application/vnd.oci.image.config.v1+json", image.config);
    QByteArrayList layers;
    for (const QByteArray &layer : image.layers)
        layers.append(addBlob("application/vnd.oci.image.layer.v1.tar+gzip", gzipped(layer)));
    const QByteArrayList parts = platform.split('/');
    return addBlob("application/vnd.oci.image.manifest.v1+json",
                   "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":" + config + ",\"layers\":[" + layers.join(',') + "]}",
                   platform.isEmpty() ? QByteArray() : ",\"platform\":{\"os\":\"" + parts.value(0) + "\",\"architecture\":\"" + parts.value(1) + "\"}");
}

QByteArray LayoutFiles::addIndex(const QByteArrayList &descriptors)
{
    return addBlob("application/vnd.oci.image.index.v1+json",
                   "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[" + descriptors.join(',') + "]}");
}

void LayoutFiles::name(const QByteArray &descriptor, const QByteArray &reference)
{
    m_named.append(reference.isEmpty() ? descriptor : descriptor.chopped(1) + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + reference + "\"}}");
}

QList<TarItem> LayoutFiles::items() const
{
    QList<TarItem> all = m_blobs;
    all.append({ .name = "index.json", .content = "{\"schemaVersion\":2,\"manifests\":[" + m_named.join(',') + "]}" });
    all.append({ .name = "oci-layout", .content = "{\"imageLayoutVersion\":\"" + version + "\"}" });
    return all;
}

void LayoutFiles::writeTo(const QString &folder) const
{
    const QList<TarItem> all = items();
    for (const TarItem &item : all)
        writeFile(folder + u'/' + QString::fromUtf8(item.name), item.content);
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
        qFatal("%s could not be written", qPrintable(path));
}

} // namespace wharf::test
