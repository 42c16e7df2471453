#pragma once

#include "core/base/credential.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace wharf::accounts {

/// How a secret fits into a keychain whose values are short text: Windows takes 2560 bytes a value, and QtKeychain's text
/// mode neither NUL nor what is no UTF-8.
///
/// What is short and plain text is kept as it is, under the entry's own key. Anything else is cut into base64 pieces under
/// `key/<set>/1` to `key/<set>/n`, and the entry itself holds a header. A new value goes to the set that the old one does
/// not use, and the header is written last: whoever reads in between gets the old value whole.

/// Bytes, of a plain value and of each piece.
inline constexpr qsizetype longestValue = 2048;

enum class ChunkSet : char { A = 'a', B = 'b' };

struct ChunkHeader {
    ChunkSet set = ChunkSet::A;
    int count = 0;
    QByteArray digest; ///< SHA-256 of the secret, hex: pieces of two values never pass for one
};

/// What is to be written.
struct ChunkedSecret {
    SharedSecret value;        ///< goes under the entry's key: the secret itself, or the header
    QList<SharedSecret> pieces; ///< go first, under their own keys
    ChunkSet set = ChunkSet::A;
};

[[nodiscard]] ChunkedSecret splitSecret(const Secret &secret, ChunkSet set);
/// None where `value` is a secret itself.
[[nodiscard]] Result<std::optional<ChunkHeader>> chunkHeaderOf(const Secret &value);
/// Errors: Stage::Keychain, Malformed (a piece of another value, or none at all).
[[nodiscard]] Result<SharedSecret> joinSecret(const ChunkHeader &header, const QList<SharedSecret> &pieces);

/// `number` counts from 1.
[[nodiscard]] QString chunkKey(const QString &key, ChunkSet set, int number);

} // namespace wharf::accounts
