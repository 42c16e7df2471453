#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include <memory>

namespace wharf::sandbox {

/// GitLab's key for registry tokens: RSA 2048, made afresh, with the self-signed certificate that a registry trusts it by.
class SigningKey {
public:
    static SigningKey generate();

    /// libtrust's fingerprint of the public key. Source: lib/json_web_token/rsa_token.rb.
    [[nodiscard]] const QString &keyId() const { return m_keyId; }
    /// The `rootcertbundle` of a registry.
    [[nodiscard]] const QByteArray &certificatePem() const { return m_certificate; }
    /// A compact JWS with `typ`, `alg` RS256 and `kid`.
    [[nodiscard]] QByteArray sign(const QJsonObject &claims) const { return sign(claims, m_keyId); }
    /// The same under another name for the key.
    [[nodiscard]] QByteArray sign(const QJsonObject &claims, const QString &keyId) const;

private:
    std::shared_ptr<void> m_key; ///< EVP_PKEY
    QByteArray m_certificate;
    QString m_keyId;
};

/// A compact JWS with HS256.
[[nodiscard]] QByteArray signWithSharedSecret(const QJsonObject &claims, const QByteArray &secret);

} // namespace wharf::sandbox
