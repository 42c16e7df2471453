#pragma once

#include "tests/push/connection.h"

#include <QString>
#include <QUrl>

#include <list>
#include <memory>
#include <thread>

namespace wharf::rig {

/// A reverse proxy on loopback in front of a registry, over plain HTTP, that spoils what is pushed through it and writes down
/// what it sees. Everything runs on threads of its own, so its owner may block; every method may be called at any time.
///
///     SpoilingProxy proxy(registry.port(), ResumeRules(registry.storage(), registry.secret(), registry.port()));
///     proxy.set({ .resetOnce = 6'000'000, .resumeRules = true });
///     push(proxy.host() + "/group/app:1");
///     QVERIFY(proxy.log().sent() < payload * 11 / 10);
class SpoilingProxy {
public:
    explicit SpoilingProxy(quint16 upstreamPort, std::optional<ResumeRules> rules = {});
    SpoilingProxy(const SpoilingProxy &) = delete;
    SpoilingProxy &operator=(const SpoilingProxy &) = delete;
    /// Resets all connections.
    ~SpoilingProxy();

    /// Arms these faults and forgets how far the old ones had got. What is under way goes on under the new ones.
    void set(const Faults &faults) { m_shared.spoils.set(faults); }
    [[nodiscard]] Faults faults() const { return m_shared.spoils.faults(); }
    [[nodiscard]] PushLog &log() { return m_shared.log; }
    [[nodiscard]] const PushLog &log() const { return m_shared.log; }

    [[nodiscard]] quint16 port() const { return m_port; }
    /// `localhost:40123`, as it stands in image names.
    [[nodiscard]] QString host() const { return QStringLiteral("localhost:%1").arg(m_port); }
    [[nodiscard]] QUrl url() const { return QUrl(QLatin1String("http://") + host()); }

    /// Resets all connections and refuses new ones for so long.
    void goAway(double seconds);

private:
    struct Client {
        std::unique_ptr<Connection> connection;
        std::thread thread;
        std::atomic<bool> ended = false;
    };
    void accept();
    void take(int file);
    void removeEnded(bool all);
    void cutAll();

    Shared m_shared;
    quint16 m_port = 0;
    int m_listener = -1;
    int m_wake = -1; ///< an eventfd
    std::atomic<bool> m_stops = false;
    std::atomic<int> m_awayMilliseconds = 0;
    int m_connections = 0;
    std::list<Client> m_clients; ///< of m_thread
    std::thread m_thread;
};

} // namespace wharf::rig
