#pragma once

#include "core/push/progress.h"

#include <QAbstractListModel>

namespace wharf::ui {

/// The layers of one push, a row each. Tells only of the rows that look different now.
class LayerModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { SentenceRole = Qt::UserRole, AmountRole, ShareRole, IconRole, ToneRole, MovesRole };

    using QAbstractListModel::QAbstractListModel;

    void setLayers(const QList<push::BlobProgress> &layers);
    [[nodiscard]] const QList<push::BlobProgress> &layers() const { return m_layers; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<push::BlobProgress> m_layers;
};

} // namespace wharf::ui
