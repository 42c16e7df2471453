#include "app/wharfinger/scripted_push.h"

#include <QCryptographicHash>
#include <QTimer>

#include <algorithm>

namespace wharf {

namespace {

using push::BlobProgress;
using push::PushProgress;
using State = BlobProgress::State;

constexpr qint64 megabyte = 1'000'000;
constexpr int tokenLife = 300;

QString digestOf(const QString &text)
{
    return QLatin1String("sha256:") + QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toHex());
}

BlobProgress layer(const QString &name, State state, qint64 done, qint64 total)
{
    return { .name = digestOf(name), .state = state, .done = done, .total = total };
}

/// In every state that a layer can be in.
QList<BlobProgress> halfWayLayers(const QString &image)
{
    const auto named = [&image](int number) { return image + QString::number(number); };
    const auto mb = [](double amount) { return static_cast<qint64>(amount * megabyte); };
    QList<BlobProgress> layers {
        layer(named(0), State::Done, mb(0.0084), mb(0.0084)),
        layer(named(1), State::Exists, mb(49.6), mb(49.6)),
        layer(named(2), State::Mounted, mb(17.6), mb(17.6)),
        layer(named(3), State::Done, mb(51.9), mb(51.9)),
        layer(named(4), State::Uploading, mb(78.4), mb(191.8)),
        layer(named(5), State::Uploading, mb(6.1), mb(48.2)),
        layer(named(6), State::Retrying, mb(8.4), mb(62.5)),
        layer(named(7), State::Compressing, 0, -1),
        layer(named(8), State::Waiting, 0, mb(118.4)),
        layer(named(9), State::Waiting, 0, mb(2.2)),
        layer(named(10), State::Exists, mb(0.000032), mb(0.000032)),
    };
    layers[0].isConfig = true;
    layers[2].mountedFrom = QStringLiteral("harbour/base");
    layers[6].retryInSeconds = 4;
    layers[6].trouble = Failure { .stage = Stage::Connect, .kind = Kind::Offline, .subject = QStringLiteral("reset") };
    layers[7].sourceDone = mb(41);
    layers[7].sourceTotal = mb(126);
    return layers;
}

QList<BlobProgress> freshLayers(const QString &image)
{
    QList<BlobProgress> layers;
    const std::initializer_list<int> sizes { 0, 29, 74, 12, 148, 3 };
    for (const int size : sizes)
        layers.append(layer(image + QString::number(layers.size()), size == 29 ? State::Exists : State::Waiting, 0, qMax<qint64>(8400, size * megabyte)));
    layers[0].isConfig = true;
    return layers;
}

class ScriptedPush final : public push::Push {
public:
    ScriptedPush(push::PushOrder order, bool unhurried)
        : m_order(std::move(order))
        , m_unhurried(unhurried)
    {
        const QString &repository = m_order.destination.repository;
        m_isHalfWay = repository == script::halfWay || repository == script::slow || repository == script::tooLarge;
        m_progress.blobs = m_isHalfWay ? halfWayLayers(repository) : freshLayers(repository);
        m_progress.tokenLifetime = tokenLife;
        m_progress.tokenSeconds = m_isHalfWay ? 192 : tokenLife;
        m_progress.renewals = m_isHalfWay ? 1 : 0;
        m_progress.totalIsKnown = !m_isHalfWay;
        m_speed = m_isHalfWay ? 545'000 : 18 * megabyte;
        connect(&m_beat, &QTimer::timeout, this, [this] { tick(); });
        m_beat.setInterval(100);
    }

