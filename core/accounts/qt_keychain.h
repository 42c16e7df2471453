#pragma once

#include "core/accounts/keychain.h"

namespace wharf::accounts {

/// KWallet, macOS Keychain or Windows Credential Manager, through QtKeychain. Whether they are asking somebody something
/// cannot be seen from here, nor can what they ask be taken away.
class QtKeychain final : public Keychain {
public:
    explicit QtKeychain(QString service)
        : m_service(std::move(service))
    {
    }

    [[nodiscard]] Task<Result<SharedSecret>> perform(KeychainRequest request) override;
    [[nodiscard]] bool mayBePrompting() const override { return true; }
    void dismissPrompt() override { }

private:
    QString m_service;
};

} // namespace wharf::accounts
