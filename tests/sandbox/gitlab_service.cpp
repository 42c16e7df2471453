#include "tests/sandbox/gitlab_service.h"

namespace wharf::sandbox {

template <class Do>
auto GitLabService::inThread(Do work) const
{
    using Value = decltype(work());
    if constexpr (std::is_void_v<Value>) {
        QMetaObject::invokeMethod(m_standIn, std::move(work), Qt::BlockingQueuedConnection);
    } else {
        Value value {};
        QMetaObject::invokeMethod(m_standIn, [&] { value = work(); }, Qt::BlockingQueuedConnection);
        return value;
    }
}

GitLabService::GitLabService(GitLabWorld world)
    : m_standIn(new GitLabStandIn(std::move(world)))
{
    m_standIn->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_standIn, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("gitlab"));
    m_thread.start();
}

GitLabService::~GitLabService()
{
    m_thread.quit();
    m_thread.wait();
}

bool GitLabService::start(const QSslConfiguration &tls)
{
    return inThread([&] { return m_standIn->start() && m_standIn->startTls(tls); });
}

GitLabWorld GitLabService::world() const
{
    return inThread([this] { return m_standIn->world(); });
}

void GitLabService::setWorld(const GitLabWorld &world)
{
    inThread([&] { m_standIn->setWorld(world); });
}

void GitLabService::change(const std::function<void(GitLabWorld &)> &how)
{
    inThread([&] {
        GitLabWorld world = m_standIn->world();
        how(world);
        m_standIn->setWorld(std::move(world));
    });
}

QList<SeenRequest> GitLabService::requests() const
{
    return inThread([this] { return m_standIn->requests(); });
}

void GitLabService::forgetRequests()
{
    inThread([this] { m_standIn->forgetRequests(); });
}

QUrl GitLabService::url() const
{
    return inThread([this] { return m_standIn->url(); });
}

QUrl GitLabService::realm() const
{
    return inThread([this] { return m_standIn->realm(); });
}

QUrl GitLabService::plainRealm() const
{
    return inThread([this] { return m_standIn->plainRealm(); });
}

QByteArray GitLabService::certificatePem() const
{
    return inThread([this] { return m_standIn->certificatePem(); });
}

} // namespace wharf::sandbox
