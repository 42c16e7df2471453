#include "app/wharfinger/recorded_diagnoses.h"

#include "core/async/signals.h"
#include "core/diagnosis/evidence/evidence_json.h"
#include "core/diagnosis/target.h"
#include "core/diagnosis/verdict.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimer>

namespace wharf {

namespace {

using namespace diagnosis;

net::Exchange exchangeOf(const QJsonObject &recorded)
{
    net::Exchange exchange;
    exchange.method = recorded.value(QLatin1String("method")).toString(QStringLiteral("GET")).toLatin1();
    exchange.url = recorded.value(QLatin1String("url")).toString();
    exchange.authorization = recorded.value(QLatin1String("authorization")).toString();
    exchange.status = recorded.value(QLatin1String("status")).toInt();
    exchange.milliseconds = recorded.value(QLatin1String("milliseconds")).toInt();
    const QJsonObject headers = recorded.value(QLatin1String("headers")).toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header)
        exchange.replyHeaders.append({ .name = header.key().toLatin1(), .value = header.value().toString().toUtf8() });
    return exchange;
}

Step stepOf(StepId id, const Evidence &evidence, const QJsonObject &recording)
{
    const StepReading reading = readStep(id, evidence);
    const QJsonObject taken = recording.value(QLatin1String("milliseconds")).toObject();
    Step step { .id = id, .status = reading.status, .summary = reading.summary, .milliseconds = taken.value(stepName(id)).toInt(),
                .evidence = reading.evidence };
    const QJsonArray exchanges = recording.value(QLatin1String("exchanges")).toObject().value(stepName(id)).toArray();
    for (const QJsonValue &exchange : exchanges)
        step.exchanges.append(exchangeOf(exchange.toObject()));
    return step;
}

/// Of the repository, or else of its registry. What was not recorded is a target that nobody looked at.
QJsonObject recordingOf(const QJsonObject &recordings, const TargetEvidence &target)
{
    const QString repository = target.registry + QLatin1Char('/') + target.repository;
    return recordings.value(recordings.contains(repository) ? repository : target.registry).toObject();
}

Task<> passTime(std::chrono::milliseconds time)
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(time);
    co_await qCoro(&timer, &QTimer::timeout);
}

Task<Diagnosis> play(std::shared_ptr<const QJsonObject> recordings, RecordedDiagnoses::Pace pace, Question question,
                     std::shared_ptr<const Clock> clock, std::shared_ptr<Stop> stop, StepObserver observer)
{
    Diagnosis diagnosis;
    diagnosis.started = clock->now();
    const TargetEvidence target = diagnosis::readTarget(question.typed, question.actions).evidence;
    const QJsonObject recording = recordingOf(*recordings, target);
    diagnosis.evidence = evidenceFromJson(recording.value(QLatin1String("evidence")).toObject());
    diagnosis.evidence.target = target;
    diagnosis.evidence.pasted = question.pasted;
    diagnosis.evidence.taken = clock->now();
    int walked = 0;
    for (const StepId id : allSteps()) {
        const Step step = stepOf(id, diagnosis.evidence, recording);
        if (stop->isStopped()) {
            diagnosis.steps.append(Step { .id = id, .status = StepStatus::Skipped });
            diagnosis.evidence.unfinished.append(stepName(id));
            continue;
        }
        const bool held = walked == pace.holdAfter;
        if (step.status != StepStatus::Skipped || held) {
            observer(Step { .id = id, .status = StepStatus::Running });
            if (held)
                co_await qCoro(stop.get(), &Stop::stopped);
            else if (pace.unhurried)
                co_await passTime(std::chrono::milliseconds(qBound(qint64(40), step.milliseconds, qint64(400))));
        }
        ++walked;
        observer(step);
        diagnosis.steps.append(step);
        diagnosis.milliseconds += step.milliseconds;
    }
    diagnosis.cancelled = stop->isStopped();
    diagnosis.findings = judge(diagnosis.evidence);
    co_return diagnosis;
}

} // namespace

RecordedDiagnoses::RecordedDiagnoses()
    : m_pace(std::make_shared<Pace>())
{
    QFile file(QStringLiteral(":/wharf/fixtures/diagnoses.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The recorded diagnoses are not built in.");
    m_recordings = std::make_shared<const QJsonObject>(QJsonDocument::fromJson(file.readAll()).object());
}

ui::Examiner RecordedDiagnoses::examiner() const
{
    return [recordings = m_recordings, pace = m_pace](const Question &question, const std::shared_ptr<const Clock> &clock,
                                                      const std::shared_ptr<Stop> &stop, const StepObserver &observer) {
        return play(recordings, *pace, question, clock, stop, observer);
    };
}

QStringList RecordedDiagnoses::targets() const
{
    return m_recordings->keys();
}

} // namespace wharf
