#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <functional>
#include <optional>

namespace wharf::docker {

/// What an edit makes of a file's text (none: there is no file). None: nothing to change. It may be asked more than once.
using TextEdit = std::function<Result<std::optional<QByteArray>>(const std::optional<QByteArray> &text)>;

/// How long others who edit the same file are waited for.
inline constexpr std::chrono::milliseconds editPatience { 5000 };

/// Reads a file, has `edit` change its text, and replaces it, under a lock that Wharfinger's processes honour
/// (`.<name>.wharfinger.lock` and its queue beside the file, both empty, stay there), again from the start as long as a program that takes no
/// lock (Docker) writes in between. Where nothing changes nothing is written, not even a lock.
/// True when the file was written. Errors: those of `edit`; Stage::ClientFile with Denied, ReadOnly, Full, Busy; subject is
/// the path. The file is untouched then.
[[nodiscard]] Result<bool> editFile(const QString &path, const TextEdit &edit,
                                    std::chrono::milliseconds patience = editPatience);

} // namespace wharf::docker
