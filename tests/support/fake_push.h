#pragma once

#include "core/push/push_queue.h"

#include <QPointer>

namespace wharf::test {

/// A push that does what it is told, and notes what it was asked.
class FakePush final : public push::Push {
public:
    FakePush(push::PushOrder order, push::PushAccess access, QStringList &log)
        : m_order(std::move(order))
        , m_access(std::move(access))
        , m_log(log)
    {
    }

    void start() override { note("start"); }
    void pause() override { note("pause"); }
    void resume() override { note("resume"); }
    void cancel(bool forGood) override
    {
        note(forGood ? "delete" : "keep");
        if (endsAtOnce)
            finish(fail({ .stage = Stage::Registry, .kind = Kind::Cancelled }));
    }
    [[nodiscard]] const push::PushProgress &progress() const override { return now; }
    [[nodiscard]] const push::PushOrder &order() const override { return m_order; }
    [[nodiscard]] const push::PushAccess &access() const { return m_access; }

    void report(const push::PushProgress &progress)
    {
        now = progress;
        Q_EMIT progressed();
    }
    void finish(const Result<push::PushOutcome> &outcome) { Q_EMIT ended(outcome); }

    push::PushProgress now;
    bool endsAtOnce = true; ///< when it is cancelled

private:
    void note(const char *what) { m_log.append(QLatin1String(what) + QLatin1Char(' ') + m_order.destination.repository); }

    push::PushOrder m_order;
    push::PushAccess m_access;
    QStringList &m_log;
};

/// Makes such pushes, and finds them by their repository.
class FakePushes {
public:
    [[nodiscard]] push::PushFactory factory()
    {
        return [this](push::PushOrder order, push::PushAccess access) {
            auto made = std::make_unique<FakePush>(order, std::move(access), log);
            m_made.append(made.get());
            return made;
        };
    }

    /// The newest to that repository that is there still; null where none is.
    [[nodiscard]] FakePush *to(const char *repository) const
    {
        for (auto one = m_made.crbegin(); one != m_made.crend(); ++one) {
            if (auto *found = static_cast<FakePush *>(one->data()); found && found->order().destination.repository == QLatin1String(repository))
                return found;
        }
        return nullptr;
    }

    /// `start group/app`, in the order it came.
    QStringList log;

private:
    QList<QPointer<push::Push>> m_made;
};

/// So many layers, each being uploaded, each so far.
[[nodiscard]] inline push::PushProgress uploading(int layers, qint64 doneOfEach, qint64 each)
{
    push::PushProgress progress { .phase = push::PushProgress::Phase::Uploading, .totalIsKnown = true, .bytesPerSecond = 34e6, .secondsLeft = 11 };
    for (int at = 0; at < layers; ++at)
        progress.blobs.append({ .name = QStringLiteral("sha256:%1").arg(at, 64, 16, QLatin1Char('0')),
                                .state = push::BlobProgress::State::Uploading,
                                .done = doneOfEach,
                                .total = each });
    progress.done = doneOfEach * layers;
    progress.total = each * layers;
    progress.sent = progress.done;
    return progress;
}

} // namespace wharf::test
