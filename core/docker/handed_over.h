#pragma once

#include "core/base/result.h"

#include <QList>
#include <QString>

#include <optional>

namespace wharf::docker {

/// An entry of a client file that Wharfinger has set, and what stood there before.
struct HandedOver {
    QString file; ///< as the caller named it, absolute
    QString key;
    std::optional<QString> replaced; ///< the helper that was named there; none where nothing was

    friend bool operator==(const HandedOver &, const HandedOver &) = default;
};

/// All of them, from `client-files.json` in Wharfinger's state folder. No file is an empty list; one that does not parse
/// counts as none, and is set aside as `client-files.json.damaged-<time>` by the next change.
/// Errors: Stage::ClientFile with Newer, Denied; subject is the path.
[[nodiscard]] Result<QList<HandedOver>> handedOver();

/// Adds one, in the place of the one with the same file and key. Nothing is written when nothing changes.
[[nodiscard]] Result<void> remember(const HandedOver &entry);

/// Forgets one. Forgetting what is not there is no error.
[[nodiscard]] Result<void> forget(const QString &file, const QString &key);

/// The one for this entry, if there is one.
[[nodiscard]] std::optional<HandedOver> findIn(const QList<HandedOver> &entries, const QString &file, const QString &key);

} // namespace wharf::docker
