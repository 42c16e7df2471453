#include "core/accounts/account_checker.h"
#include "core/accounts/memory_store.h"
#include "core/accounts/sign_in.h"
#include "tests/support/fake_registry.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wharf;
using namespace wharf::accounts;
using test::Answer;
using test::FakeRegistry;

namespace {

SharedSecret secret(const char *text)
{
    return std::make_shared<const Secret>(QByteArrayView(text));
}

/// One account on one registry, and all that asks about it.
struct Rig {
    Rig()
        : book(AccountFile(folder.filePath(QStringLiteral("accounts.json"))))
    {
        account.id = QUuid::createUuid();
        account.host = registry.host();
        account.userName = QStringLiteral("jo");
        if (!book.update([this](Accounts &accounts) { accounts.put(account); }))
            qFatal("no account file");
        keep("right");
        checker = std::make_unique<AccountChecker>(book, store, clock, [this](const Account &one) {
            ++sessions;
            return net::Session::create(networkSettings(one), clock);
        });
    }

    void keep(const char *password) const
    {
        if (!QCoro::waitFor(store->write(account.storeKey(), secret(password))))
            qFatal("no store");
    }
    [[nodiscard]] Standing standing() const { return checker->state(account.id).standing; }

    FakeRegistry registry;
    QTemporaryDir folder;
    AccountBook book;
    std::shared_ptr<MemoryStore> store = std::make_shared<MemoryStore>();
    std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>();
    std::unique_ptr<AccountChecker> checker;
    Account account;
    int sessions = 0;
};

} // namespace

