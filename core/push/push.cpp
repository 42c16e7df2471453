#include "core/push/push.h"

#include "core/push/direct/direct_push.h"

namespace wharf::push {

std::unique_ptr<Push> makePush(PushOrder order, PushAccess access, std::shared_ptr<const Clock> clock)
{
    return makeDirectPush(std::move(order), std::move(access), std::move(clock));
}

} // namespace wharf::push

#include "moc_push.cpp"
