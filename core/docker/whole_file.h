#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace wharf::docker {

/// A file as it was at one moment, so that it can be replaced as a whole, and only if nobody else was faster.
struct WholeFile {
    /// Where the file really is: symbolic links followed, a dangling one, too.
    QString path;
    /// None where there is no such file.
    std::optional<QByteArray> bytes;
};

/// The largest client file that is read. Bytes.
inline constexpr qint64 largestFile = 64 * 1024 * 1024;

/// Follows the symbolic links of `path`'s last part, whether or not the end of the chain exists.
/// Errors: Stage::ClientFile, Kind::Invalid for a circle; subject is `path`.
[[nodiscard]] Result<QString> resolveLinks(const QString &path);

/// Reads a regular file. Errors: Stage::ClientFile with Denied, TooLarge, Invalid (a folder, a pipe); subject is the path.
[[nodiscard]] Result<WholeFile> readWhole(const QString &path);

/// Makes the folder of `path`, 0700 as every folder above it that is missing, too.
[[nodiscard]] Result<void> makeFolderOf(const QString &path);

enum class Replaced { Yes, SomebodyWasFaster };

/// Puts `bytes` in the place of `before`. A process or a machine that ends at any
/// moment leaves either the old file or the new.
/// Mode and, where the system lets us, owner are those of the old file; a new one is 0600. The temporary file
/// `.<name>.wharfinger.tmp` lies beside it; the caller holds the file's lock, so that one found there is left over and goes.
///
/// What another program wrote since `before` was read is never lost: it is put back and `SomebodyWasFaster` returned.
/// (Linux swaps the two files in one step and looks at what came out; elsewhere it is compared a moment before.)
/// Errors: Stage::ClientFile with Denied, ReadOnly, Full; nothing is changed then.
[[nodiscard]] Result<Replaced> replaceWhole(const WholeFile &before, const QByteArray &bytes);

} // namespace wharf::docker
