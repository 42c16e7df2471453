#pragma once

#include "ui/push/image_lister.h"

#include <QAbstractListModel>

#include <memory>

namespace wharf {
class Clock;
}

namespace wharf::ui {

/// What can be pushed from here: files that were chosen first, then the images of each engine, the newest first.
class ImageModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { SizeRole = Qt::UserRole, AgeRole, IconRole, PlaceRole };

    explicit ImageModel(std::shared_ptr<const Clock> clock, QObject *parent = nullptr);

    void setEngine(push::SourceName::Kind engine, const QList<LocalImage> &images);
    /// Puts a file first; its row.
    int addFile(const LocalImage &file);
    [[nodiscard]] const LocalImage *imageAt(int row) const;
    [[nodiscard]] int rowOf(const push::SourceName &source) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    std::shared_ptr<const Clock> m_clock;
    QList<LocalImage> m_images;
};

} // namespace wharf::ui
