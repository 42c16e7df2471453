#pragma once

#include "core/push/direct/registry_habits.h"
#include "core/registry/registry_host.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <mutex>
#include <optional>

namespace wharf::push {

/// What a layer became when it was packed for a registry.
struct KnownLayer {
    QString digest;
    qint64 size = 0;          ///< bytes, packed
    qint64 sourceSize = -1;   ///< bytes, as in its source
    QStringList repositories; ///< where it lies; the newest first
};

/// Remembers for one registry what was pushed there, so that the same layers need not be packed to be recognised; and its habits.
///
/// One file for all registries, no secrets in it; not whole or of another version it counts as empty. Thread-safe.
class LayerMemory {
public:
    explicit LayerMemory(registry::RegistryHost host);

    [[nodiscard]] std::optional<KnownLayer> find(const QString &diffId) const;
    /// It is in `repository` now.
    void note(const QString &diffId, KnownLayer layer, const QString &repository);
    [[nodiscard]] RegistryHabits habits() const;
    /// Those that are the registry's own; a connection's limit is the line's.
    void setHabits(const RegistryHabits &habits);
    /// Writes what is new. What cannot be written is forgotten.
    void save();
    /// The same, once a second at most.
    void saveNowAndThen();

private:
    struct Entry {
        KnownLayer layer;
        qint64 seen = 0; ///< ms since the epoch
    };

    registry::RegistryHost m_host;
    mutable std::mutex m_mutex;
    QHash<QString, Entry> m_layers;
    QHash<QString, Entry> m_new;
    RegistryHabits m_habits;
    qint64 m_savedAt = 0; ///< ms since the epoch
};

} // namespace wharf::push
