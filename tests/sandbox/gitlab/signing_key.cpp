#include "tests/sandbox/gitlab/signing_key.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace wharf::sandbox {

namespace {

QByteArray base64url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray signingInput(const QJsonObject &header, const QJsonObject &claims)
{
    return base64url(QJsonDocument(header).toJson(QJsonDocument::Compact)) + '.' + base64url(QJsonDocument(claims).toJson(QJsonDocument::Compact));
}

QByteArray base32(const QByteArray &bytes)
{
    QByteArray text;
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const char byte : bytes) {
        buffer = (buffer << 8) | static_cast<unsigned char>(byte);
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(buffer >> bits) & 31];
        }
    }
    return text;
}

QString libtrustId(EVP_PKEY *key)
{
    unsigned char *der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    const QByteArray publicKey(reinterpret_cast<const char *>(der), size);
    OPENSSL_free(der);
    const QByteArray letters = base32(QCryptographicHash::hash(publicKey, QCryptographicHash::Sha256).left(30));
    QByteArrayList groups;
    for (qsizetype at = 0; at < letters.size(); at += 4)
        groups << letters.mid(at, 4);
    return QString::fromLatin1(groups.join(':'));
}

QByteArray selfSigned(EVP_PKEY *key)
{
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86400);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86400L * 3650);
    X509_set_pubkey(certificate.get(), key);
    X509_NAME *name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char *>("gitlab-issuer"), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), name);
    X509_sign(certificate.get(), key, EVP_sha256());
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> memory(BIO_new(BIO_s_mem()), &BIO_free_all);
    PEM_write_bio_X509(memory.get(), certificate.get());
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return QByteArray(data, size);
}

} // namespace

SigningKey SigningKey::generate()
{
    SigningKey key;
    EVP_PKEY *pair = EVP_RSA_gen(2048);
    key.m_key = std::shared_ptr<void>(pair, [](void *made) { EVP_PKEY_free(static_cast<EVP_PKEY *>(made)); });
    key.m_keyId = libtrustId(pair);
    key.m_certificate = selfSigned(pair);
    return key;
}

QByteArray SigningKey::sign(const QJsonObject &claims, const QString &keyId) const
{
    const QByteArray input = signingInput({ { QStringLiteral("typ"), QStringLiteral("JWT") },
                                            { QStringLiteral("alg"), QStringLiteral("RS256") },
                                            { QStringLiteral("kid"), keyId } },
                                          claims);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, static_cast<EVP_PKEY *>(m_key.get()));
    const auto *data = reinterpret_cast<const unsigned char *>(input.constData());
    std::size_t size = 0;
    EVP_DigestSign(context.get(), nullptr, &size, data, static_cast<std::size_t>(input.size()));
    QByteArray signature(static_cast<qsizetype>(size), Qt::Uninitialized);
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char *>(signature.data()), &size, data, static_cast<std::size_t>(input.size()));
    signature.truncate(static_cast<qsizetype>(size));
    return input + '.' + base64url(signature);
}

QByteArray signWithSharedSecret(const QJsonObject &claims, const QByteArray &secret)
{
    const QByteArray input = signingInput({ { QStringLiteral("typ"), QStringLiteral("JWT") }, { QStringLiteral("alg"), QStringLiteral("HS256") } }, claims);
    return input + '.' + base64url(QMessageAuthenticationCode::hash(input, secret, QCryptographicHash::Sha256));
}

} // namespace wharf::sandbox
