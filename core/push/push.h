#pragma once

#include "core/base/clock.h"
#include "core/base/credential.h"
#include "core/base/result.h"
#include "core/net/host_settings.h"
#include "core/push/progress.h"
#include "core/push/push_order.h"

#include <QObject>

#include <memory>

namespace wharf::push {

/// Who pushes, and over which way.
struct PushAccess {
    Credential credential; ///< anonymous where it is empty
    net::NetworkSettings network;
};

/// One push, from its order to its end. Lives on the event loop's thread; the work is done on threads of its own.
class Push : public QObject {
    Q_OBJECT
public:
    ~Push() override = default;

    virtual void start() = 0;
    /// Nothing more is sent until resume(); what is under way may break meanwhile and goes on where it stopped.
    virtual void pause() = 0;
    virtual void resume() = 0;
    /// Ends it; `ended` comes with Kind::Cancelled. With `forGood` unfinished uploads are deleted at the registry and nothing is
    /// kept to go on from; without, the next push of the same image to the same place goes on where this one stopped.
    virtual void cancel(bool forGood) = 0;

    /// As of the last `progressed`.
    [[nodiscard]] virtual const PushProgress &progress() const = 0;
    [[nodiscard]] virtual const PushOrder &order() const = 0;

Q_SIGNALS:
    /// Ten times a second at most, and only where something changed.
    void progressed();
    /// Once, and nothing after it. Errors: those of the sources, the exchange and the registry.
    void ended(const wharf::Result<wharf::push::PushOutcome> &outcome);
};

/// Makes the push that the order asks for: direct or the daemon's.
[[nodiscard]] std::unique_ptr<Push> makePush(PushOrder order, PushAccess access, std::shared_ptr<const Clock> clock);

} // namespace wharf::push
