#include "core/async/task.h"

#include <QTest>
#include <QTimer>

#include <QCoro/QCoroTimer>

#include <memory>
#include <string>

using namespace wharf;

namespace {

/// Counts what lives, so that an object destroyed twice shows as a negative balance.
struct Counted {
    explicit Counted(std::string what) : text(std::move(what)) { ++alive; }
    Counted(const Counted &other) : text(other.text) { ++alive; }
    Counted(Counted &&other) noexcept : text(std::move(other.text)) { ++alive; }
    Counted &operator=(const Counted &) = default;
    Counted &operator=(Counted &&) = default;
    ~Counted() { --alive; }

    std::string text;
    static inline int alive = 0;
};

struct Parcel {
    Counted first;
    Counted second;
};

Task<> pause()
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(0);
    co_await timer;
}

Task<std::size_t> weigh(Parcel parcel)
{
    co_await pause();
    co_return parcel.first.text.size() + parcel.second.text.size();
}

Task<std::size_t> weighWith(std::function<std::size_t(std::size_t)> scale)
{
    co_await pause();
    co_return scale(2);
}

Task<std::size_t> aggregateTemporary()
{
    co_return co_await weigh(Parcel { Counted("a text that is too long to be kept in place"), Counted("b") });
}

Task<std::size_t> capturingLambda()
{
    const Counted weight("a text that is too long to be kept in place");
    co_return co_await weighWith([weight](std::size_t times) { return times * weight.text.size(); });
}

Task<std::size_t> conditional(bool first)
{
    Parcel parcel { Counted("a text that is too long to be kept in place"), Counted("b") };
    co_return co_await weigh(first ? std::move(parcel) : Parcel { Counted("c"), Counted("d") });
}

} // namespace

/// The three spellings in which GCC before 13 destroys objects twice.
class TestCoroutines final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { Counted::alive = 0; }
    void cleanup() { QCOMPARE(Counted::alive, 0); }

    void anAggregateTemporaryInAnAwaitedExpressionIsDestroyedOnce()
    {
        QCOMPARE(QCoro::waitFor(aggregateTemporary()), std::size_t(44));
    }

    void aCapturingLambdaInAnAwaitedExpressionIsDestroyedOnce()
    {
        QCOMPARE(QCoro::waitFor(capturingLambda()), std::size_t(86));
    }

    void aConditionalInAnAwaitedExpressionIsDestroyedOnce()
    {
        QCOMPARE(QCoro::waitFor(conditional(true)), std::size_t(44));
        QCOMPARE(QCoro::waitFor(conditional(false)), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestCoroutines)
#include "test_coroutines.moc"
