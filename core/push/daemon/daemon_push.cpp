#include "core/push/daemon/daemon_push.h"

#include "core/push/daemon/daemon_job.h"
#include "core/push/daemon/engine_of_source.h"

namespace wharf::push {

DaemonPush::DaemonPush(PushOrder order, PushAccess access, std::shared_ptr<const Clock> clock, docker::EngineEndpoint endpoint,
                       QProcessEnvironment environment)
    : m_job(std::make_shared<DaemonJob>(std::move(order), std::move(access), std::move(clock), std::move(endpoint), std::move(environment)))
{
    connect(m_job.get(), &DaemonJob::progressed, this, &Push::progressed);
    connect(m_job.get(), &DaemonJob::ended, this, &Push::ended);
}

DaemonPush::~DaemonPush()
{
    m_job->disconnect(this);
    m_job->cancel();
}

void DaemonPush::start()
{
    m_job->start();
}

void DaemonPush::cancel(bool)
{
    m_job->cancel();
}

const PushProgress &DaemonPush::progress() const
{
    return m_job->progress();
}

const PushOrder &DaemonPush::order() const
{
    return m_job->order();
}

std::unique_ptr<Push> makeDaemonPush(PushOrder order, PushAccess access, std::shared_ptr<const Clock> clock)
{
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    docker::EngineEndpoint endpoint = engineOfSource(order.source.kind, environment);
    return std::make_unique<DaemonPush>(std::move(order), std::move(access), std::move(clock), std::move(endpoint), environment);
}

} // namespace wharf::push
