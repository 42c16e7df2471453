#include "tests/support/test_certificates.h"

#include <QFile>
#include <QHostAddress>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace wharf::test {

namespace {

template <auto release>
struct Release {
    template <class T>
    void operator()(T *object) const
    {
        release(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509_free>>;
using Bio = std::unique_ptr<BIO, Release<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Release<X509_EXTENSION_free>>;

void check(bool ok, const char *what)
{
    if (!ok)
        throw std::runtime_error(what);
}

QByteArray bytesOf(const Bio &bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return QByteArray(data, static_cast<qsizetype>(size));
}

Bio reading(const QByteArray &pem)
{
    return Bio(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
}

void extend(X509 *certificate, X509 *issuer, int nid, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData()));
    check(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "extension");
}

QByteArray alternativeNames(const QStringList &names)
{
    QByteArrayList parts;
    for (const QString &name : names)
        parts << (QHostAddress(name).isNull() ? "DNS:" : "IP:") + name.toUtf8();
    return parts.join(',');
}

void name(X509 *certificate, const QString &commonName)
{
    const QByteArray text = commonName.toUtf8();
    X509_NAME *subject = X509_get_subject_name(certificate);
    check(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                     reinterpret_cast<const unsigned char *>(text.constData()), -1, -1, 0) == 1, "name");
}

QString write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    check(file.open(QIODevice::WriteOnly) && file.write(content) == content.size(), "write");
    return path;
}

} // namespace

TestCertificates::TestCertificates(const QString &folder)
    : m_own(folder.isEmpty() ? std::make_unique<QTemporaryDir>() : nullptr)
    , m_folder(m_own ? m_own->path() : folder)
{
}

TestCertificate TestCertificates::authority(const QString &commonName)
{
    return make(nullptr, { .commonName = commonName, .names = {}, .authority = true });
}

TestCertificate TestCertificates::issue(const TestCertificate &authority, const CertificateWish &wish)
{
    return make(&authority, wish);
}

TestCertificate TestCertificates::selfSigned(const CertificateWish &wish)
{
    return make(nullptr, wish);
}

TestCertificate TestCertificates::make(const TestCertificate *authority, const CertificateWish &wish)
{
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    check(key && certificate, "key");

    X509_set_version(certificate.get(), 2);
    unsigned char serial[8];
    check(RAND_bytes(serial, sizeof serial) == 1, "serial");
    // Positive, and without the leading zero byte that DER forbids and Go refuses.
    serial[0] = static_cast<unsigned char>((serial[0] & 0x3f) | 0x40);
    ASN1_INTEGER *number = X509_get_serialNumber(certificate.get());
    check(ASN1_STRING_set(number, serial, sizeof serial) == 1, "serial");
    check(ASN1_TIME_set(X509_getm_notBefore(certificate.get()), wish.notBefore.toSecsSinceEpoch())
              && ASN1_TIME_set(X509_getm_notAfter(certificate.get()), wish.notAfter.toSecsSinceEpoch()), "dates");
    name(certificate.get(), wish.commonName);
    X509_set_pubkey(certificate.get(), key.get());

    Certificate issuer;
    Key issuerKey;
    if (authority) {
        issuer.reset(PEM_read_bio_X509(reading(authority->certificate).get(), nullptr, nullptr, nullptr));
        issuerKey.reset(PEM_read_bio_PrivateKey(reading(authority->key).get(), nullptr, nullptr, nullptr));
        check(issuer && issuerKey, "issuer");
    }
    X509 *signer = issuer ? issuer.get() : certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer));
    extend(certificate.get(), signer, NID_subject_key_identifier, "hash");
    extend(certificate.get(), signer, NID_authority_key_identifier, "keyid:always");
    extend(certificate.get(), signer, NID_basic_constraints, wish.authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    extend(certificate.get(), signer, NID_key_usage, wish.authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
    if (!wish.authority)
        extend(certificate.get(), signer, NID_ext_key_usage, wish.forClients ? "clientAuth" : "serverAuth");
    if (!wish.names.isEmpty())
        extend(certificate.get(), signer, NID_subject_alt_name, alternativeNames(wish.names));
    if (!wish.issuersUrl.isEmpty())
        extend(certificate.get(), signer, NID_info_access, "caIssuers;URI:" + wish.issuersUrl.toUtf8());
    if (!wish.issuerUrl.isEmpty())
        extend(certificate.get(), signer, NID_info_access, "caIssuers;URI:" + wish.issuerUrl.toUtf8());
    check(X509_sign(certificate.get(), issuerKey ? issuerKey.get() : key.get(), EVP_sha256()) > 0, "signature");

    const Bio certificatePem(BIO_new(BIO_s_mem()));
    const Bio keyPem(BIO_new(BIO_s_mem()));
    check(PEM_write_bio_X509(certificatePem.get(), certificate.get()) == 1
              && PEM_write_bio_PKCS8PrivateKey(keyPem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1, "PEM");
    const QString stem = QStringLiteral("%1/%2").arg(m_folder).arg(++m_count);
    TestCertificate made { bytesOf(certificatePem), bytesOf(keyPem), {}, {} };
    made.certificateFile = write(stem + QStringLiteral(".pem"), made.certificate);
    made.keyFile = write(stem + QStringLiteral(".key"), made.key);
    return made;
}

} // namespace wharf::test
