#include "core/accounts/vault_store.h"

#include "core/accounts/store_limits.h"
#include "core/accounts/vault_format.h"
#include "core/async/later.h"
#include "core/base/private_file.h"

#include <QCoreApplication>

namespace wharf::accounts {

namespace {
// 250 secrets of the greatest length, or 8,000 tokens of 2 KiB.
constexpr qint64 mostBytes = 16 * 1024 * 1024;
}

/// What the operations on one vault share, and keep alive among them.
struct VaultState {
    VaultState(const QString &path, PassphraseSource passphrases)
        : file(path, Stage::Keychain, mostBytes)
        , source(std::move(passphrases))
    {
    }

    PrivateFile file;
    PassphraseSource source;
    std::shared_ptr<const VaultKey> key;
    SharedSecret passphrase; ///< once it has proven right: for a vault that another process made anew
    std::shared_ptr<Later<Result<SharedSecret>>> question; ///< while somebody is being asked
};

namespace {

using State = std::shared_ptr<VaultState>;
using Key = std::shared_ptr<const VaultKey>;

Failure about(const State &state, const Failure &failure)
{
    // The format's own failures have no subject: it knows no path.
    return failure.subject.isEmpty() ? state->file.failure(failure.kind) : failure;
}

/// The header that is in the file; a new one where there is no file.
Result<VaultHeader> headerOf(const State &state, const std::optional<QByteArray> &bytes)
{
    if (!bytes)
        return newVaultHeader();
    const auto header = parseVaultHeader(*bytes);
    if (!header)
        return fail(about(state, header.error()));
    return header;
}

Task<Result<SharedSecret>> passphraseFor(State state, PassphraseUse use)
{
    // QCoro 0.8 moves from a variable that is named in co_return; what stays in the state is therefore copied by name.
    if (state->passphrase)
        co_return Result<SharedSecret>(state->passphrase);
    // One question at a time: whoever comes while it is open gets its answer.
    if (const auto open = state->question)
        co_return co_await *open;
    const auto question = std::make_shared<Later<Result<SharedSecret>>>();
    state->question = question;
    const Result<SharedSecret> passphrase = co_await getPassphrase(state->source, use);
    state->question.reset();
    if (passphrase)
        state->passphrase = *passphrase;
    question->set(passphrase);
    co_return passphrase;
}

/// `exists`: the header is a file's, so the key must prove right against it.
Task<Result<Key>> keyFor(State state, VaultHeader header, bool exists)
{
    if (state->key && state->key->isFor(header) && (!exists || state->key->verifier == header.verifier))
        co_return Key(state->key);
    const auto passphrase = co_await passphraseFor(state, exists ? PassphraseUse::Open : PassphraseUse::Create);
    if (!passphrase)
        co_return fail(passphrase.error());
    auto key = deriveVaultKey(header, **passphrase);
    if (!key)
        co_return fail(about(state, key.error()));
    if (exists && key->verifier != header.verifier) {
        if (state->passphrase == *passphrase)
            state->passphrase.reset();
        co_return fail(storeFailure(Kind::Locked, QStringLiteral("passphrase")));
    }
    state->key = std::make_shared<const VaultKey>(std::move(*key));
    co_return Key(state->key);
}

Task<Result<SharedSecret>> readEntry(State state, QString name)
{
    const auto bytes = state->file.read();
    if (!bytes)
        co_return fail(bytes.error());
    if (!*bytes)
        co_return fail(missingEntry());
    const auto header = headerOf(state, *bytes);
    if (!header)
        co_return fail(header.error());
    const auto key = co_await keyFor(state, *header, true);
    if (!key)
        co_return fail(key.error());
    const auto entries = openVault(**bytes, **key);
    if (!entries)
        co_return fail(about(state, entries.error()));
    const auto found = entries->find(name);
    if (found == entries->end())
        co_return fail(missingEntry());
    co_return found->second;
}

/// Under the lock: writes where something changes. None where the vault is not the one that `key` is for.
Result<std::optional<bool>> changeLocked(const State &state, const VaultKey &key, const QString &name, const SharedSecret &secret)
{
    const auto lock = state->file.lock();
    if (!lock)
        return fail(lock.error());
    const auto bytes = state->file.read();
    if (!bytes)
        return fail(bytes.error());
    VaultEntries entries;
    if (*bytes) {
        const auto header = headerOf(state, *bytes);
        if (!header)
            return fail(header.error());
        if (!key.isFor(*header))
            return std::nullopt;
        auto opened = openVault(**bytes, key);
        if (!opened)
            return fail(about(state, opened.error()));
        entries = std::move(*opened);
    }
    if (secret)
        entries[name] = secret;
    else if (entries.erase(name) == 0)
        return false;
    const auto sealed = sealVault(entries, key);
    if (!sealed)
        return fail(about(state, sealed.error()));
    const auto written = state->file.replace(*lock, *sealed);
    if (!written)
        return fail(written.error());
    return true;
}

/// `secret`: null removes the entry.
Task<Result<void>> changeEntry(State state, QString name, SharedSecret secret)
{
    // Another process may make the vault, or make it anew, while the passphrase is asked for; once is likely, thrice is not.
    for (int attempt = 0; attempt < 3; ++attempt) {
        const auto bytes = state->file.read();
        if (!bytes)
            co_return fail(bytes.error());
        if (!*bytes && !secret)
            co_return Result<void> {};
        const auto header = headerOf(state, *bytes);
        if (!header)
            co_return fail(header.error());
        const auto key = co_await keyFor(state, *header, bytes->has_value());
        if (!key)
            co_return fail(key.error());
        const auto changed = changeLocked(state, **key, name, secret);
        if (!changed)
            co_return fail(changed.error());
        if (*changed)
            co_return Result<void> {};
    }
    co_return fail(state->file.failure(Kind::Busy));
}

} // namespace

VaultStore::VaultStore(QString path, PassphraseSource source)
    : m_path(std::move(path))
    , m_state(std::make_shared<VaultState>(m_path, std::move(source)))
{
}

VaultStore::~VaultStore() = default;

QString VaultStore::name() const
{
    return QCoreApplication::translate("CredentialStore", "Encrypted vault");
}

Task<Result<SharedSecret>> VaultStore::read(QString key)
{
    return readEntry(m_state, key);
}

Task<Result<void>> VaultStore::write(QString key, SharedSecret secret)
{
    if (const auto fits = checkSecretSize(secret); !fits)
        co_return fits;
    co_return co_await changeEntry(m_state, key, secret);
}

Task<Result<void>> VaultStore::remove(QString key)
{
    return changeEntry(m_state, key, nullptr);
}

} // namespace wharf::accounts
