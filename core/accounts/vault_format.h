#pragma once

#include "core/base/credential.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <map>

namespace wharf::accounts {

/// The vault file's bytes: a header that anybody can read, and one sealed box with every entry.
///
/// Version 1, numbers big-endian:
///   8 magic · 2 version · 1 log2 N · 1 r · 1 p · 16 salt · 16 verifier · 12 nonce · 8 checksum · box · 16 tag
/// The key is the first half of scrypt's 64 bytes, the verifier the start of its second half: it tells a wrong passphrase
/// from a damaged file. The checksum (SHA-256 of what precedes it, cut) tells a damaged header from a wrong passphrase.
/// The box is AES-256-GCM with the whole header as additional data; in it lies a CBOR map of text to bytes.

/// scrypt's cost, RFC 7914. Memory is 128 · N · r bytes.
struct VaultCost {
    int log2N = 15;
    int r = 8;
    int p = 1;

    friend bool operator==(const VaultCost &, const VaultCost &) = default;
};

struct VaultHeader {
    VaultCost cost;
    QByteArray salt;     ///< 16 bytes; one for the life of a vault
    QByteArray verifier; ///< 16 bytes
    QByteArray nonce;    ///< 12 bytes; new with each write

    [[nodiscard]] QByteArray toBytes() const;
};

/// Made from a passphrase for one salt and cost.
struct VaultKey {
    VaultCost cost;
    QByteArray salt;
    QByteArray verifier;
    Secret key; ///< 32 bytes

    /// True when it was made for the salt and the cost of this header.
    [[nodiscard]] bool isFor(const VaultHeader &header) const;
};

using VaultEntries = std::map<QString, SharedSecret>;

/// A new vault's: a random salt; no verifier and no nonce yet.
[[nodiscard]] VaultHeader newVaultHeader();

// Errors of all: Stage::Keychain with Malformed and Newer; no subject.

/// Takes the file's whole bytes; checks every bound (at most 256 MiB for scrypt) before anything is computed.
[[nodiscard]] Result<VaultHeader> parseVaultHeader(QByteArrayView file);
/// Some 60 ms and 32 MiB at the usual cost.
[[nodiscard]] Result<VaultKey> deriveVaultKey(const VaultHeader &header, const Secret &passphrase);
/// Malformed: anything is not as it was sealed.
[[nodiscard]] Result<VaultEntries> openVault(QByteArrayView file, const VaultKey &key);
[[nodiscard]] Result<QByteArray> sealVault(const VaultEntries &entries, const VaultKey &key);

} // namespace wharf::accounts
