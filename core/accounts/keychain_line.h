#pragma once

#include "core/accounts/keychain.h"

#include <QObject>

#include <chrono>
#include <optional>

namespace wharf::accounts {

/// How long the keychain is waited for.
struct KeychainPatience {
    std::chrono::milliseconds answer { 10'000 };  ///< for a service that has nothing to ask
    std::chrono::milliseconds unlock { 120'000 }; ///< for a person in front of its prompt
};

/// The line in front of a keychain: one request at a time, none waited for without end.
///
/// A request that is given up goes on until the keychain has answered it, and whoever comes after it fails at once instead
/// of queueing behind a prompt that nobody looks at.
class KeychainLine final : public QObject, public std::enable_shared_from_this<KeychainLine> {
    Q_OBJECT
public:
    explicit KeychainLine(std::shared_ptr<Keychain> keychain);

    [[nodiscard]] Keychain &keychain() const { return *m_keychain; }
    [[nodiscard]] bool isBusy() const { return m_busy; }
    /// Set while a request that was given up is still out there: why it was.
    [[nodiscard]] const std::optional<Failure> &stuck() const { return m_stuck; }

    /// Where the answer to one request will be; that it was given up is an answer, too.
    using Outcome = std::optional<Result<SharedSecret>>;
    /// Only when it is not busy.
    std::shared_ptr<const Outcome> start(const KeychainRequest &request);
    /// Only while it waits for an answer.
    void giveUp(const Failure &why);
    /// Gives up, as Cancelled, what is waited for now, and takes its prompt away. What is asked later is asked as ever.
    void endWaits();

Q_SIGNALS:
    /// What was started is answered or given up.
    void answered();
    /// Somebody else may go on, or learns that nobody can.
    void moved();

private:
    static Task<> run(std::shared_ptr<KeychainLine> line, KeychainRequest request);
    void settle(const Result<SharedSecret> &answer);
    void letNextCome();

    std::shared_ptr<Keychain> m_keychain;
    bool m_busy = false;
    std::shared_ptr<Outcome> m_outcome;
    std::optional<Failure> m_stuck;
};

/// Waits for its turn, asks, and waits for the answer: as long as `patience.unlock` where a person may be asked something,
/// and else as long as `patience.answer`. Errors: Locked (`prompt`), Offline (`no-answer`), Cancelled after endWaits(), and
/// the keychain's own.
[[nodiscard]] Task<Result<SharedSecret>> askKeychain(std::shared_ptr<KeychainLine> line, KeychainRequest request,
                                                     KeychainPatience patience);

} // namespace wharf::accounts
