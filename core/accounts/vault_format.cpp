#include "core/accounts/vault_format.h"

#include "core/accounts/store_limits.h"
#include "core/accounts/vault_box.h"

#include <QCryptographicHash>
#include <QtEndian>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <array>

namespace wharf::accounts {

namespace {

constexpr QByteArrayView magic("WHRFVALT");
constexpr quint16 newestVersion = 1;
constexpr qsizetype saltSize = 16;
constexpr qsizetype verifierSize = 16;
constexpr qsizetype nonceSize = 12;
constexpr qsizetype checksumSize = 8;
constexpr qsizetype tagSize = 16;
constexpr qsizetype checkedSize = 8 + 2 + 3 + saltSize + verifierSize + nonceSize;
constexpr qsizetype headerSize = checkedSize + checksumSize;
constexpr int keySize = 32;
constexpr std::uint64_t mostScryptBytes = 256 * 1024 * 1024;

tl::unexpected<Failure> refuse(Kind kind)
{
    return fail(storeFailure(kind, QString()));
}

unsigned char *bytesOf(QByteArray &array, qsizetype from = 0)
{
    return reinterpret_cast<unsigned char *>(array.data()) + from;
}

const unsigned char *bytesOf(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

QByteArray randomBytes(qsizetype count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    if (RAND_bytes(bytesOf(bytes), static_cast<int>(count)) != 1)
        qFatal("the system gives no random bytes");
    return bytes;
}

QByteArray checksumOf(QByteArrayView bytes)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(bytes);
    return hash.result().left(checksumSize);
}

std::uint64_t scryptBytes(const VaultCost &cost)
{
    return std::uint64_t { 128 } * static_cast<std::uint64_t>(cost.r) << cost.log2N;
}

bool isBearable(const VaultCost &cost)
{
    return cost.log2N >= 10 && cost.log2N <= 20 && cost.r >= 1 && cost.r <= 32 && cost.p >= 1 && cost.p <= 8
        && scryptBytes(cost) <= mostScryptBytes;
}

struct CipherContext {
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    CipherContext() = default;
    CipherContext(const CipherContext &) = delete;
    CipherContext &operator=(const CipherContext &) = delete;
    ~CipherContext() { EVP_CIPHER_CTX_free(context); }
};

bool begin(EVP_CIPHER_CTX *context, const Secret &key, QByteArrayView nonce, QByteArrayView header, bool encrypt)
{
    int length = 0;
    return key.reveal([&](QByteArrayView bytes) {
        return bytes.size() == keySize
            && EVP_CipherInit_ex2(context, EVP_aes_256_gcm(), bytesOf(bytes), bytesOf(nonce), encrypt ? 1 : 0, nullptr) == 1
            && EVP_CipherUpdate(context, nullptr, &length, bytesOf(header), static_cast<int>(header.size())) == 1;
    });
}

} // namespace

QByteArray VaultHeader::toBytes() const
{
    QByteArray bytes = magic.toByteArray();
    bytes.resize(bytes.size() + 2);
    qToBigEndian(newestVersion, bytes.data() + magic.size());
    for (const int number : { cost.log2N, cost.r, cost.p })
        bytes += static_cast<char>(number);
    bytes += salt + verifier + nonce;
    Q_ASSERT(bytes.size() == checkedSize);
    return bytes + checksumOf(bytes);
}

bool VaultKey::isFor(const VaultHeader &header) const
{
    return cost == header.cost && salt == header.salt;
}

VaultHeader newVaultHeader()
{
    return { .cost = {}, .salt = randomBytes(saltSize), .verifier = {}, .nonce = {} };
}

Result<VaultHeader> parseVaultHeader(QByteArrayView file)
{
    if (!file.startsWith(magic) || file.size() < magic.size() + 2)
        return refuse(Kind::Malformed);
    const auto version = qFromBigEndian<quint16>(file.data() + magic.size());
    if (version > newestVersion)
        return refuse(Kind::Newer);
    if (version < 1 || file.size() < headerSize + tagSize)
        return refuse(Kind::Malformed);
    if (file.sliced(checkedSize, checksumSize) != checksumOf(file.first(checkedSize)))
        return refuse(Kind::Malformed);

    const QByteArrayView numbers = file.sliced(magic.size() + 2);
    const auto number = [&](qsizetype at) { return static_cast<int>(static_cast<unsigned char>(numbers.at(at))); };
    VaultHeader header { .cost = { number(0), number(1), number(2) },
                         .salt = numbers.sliced(3, saltSize).toByteArray(),
                         .verifier = numbers.sliced(3 + saltSize, verifierSize).toByteArray(),
                         .nonce = numbers.sliced(3 + saltSize + verifierSize, nonceSize).toByteArray() };
    if (!isBearable(header.cost))
        return refuse(Kind::Malformed);
    return header;
}

Result<VaultKey> deriveVaultKey(const VaultHeader &header, const Secret &passphrase)
{
    std::array<unsigned char, 2 * keySize> output {};
    std::uint64_t n = std::uint64_t { 1 } << header.cost.log2N;
    auto r = static_cast<std::uint32_t>(header.cost.r);
    auto p = static_cast<std::uint32_t>(header.cost.p);
    // OpenSSL counts a little more than the big table.
    std::uint64_t most = scryptBytes(header.cost) + 4 * 1024 * 1024;
    QByteArray salt = header.salt;

    EVP_KDF *kdf = EVP_KDF_fetch(nullptr, "SCRYPT", nullptr);
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);
    const bool done = passphrase.reveal([&](QByteArrayView bytes) {
        // OpenSSL takes its parameters without const and does not write to them.
        const std::array<OSSL_PARAM, 7> parameters {
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_PASSWORD, const_cast<char *>(bytes.data()),
                                              static_cast<std::size_t>(bytes.size())),
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, salt.data(), static_cast<std::size_t>(salt.size())),
            OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
            OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
            OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
            OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &most),
            OSSL_PARAM_construct_end(),
        };
        return context && EVP_KDF_derive(context, output.data(), output.size(), parameters.data()) == 1;
    });
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);

    const char *bytes = reinterpret_cast<const char *>(output.data());
    VaultKey key { .cost = header.cost,
                   .salt = header.salt,
                   .verifier = QByteArray(bytes + keySize, verifierSize),
                   .key = Secret(QByteArrayView(bytes, keySize)) };
    OPENSSL_cleanse(output.data(), output.size());
    if (!done)
        return fail(storeFailure(Kind::Full, QStringLiteral("memory")));
    return key;
}

