#include "core/push/daemon/daemon_job.h"

#include "core/base/log.h"
#include "core/docker/engine_credential.h"
#include "core/docker/engine_refusal.h"
#include "core/net/exchange.h"
#include "core/push/daemon/engine_complaint.h"

#include <QUrl>

namespace wharf::push {

namespace {

using State = BlobProgress::State;

constexpr qsizetype longestRefusal = 64 * 1024; // bytes
constexpr std::chrono::milliseconds betweenTwoTellings { 100 };

PushProgress::Phase phaseOf(const QList<BlobProgress> &blobs)
{
    const auto isAny = [&blobs](std::initializer_list<State> states) {
        return std::any_of(blobs.cbegin(), blobs.cend(), [states](const BlobProgress &blob) {
            return std::find(states.begin(), states.end(), blob.state) != states.end();
        });
    };
    if (isAny({ State::Uploading, State::Retrying }))
        return PushProgress::Phase::Uploading;
    if (isAny({ State::Checking, State::Waiting }))
        return isAny({ State::Done }) ? PushProgress::Phase::Uploading : PushProgress::Phase::Checking;
    return blobs.isEmpty() ? PushProgress::Phase::Uploading : PushProgress::Phase::Finishing; // Podman names no layers
}

Failure cancelled()
{
    return { .stage = Stage::Daemon, .kind = Kind::Cancelled };
}

} // namespace

DaemonJob::DaemonJob(PushOrder order, PushAccess access, std::shared_ptr<const Clock> clock, docker::EngineEndpoint endpoint,
                     QProcessEnvironment environment)
    : m_order(std::move(order)),
      m_access(std::move(access)),
      m_clock(std::move(clock)),
      m_endpoint(std::move(endpoint)),
      m_environment(std::move(environment))
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(betweenTwoTellings);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (m_untold)
            tell();
    });
    connect(m_stop.get(), &Stop::stopped, this, [this] {
        if (m_flow)
            breakOff(cancelled());
    });
}

void DaemonJob::start()
{
    m_began = m_clock->monotonic();
    run(shared_from_this());
}

Task<> DaemonJob::run(std::shared_ptr<DaemonJob> self)
{
    const auto ready = co_await prepare(self);
    if (!ready) {
        self->end(fail(ready.error()));
        co_return;
    }
    self->ask(*ready);
    const auto outcome = co_await self->m_talk;
    const auto returned = co_await returnTag(ready->engine, ready->loan);
    if (!returned)
        qCWarning(logDocker, "The name %ls could not be taken back: %ls", qUtf16Printable(ready->loan.name()),
                  qUtf16Printable(kindName(returned.error().kind)));
    self->end(outcome);
}

Task<Result<DaemonJob::Ready>> DaemonJob::prepare(std::shared_ptr<DaemonJob> self)
{
    const auto version = co_await docker::negotiateEngine(self->m_endpoint, self->m_environment, self->m_stop);
    if (!version)
        co_return fail(version.error());
    // Its push takes user names and passwords only, and an identity token would make it an anonymous one.
    if (version->isPodman && self->m_access.credential.isIdentityToken())
        co_return fail({ .stage = Stage::Daemon, .kind = Kind::Refused, .subject = QStringLiteral("identity-token") });
    Ready ready;
    ready.engine = { self->m_endpoint, *version, self->m_environment };
    const QString name = self->m_order.source.place;
    const auto image = co_await docker::inspectImage(ready.engine, name, self->m_stop);
    if (!image)
        co_return fail(image.error());
    if (!*image)
        co_return fail({ .stage = Stage::Image, .kind = Kind::Absent, .httpStatus = 404, .subject = name });
    ready.image = **image;
    auto loan = co_await borrowTag(ready.engine, ready.image, self->m_order.destination, self->m_stop);
    if (!loan)
        co_return fail(loan.error());
    ready.loan = *loan;
    co_return ready;
}

void DaemonJob::ask(const Ready &ready)
{
    m_reading = PushReading(ready.image.layers, ready.image.id);
    if (m_stop->isStopped()) {
        settle(fail(cancelled()));
        return;
    }
    const registry::RegistryHost host = m_order.destination.host;
    docker::EngineRequest request;
    request.method = "POST";
    request.target = ready.engine.version.prefix() + "/images/" + docker::nameInTarget(ready.loan.repository) + "/push?tag="
        + QUrl::toPercentEncoding(ready.loan.tag);
    // Podman has no list of its own of registries that go without TLS; Docker has, and does not know the word.
    if (ready.engine.version.isPodman && m_access.network.hosts.value(host.name()).plainHttp)
        request.target += "&tlsVerify=false";
    request.secretHeader = [host, credential = m_access.credential] { return docker::registryAuthHeader(host, credential); };
    m_flow = std::make_unique<docker::EngineFlow>(m_endpoint, std::move(request), m_environment);
    connect(m_flow.get(), &docker::EngineFlow::came, this, &DaemonJob::read);
    connect(m_flow.get(), &docker::EngineFlow::ended, this, &DaemonJob::readEnd);
    connect(m_flow.get(), &docker::EngineFlow::failed, this, &DaemonJob::breakOff);
    m_flow->start();
}

