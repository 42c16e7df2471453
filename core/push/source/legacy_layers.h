#pragma once

#include "core/push/source/tar_walk.h"

#include <QHash>
#include <QStringList>

namespace wharf::push {

/// Tells the layers of an export of Docker's before 25 by the ids of their folders, which are no digests of the layers.
///
/// Docker makes up an id for each layer but the last out of its chain id and the id below; the same sum here gives the same
/// ids. The last one's file names the one below. What this cannot tell is simply not told: the layer's bytes say what it is.
/// Source: moby v20.10 image/tarexport/save.go, image/v1/imagev1.go CreateID().
class LegacyLayers {
public:
    /// diffIds, from the lowest up.
    explicit LegacyLayers(const QStringList &diffIds);

    /// Reads `ID/json`, which comes before `ID/layer.tar`. Errors: those of the walk.
    [[nodiscard]] Result<void> learn(const TarEntry &entry, TarWalk &walk);
    /// The diffId of the layer in that folder; empty where it cannot be told.
    [[nodiscard]] QString layerOf(const QString &id) const;

private:
    void makeIds(const QByteArray &created);

    QStringList m_diffIds;
    QByteArray m_created;             ///< the beginning of 1970 as the engine's time zone writes it
    QHash<QString, qsizetype> m_ids;  ///< positions in m_diffIds
    QHash<QString, QString> m_parents;
};

} // namespace wharf::push