Result<VaultEntries> openVault(QByteArrayView file, const VaultKey &key)
{
    const auto header = parseVaultHeader(file);
    if (!header)
        return fail(header.error());
    const QByteArrayView sealed = file.sliced(headerSize, file.size() - headerSize - tagSize);
    QByteArray tag = file.last(tagSize).toByteArray();
    QByteArray box(sealed.size(), Qt::Uninitialized);
    int length = 0;
    int rest = 0;
    const CipherContext cipher;
    const bool whole = begin(cipher.context, key.key, header->nonce, file.first(headerSize), false)
        && EVP_CipherUpdate(cipher.context, bytesOf(box), &length, bytesOf(sealed), static_cast<int>(sealed.size())) == 1
        && EVP_CIPHER_CTX_ctrl(cipher.context, EVP_CTRL_GCM_SET_TAG, static_cast<int>(tagSize), tag.data()) == 1
        && EVP_CipherFinal_ex(cipher.context, bytesOf(box, length), &rest) == 1;
    Result<VaultEntries> entries = whole ? parseVaultBox(box) : refuse(Kind::Malformed);
    wipe(box);
    return entries;
}

Result<QByteArray> sealVault(const VaultEntries &entries, const VaultKey &key)
{
    const QByteArray header
        = VaultHeader { .cost = key.cost, .salt = key.salt, .verifier = key.verifier, .nonce = randomBytes(nonceSize) }.toBytes();
    const QByteArrayView nonce = QByteArrayView(header).sliced(checkedSize - nonceSize, nonceSize);
    QByteArray box = printVaultBox(entries);
    QByteArray file = header;
    file.resize(headerSize + box.size() + tagSize);
    int length = 0;
    int rest = 0;
    const CipherContext cipher;
    const bool done = begin(cipher.context, key.key, nonce, header, true)
        && EVP_CipherUpdate(cipher.context, bytesOf(file, headerSize), &length, bytesOf(box), static_cast<int>(box.size())) == 1
        && EVP_CipherFinal_ex(cipher.context, bytesOf(file, headerSize + length), &rest) == 1
        && EVP_CIPHER_CTX_ctrl(cipher.context, EVP_CTRL_GCM_GET_TAG, static_cast<int>(tagSize),
                               bytesOf(file, headerSize + box.size())) == 1;
    wipe(box);
    if (!done)
        return refuse(Kind::Invalid);
    return file;
}

} // namespace wharf::accounts
