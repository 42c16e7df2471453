#pragma once

#include "core/async/task.h"
#include "core/base/credential.h"
#include "core/base/result.h"

#include <QString>

#include <chrono>

namespace wharf::accounts {

/// Where the vault's passphrase comes from: the first of these that is there.
struct PassphraseSource {
    SharedSecret given;  ///< `WHARFINGER_VAULT_PASSPHRASE`
    QString file;        ///< `WHARFINGER_VAULT_PASSPHRASE_FILE`; its first line counts
    QString askProgram;  ///< `WHARFINGER_ASKPASS`, else `SSH_ASKPASS`: gets a question as its argument, prints the answer
    std::chrono::milliseconds askLimit { 120'000 };

    /// Takes `WHARFINGER_VAULT_PASSPHRASE` out of the environment: no child inherits it, and the process table's copy
    /// is overwritten.
    [[nodiscard]] static PassphraseSource takeFromEnvironment();
    /// True when the environment hands a passphrase over without asking anybody.
    [[nodiscard]] bool isGiven() const { return given || !file.isEmpty(); }
};

enum class PassphraseUse { Open, Create };

/// Gets it; where a person is asked for a new one, twice. Never blocks the event loop.
/// Errors: Stage::Keychain with Locked (`no-passphrase`: no source, or nothing in it; `askpass`: not answered;
/// `passphrases-differ`), Absent (`askpass`: the program does not start; or the path of the file), Denied, TooLarge (the path).
[[nodiscard]] Task<Result<SharedSecret>> getPassphrase(PassphraseSource source, PassphraseUse use);

} // namespace wharf::accounts
