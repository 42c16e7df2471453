#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace wharf::test {

/// One entry of a tar.
struct TarItem {
    QByteArray name;
    QByteArray content = {};
    QByteArray symbolicLink = {}; ///< where it leads; else none
    QByteArray hardLink = {};
    bool isFolder = false;
    qint64 holeAfter = 0; ///< bytes of nothing behind the content: a sparse file
};

/// How a tar is written: libarchive's names of formats (`ustar`, `pax`, `gnutar`) and filters (`none`, `gzip`, `zstd`, `xz`).
struct TarStyle {
    const char *format = "pax";
    const char *filter = "none";
};

[[nodiscard]] QByteArray makeTar(const QList<TarItem> &items, const TarStyle &style = {});

/// `sha256:…`
[[nodiscard]] QString digestOf(const QByteArray &bytes);
/// Without `sha256:`.
[[nodiscard]] QByteArray hexOf(const QByteArray &bytes);

/// An image in memory: a configuration and layers that are not compressed.
struct MadeImage {
    QByteArray config;
    QList<QByteArray> layers;

    [[nodiscard]] QStringList diffIds() const;
};

/// With layers of about these sizes, in bytes; the same for the same seed.
[[nodiscard]] MadeImage makeImage(const QList<qsizetype> &sizes, quint32 seed = 1);

/// As `docker save` before 25 writes it: `ID/layer.tar`, in the order of names. A layer that is there twice is a link the second time.
[[nodiscard]] QList<TarItem> oldDockerArchive(const MadeImage &image, const QByteArrayList &names);
/// As Docker 25 and newer write it, with an OCI layout beside.
[[nodiscard]] QList<TarItem> newDockerArchive(const MadeImage &image, const QByteArrayList &names);
/// As Podman and skopeo write it: `HEX.tar`, with links for old readers.
[[nodiscard]] QList<TarItem> podmanArchive(const MadeImage &image, const QByteArrayList &names);

/// An OCI layout, file by file.
class LayoutFiles {
public:
    /// A descriptor of it, as JSON.
    QByteArray addBlob(const QByteArray &mediaType, const QByteArray &bytes, const QByteArray &more = {});
    /// Its layers gzipped. Gives the descriptor.
    QByteArray addImage(const MadeImage &image, const QByteArray &platform = {});
    QByteArray addIndex(const QByteArrayList &descriptors);
    /// Puts a descriptor into index.json, under a name where there is one.
    void name(const QByteArray &descriptor, const QByteArray &reference = {});

    [[nodiscard]] QList<TarItem> items() const;
    void writeTo(const QString &folder) const;

    QByteArray version = "1.0.0";

private:
    QList<TarItem> m_blobs;
    QByteArrayList m_named;
};

[[nodiscard]] QByteArray gzipped(const QByteArray &bytes);

void writeFile(const QString &path, const QByteArray &bytes);

} // namespace wharf::test
