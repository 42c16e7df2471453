#include "core/base/secret.h"

#include <QByteArray>
#include <QDebug>

#include <algorithm>

// glibc's own does the same, and the credential helper need not load libcrypto at each of its starts.
#ifdef __GLIBC__
#include <cstring>
#else
#include <openssl/crypto.h>
#endif

namespace wharf {

Secret::Secret(QByteArrayView bytes)
    : m_bytes(bytes.isEmpty() ? nullptr : new char[static_cast<std::size_t>(bytes.size())])
    , m_size(static_cast<std::size_t>(bytes.size()))
{
    std::copy(bytes.begin(), bytes.end(), m_bytes.get());
}

Secret::Secret(Secret &&other) noexcept
    : m_bytes(std::move(other.m_bytes))
    , m_size(std::exchange(other.m_size, 0))
{
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        if (m_bytes)
            wipe(m_bytes.get(), m_size);
        m_bytes = std::move(other.m_bytes);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

Secret::~Secret()
{
    if (m_bytes)
        wipe(m_bytes.get(), m_size);
}

Secret Secret::clone() const
{
    return Secret(QByteArrayView(m_bytes.get(), static_cast<qsizetype>(m_size)));
}

bool operator==(const Secret &a, const Secret &b)
{
    if (a.m_size != b.m_size)
        return false;
    // Volatile: no compiler may leave the loop at the first difference.
    volatile unsigned char different = 0;
    for (std::size_t at = 0; at < a.m_size; ++at)
        different = static_cast<unsigned char>(different | (a.m_bytes[at] ^ b.m_bytes[at]));
    return different == 0;
}

QDebug operator<<(QDebug debug, const Secret &secret)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Secret(" << secret.size() << " bytes)";
    return debug;
}

void wipe(char *bytes, std::size_t size)
{
#ifdef __GLIBC__
    ::explicit_bzero(bytes, size);
#else
    OPENSSL_cleanse(bytes, size);
#endif
}

void wipe(QByteArray &bytes)
{
    if (!bytes.isEmpty())
        wipe(bytes.data(), static_cast<std::size_t>(bytes.size()));
    bytes.clear();
}

} // namespace wharf
