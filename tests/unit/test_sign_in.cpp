#include "core/accounts/memory_store.h"
#include "core/accounts/sign_in.h"
#include "tests/support/fake_registry.h"
#include "tests/support/test_server.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace wharf;
using namespace wharf::accounts;
using test::FakeRegistry;

namespace {

SharedSecret secret(const char *text)
{
    return std::make_shared<const Secret>(QByteArrayView(text));
}

} // namespace

/// A sign-in either happens whole or leaves nothing behind.
class TestSignIn final : public QObject {
    Q_OBJECT

    FakeRegistry *m_registry = nullptr;
    QTemporaryDir *m_folder = nullptr;
    std::shared_ptr<MemoryStore> m_store;
    std::shared_ptr<const Clock> m_clock = std::make_shared<SystemClock>();

    [[nodiscard]] AccountFile file() const { return AccountFile(m_folder->filePath(QStringLiteral("accounts.json"))); }
    [[nodiscard]] std::shared_ptr<net::Session> session() const { return net::Session::create(networkSettings(Account()), m_clock); }
    [[nodiscard]] SignInRequest request(const char *password) const
    {
        SignInRequest request;
        request.host = m_registry->host();
        request.credential = { .userName = QStringLiteral("jo"), .secret = secret(password) };
        return request;
    }
    Result<SignedIn> signInWith(const SignInRequest &wish, const ProofObserver &observer = {})
    {
        return QCoro::waitFor(signIn(session(), m_store, file(), wish, observer));
    }

private Q_SLOTS:
    void init()
    {
        m_registry = new FakeRegistry;
        m_folder = new QTemporaryDir;
        m_store = std::make_shared<MemoryStore>();
    }

    void cleanup()
    {
        delete m_registry;
        delete m_folder;
        m_store.reset();
    }

    void theRightPasswordIsProvenAndKept()
    {
        QStringList steps;
        const auto done = signInWith(request("right"), [&steps](ProofStep step, StepOutcome outcome) {
            if (outcome != StepOutcome::Running)
                steps += QString::number(int(step)) + QLatin1Char(':') + QString::number(int(outcome));
        });
        QVERIFY(done);
        QCOMPARE(done->account.userName, QStringLiteral("jo"));
        QCOMPARE(done->account.kind, TokenKind::Password);
        QVERIFY(done->account.lastProven.isValid());
        QVERIFY(m_store->contains(done->account.storeKey()));
        QCOMPARE(done->proof->token->lifetime, std::chrono::seconds(300));
        QCOMPARE(steps, (QStringList { QStringLiteral("0:1"), QStringLiteral("1:1"), QStringLiteral("2:1"), QStringLiteral("3:1"), QStringLiteral("4:3") }));
        const auto known = file().load();
        QVERIFY(known->activeFor(m_registry->host()));
        QCOMPARE(known->activeFor(m_registry->host())->id, done->account.id);
    }

    void aTokenWithoutANameIsKeptUnderOneThatDockerSends_data()
    {
        QTest::addColumn<QByteArray>("payload");
        QTest::addColumn<QString>("userName");
        QTest::newRow("opaque") << QByteArray() << QStringLiteral("gitlab-token");
        QTest::newRow("no subject") << QByteArray("{\"iat\":1,\"exp\":301}") << QStringLiteral("gitlab-token");
        QTest::newRow("a subject with a colon") << QByteArray("{\"sub\":\"jo:x\"}") << QStringLiteral("gitlab-token");
        QTest::newRow("a subject that moves the cursor") << QByteArray("{\"sub\":\"jo\\u001b[2J\"}") << QStringLiteral("gitlab-token");
        QTest::newRow("a subject") << QByteArray("{\"sub\":\"jo\"}") << QStringLiteral("jo");
    }

