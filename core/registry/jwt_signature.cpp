#include "core/registry/jwt_signature.h"

#include "core/base/base64url.h"
#include "core/registry/jwt.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <array>

namespace wharf::registry {

namespace {

enum class Family { Pkcs1, Pss, Ecdsa, Edwards };

/// One row of RFC 7518 §3.1; what is no row is not supported.
struct Algorithm {
    const char *name;
    Family family;
    const char *digest;     ///< null: the algorithm has its own
    const char *curve;      ///< ECDSA: OpenSSL's name of the one curve it goes with
    qsizetype coordinate;   ///< ECDSA: bytes of r and of s
};

constexpr std::array algorithms {
    Algorithm { "RS256", Family::Pkcs1, "SHA256", nullptr, 0 },
    Algorithm { "RS384", Family::Pkcs1, "SHA384", nullptr, 0 },
    Algorithm { "RS512", Family::Pkcs1, "SHA512", nullptr, 0 },
    Algorithm { "PS256", Family::Pss, "SHA256", nullptr, 0 },
    Algorithm { "PS384", Family::Pss, "SHA384", nullptr, 0 },
    Algorithm { "PS512", Family::Pss, "SHA512", nullptr, 0 },
    Algorithm { "ES256", Family::Ecdsa, "SHA256", "prime256v1", 32 },
    Algorithm { "ES384", Family::Ecdsa, "SHA384", "secp384r1", 48 },
    Algorithm { "ES512", Family::Ecdsa, "SHA512", "secp521r1", 66 },
    Algorithm { "EdDSA", Family::Edwards, nullptr, nullptr, 0 },
};

const Algorithm *algorithmNamed(const QString &name)
{
    for (const Algorithm &algorithm : algorithms) {
        if (name == QLatin1String(algorithm.name))
            return &algorithm;
    }
    return nullptr;
}

bool fits(const Algorithm &algorithm, const EVP_PKEY *key)
{
    const int type = EVP_PKEY_get_base_id(key);
    switch (algorithm.family) {
    case Family::Pkcs1: return type == EVP_PKEY_RSA;
    case Family::Pss: return type == EVP_PKEY_RSA || type == EVP_PKEY_RSA_PSS;
    case Family::Edwards: return type == EVP_PKEY_ED25519 || type == EVP_PKEY_ED448;
    case Family::Ecdsa: break;
    }
    std::array<char, 64> group {};
    return type == EVP_PKEY_EC && EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1
        && qstrcmp(group.data(), algorithm.curve) == 0;
}

/// JOSE writes r and s side by side, OpenSSL reads them as DER. RFC 7518 §3.4.
QByteArray derSignature(const QByteArray &raw, qsizetype coordinate)
{
    if (raw.size() != 2 * coordinate)
        return {};
    const auto *bytes = reinterpret_cast<const unsigned char *>(raw.constData());
    const int size = static_cast<int>(coordinate);
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(ECDSA_SIG_new(), &ECDSA_SIG_free);
    BIGNUM *r = BN_bin2bn(bytes, size, nullptr);
    BIGNUM *s = BN_bin2bn(bytes + coordinate, size, nullptr);
    if (!signature || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return {};
    }
    unsigned char *der = nullptr;
    const int length = i2d_ECDSA_SIG(signature.get(), &der);
    if (length <= 0)
        return {};
    QByteArray result(reinterpret_cast<const char *>(der), length);
    OPENSSL_free(der);
    return result;
}

bool verifies(const Algorithm &algorithm, EVP_PKEY *key, QByteArrayView signedText, const QByteArray &rawSignature)
{
    const QByteArray signature
        = algorithm.family == Family::Ecdsa ? derSignature(rawSignature, algorithm.coordinate) : rawSignature;
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_PKEY_CTX *keyContext = nullptr; // belongs to context
    if (signature.isEmpty() || !context
        || EVP_DigestVerifyInit_ex(context.get(), &keyContext, algorithm.digest, nullptr, nullptr, key, nullptr) != 1)
        return false;
    if (algorithm.family == Family::Pss
        && (EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING) != 1
            // RFC 7518 §3.5: the salt is as long as the digest.
            || EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, RSA_PSS_SALTLEN_DIGEST) != 1))
        return false;
    return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char *>(signature.constData()),
                            static_cast<std::size_t>(signature.size()),
                            reinterpret_cast<const unsigned char *>(signedText.data()),
                            static_cast<std::size_t>(signedText.size()))
        == 1;
}

} // namespace

/// One token against one key after another.
class SignatureChecker {
public:
    static SignatureVerdict check(QByteArrayView compact, const QList<VerificationKey> &keys)
    {
        if (keys.isEmpty())
            return { SignatureState::Unchecked, {} };
        const auto claims = JwtClaims::decode(compact);
        const Algorithm *algorithm = claims ? algorithmNamed(claims->algorithm) : nullptr;
        // RFC 7515 §4.1.11: an extension that is not understood makes the token invalid; none is understood here.
        if (!algorithm || claims->header.contains(QLatin1String("crit")))
            return { SignatureState::Unsupported, {} };
        const qsizetype dot = compact.lastIndexOf('.');
        const QByteArrayView signedText = compact.first(dot);
        const QByteArray signature = decodeBase64Url(compact.sliced(dot + 1)).value_or(QByteArray());

        SignatureVerdict verdict { SignatureState::NoKeyFits, {} };
        for (const VerificationKey &key : keys) {
            auto *const evp = static_cast<EVP_PKEY *>(key.m_key.get());
            const bool meant = claims->keyId.isEmpty() || claims->keyId == key.m_keyId;
            if ((key.m_named && !meant) || (!key.m_algorithm.isEmpty() && key.m_algorithm != claims->algorithm)
                || !fits(*algorithm, evp))
                continue;
            if (verifies(*algorithm, evp, signedText, signature))
                return { SignatureState::Valid, key.m_origin };
            if (meant && verdict.state != SignatureState::Invalid)
                verdict = { SignatureState::Invalid, key.m_origin };
        }
        return verdict;
    }
};

SignatureVerdict checkSignature(QByteArrayView compact, const QList<VerificationKey> &keys)
{
    ERR_set_mark(); // a signature that does not fit leaves errors behind, which are nobody else's
    const SignatureVerdict verdict = SignatureChecker::check(compact, keys);
    ERR_pop_to_mark();
    return verdict;
}

} // namespace wharf::registry
