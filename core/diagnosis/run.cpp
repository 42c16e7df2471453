#include "core/diagnosis/run.h"

#include "core/diagnosis/pasted_text.h"
#include "core/diagnosis/probes/chain_check.h"
#include "core/diagnosis/verdict.h"

namespace wharf::diagnosis {

namespace {

std::optional<StepId> stepOf(const QString &purpose)
{
    const QList<StepId> steps = allSteps();
    for (const StepId step : steps) {
        if (stepName(step) == purpose)
            return step;
    }
    return std::nullopt;
}

} // namespace

Run::Run(Question given, std::shared_ptr<const Clock> usedClock, std::shared_ptr<Stop> callersStop, StepObserver observer)
    : question(std::move(given))
    , clock(std::move(usedClock))
    , stop(std::make_shared<Stop>())
    , session(newSession(false))
    , openSession(newSession(true))
    , takingBack(newSession(false))
    , systemAuthorities(std::make_shared<const SystemAuthorities>())
    , m_observer(std::move(observer))
    , m_startedWall(clock->now())
    , m_started(clock->monotonic())
{
    evidence.taken = clock->now();
    connect(callersStop.get(), &Stop::stopped, stop.get(), &Stop::stop);
    connect(stop.get(), &Stop::stopped, this, [this] {
        // Who waits for the first to end may be the last to hold this run.
        const auto both = std::pair(session, openSession);
        both.first->close();
        both.second->close();
    });
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        m_timeUp = true;
        const auto held = stop;
        held->stop();
    });
    m_limit.start(question.limit);
    if (callersStop->isStopped())
        stop->stop();
}

Run::~Run()
{
    session->close();
    openSession->close();
    takingBack->close();
}

std::shared_ptr<net::Session> Run::newSession(bool open)
{
    net::NetworkSettings settings = question.network;
    settings.plainHttpEverywhere = open;
    auto created = net::Session::create(settings, clock);
    created->setRecorder([this](const net::Exchange &exchange) { takeExchange(exchange); });
    return created;
}

void Run::takeExchange(const net::Exchange &exchange)
{
    net::Exchange taken = exchange;
    // Some put the token where the user name belongs.
    taken.authorization = withoutSecrets(taken.authorization);
    taken.url = session->withoutSecrets(taken.url);
    for (net::Header &header : taken.replyHeaders)
        header.value = session->withoutSecrets(QString::fromUtf8(header.value)).toUtf8();
    m_exchanges[stepOf(exchange.purpose).value_or(StepId::GitLab)].append(taken);
}

void Run::begin(StepId step)
{
    Walked &walked = m_walked[step];
    if (walked.begun)
        return;
    walked.begun = true;
    walked.started = clock->monotonic();
    if (m_observer)
        m_observer(Step { .id = step, .status = StepStatus::Running });
}

void Run::progress(StepId step)
{
    if (m_observer)
        m_observer(stepNow(step));
}

void Run::end(StepId step)
{
    begin(step);
    Walked &walked = m_walked[step];
    walked.ended = !isOver();
    walked.taken = clock->monotonic() - walked.started;
    progress(step);
}

Step Run::stepNow(StepId id) const
{
    const StepReading reading = readStep(id, evidence);
    const Walked walked = m_walked.value(id);
    return { .id = id,
             .status = reading.status,
             .summary = reading.summary,
             .milliseconds = walked.taken.count(),
             .evidence = reading.evidence,
             .exchanges = m_exchanges.value(id) };
}

Diagnosis Run::conclude()
{
    m_limit.stop();
    const QList<StepId> ids = allSteps();
    for (const StepId id : ids) {
        const Walked walked = m_walked.value(id);
        if (isOver() && walked.begun && !walked.ended)
            evidence.unfinished.append(stepName(id));
    }
    Diagnosis diagnosis;
    for (const StepId id : ids)
        diagnosis.steps.append(stepNow(id));
    diagnosis.findings = judge(evidence);
    diagnosis.evidence = evidence;
    diagnosis.started = m_startedWall;
    diagnosis.milliseconds = (clock->monotonic() - m_started).count();
    diagnosis.cancelled = isOver() && !m_timeUp;
    return diagnosis;
}

} // namespace wharf::diagnosis

#include "moc_run.cpp"
