#include "core/push/push.h"

#include "core/push/daemon/daemon_push.h"
#include "core/push/direct/direct_push.h"

namespace wharf::push {

std::unique_ptr<Push> makePush(PushOrder order, PushAccess access, std::shared_ptr<const Clock> clock)
{
    if (order.via == PushOrder::Via::Daemon)
        return makeDaemonPush(std::move(order), std::move(access), std::move(clock));
    return makeDirectPush(std::move(order), std::move(access), std::move(clock));
}

} // namespace wharf::push

#include "moc_push.cpp"