class TestAccountChecker final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anAcceptedCredentialMakesTheAccountReady()
    {
        Rig rig;
        QCOMPARE(rig.standing(), Standing::NotChecked);
        rig.checker->check(rig.account.id);
        QCOMPARE(rig.standing(), Standing::Checking);
        QTRY_COMPARE(rig.standing(), Standing::Ready);
        const AccountState state = rig.checker->state(rig.account.id);
        QVERIFY(state.token && state.claims);
        QCOMPARE(state.claims->subject, QStringLiteral("jo"));
        QVERIFY(!state.failure);
        QVERIFY(rig.book.accounts().find(rig.account.id)->lastProven.isValid());
    }

    void aSecondRequestJoinsTheFirst()
    {
        Rig rig;
        rig.checker->check(rig.account.id);
        rig.checker->check(rig.account.id);
        QCOMPARE(rig.sessions, 1);
        QTRY_COMPARE(rig.standing(), Standing::Ready);
        QCOMPARE(rig.registry.server.count("/jwt/auth"), 1);
    }

    void allAreCheckedAFewAtATime()
    {
        Rig rig;
        QVERIFY(rig.book.update([&rig](Accounts &accounts) {
            for (int i = 0; i < 9; ++i) {
                Account another = rig.account;
                another.id = QUuid::createUuid();
                accounts.put(another);
            }
        }));
        for (const Account &one : rig.book.accounts().list)
            QVERIFY(QCoro::waitFor(rig.store->write(one.storeKey(), secret("right"))));
        rig.checker->checkAll();
        QCOMPARE(rig.sessions, 4);
        for (const Account &one : QList<Account>(rig.book.accounts().list))
            QTRY_COMPARE(rig.checker->state(one.id).standing, Standing::Ready);
        QCOMPARE(rig.sessions, 10);
    }

    void aRefusalIsTold()
    {
        Rig rig;
        rig.keep("wrong");
        rig.checker->check(rig.account.id);
        QTRY_COMPARE(rig.standing(), Standing::Refused);
        QCOMPARE(rig.checker->state(rig.account.id).failure->kind, Kind::Unauthorized);
    }

    void whatWasKnownStandsWhileTheRegistryIsAway()
    {
        Rig rig;
        rig.checker->check(rig.account.id);
        QTRY_COMPARE(rig.standing(), Standing::Ready);
        rig.registry.server.answer("/v2/", Answer::text(503, "down"));
        rig.checker->check(rig.account.id);
        QTRY_COMPARE(rig.standing(), Standing::Offline);
        QVERIFY(rig.checker->state(rig.account.id).token);
    }

    void aRefusalEndsTheTokenThatWasKnown()
    {
        Rig rig;
        rig.checker->check(rig.account.id);
        QTRY_COMPARE(rig.standing(), Standing::Ready);
        rig.keep("wrong");
        rig.checker->check(rig.account.id);
        QTRY_COMPARE(rig.standing(), Standing::Refused);
        QVERIFY(!rig.checker->state(rig.account.id).token);
    }

    void aStoreInTroubleIsTold_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<int>("standing");
        QTest::newRow("locked") << int(Kind::Locked) << QString() << int(Standing::Locked);
        QTest::newRow("denied") << int(Kind::Denied) << QString() << int(Standing::Locked);
        QTest::newRow("no store") << int(Kind::Absent) << QString() << int(Standing::Locked);
        QTest::newRow("no entry") << int(Kind::Absent) << QStringLiteral("entry") << int(Standing::Missing);
    }

    void aStoreInTroubleIsTold()
    {
        QFETCH(int, kind);
        QFETCH(QString, subject);
        QFETCH(int, standing);
        Rig rig;
        rig.store->failWith(Failure { .stage = Stage::Keychain, .kind = Kind(kind), .subject = subject });
        rig.checker->check(rig.account.id);
        QTRY_COMPARE(int(rig.standing()), standing);
        QCOMPARE(rig.registry.server.connections(), 0);
    }

    void aCancelLeavesWhatWasKnown()
    {
        Rig rig;
        rig.checker->check(rig.account.id);
        QTRY_COMPARE(rig.standing(), Standing::Ready);
        rig.registry.server.answer("/v2/", Answer::doing(Answer::Manner::Hang));
        rig.checker->check(rig.account.id);
        QTRY_VERIFY(rig.registry.server.count("/v2/") >= 3);
        rig.checker->cancel(rig.account.id);
        QTRY_COMPARE(rig.standing(), Standing::Ready);
    }

    void theCheckerMayGoWhileItAsks()
    {
        Rig rig;
        rig.registry.server.answer("/v2/", Answer::doing(Answer::Manner::Hang));
        rig.checker->check(rig.account.id);
        QTRY_VERIFY(rig.registry.server.connections() > 0);
        rig.checker.reset();
        QTest::qWait(0);
    }

    void anAccountThatIsSignedOutIsForgotten()
    {
        Rig rig;
        rig.registry.server.answer("/v2/", Answer::doing(Answer::Manner::Hang));
        rig.checker->check(rig.account.id);
        QVERIFY(rig.book.update([&rig](Accounts &accounts) { accounts.remove(rig.account.id); }));
        QTRY_COMPARE(rig.standing(), Standing::NotChecked);
    }

    void theBookSeesWhatAnotherProgramWrites()
    {
        Rig rig;
        QSignalSpy changed(&rig.book, &AccountBook::changed);
        const AccountFile sameFile(rig.book.file().path());
        QVERIFY(sameFile.update([](Accounts &accounts) { accounts.list.first().label = QStringLiteral("laptop"); }));
        QTRY_COMPARE(changed.count(), 1);
        QCOMPARE(rig.book.accounts().list.first().label, QStringLiteral("laptop"));
    }

    void theBookSeesAFileThatComesLater()
    {
        QTemporaryDir folder;
        AccountBook book(AccountFile(folder.filePath(QStringLiteral("a/b/accounts.json"))));
        QSignalSpy changed(&book, &AccountBook::changed);
        Account account;
        account.id = QUuid::createUuid();
        account.host = *registry::RegistryHost::parse(QStringLiteral("registry.example.com"));
        QVERIFY(AccountFile(book.file().path()).update([&account](Accounts &accounts) { accounts.put(account); }));
        QTRY_COMPARE(book.accounts().list.size(), 1);
    }

    void aFileThatBreaksKeepsWhatWasKnown()
    {
        Rig rig;
        QFile file(rig.book.file().path());
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("{");
        file.close();
        QTRY_VERIFY(rig.book.trouble());
        QCOMPARE(rig.book.accounts().list.size(), 1);
    }

    void accessIsAskedWithoutCreatingAnything()
    {
        Rig rig;
        rig.registry.server.answer("/v2/group/app/tags/list", Answer::json(404, R"({"errors":[{"code":"NAME_UNKNOWN"}]})"));
        rig.checker->askAccess(rig.account.id, { .repository = QStringLiteral("group/app") });
        QTRY_COMPARE(rig.checker->access(rig.account.id).size(), 1);
        const AccessFindings found = rig.checker->access(rig.account.id).first();
        QVERIFY(!found.failure);
        QVERIFY(!found.answer.exists);
        // GitLab creates the record of a repository that push is asked for: it must not be.
        for (const test::SeenRequest &request : rig.registry.server.requests()) {
            for (const QByteArray &scope : request.queryValues("scope"))
                QVERIFY2(!scope.contains("push"), scope.constData());
        }
        QCOMPARE(found.answer.rows.size(), 3);
        QCOMPARE(found.answer.rows[0].grant, registry::Grant::Refused);
        QCOMPARE(found.answer.rows[1].grant, registry::Grant::NotAsked);
    }

    void aRepositoryThatExistsIsAskedWhole()
    {
        Rig rig;
        rig.registry.server.handle("/jwt/auth", [](const test::SeenRequest &) {
            return Answer::json(200, R"({"token":")" + FakeRegistry::token(R"({"sub":"jo","access":[{"type":"repository","name":"group/app","actions":["pull","push"]}]})") + R"("})");
        });
        rig.registry.server.answer("/v2/group/app/tags/list", Answer::json(200, R"({"name":"group/app","tags":[]})"));
        rig.checker->askAccess(rig.account.id, { .repository = QStringLiteral("group/app") });
        QTRY_COMPARE(rig.checker->access(rig.account.id).size(), 1);
        const auto rows = rig.checker->access(rig.account.id).first().answer.rows;
        QCOMPARE(rows[0].grant, registry::Grant::Granted);
        QCOMPARE(rows[1].grant, registry::Grant::Granted);
        QCOMPARE(rows[2].grant, registry::Grant::Refused);
        QCOMPARE(AccountFile(rig.book.file().path()).load()->find(rig.account.id)->repositories, QStringList { QStringLiteral("group/app") });
    }

    void aQuestionThatFailedIsNoSuggestion()
    {
        Rig rig;
        rig.registry.server.answer("/v2/", Answer::json(503, "{}"));
        rig.checker->askAccess(rig.account.id, { .repository = QStringLiteral("group/app") });
        QTRY_COMPARE(rig.checker->access(rig.account.id).size(), 1);
        QVERIFY(rig.checker->access(rig.account.id).first().failure);
        QVERIFY(AccountFile(rig.book.file().path()).load()->find(rig.account.id)->repositories.isEmpty());
    }

    void theRepositoryLookedAtLastComesFirst()
    {
        Account account;
        for (int i = 0; i < 40; ++i)
            account.lookedAt(QStringLiteral("group/app-%1").arg(i));
        account.lookedAt(QStringLiteral("group/app-20"));
        QCOMPARE(account.repositories.size(), Account::mostRepositories);
        QCOMPARE(account.repositories.first(), QStringLiteral("group/app-20"));
        QCOMPARE(account.repositories.count(QStringLiteral("group/app-20")), 1);
        QCOMPARE(account.repositories.last(), QStringLiteral("group/app-8"));
    }
};

QTEST_GUILESS_MAIN(TestAccountChecker)
#include "test_account_checker.moc"
