#pragma once

#include "tests/sandbox/gitlab/stand_in.h"

#include <QThread>

namespace wharf::sandbox {

/// Runs the GitLab stand-in in a thread of its own, so that it answers while its owner waits for a program. Every call waits for that thread.
class GitLabService {
public:
    explicit GitLabService(GitLabWorld world);
    GitLabService(const GitLabService &) = delete;
    GitLabService &operator=(const GitLabService &) = delete;
    ~GitLabService();

    /// Listens over TLS, and over plain HTTP too.
    [[nodiscard]] bool start(const QSslConfiguration &tls);

    [[nodiscard]] GitLabWorld world() const;
    void setWorld(const GitLabWorld &world);
    /// Changes the world in place: `gitlab.change([](GitLabWorld &world) { world.settings.maintenanceMode = true; });`
    void change(const std::function<void(GitLabWorld &)> &how);
    [[nodiscard]] QList<SeenRequest> requests() const;
    void forgetRequests();

    [[nodiscard]] QUrl url() const;
    [[nodiscard]] QUrl realm() const;
    [[nodiscard]] QUrl plainRealm() const;
    [[nodiscard]] QByteArray certificatePem() const;

private:
    template <class Do>
    auto inThread(Do work) const;

    QThread m_thread;
    GitLabStandIn *m_standIn; ///< lives in m_thread, which deletes it
};

} // namespace wharf::sandbox
