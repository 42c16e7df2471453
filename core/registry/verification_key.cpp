#include "core/base/base64url.h"
#include "core/base/json.h"
#include "core/registry/jwt_signature.h"

#include <QJsonArray>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <string_view>

namespace wharf::registry {

namespace {

constexpr qsizetype longestContent = qsizetype(1) << 20;
constexpr int shortestModulus = 2048;
// OpenSSL checks nothing longer; a key that makes it work for seconds is no key.
constexpr int longestModulus = 16384;

template <auto release>
struct Releaser {
    template <class T>
    void operator()(T *object) const { release(object); }
};
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Releaser<&EVP_PKEY_CTX_free>>;
using BigNumber = std::unique_ptr<BIGNUM, Releaser<&BN_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Releaser<&OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Releaser<&OSSL_PARAM_free>>;
using Bio = std::unique_ptr<BIO, Releaser<&BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Releaser<&X509_free>>;

const unsigned char *bytesOf(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

std::size_t sizeOf(const QByteArray &bytes)
{
    return static_cast<std::size_t>(bytes.size());
}

QByteArray decodedMember(const QJsonObject &jwk, const char *member)
{
    return decodeBase64Url(jwk.value(QLatin1String(member)).toString().toLatin1()).value_or(QByteArray());
}

EVP_PKEY *keyFrom(const char *type, OSSL_PARAM *parameters)
{
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY *key = nullptr;
    if (!context || !parameters || EVP_PKEY_fromdata_init(context.get()) != 1
        || EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
        return nullptr;
    return key;
}

/// RFC 7518 §6.3.1.
EVP_PKEY *rsaKey(const QJsonObject &jwk)
{
    const QByteArray n = decodedMember(jwk, "n");
    const QByteArray e = decodedMember(jwk, "e");
    if (n.isEmpty() || n.size() > longestModulus / 8 || e.isEmpty() || e.size() > 8)
        return nullptr;
    const BigNumber modulus(BN_bin2bn(bytesOf(n), static_cast<int>(n.size()), nullptr));
    const BigNumber exponent(BN_bin2bn(bytesOf(e), static_cast<int>(e.size()), nullptr));
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1
        || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
        return nullptr;
    return keyFrom("RSA", Parameters(OSSL_PARAM_BLD_to_param(builder.get())).get());
}

/// Bytes; 0 for a curve that signs no tokens. RFC 7518 §6.2.1.2.
qsizetype coordinateSize(const QString &curve)
{
    if (curve == QLatin1String("P-256"))
        return 32;
    if (curve == QLatin1String("P-384"))
        return 48;
    return curve == QLatin1String("P-521") ? 66 : 0;
}

/// RFC 7518 §6.2.1. That the point lies on its curve is checked by OpenSSL.
EVP_PKEY *ellipticKey(const QJsonObject &jwk)
{
    const QString curve = jwk.value(QLatin1String("crv")).toString();
    const QByteArray x = decodedMember(jwk, "x");
    const QByteArray y = decodedMember(jwk, "y");
    const qsizetype size = coordinateSize(curve);
    if (size == 0 || x.size() != size || y.size() != size)
        return nullptr;
    const QByteArray point = '\x04' + x + y;
    const QByteArray group = curve.toLatin1();
    const ParameterBuilder builder(OSSL_PARAM_BLD_new());
    if (!builder
        || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, group.constData(), sizeOf(group)) != 1
        || OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(), sizeOf(point)) != 1)
        return nullptr;
    return keyFrom("EC", Parameters(OSSL_PARAM_BLD_to_param(builder.get())).get());
}

/// RFC 8037 §2.
EVP_PKEY *edwardsKey(const QJsonObject &jwk)
{
    const QString curve = jwk.value(QLatin1String("crv")).toString();
    if (curve != QLatin1String("Ed25519") && curve != QLatin1String("Ed448"))
        return nullptr;
    const QByteArray x = decodedMember(jwk, "x");
    return EVP_PKEY_new_raw_public_key_ex(nullptr, curve.toLatin1().constData(), nullptr, bytesOf(x), sizeOf(x));
}

EVP_PKEY *keyOfJwk(const QJsonObject &jwk)
{
    const QString type = jwk.value(QLatin1String("kty")).toString();
    const QString use = jwk.value(QLatin1String("use")).toString();
    if (!use.isEmpty() && use != QLatin1String("sig"))
        return nullptr;
    if (type == QLatin1String("RSA"))
        return rsaKey(jwk);
    if (type == QLatin1String("EC"))
        return ellipticKey(jwk);
    if (type == QLatin1String("OKP"))
        return edwardsKey(jwk);
    return nullptr;
}

EVP_PKEY *keyOfPemBlock(std::string_view name, const unsigned char *data, long size)
{
    if (name == PEM_STRING_PUBLIC)
        return d2i_PUBKEY(nullptr, &data, size);
    if (name == PEM_STRING_RSA_PUBLIC)
        return d2i_PublicKey(EVP_PKEY_RSA, nullptr, &data, size);
    if (name == PEM_STRING_X509 || name == PEM_STRING_X509_OLD) {
        const Certificate certificate(d2i_X509(nullptr, &data, size));
        return certificate ? X509_get_pubkey(certificate.get()) : nullptr;
    }
    return nullptr;
}

} // namespace

/// Collects the keys of one file or answer.
class KeyReader {
public:
    explicit KeyReader(const QString &origin)
        : m_origin(origin)
    {
    }

