#pragma once

#include "core/async/task.h"
#include "core/base/credential.h"
#include "core/base/result.h"

#include <QString>

#include <memory>

namespace wharf::accounts {

/// One thing asked of a keychain.
struct KeychainRequest {
    enum class Verb {
        Read,
        Peek, ///< Read, before a write: what is locked and has no such entry is no obstacle yet
        Write,
        Remove, ///< what is not there is removed
    };
    Verb verb = Verb::Read;
    QString key;
    SharedSecret secret; ///< for Write
    /// For Write: nothing was there before, so a write that is done after it was given up is taken back.
    bool isNew = false;
};

/// One of the system's keychains: short values under exact keys. KeychainLine is who waits for it, KeychainStore who cuts
/// longer values into short ones.
class Keychain {
public:
    Keychain() = default;
    Keychain(const Keychain &) = delete;
    Keychain &operator=(const Keychain &) = delete;
    virtual ~Keychain() = default;

    /// Takes as long as it takes: a service may hang, and a person may think. One at a time. The secret is of a Read or Peek,
    /// null where a Peek found none. Errors: as CredentialStore and KeychainStore.
    [[nodiscard]] virtual Task<Result<SharedSecret>> perform(KeychainRequest request) = 0;

    /// A person is, or may be, in front of a prompt.
    [[nodiscard]] virtual bool mayBePrompting() const = 0;
    /// Takes its prompt away, where it can: perform() then ends.
    virtual void dismissPrompt() = 0;
};

/// The one of this desktop, where our entries lie under the name `service`.
[[nodiscard]] std::shared_ptr<Keychain> openKeychain(const QString &service);

} // namespace wharf::accounts