    void start() override
    {
        m_progress.phase = PushProgress::Phase::Uploading;
        count();
        Q_EMIT progressed();
        const QString &repository = m_order.destination.repository;
        const QString host = m_order.destination.host.name();
        if (repository == script::refused)
            end(fail({ .stage = Stage::Registry, .kind = Kind::Unauthorized, .httpStatus = 401, .subject = QStringLiteral("insufficient-scope"), .host = host }));
        else if (repository == script::tooLarge)
            end(fail({ .stage = Stage::Registry, .kind = Kind::TooLarge, .httpStatus = 413, .subject = QStringLiteral("body-limit"), .host = host }));
        else if (repository == script::quick)
            end(outcome(), 18'400);
        else if (m_unhurried)
            m_beat.start();
    }

    void pause() override
    {
        m_beat.stop();
        m_progress.phase = PushProgress::Phase::Paused;
        Q_EMIT progressed();
    }

    void resume() override
    {
        m_progress.phase = PushProgress::Phase::Uploading;
        Q_EMIT progressed();
        if (m_unhurried)
            m_beat.start();
    }

    void cancel(bool forGood) override
    {
        Q_UNUSED(forGood)
        end(fail({ .stage = Stage::Registry, .kind = Kind::Cancelled }));
    }

    [[nodiscard]] const PushProgress &progress() const override { return m_progress; }
    [[nodiscard]] const push::PushOrder &order() const override { return m_order; }

private:
    void tick()
    {
        ++m_ticks;
        auto left = static_cast<qint64>(m_speed / 10);
        int busy = 0;
        for (BlobProgress &blob : m_progress.blobs) {
            const bool isThere = blob.state == State::Done || blob.state == State::Exists || blob.state == State::Mounted;
            if (isThere || busy == 3)
                continue;
            ++busy;
            step(blob, left / 3);
        }
        if (m_ticks % 10 == 0 && --m_progress.tokenSeconds < tokenLife / 5) {
            m_progress.tokenSeconds = tokenLife;
            ++m_progress.renewals;
        }
        count();
        Q_EMIT progressed();
        if (busy == 0)
            end(outcome(), m_ticks * 100);
    }

    void step(BlobProgress &blob, qint64 bytes)
    {
        if (blob.state == State::Retrying) {
            if (m_ticks % 10 == 0 && --blob.retryInSeconds <= 0) {
                blob.state = State::Uploading;
                blob.trouble.reset();
            }
        } else if (blob.total < 0) {
            blob.sourceDone = qMin(blob.sourceTotal, blob.sourceDone + 40 * bytes);
            if (blob.sourceDone == blob.sourceTotal)
                blob.total = blob.sourceTotal / 2;
        } else {
            blob.state = State::Uploading;
            blob.done = qMin(blob.total, blob.done + bytes);
            m_progress.sent += bytes;
            if (blob.done == blob.total)
                blob.state = State::Done;
        }
    }

    void count()
    {
        m_progress.done = 0;
        m_progress.total = 0;
        for (const BlobProgress &blob : std::as_const(m_progress.blobs)) {
            const qint64 total = blob.total >= 0 ? blob.total : blob.sourceTotal / 2;
            m_progress.total += total;
            m_progress.done += blob.state == State::Exists || blob.state == State::Mounted ? total : blob.done;
        }
        if (m_progress.sent == 0)
            m_progress.sent = m_isHalfWay ? m_progress.done / 2 : 0;
        m_progress.bytesPerSecond = m_speed;
        m_progress.secondsLeft = static_cast<int>(static_cast<double>(m_progress.total - m_progress.done) / m_speed);
    }

    [[nodiscard]] push::PushOutcome outcome() const
    {
        push::PushOutcome outcome { .digest = digestOf(m_order.destination.toString()),
                                    .mediaType = QStringLiteral("application/vnd.oci.image.manifest.v1+json") };
        for (const BlobProgress &blob : m_progress.blobs) {
            outcome.size += blob.total;
            outcome.existed += blob.state == State::Exists ? 1 : 0;
        }
        outcome.uploaded = static_cast<int>(m_progress.blobs.size()) - outcome.existed;
        outcome.sent = outcome.size - 29 * megabyte;
        outcome.renewals = m_progress.renewals;
        return outcome;
    }

    void end(Result<push::PushOutcome> outcome, qint64 milliseconds = 0)
    {
        m_beat.stop();
        if (outcome)
            outcome->milliseconds = milliseconds;
        m_progress.phase = PushProgress::Phase::Ended;
        Q_EMIT progressed();
        Q_EMIT ended(outcome);
    }

    const push::PushOrder m_order;
    const bool m_unhurried;
    bool m_isHalfWay = false;
    double m_speed = 0;
    qint64 m_ticks = 0;
    PushProgress m_progress;
    QTimer m_beat;
};

} // namespace

push::PushFactory scriptedPushes(bool unhurried)
{
    return [unhurried](push::PushOrder order, const push::PushAccess &) { return std::make_unique<ScriptedPush>(std::move(order), unhurried); };
}

} // namespace wharf
