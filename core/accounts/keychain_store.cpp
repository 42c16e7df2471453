#include "core/accounts/keychain_store.h"

#include "core/accounts/store_limits.h"

namespace wharf::accounts {

namespace {

using Verb = KeychainRequest::Verb;
using Line = std::shared_ptr<KeychainLine>;

/// The value under exactly this key.
Task<Result<SharedSecret>> readValue(Line line, QString key, KeychainPatience patience)
{
    return askKeychain(line, { .verb = Verb::Read, .key = key, .secret = nullptr }, patience);
}

/// What is there before a write; null where nothing is.
Task<Result<SharedSecret>> readOldValue(Line line, QString key, KeychainPatience patience)
{
    return askKeychain(line, { .verb = Verb::Peek, .key = key, .secret = nullptr }, patience);
}

Task<Result<void>> writeValue(Line line, QString key, SharedSecret value, bool isNew, KeychainPatience patience)
{
    const auto answer = co_await askKeychain(line, { .verb = Verb::Write, .key = key, .secret = value, .isNew = isNew }, patience);
    if (!answer)
        co_return fail(answer.error());
    co_return Result<void> {};
}

Task<Result<void>> removeValue(Line line, QString key, KeychainPatience patience)
{
    const auto answer = co_await askKeychain(line, { .verb = Verb::Remove, .key = key, .secret = nullptr }, patience);
    if (!answer)
        co_return fail(answer.error());
    co_return Result<void> {};
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
    // A keyring writes its whole file and waits for the disk, for every entry.
    if (*old && !oldHeader && **old == *chunked.value)
        co_return Result<void> {};
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

KeychainStore::KeychainStore(KeychainPatience patience, const QString &service)
    : m_line(std::make_shared<KeychainLine>(openKeychain(service)))
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

void KeychainStore::endWaits()
{
    m_line->endWaits();
}

} // namespace wharf::accounts
