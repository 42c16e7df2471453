#pragma once

#include "core/async/task.h"

#include <QString>

#include <chrono>

namespace wharf::accounts {

/// How the desktop's Secret Service stands. QtKeychain does not tell: a prompt that nobody could answer comes back from it
/// as "entry not found".
enum class ServiceStanding {
    Ready,         ///< it answers, and nothing that was asked about is locked
    EntryLocked,   ///< it has the entry, behind a lock
    DefaultLocked, ///< the collection that new entries go to is locked, or there is none yet
    NoBus,         ///< no D-Bus session
    NoService,     ///< nobody on the bus keeps secrets, and nobody could be started to
    NoAnswer,      ///< somebody does, and is silent
};

/// Asks the service about one entry, as QtKeychain names it. Unlocks nothing. Each of its few calls may take `limit`.
/// Source: freedesktop.org Secret Service API 0.2. Always Ready where the system keeps secrets in another way.
[[nodiscard]] Task<ServiceStanding> askSecretService(QString service, QString key, std::chrono::milliseconds limit);

} // namespace wharf::accounts