    void readPem(const QByteArray &content)
    {
        const Bio bio(BIO_new_mem_buf(content.constData(), static_cast<int>(content.size())));
        char *name = nullptr;
        char *header = nullptr;
        unsigned char *data = nullptr;
        long size = 0;
        while (bio && PEM_read_bio(bio.get(), &name, &header, &data, &size) == 1) {
            add(keyOfPemBlock(name, data, size), {}, {});
            OPENSSL_free(name);
            OPENSSL_free(header);
            OPENSSL_clear_free(data, static_cast<std::size_t>(size));
        }
    }

    void readJson(const QJsonObject &object)
    {
        if (!object.value(QLatin1String("keys")).isArray()) {
            readJwk(object);
            return;
        }
        const QJsonArray keys = object.value(QLatin1String("keys")).toArray();
        for (const QJsonValue &key : keys)
            readJwk(key.toObject());
    }

    [[nodiscard]] const QList<VerificationKey> &keys() const { return m_keys; }

private:
    void readJwk(const QJsonObject &jwk)
    {
        add(keyOfJwk(jwk), jwk.value(QLatin1String("kid")).toString(), jwk.value(QLatin1String("alg")).toString());
    }

    /// Takes the key over.
    void add(EVP_PKEY *key, const QString &keyId, const QString &algorithm)
    {
        if (!key)
            return;
        VerificationKey result;
        result.m_key = std::shared_ptr<void>(key, [](void *pointer) { EVP_PKEY_free(static_cast<EVP_PKEY *>(pointer)); });
        const bool rsa = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA || EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA_PSS;
        if (rsa && (EVP_PKEY_get_bits(key) < shortestModulus || EVP_PKEY_get_bits(key) > longestModulus))
            return;
        result.m_origin = m_origin;
        result.m_algorithm = algorithm;
        result.m_named = !keyId.isEmpty();
        result.m_keyId = result.m_named ? keyId : result.libtrustId();
        if (!result.m_keyId.isEmpty())
            m_keys.append(std::move(result));
    }

    QString m_origin;
    QList<VerificationKey> m_keys;
};

Result<QList<VerificationKey>> VerificationKey::parse(const QByteArray &content, const QString &origin)
{
    KeyReader reader(origin);
    ERR_set_mark(); // what is no key leaves errors behind, which are nobody else's
    if (content.size() <= longestContent) {
        if (const auto object = json::readObject(content))
            reader.readJson(*object);
        else
            reader.readPem(content);
    }
    ERR_pop_to_mark();
    if (reader.keys().isEmpty())
        return fail({ .stage = Stage::Input, .kind = Kind::Malformed, .subject = origin });
    return reader.keys();
}

QString VerificationKey::libtrustId() const
{
    unsigned char *der = nullptr;
    const int size = m_key ? i2d_PUBKEY(static_cast<const EVP_PKEY *>(m_key.get()), &der) : 0;
    if (size <= 0)
        return {};
    unsigned char digest[32] = {};
    EVP_Digest(der, static_cast<std::size_t>(size), digest, nullptr, EVP_sha256(), nullptr);
    OPENSSL_free(der);

    // 30 of the 32 bytes are 48 letters of base32 (RFC 4648 §6), without padding.
    constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    QString id;
    unsigned bits = 0;
    int count = 0;
    for (int i = 0; i < 30; ++i) {
        bits = (bits << 8) | digest[i];
        for (count += 8; count >= 5; count -= 5) {
            if (id.size() % 5 == 4)
                id += QLatin1Char(':');
            id += QLatin1Char(alphabet[(bits >> (count - 5)) & 31]);
        }
    }
    return id;
}

} // namespace wharf::registry