void DaemonJob::read(const QByteArray &bytes)
{
    if (!m_flow->head().ok())
        m_refusal.append(bytes.left(longestRefusal - m_refusal.size()));
    else if (m_reading.take(bytes))
        changed();
}

void DaemonJob::readEnd()
{
    if (!m_flow->head().ok()) {
        const int status = m_flow->head().status;
        settle(fail(complaint(docker::engineMessage(m_refusal), status)));
        return;
    }
    m_reading.finish();
    settle(outcome());
}

void DaemonJob::breakOff(const Failure &failure)
{
    if (failure.kind == Kind::Cancelled) {
        settle(fail(failure));
        return;
    }
    m_reading.finish();
    if (m_reading.complaint() || m_reading.arrived()) // all that matters was said before it broke
        settle(outcome());
    else if (m_flow->head().status == 0)
        settle(fail(failure));
    else
        settle(fail({ .stage = Stage::Daemon, .kind = Kind::Offline, .serverSaid = failure.serverSaid, .subject = QStringLiteral("engine-died") }));
}

/// The talk with the engine is over. The coroutine goes on from the event loop, as it may end all this.
void DaemonJob::settle(const Result<PushOutcome> &outcome)
{
    if (std::exchange(m_settled, true))
        return;
    if (m_flow) {
        m_flow->disconnect(this);
        m_flow->abort();
        m_flow.release()->deleteLater();
    }
    QMetaObject::invokeMethod(this, [self = shared_from_this(), outcome] { self->m_talk.set(outcome); }, Qt::QueuedConnection);
}

Result<PushOutcome> DaemonJob::outcome() const
{
    if (const auto said = m_reading.complaint())
        return fail(complaint(said->error, said->errorCode));
    if (!m_reading.arrived())
        return fail({ .stage = Stage::Daemon, .kind = Kind::BadReply, .subject = QStringLiteral("no-digest") });
    PushOutcome outcome;
    outcome.digest = m_reading.digest();
    outcome.milliseconds = (m_clock->monotonic() - m_began).count();
    for (const BlobProgress &blob : m_reading.blobs()) {
        outcome.size += std::max<qint64>(blob.sourceTotal, 0);
        if (blob.state == State::Done)
            outcome.sent += blob.sourceDone;
        if (!blob.isConfig) {
            outcome.uploaded += blob.state == State::Done ? 1 : 0;
            outcome.existed += blob.state == State::Exists ? 1 : 0;
            outcome.mounted += blob.state == State::Mounted ? 1 : 0;
        }
    }
    return outcome;
}

Failure DaemonJob::complaint(const QString &text, int status) const
{
    const net::Authorization sent { net::Authorization::Scheme::Basic, m_access.credential.userName, m_access.credential.secret };
    Failure failure = engineComplaint(net::withoutSecret(text, sent), status, m_order.source.place);
    failure.host = m_order.destination.host.name();
    return failure;
}

void DaemonJob::changed()
{
    m_untold = true;
    if (!m_rest.isActive())
        tell();
}

void DaemonJob::tell()
{
    m_untold = false;
    PushProgress now;
    now.blobs = m_reading.blobs();
    now.phase = phaseOf(now.blobs);
    now.totalIsKnown = !now.blobs.isEmpty();
    for (const BlobProgress &blob : std::as_const(now.blobs)) {
        now.done += blob.sourceDone;
        now.total += std::max<qint64>(blob.sourceTotal, 0);
        const bool counts = blob.state != State::Exists && blob.state != State::Mounted;
        now.totalIsKnown = now.totalIsKnown && (!counts || blob.sourceTotal >= 0);
        now.sent += counts ? blob.sourceDone : 0;
    }
    m_growth.add(m_clock->monotonic(), now.done);
    now.bytesPerSecond = m_growth.bytesPerSecond();
    if (now.totalIsKnown && now.bytesPerSecond > 0)
        now.secondsLeft = static_cast<int>(std::min(static_cast<double>(now.total - now.done) / now.bytesPerSecond, 1e8));
    m_progress = now;
    m_rest.start();
    Q_EMIT progressed();
}

void DaemonJob::end(const Result<PushOutcome> &outcome)
{
    m_rest.stop();
    if (m_untold)
        tell();
    m_rest.stop();
    m_progress.phase = PushProgress::Phase::Ended;
    m_progress.secondsLeft = -1;
    Q_EMIT ended(outcome);
}

} // namespace wharf::push
