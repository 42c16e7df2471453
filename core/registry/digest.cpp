#include "core/registry/digest.h"

#include <QByteArray>

#include <openssl/evp.h>

#include <algorithm>

namespace wharf::registry {

struct Sha256::Context {
    EVP_MD_CTX *md = EVP_MD_CTX_new();

    Context() = default;
    ~Context() { EVP_MD_CTX_free(md); }
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;
};

Sha256::Sha256()
    : m_context(std::make_unique<Context>())
{
    EVP_DigestInit_ex(m_context->md, EVP_sha256(), nullptr);
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256 &&) noexcept = default;
Sha256 &Sha256::operator=(Sha256 &&) noexcept = default;

void Sha256::add(QByteArrayView bytes)
{
    EVP_DigestUpdate(m_context->md, bytes.data(), static_cast<std::size_t>(bytes.size()));
}

QString Sha256::digest() const
{
    const Context copy; // the count goes on
    EVP_MD_CTX_copy_ex(copy.md, m_context->md);
    QByteArray bytes(EVP_MAX_MD_SIZE, Qt::Uninitialized);
    unsigned int size = 0;
    EVP_DigestFinal_ex(copy.md, reinterpret_cast<unsigned char *>(bytes.data()), &size);
    return QLatin1String("sha256:") + QString::fromLatin1(bytes.left(static_cast<qsizetype>(size)).toHex());
}

QString sha256Of(QByteArrayView bytes)
{
    Sha256 sum;
    sum.add(bytes);
    return sum.digest();
}

bool isDigestOf(const QString &digest, QByteArrayView bytes)
{
    const EVP_MD *algorithm = digest.startsWith(QLatin1String("sha512:")) ? EVP_sha512() : EVP_sha256();
    QByteArray sum(EVP_MAX_MD_SIZE, Qt::Uninitialized);
    unsigned int size = 0;
    EVP_Digest(bytes.data(), static_cast<std::size_t>(bytes.size()), reinterpret_cast<unsigned char *>(sum.data()), &size, algorithm, nullptr);
    return isDigest(digest) && digest.section(u':', 1).toLatin1() == sum.left(static_cast<qsizetype>(size)).toHex();
}

bool isDigest(const QString &text)
{
    const QString algorithm = text.section(u':', 0, 0);
    const QString encoded = text.section(u':', 1);
    const qsizetype length = algorithm == QLatin1String("sha256") ? 64 : algorithm == QLatin1String("sha512") ? 128 : 0;
    return length > 0 && encoded.size() == length && std::all_of(encoded.begin(), encoded.end(), [](QChar letter) {
               return (letter >= u'0' && letter <= u'9') || (letter >= u'a' && letter <= u'f');
           });
}

} // namespace wharf::registry
