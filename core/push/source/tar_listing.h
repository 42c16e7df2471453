#pragma once

#include "core/push/source/entries.h"
#include "core/push/source/tar_walk.h"

#include <QHash>

namespace wharf::push {

/// What a tar holds, by name; of a name that is there twice the first.
class TarListing {
public:
    /// Entries; more is no image.
    static constexpr qsizetype mostEntries = 200'000;

    /// Errors: Stage::Image, TooLarge.
    [[nodiscard]] Result<void> add(const TarEntry &entry, const QString &subject);
    /// Errors: as Entries::find().
    [[nodiscard]] Result<TarEntry> find(const QString &name) const;

private:
    QHash<QString, TarEntry> m_entries;
};

} // namespace wharf::push
