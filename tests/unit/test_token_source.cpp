#include "core/registry/token_source.h"
#include "tests/support/net_testing.h"
#include "tests/support/test_server.h"

#include <QTest>

using namespace wharf;
using namespace wharf::registry;
using namespace wharf::test;
using namespace std::chrono_literals;

namespace {

QList<Scope> pull(const QString &repository = QStringLiteral("a"))
{
    return { Scope::repository(repository, { QStringLiteral("pull") }) };
}

/// A realm that counts, and a source of its tokens.
struct Rig {
    explicit Rig(const QByteArray &body = R"({"token":"t","expires_in":300})")
    {
        realm.answer("/jwt/auth", Answer::json(200, body));
    }

    TestServer realm;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<net::Session> session = makeSession(bareSettings(), clock);
    Challenge challenge { QStringLiteral("bearer"), { { QStringLiteral("realm"), realm.url(QStringLiteral("/jwt/auth")).toString() } }, {} };
    std::shared_ptr<TokenSource> source = TokenSource::create(session, realm.url(), challenge, { QStringLiteral("jo"), secret("password") });

    int exchanges() const { return realm.count("/jwt/auth"); }
};

} // namespace

/// Live tokens, and no more exchanges than they take.
class TestTokenSource final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void oneExchangeServesAllWhoWait()
    {
        Rig rig;
        rig.realm.answer("/jwt/auth", Answer::json(200, R"({"token":"t","expires_in":300})"));
        std::vector<Task<Result<AccessToken>>> waiting;
        for (int i = 0; i < 50; ++i)
            waiting.push_back(rig.source->token(pull()));
        for (auto &one : waiting)
            QVERIFY(QCoro::waitFor(std::move(one)));
        QCOMPARE(rig.exchanges(), 1);
    }

    void theSameScopesInAnotherOrderAreTheSame()
    {
        Rig rig;
        const Scope a = Scope::repository(QStringLiteral("a"), { QStringLiteral("pull"), QStringLiteral("push") });
        const Scope turned = Scope::repository(QStringLiteral("a"), { QStringLiteral("push"), QStringLiteral("pull") });
        const Scope b = Scope::repository(QStringLiteral("b"), { QStringLiteral("pull") });
        QVERIFY(QCoro::waitFor(rig.source->token({ a, b })));
        QVERIFY(QCoro::waitFor(rig.source->token({ b, turned })));
        QCOMPARE(rig.exchanges(), 1);
        QVERIFY(QCoro::waitFor(rig.source->token({ b })));
        QCOMPARE(rig.exchanges(), 2);
        QVERIFY(QCoro::waitFor(rig.source->token({})));
        QCOMPARE(rig.exchanges(), 3);
    }

    void aTokenIsRenewedBeforeItEnds_data()
    {
        QTest::addColumn<int>("lifetime");
        QTest::addColumn<int>("margin");
        QTest::newRow("a fifth of a short life") << 60 << 12;
        QTest::newRow("30 s of a long one") << 900 << 30;
    }
    void aTokenIsRenewedBeforeItEnds()
    {
        QFETCH(int, lifetime);
        QFETCH(int, margin);
        Rig rig("{\"token\":\"t\",\"expires_in\":" + QByteArray::number(lifetime) + "}");
        QVERIFY(QCoro::waitFor(rig.source->token(pull())));
        rig.clock->advance(std::chrono::seconds(lifetime - margin) - 1ms);
        QVERIFY(QCoro::waitFor(rig.source->token(pull())));
        QCOMPARE(rig.exchanges(), 1);
        rig.clock->advance(1ms);
        QVERIFY(QCoro::waitFor(rig.source->token(pull())));
        QCOMPARE(rig.exchanges(), 2);
    }

    void aClockSetBackOrForthChangesNothing()
    {
        Rig rig;
        QVERIFY(QCoro::waitFor(rig.source->token(pull())));
        rig.clock->setNow(rig.clock->now().addYears(3));
        QVERIFY(QCoro::waitFor(rig.source->token(pull())));
        QCOMPARE(rig.exchanges(), 1);
    }

    void aForgottenTokenIsExchangedAgain()
    {
        Rig rig;
        QVERIFY(QCoro::waitFor(rig.source->token(pull())));
        QVERIFY(QCoro::waitFor(rig.source->token(pull(QStringLiteral("b")))));
        rig.source->forget(pull());
        QVERIFY(QCoro::waitFor(rig.source->token(pull(QStringLiteral("b")))));
        QCOMPARE(rig.exchanges(), 2);
        QVERIFY(QCoro::waitFor(rig.source->token(pull())));
        QCOMPARE(rig.exchanges(), 3);
    }

    void aFailureIsToldToAllAndNotKept()
    {
        Rig rig;
        rig.realm.answerInTurn("/jwt/auth", { Answer::text(503, ""), Answer::json(200, R"({"token":"t"})") });
        auto first = rig.source->token(pull());
        auto second = rig.source->token(pull());
        QCOMPARE(told(QCoro::waitFor(std::move(first))), QStringLiteral("token/server 503"));
        QCOMPARE(told(QCoro::waitFor(std::move(second))), QStringLiteral("token/server 503"));
        QCOMPARE(rig.exchanges(), 1);
        QCOMPARE(told(QCoro::waitFor(rig.source->token(pull()))), QStringLiteral("ok"));
    }

    void closingTheSessionFreesAllWhoWaitEvenWhenTheSourceIsGone()
    {
        Rig rig;
        rig.realm.answer("/jwt/auth", Answer::doing(Answer::Manner::Hang));
        const std::weak_ptr<TokenSource> seen = rig.source;
        const auto first = rig.source->token(pull());
        const auto second = rig.source->token(pull());
        QTRY_COMPARE(rig.exchanges(), 1);
        rig.source.reset();
        rig.session->close();
        QVERIFY(first.isReady() && second.isReady());
        QVERIFY(seen.expired());
    }
};

QTEST_GUILESS_MAIN(TestTokenSource)
#include "test_token_source.moc"
