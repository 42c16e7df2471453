#pragma once

#include "core/push/progress.h"
#include "core/push/push_order.h"

#include <QDateTime>
#include <QUuid>

namespace wharf::push {

/// One order in a queue, and what became of it. A value; nothing secret.
struct QueuedPush {
    enum class State {
        Waiting,     ///< its turn comes
        Running,
        Paused,      ///< until somebody lets it go on
        Cancelling,  ///< what was begun at the registry is being taken back
        Interrupted, ///< the program ended before the push did: goes on where it stopped when somebody says so
        Done,
        Failed,
        Cancelled,
    };

    QUuid id;
    PushOrder order;
    QUuid account;     ///< whose credential; null: nobody's
    QDateTime added;   ///< UTC
    State state = State::Waiting;
    PushProgress progress; ///< as of the last word from it
    std::optional<PushOutcome> outcome; ///< Done
    std::optional<Failure> failure;     ///< Failed

    /// An engine that pushes cannot be asked to wait.
    [[nodiscard]] bool canPause() const { return order.via == PushOrder::Via::Direct; }
    /// Nothing more comes of it by itself.
    [[nodiscard]] bool hasEnded() const { return state == State::Done || state == State::Failed || state == State::Cancelled; }
};

} // namespace wharf::push
