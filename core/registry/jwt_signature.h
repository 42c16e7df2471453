#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>

namespace wharf::registry {

/// One public key to check tokens with, and where it came from.
class VerificationKey {
public:
    /// Reads PEM (public keys or certificates), a JWK or a JWK set; what is no public signature key in it is passed over.
    /// RSA keys below 2048 bits are not taken (RFC 7518 §3.3), nor are secret keys, PEM or `oct`. 1 MiB at most.
    /// Errors, where no key is left: Stage::Input, Kind::Malformed; `subject` is `origin`.
    static Result<QList<VerificationKey>> parse(const QByteArray &content, const QString &origin);

    /// libtrust's fingerprint of the key: 12 groups of 4, base32. docker/libtrust.
    [[nodiscard]] QString libtrustId() const;
    [[nodiscard]] QString keyId() const { return m_keyId; }   ///< `kid` of a JWK, else libtrustId()
    [[nodiscard]] QString origin() const { return m_origin; } ///< file name or address

private:
    friend class KeyReader;
    friend class SignatureChecker;
    std::shared_ptr<void> m_key; ///< EVP_PKEY
    QString m_keyId;
    QString m_algorithm; ///< the `alg` a JWK is bound to; empty: any of its type
    bool m_named = false; ///< its JWK has a `kid`: it answers to no other
    QString m_origin;
};

enum class SignatureState {
    Unchecked,   ///< no key is known: say so, never "valid"
    Valid,
    Invalid,     ///< a key that fits says no
    NoKeyFits,   ///< keys are known, none has the token's `kid` or type, or made its signature without claiming to
    Unsupported, ///< not RS/PS/ES 256–512 or EdDSA, a `crit` header, or no JWS; `none` and HS* are never accepted
};

struct SignatureVerdict {
    SignatureState state = SignatureState::Unchecked;
    QString keyOrigin; ///< which key said so
};

/// Checks a compact JWS against the keys the user gave. RFC 7515, RFC 7518 §3, RFC 8037. OpenSSL EVP only.
///
/// A JWK with a `kid` is tried for that `kid` alone. A key without one (PEM) is tried whatever `kid` the token has, since
/// servers spell it in several ways; only when that is its libtrustId(), or the token has none, does its no mean Invalid.
[[nodiscard]] SignatureVerdict checkSignature(QByteArrayView compact, const QList<VerificationKey> &keys);

} // namespace wharf::registry