    void aTokenWithoutANameIsKeptUnderOneThatDockerSends()
    {
        QFETCH(QByteArray, payload);
        QFETCH(QString, userName);
        test::TestServer server;
        const QByteArray realm = server.url(QStringLiteral("/jwt/auth")).toEncoded();
        server.handle("/v2/", [realm](const test::SeenRequest &seen) {
            return seen.header("Authorization").isEmpty() ? test::Answer::json(401, "{}").with("WWW-Authenticate", "Bearer realm=\"" + realm + "\"")
                                                          : test::Answer::json(200, "{}");
        });
        const QByteArray token = payload.isEmpty() ? QByteArray("opaque") : QByteArray("{\"alg\":\"none\"}").toBase64(QByteArray::OmitTrailingEquals) + '.'
                + payload.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals) + ".c2ln";
        server.answer("/jwt/auth", test::Answer::json(200, "{\"token\":\"" + token + "\"}"));
        SignInRequest wish = request("glpat-aaaaaaaaaaaaaaaaaaaa");
        wish.host = *registry::RegistryHost::parse(QStringLiteral("127.0.0.1:%1").arg(server.url().port()));
        wish.credential.userName.clear();
        for (const bool verify : { true, false }) {
            wish.verify = verify;
            const auto done = signInWith(wish);
            QVERIFY(done);
            QCOMPARE(done->account.userName, verify ? userName : nameForNamelessToken());
        }
    }

    void aWrongPasswordLeavesNothingBehind()
    {
        const auto done = signInWith(request("wrong"));
        QVERIFY(!done);
        QCOMPARE(done.error().stage, Stage::Token);
        QCOMPARE(done.error().kind, Kind::Unauthorized);
        QCOMPARE(m_store->size(), 0);
        QVERIFY(!QFile::exists(file().path()));
    }

    void theSameUserAgainReplacesTheSecret()
    {
        const auto first = signInWith(request("right"));
        const auto second = signInWith(request("right"));
        QVERIFY(first && second);
        QCOMPARE(second->account.id, first->account.id);
        QCOMPARE(file().load()->list.size(), 1);
        QCOMPARE(m_store->size(), 1);
    }

    void aStoreThatRefusesLeavesNoAccount()
    {
        m_store->failWritesWith(Failure { .stage = Stage::Keychain, .kind = Kind::Locked });
        const auto done = signInWith(request("right"));
        QVERIFY(!done);
        QCOMPARE(done.error().kind, Kind::Locked);
        QVERIFY(!QFile::exists(file().path()));
    }

    void anAccountFileThatCannotBeWrittenTakesTheSecretBack()
    {
        // A folder stands where the file should be.
        QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("accounts.json")));
        const auto done = signInWith(request("right"));
        QVERIFY(!done);
        QCOMPARE(done.error().stage, Stage::AccountFile);
        QCOMPARE(m_store->size(), 0);
    }

    void aCancelAtAnyStepLeavesNothingBehind_data()
    {
        QTest::addColumn<int>("step");
        for (int step = 0; step <= int(ProofStep::AskGitLab); ++step)
            QTest::addRow("step %d", step) << step;
    }

    void aCancelAtAnyStepLeavesNothingBehind()
    {
        QFETCH(int, step);
        const auto mine = session();
        const auto done = QCoro::waitFor(signIn(mine, m_store, file(), request("right"), [mine, step](ProofStep now, StepOutcome) {
            if (int(now) == step)
                mine->close();
        }));
        QVERIFY(!done);
        QCOMPARE(done.error().kind, Kind::Cancelled);
        QCOMPARE(m_store->size(), 0);
        QVERIFY(!QFile::exists(file().path()));
    }

    void aFailedReplacementKeepsTheOldSecret()
    {
        const auto first = signInWith(request("right"));
        QVERIFY(first);
        auto replacement = request("wrong");
        replacement.replaces = first->account.id;
        QVERIFY(!signInWith(replacement));
        const auto kept = QCoro::waitFor(m_store->read(first->account.storeKey()));
        QVERIFY(kept);
        QVERIFY(**kept == Secret("right"));
    }

    void withoutVerifyingNothingIsAsked()
    {
        auto wish = request("whatever");
        wish.verify = false;
        const auto done = signInWith(wish);
        QVERIFY(done);
        QVERIFY(!done->proof);
        QVERIFY(!done->account.lastProven.isValid());
        QCOMPARE(m_registry->server.connections(), 0);
    }

    void signingOutTakesAccountAndSecret()
    {
        const auto done = signInWith(request("right"));
        QVERIFY(done);
        QVERIFY(QCoro::waitFor(signOut(m_store, file(), done->account.id)));
        QCOMPARE(m_store->size(), 0);
        QVERIFY(file().load()->list.isEmpty());
    }

    void aDoomedTokenIsNeverSent_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QString>("reason");
        QTest::newRow("runner token") << QByteArray("glrt-abcdefghij0123456789") << QStringLiteral("not-for-registries");
        QTest::newRow("line end within") << QByteArray("glpat-abc\ndef") << QStringLiteral("mangled");
        QTest::newRow("nothing") << QByteArray() << QStringLiteral("empty");
    }

    void aDoomedTokenIsNeverSent()
    {
        QFETCH(QByteArray, token);
        auto wish = request(token.constData());
        const auto done = signInWith(wish);
        QVERIFY(!done);
        QCOMPARE(done.error().stage, Stage::Input);
        QTEST(done.error().subject, "reason");
        QCOMPARE(m_registry->server.connections(), 0);
        // Nor is it kept unproven.
        wish.verify = false;
        const auto kept = signInWith(wish);
        QVERIFY(!kept);
        QTEST(kept.error().subject, "reason");
        QCOMPARE(m_store->size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestSignIn)
#include "test_sign_in.moc"
