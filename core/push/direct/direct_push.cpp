#include "core/push/direct/direct_push.h"

#include "core/net/session.h"
#include "core/push/direct/preflight.h"
#include "core/push/direct/push_job.h"
#include "core/push/source/open_source.h"

#include <QDir>
#include <QPointer>
#include <QRandomGenerator>
#include <QTimer>

#include <thread>

namespace wharf::push {

namespace {

using namespace std::chrono_literals;

/// Ten pictures a second are enough for anybody.
constexpr auto betweenPictures = 100ms;

class DirectPush final : public Push {
public:
    DirectPush(PushOrder order, PushAccess access, std::shared_ptr<const Clock> clock)
        : m_order(std::move(order))
        , m_access(std::move(access))
        , m_clock(std::move(clock))
        , m_session(net::Session::create(m_access.network, m_clock))
    {
        if (m_order.destination.tag.isEmpty() && m_order.destination.digest.isEmpty())
            m_order.destination.tag = QStringLiteral("latest");
        m_look.setInterval(betweenPictures);
        connect(&m_look, &QTimer::timeout, this, &DirectPush::look);
        m_again.setSingleShot(true);
        connect(&m_again, &QTimer::timeout, this, &DirectPush::knock);
    }

    ~DirectPush() override
    {
        m_session->close();
        if (m_job)
            m_job->abandon();
        if (m_worker.joinable())
            m_worker.join();
    }

    void start() override
    {
        m_look.start();
        knock();
    }

    void pause() override { setPaused(true); }
    void resume() override { setPaused(false); }

    void cancel(bool forGood) override
    {
        m_cancelled = true;
        if (m_again.isActive()) {
            m_again.stop();
            end(fail({ .stage = Stage::Registry, .kind = Kind::Cancelled }));
            return;
        }
        m_session->close(); // ends the way to the registry's door; the job has an exchange of its own
        if (m_job)
            m_job->stop(forGood);
    }

    [[nodiscard]] const PushProgress &progress() const override { return m_progress; }
    [[nodiscard]] const PushOrder &order() const override { return m_order; }

private:
    static Task<void> run(QPointer<DirectPush> push, std::shared_ptr<net::Session> session, registry::ImageReference destination, Credential credential)
    {
        const auto cleared = co_await clearForPush(session, destination, credential);
        if (!push)
            co_return;
        if (push->m_cancelled)
            push->end(fail({ .stage = Stage::Registry, .kind = Kind::Cancelled }));
        else if (cleared)
            push->beginWork(*cleared);
        else
            push->knockAgain(cleared.error());
    }

    void knock() { run(QPointer<DirectPush>(this), m_session, m_order.destination, m_access.credential); }

    /// A registry that is there and has a bad moment is asked again; one that is not is told of at once.
    void knockAgain(const Failure &failure)
    {
        const bool answered = failure.httpStatus > 0 && failure.httpStatus != 407;
        const auto wait = answered ? m_knocks.next(failure, QRandomGenerator::global()->generateDouble()) : std::nullopt;
        if (!wait) {
            end(fail(failure));
            return;
        }
        m_again.start(*wait);
    }

    void beginWork(const Cleared &cleared)
    {
        auto source = openSource(m_order.source, { .home = QDir::homePath() });
        if (!source) {
            end(fail(source.error()));
            return;
        }
        // A session of its own: the taking back after a cancel needs a token, too.
        m_exchanges = net::Session::create(m_access.network, m_clock);
        m_desk = TokenDesk::create(m_exchanges, cleared.api, cleared.challenge, m_access.credential);
        if (cleared.token)
            m_desk->put(pushScopes(m_order.destination.repository), *cleared.token);
        m_job = std::make_unique<PushJob>(PushJob::Setting { .order = m_order,
                                                             .api = cleared.api,
                                                             .network = m_access.network,
                                                             .desk = m_desk,
                                                             .clock = m_clock,
                                                             .source = std::move(*source) });
        if (m_paused)
            m_job->pace().pause();
        m_worker = std::thread([this] {
            const auto outcome = m_job->run();
            QMetaObject::invokeMethod(this, [this, outcome] { end(outcome); }, Qt::QueuedConnection);
        });
    }

    void setPaused(bool paused)
    {
        m_paused = paused;
        if (m_job && paused)
            m_job->pace().pause();
        else if (m_job)
            m_job->pace().resume();
        look();
    }

    void look()
    {
        PushProgress now = m_job ? summarize(m_job->ledger().blobs(), m_job->ledger().phase(), m_job->pace().speed()) : m_progress;
        if (m_job) {
            now.sent = m_job->pace().sent();
            now.renewals = m_desk->renewals();
            if (const auto life = m_desk->life()) {
                now.tokenSeconds = static_cast<int>(life->left / 1s);
                now.tokenLifetime = static_cast<int>(life->whole / 1s);
            }
        }
        if (m_paused && now.phase != PushProgress::Phase::Ended)
            now.phase = PushProgress::Phase::Paused;
        else if (!m_job && now.phase == PushProgress::Phase::Paused)
            now.phase = PushProgress::Phase::Preparing;
        if (now == m_progress)
            return;
        m_progress = std::move(now);
        Q_EMIT progressed();
    }

    void end(const Result<PushOutcome> &outcome)
    {
        if (m_worker.joinable())
            m_worker.join();
        m_look.stop();
        m_paused = false;
        look();
        if (m_progress.phase != PushProgress::Phase::Ended) {
            m_progress.phase = PushProgress::Phase::Ended;
            Q_EMIT progressed();
        }
        Q_EMIT ended(outcome);
    }

    PushOrder m_order;
    const PushAccess m_access;
    const std::shared_ptr<const Clock> m_clock;
    const std::shared_ptr<net::Session> m_session;
    std::shared_ptr<net::Session> m_exchanges;
    std::shared_ptr<TokenDesk> m_desk;
    std::unique_ptr<PushJob> m_job;
    std::thread m_worker;
    QTimer m_look;
    QTimer m_again;
    Retry m_knocks;
    PushProgress m_progress;
    bool m_paused = false;
    bool m_cancelled = false;
};

} // namespace

std::unique_ptr<Push> makeDirectPush(PushOrder order, PushAccess access, std::shared_ptr<const Clock> clock)
{
    return std::make_unique<DirectPush>(std::move(order), std::move(access), std::move(clock));
}

} // namespace wharf::push
