#include "core/base/secret.h"

#include <QByteArray>
#include <QDebug>

#include <openssl/crypto.h>

#include <algorithm>

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
            OPENSSL_cleanse(m_bytes.get(), m_size);
        m_bytes = std::move(other.m_bytes);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

Secret::~Secret()
{
    if (m_bytes)
        OPENSSL_cleanse(m_bytes.get(), m_size);
}

Secret Secret::clone() const
{
    return Secret(QByteArrayView(m_bytes.get(), static_cast<qsizetype>(m_size)));
}

bool operator==(const Secret &a, const Secret &b)
{
    return a.m_size == b.m_size && (a.m_size == 0 || CRYPTO_memcmp(a.m_bytes.get(), b.m_bytes.get(), a.m_size) == 0);
}

QDebug operator<<(QDebug debug, const Secret &secret)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Secret(" << secret.size() << " bytes)";
    return debug;
}

void wipe(QByteArray &bytes)
{
    if (!bytes.isEmpty())
        OPENSSL_cleanse(bytes.data(), static_cast<std::size_t>(bytes.size()));
    bytes.clear();
}

} // namespace wharf
