#pragma once

#include "core/async/task.h"
#include "core/base/credential.h"
#include "core/base/result.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <memory>
#include <optional>

namespace QKeychain {
class Job;
}

namespace wharf::accounts {

/// How long the keychain is waited for.
struct KeychainPatience {
    std::chrono::milliseconds answer { 10'000 };  ///< for a service that has nothing to ask
    std::chrono::milliseconds unlock { 120'000 }; ///< for a person in front of its prompt
};

/// One thing asked of the keychain.
struct KeychainRequest {
    enum class Verb { Read, Write, Remove };
    Verb verb = Verb::Read;
    QString key;
    SharedSecret secret; ///< for Write
    /// For Write: nothing was there before, so a write that is done after it was given up is taken back.
    bool isNew = false;
};

/// What QtKeychain said, in its own terms.
struct KeychainAnswer {
    int error = 0; ///< QKeychain::Error
    QString said;
    SharedSecret secret; ///< of a Read
};

/// The line in front of QtKeychain: one job at a time, none waited for without end.
///
/// QtKeychain cannot cancel: libsecret holds a plain pointer to a job until it answers, so a job that is given up is left
/// alone until then, and whoever comes after it fails at once instead of queueing behind a prompt that nobody looks at.
class KeychainLine final : public QObject {
    Q_OBJECT
public:
    explicit KeychainLine(QString service);

    [[nodiscard]] const QString &service() const { return m_service; }
    [[nodiscard]] bool isBusy() const { return m_busy; }
    /// Set while a job that was given up is still out there: why it was.
    [[nodiscard]] const std::optional<Failure> &stuck() const { return m_stuck; }

    /// Only when it is not busy.
    void start(const KeychainRequest &request);
    [[nodiscard]] const std::optional<KeychainAnswer> &answer() const { return m_answer; }
    void release();
    void giveUp(const Failure &why);

Q_SIGNALS:
    void answered();
    /// Somebody else may go on, or learns that nobody can.
    void moved();

private:
    void settle(QKeychain::Job *job);

    QString m_service;
    KeychainRequest m_request;
    bool m_busy = false;
    std::optional<KeychainAnswer> m_answer;
    std::optional<Failure> m_stuck;
};

/// Waits for its turn, asks, and waits for the answer: as long as `patience.unlock` where a lock is in the way, and else as
/// long as `patience.answer`. Errors: Locked (`prompt`), Offline (`no-answer`), Absent (`no-session-bus`, `no-service`,
/// `event-loop`).
[[nodiscard]] Task<Result<KeychainAnswer>> askKeychain(std::shared_ptr<KeychainLine> line, KeychainRequest request,
                                                       KeychainPatience patience);

} // namespace wharf::accounts
