#pragma once

#include "tests/push/faults.h"
#include "tests/push/own_answer.h"

#include <QHash>
#include <QString>

#include <chrono>
#include <functional>
#include <mutex>
#include <random>

namespace wharf::rig {

/// What is done with a request before its body has come.
struct Ruling {
    bool hangs = false;
    bool buffers = false;
    bool resumes = false; ///< ResumeRules hold
    int latencyMilliseconds = 0;
    std::optional<OwnAnswer> answer; ///< instead of the registry's
};

/// How far one request's body is.
struct BodyFlow {
    QByteArray upload;          ///< UUID, or a name of its own; empty for what is no upload
    qint64 received = 0;        ///< of this request
    qint64 *ofConnection = nullptr;
};

/// The faults that are set, and how far each has got: decides, and moves no bytes. For all threads.
class Spoils {
public:
    /// Arms everything anew.
    void set(const Faults &faults);
    [[nodiscard]] Faults faults() const;

    [[nodiscard]] Ruling beforeBody(const RequestHead &head);
    /// What the gate says now that a buffered body has come whole.
    [[nodiscard]] std::optional<OwnAnswer> afterBody(const RequestHead &head) const;

    enum class Next { Go, Reset, Away, TooLarge };
    /// Spoils a piece of a body, and shortens it to what still passes.
    [[nodiscard]] Next onBody(BodyFlow &flow, QByteArray &piece, QByteArray *fault);
    void spoilAnswer(const RequestHead &head, AnswerHead &answer);
    /// How long this answer is held back.
    [[nodiscard]] int answerDelayMilliseconds();

    /// How long the line is still busy with what came before; 0 where it is free.
    [[nodiscard]] int lineBusyMilliseconds() const;
    void lineUsed(qint64 bytes);

private:
    using Clock = std::chrono::steady_clock;
    [[nodiscard]] std::optional<OwnAnswer> refusal(const RequestHead &head);
    [[nodiscard]] std::optional<OwnAnswer> uploadRefusal(const RequestHead &head);
    [[nodiscard]] std::optional<OwnAnswer> gate(const RequestHead &head) const;

    mutable std::mutex m_mutex;
    Faults m_faults;
    int m_requests = 0;
    int m_withBearer = 0;
    bool m_answered = false;
    bool m_wentAway = false;
    qint64 m_ofUploads = 0;
    QHash<QByteArray, qint64> m_ofUpload;
    QHash<QByteArray, bool> m_endedShort; ///< uploads whose last PATCH was shorter than the minimum
    std::mt19937 m_dice;
    Clock::time_point m_lineFreeAt;
};

} // namespace wharf::rig
