#include "ui/push/image_model.h"

#include "core/base/clock.h"
#include "ui/wording/push_words.h"

#include <QFileInfo>

#include <algorithm>

namespace wharf::ui {

namespace {

using Kind = push::SourceName::Kind;

QString iconOf(Kind kind)
{
    switch (kind) {
    case Kind::Docker:
    case Kind::Podman: return QStringLiteral("repository");
    case Kind::OciLayout: return QStringLiteral("folder");
    case Kind::DockerArchive:
    case Kind::OciArchive: return QStringLiteral("archive");
    }
    Q_UNREACHABLE();
}

QString placeOf(const push::SourceName &source)
{
    switch (source.kind) {
    case Kind::Docker:
    case Kind::Podman: return engineName(source.kind);
    case Kind::OciLayout: return ImageModel::tr("OCI folder");
    case Kind::DockerArchive: return ImageModel::tr("Docker archive");
    case Kind::OciArchive: return ImageModel::tr("OCI archive");
    }
    Q_UNREACHABLE();
}

} // namespace

ImageModel::ImageModel(std::shared_ptr<const Clock> clock, QObject *parent)
    : QAbstractListModel(parent)
    , m_clock(std::move(clock))
{
}

void ImageModel::setEngine(Kind engine, const QList<LocalImage> &images)
{
    QList<LocalImage> all;
    for (const LocalImage &image : std::as_const(m_images)) {
        if (image.source.kind != engine)
            all.append(image);
    }
    all.append(images);
    // Files stay where they are; of the engines' images the newest come first, whichever engine has them.
    std::stable_sort(all.begin(), all.end(), [](const LocalImage &a, const LocalImage &b) {
        if (a.source.isEngine() != b.source.isEngine())
            return b.source.isEngine();
        return a.source.isEngine() && a.created > b.created;
    });
    if (all == m_images)
        return;
    beginResetModel();
    m_images = all;
    endResetModel();
}

int ImageModel::addFile(const LocalImage &file)
{
    if (const int row = rowOf(file.source); row >= 0) {
        m_images[row] = file;
        Q_EMIT dataChanged(index(row), index(row));
        return row;
    }
    beginInsertRows({}, 0, 0);
    m_images.prepend(file);
    endInsertRows();
    return 0;
}

const LocalImage *ImageModel::imageAt(int row) const
{
    return row >= 0 && row < m_images.size() ? &m_images[row] : nullptr;
}

int ImageModel::rowOf(const push::SourceName &source) const
{
    for (qsizetype row = 0; row < m_images.size(); ++row) {
        if (m_images[row].source == source)
            return static_cast<int>(row);
    }
    return -1;
}

int ImageModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_images.size());
}

QVariant ImageModel::data(const QModelIndex &index, int role) const
{
    const LocalImage *image = imageAt(index.row());
    if (!image)
        return {};
    const QString size = image->size >= 0 ? sizeText(image->size) : QString();
    const QString age = image->created.isValid() ? ageText(image->created, m_clock->now()) : QString();
    const QString name = image->source.isEngine() ? image->source.place : QFileInfo(image->source.place).fileName();
    switch (role) {
    case Qt::DisplayRole: return name;
    case Qt::ToolTipRole: return image->source.place;
    case Qt::AccessibleTextRole: {
        QStringList said { name, placeOf(image->source), size, age };
        said.removeAll(QString());
        return said.join(QStringLiteral(", "));
    }
    case SizeRole: return size;
    case AgeRole: return age;
    case IconRole: return iconOf(image->source.kind);
    case PlaceRole: return placeOf(image->source);
    default: return {};
    }
}

} // namespace wharf::ui
