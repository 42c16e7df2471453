#pragma once

#include "core/accounts/keychain.h"
#include "core/accounts/session_bus.h"

namespace wharf::accounts {

/// The desktop's Secret Service (GNOME Keyring, KeePassXC, KWallet's newer half), spoken to directly.
///
/// Secrets cross the session bus in a `plain` session, as `secret-tool`'s and every helper's may: that bus is the user's own,
/// and whoever can listen there can ask the service as well. QtKeychain's way, through libsecret, loads half of GLib, and
/// agrees on a key with the service for each process, which takes longer than all else in a sign-in. libdbus keeps
/// buffers of its own that cannot be wiped. Entries written through QtKeychain are found, and the other way round.
class SecretServiceKeychain final : public Keychain, public std::enable_shared_from_this<SecretServiceKeychain> {
public:
    explicit SecretServiceKeychain(QByteArray service)
        : m_service(std::move(service))
    {
    }

    [[nodiscard]] Task<Result<SharedSecret>> perform(KeychainRequest request) override;
    [[nodiscard]] bool mayBePrompting() const override { return !m_prompt.isEmpty(); }
    void dismissPrompt() override;

private:
    using Self = std::shared_ptr<SecretServiceKeychain>;
    using Reply = SessionBus::Reply;

    static Task<Result<SharedSecret>> performFor(Self self, KeychainRequest request);
    static Task<Result<SharedSecret>> attempt(Self self, KeychainRequest request);
    static Task<Result<SharedSecret>> read(Self self, KeychainRequest request);
    static Task<Result<void>> write(Self self, KeychainRequest request);
    static Task<Result<void>> remove(Self self, QString key);
    static Task<Result<void>> haveSession(Self self);
    static Task<Result<void>> unlock(Self self, QList<QByteArray> objects);
    static Task<Result<void>> unlockDefault(Self self);
    static Task<bool> isDefaultLocked(Self self);
    static Task<Result<void>> answerPrompt(Self self, QByteArray prompt);
    static Task<Failure> failureOf(Self self, Reply reply);
    [[nodiscard]] bool connect();

    QByteArray m_service;
    std::shared_ptr<SessionBus> m_bus;
    std::shared_ptr<Later<Reply>> m_opening; ///< the question for a session
    QByteArray m_session;
    bool m_sessionLost = false; ///< the service is another one by now
    QByteArray m_prompt; ///< open now
};

} // namespace wharf::accounts
