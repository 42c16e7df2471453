#include "core/accounts/memory_store.h"

#include "core/accounts/store_limits.h"

#include <QCoreApplication>

namespace wharf::accounts {

QString MemoryStore::name() const
{
    return QCoreApplication::translate("CredentialStore", "Memory, until the program ends");
}

Task<Result<SharedSecret>> MemoryStore::read(QString key)
{
    if (m_failure)
        co_return fail(*m_failure);
    const auto found = m_secrets.constFind(key);
    if (found == m_secrets.constEnd())
        co_return fail(missingEntry());
    co_return *found;
}

Task<Result<void>> MemoryStore::write(QString key, SharedSecret secret)
{
    if (m_failure)
        co_return fail(*m_failure);
    if (m_writeFailure)
        co_return fail(*m_writeFailure);
    if (const auto fits = checkSecretSize(secret); !fits)
        co_return fail(fits.error());
    m_secrets.insert(key, secret);
    co_return Result<void> {};
}

Task<Result<void>> MemoryStore::remove(QString key)
{
    if (m_failure)
        co_return fail(*m_failure);
    m_secrets.remove(key);
    co_return Result<void> {};
}

} // namespace wharf::accounts
