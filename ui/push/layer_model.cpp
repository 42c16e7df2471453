#include "ui/push/layer_model.h"

#include "core/wording/wording.h"
#include "ui/wording/push_words.h"

namespace wharf::ui {

using push::BlobProgress;

void LayerModel::setLayers(const QList<BlobProgress> &layers)
{
    if (layers.size() != m_layers.size()) {
        beginResetModel();
        m_layers = layers;
        endResetModel();
        return;
    }
    // One signal for all of them, whichever changed: a view then paints once.
    int first = -1;
    int last = -1;
    for (int row = 0; row < layers.size(); ++row) {
        if (layers[row] == m_layers[row])
            continue;
        first = first < 0 ? row : first;
        last = row;
    }
    m_layers = layers;
    if (first >= 0)
        Q_EMIT dataChanged(index(first), index(last));
}

int LayerModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_layers.size());
}

QVariant LayerModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const BlobProgress &layer = m_layers[index.row()];
    const QString name = layer.isConfig ? tr("Configuration") : blobName(layer);
    switch (role) {
    case Qt::DisplayRole: return name;
    case SentenceRole: return blobSentence(layer);
    case AmountRole: return blobAmount(layer);
    case ShareRole: return blobShare(layer);
    case IconRole: return blobMark(layer).icon;
    case ToneRole: return static_cast<int>(blobMark(layer).tone);
    case MovesRole: return layer.state == BlobProgress::State::Uploading || layer.state == BlobProgress::State::Compressing
            || layer.state == BlobProgress::State::Retrying;
    case Qt::ToolTipRole: {
        QStringList lines { layer.name };
        if (layer.trouble)
            lines.append(wording::failureWords(*layer.trouble, layer.trouble->host).text());
        lines.removeAll(QString());
        return lines.join(QLatin1Char('\n'));
    }
    case Qt::AccessibleTextRole: {
        QStringList said { layer.isConfig ? name : tr("Layer %1").arg(name), blobSentence(layer), blobAmount(layer) };
        said.removeAll(QString());
        return said.join(QStringLiteral(", "));
    }
    default: return {};
    }
}

} // namespace wharf::ui
