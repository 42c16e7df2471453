#include "core/accounts/keychain_store.h"

#include "core/accounts/keychain_backend.h"
#include "core/accounts/secret_service.h"
#include "core/accounts/store_limits.h"

#include <QCoreApplication>
#include <QLibrary>

#include <qt6keychain/keychain.h>

namespace wharf::accounts {

namespace {

using Verb = KeychainRequest::Verb;
using Line = std::shared_ptr<KeychainLine>;

constexpr std::chrono::milliseconds probeLimit { 2'000 };

#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
bool hasLibsecret()
{
    return QLibrary(QStringLiteral("secret-1"), 0).load();
}
#else
bool hasLibsecret()
{
    return true;
}
#endif

/// QtKeychain's word for what happened, in ours. `standing`: what the service itself says.
Failure failureOf(const KeychainAnswer &answer, ServiceStanding standing)
{
    if (standing == ServiceStanding::NoBus)
        return storeFailure(Kind::Absent, QStringLiteral("no-session-bus"), answer.said);
    if (standing == ServiceStanding::NoService)
        return storeFailure(Kind::Absent, QStringLiteral("no-service"), answer.said);
    const bool locked = standing == ServiceStanding::EntryLocked || standing == ServiceStanding::DefaultLocked;
    switch (answer.error) {
    case QKeychain::EntryNotFound:
        return locked ? storeFailure(Kind::Locked, QStringLiteral("prompt")) : missingEntry();
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
    case QKeychain::CouldNotDeleteEntry:
        return storeFailure(locked ? Kind::Locked : Kind::Denied, locked ? QStringLiteral("prompt") : QString(), answer.said);
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return storeFailure(Kind::Absent, QStringLiteral("no-service"), answer.said);
    default:
        break;
    }
    if (locked)
        return storeFailure(Kind::Locked, QStringLiteral("prompt"), answer.said);
    if (!hasLibsecret())
        return storeFailure(Kind::Absent, QStringLiteral("libsecret"), answer.said);
    return storeFailure(Kind::Offline, QStringLiteral("no-answer"), answer.said);
}

Task<Failure> explain(Line line, QString key, KeychainAnswer answer)
{
    const ServiceStanding standing = usesKWallet() ? ServiceStanding::Ready
                                                   : co_await askSecretService(line->service(), key, probeLimit);
    co_return failureOf(answer, standing);
}

/// The value under exactly this key.
Task<Result<SharedSecret>> readValue(Line line, QString key, KeychainPatience patience)
{
    const auto answer = co_await askKeychain(line, { Verb::Read, key, nullptr, false }, patience);
    if (!answer)
        co_return fail(answer.error());
    if (answer->error != QKeychain::NoError)
        co_return fail(co_await explain(line, key, *answer));
    if (!answer->secret || answer->secret->isEmpty())
        co_return fail(missingEntry());
    co_return answer->secret;
}

/// What is there before a write. A default collection that is locked is no obstacle yet: the write itself asks to unlock it.
Task<Result<SharedSecret>> readOldValue(Line line, QString key, KeychainPatience patience)
{
    const auto answer = co_await askKeychain(line, { Verb::Read, key, nullptr, false }, patience);
    if (!answer)
        co_return fail(answer.error());
    if (answer->error == QKeychain::NoError && answer->secret && !answer->secret->isEmpty())
        co_return answer->secret;
    if (answer->error == QKeychain::NoError)
        co_return SharedSecret();
    const ServiceStanding standing = usesKWallet() ? ServiceStanding::Ready
                                                   : co_await askSecretService(line->service(), key, probeLimit);
    if (answer->error == QKeychain::EntryNotFound
        && (standing == ServiceStanding::Ready || standing == ServiceStanding::DefaultLocked))
        co_return SharedSecret();
    co_return fail(failureOf(*answer, standing));
}

Task<Result<void>> writeValue(Line line, QString key, SharedSecret value, bool isNew, KeychainPatience patience)
{
    const auto answer = co_await askKeychain(line, { Verb::Write, key, value, isNew }, patience);
    if (!answer)
        co_return fail(answer.error());
    if (answer->error != QKeychain::NoError)
        co_return fail(co_await explain(line, key, *answer));
    co_return Result<void> {};
}

Task<Result<void>> removeValue(Line line, QString key, KeychainPatience patience)
{
    const auto answer = co_await askKeychain(line, { Verb::Remove, key, nullptr, false }, patience);
    if (!answer)
        co_return fail(answer.error());
    // libsecret passes over what it could not unlock and calls it done.
    if (answer->error == QKeychain::NoError || answer->error == QKeychain::EntryNotFound) {
        if (usesKWallet())
            co_return Result<void> {};
        const ServiceStanding standing = co_await askSecretService(line->service(), key, probeLimit);
        if (standing == ServiceStanding::Ready || standing == ServiceStanding::DefaultLocked)
            co_return Result<void> {};
        co_return fail(failureOf({ .error = QKeychain::OtherError, .said = {}, .secret = nullptr }, standing));
    }
    co_return fail(co_await explain(line, key, *answer));
}

Task<Result<void>> removePieces(Line line, QString key, ChunkHeader header, KeychainPatience patience)
{
    for (int number = 1; number <= header.count; ++number) {
        const auto removed = co_await removeValue(line, chunkKey(key, header.set, number), patience);
        if (!removed)
            co_return removed;
    }
    co_return Result<void> {};
}

Task<Result<SharedSecret>> readEntry(Line line, QString key, KeychainPatience patience)
{
    auto value = co_await readValue(line, key, patience);
    if (!value)
        co_return value;
    const auto header = chunkHeaderOf(**value);
    if (!header)
        co_return fail(header.error());
    if (!*header)
        co_return value;
    QList<SharedSecret> pieces;
    for (int number = 1; number <= (*header)->count; ++number) {
        auto piece = co_await readValue(line, chunkKey(key, (*header)->set, number), patience);
        if (!piece && isMissingEntry(piece.error()))
            co_return fail(storeFailure(Kind::Malformed, QStringLiteral("entry")));
        if (!piece)
            co_return piece;
        pieces.append(*piece);
    }
    co_return joinSecret(**header, pieces);
}

Task<Result<void>> writeEntry(Line line, QString key, SharedSecret secret, KeychainPatience patience)
{
    if (const auto fits = checkSecretSize(secret); !fits)
        co_return fits;
    const auto old = co_await readOldValue(line, key, patience);
    if (!old)
        co_return fail(old.error());
    std::optional<ChunkHeader> oldHeader;
    if (*old) {
        // A header that makes no sense leaves pieces that nobody can name; it does not stop a new value.
        if (const auto header = chunkHeaderOf(**old))
            oldHeader = *header;
    }
    const ChunkSet set = oldHeader && oldHeader->set == ChunkSet::A ? ChunkSet::B : ChunkSet::A;
    const ChunkedSecret chunked = splitSecret(*secret, set);
    for (int number = 1; number <= chunked.pieces.size(); ++number) {
        const QString pieceKey = chunkKey(key, set, number);
        const auto written = co_await writeValue(line, pieceKey, chunked.pieces.at(number - 1), true, patience);
        if (!written)
            co_return written;
    }
    const auto written = co_await writeValue(line, key, chunked.value, !*old, patience);
    if (written && oldHeader)
        co_await removePieces(line, key, *oldHeader, patience);
    co_return written;
}

Task<Result<void>> removeEntry(Line line, QString key, KeychainPatience patience)
{
    const auto old = co_await readOldValue(line, key, patience);
    if (!old)
        co_return fail(old.error());
    if (!*old)
        co_return Result<void> {};
    const auto header = chunkHeaderOf(**old);
    const auto removed = co_await removeValue(line, key, patience);
    if (removed && header && *header)
        co_return co_await removePieces(line, key, **header, patience);
    co_return removed;
}

} // namespace

KeychainStore::KeychainStore(KeychainPatience patience, QString service)
    : m_line(std::make_shared<KeychainLine>(std::move(service)))
    , m_patience(patience)
{
}

QString KeychainStore::name() const
{
#if defined(Q_OS_WIN)
    return QStringLiteral("Windows Credential Manager");
#elif defined(Q_OS_MACOS)
    return QStringLiteral("macOS Keychain");
#else
    if (usesKWallet())
        return QStringLiteral("KWallet");
    const QByteArray desktop = qgetenv("XDG_CURRENT_DESKTOP");
    for (const char *gnome : { "GNOME", "Unity", "XFCE", "X-Cinnamon", "MATE", "Budgie" }) {
        if (desktop.contains(gnome))
            return QStringLiteral("GNOME Keyring");
    }
    return QStringLiteral("Secret Service");
#endif
}

Task<Result<SharedSecret>> KeychainStore::read(QString key)
{
    return readEntry(m_line, key, m_patience);
}

Task<Result<void>> KeychainStore::write(QString key, SharedSecret secret)
{
    return writeEntry(m_line, key, secret, m_patience);
}

Task<Result<void>> KeychainStore::remove(QString key)
{
    return removeEntry(m_line, key, m_patience);
}

} // namespace wharf::accounts
