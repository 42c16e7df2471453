#include "core/accounts/account_checker.h"
#include "core/accounts/memory_store.h"
#include "core/accounts/sign_in.h"
#include "tests/support/test_server.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace wharf;
using namespace wharf::accounts;
using test::Answer;
using test::SeenRequest;
using test::TestCertificates;
using test::TestServer;

namespace {

/// A registry and its realm on one server, in good order; a row of the matrix spoils one thing.
struct Rig {
    explicit Rig(std::optional<test::TestCertificate> certificate = {})
        : server(new TestServer(std::move(certificate)))
    {
        proof(Answer::json(200, "{}"));
        server->handle("/jwt/auth", [](const SeenRequest &) { return Answer::json(200, R"({"token":"opaque","expires_in":300})"); });
    }

    static Answer challenge(const QByteArray &realm)
    {
        return Answer::json(401, "{}").with("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"container_registry\"");
    }
    void token(const Answer &answer) const { server->answer("/jwt/auth", answer); }
    void ping(const Answer &answer) const { server->answer("/v2/", answer); }
    /// The registry's answer to a token.
    void proof(const Answer &answer) const
    {
        const QByteArray realm = server->url(QStringLiteral("/jwt/auth")).toEncoded();
        server->handle("/v2/", [realm, answer](const SeenRequest &request) {
            return request.header("Authorization").isEmpty() ? challenge(realm) : answer;
        });
    }

    std::unique_ptr<TestServer> server;
    QString caFile; ///< given with the account
};

/// What went wrong, and what must come of it.
struct Row {
    const char *name;
    std::function<void(Rig &)> spoil;
    Standing standing;
    int exitStatus;
    const char *words; ///< a part of what the terminal says
    std::function<Rig()> make = [] { return Rig(); };
};

QByteArray errors(const char *code, const char *message)
{
    return QByteArray(R"({"errors":[{"code":")") + code + R"(","message":")" + message + R"("}]})";
}

TestCertificates &certificates()
{
    static TestCertificates made;
    return made;
}

enum class Authority { Given, Unknown };

Rig tlsRig(const test::CertificateWish &wish, Authority authority)
{
    const auto made = certificates().authority();
    Rig rig(certificates().issue(made, wish));
    if (authority == Authority::Given)
        rig.caFile = made.certificateFile;
    return rig;
}

QList<Row> rows()
{
    using Manner = Answer::Manner;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    return {
        { "connect: nobody listens", [](Rig &rig) { rig.server->close(); }, Standing::Offline, 3, "cannot be reached" },
        { "connect: reset", [](Rig &rig) { rig.ping(Answer::doing(Manner::Reset)); }, Standing::Offline, 3, "cannot be reached" },
        { "connect: no answer", [](Rig &rig) { rig.ping(Answer::doing(Manner::Hang)); }, Standing::Offline, 3, "did not answer in time" },
        { "tls: unknown authority", [](Rig &) {}, Standing::Offline, 3, "unknown authority", [] { return tlsRig({}, Authority::Unknown); } },
        { "tls: expired", [](Rig &) {}, Standing::Offline, 3, "expired",
          [now] { return tlsRig({ .notBefore = now.addDays(-9), .notAfter = now.addDays(-2) }, Authority::Given); } },
        { "tls: another name", [](Rig &) {}, Standing::Offline, 3, "another name",
          [] { return tlsRig({ .commonName = QStringLiteral("other"), .names = { QStringLiteral("other.example.com") } }, Authority::Given); } },
        { "ping: not found", [](Rig &rig) { rig.ping(Answer::text(404, "no")); }, Standing::Refused, 1, "nothing about it is a container registry" },
        { "ping: a web page", [](Rig &rig) { rig.ping(Answer::text(200, "<html>Welcome</html>", "text/html")); }, Standing::Offline, 3, "no registry's answer" },
        { "ping: server error", [](Rig &rig) { rig.ping(Answer::text(503, "down")); }, Standing::Offline, 3, "is not working now (503)" },
        { "ping: half an answer", [](Rig &rig) { Answer half = Answer::json(401, QByteArray(4000, ' ')); half.manner = Manner::Half; rig.ping(half); }, Standing::Offline, 3, "cannot be reached" },
        { "challenge: none", [](Rig &rig) { rig.ping(Answer::json(401, "{}")); }, Standing::Offline, 3, "cannot be understood" },
        { "challenge: unknown scheme", [](Rig &rig) { rig.ping(Answer::json(401, "{}").with("WWW-Authenticate", "Negotiate abc")); }, Standing::Offline, 3, "cannot be understood" },
        { "challenge: realm is no address", [](Rig &rig) { rig.ping(Rig::challenge("http://")); }, Standing::Refused, 1, "cannot be understood" },
        { "token: wrong password", [](Rig &rig) { rig.token(Answer::json(401, errors("UNAUTHORIZED", "HTTP Basic: Access denied"))); }, Standing::Refused, 1, "HTTP Basic: Access denied" },
        { "token: denied", [](Rig &rig) { rig.token(Answer::json(403, errors("DENIED", "access forbidden"))); }, Standing::Refused, 1, "access forbidden" },
        { "token: banned", [](Rig &rig) { rig.token(Answer::text(403, "Too many failed authentication attempts from this IP")); }, Standing::Waiting, 3, "shut this address out" },
        { "token: throttled", [](Rig &rig) { rig.token(Answer::text(429, "Retry later\n").with("Retry-After", "30")); }, Standing::Waiting, 3, "30 second" },
        { "token: registry disabled", [](Rig &rig) { rig.token(Answer::json(404, errors("UNAVAILABLE", "registry not enabled"))); }, Standing::Refused, 1, "switched off" },
        { "token: unknown service", [](Rig &rig) { rig.token(Answer::text(404, "")); }, Standing::Refused, 1, "does not know this registry" },
        { "token: server error", [](Rig &rig) { rig.token(Answer::text(502, "bad gateway")); }, Standing::Offline, 3, "not working now (502)" },
        { "token: a web page", [](Rig &rig) { rig.token(Answer::text(200, "<!doctype html><title>Sign in</title>", "text/html")); }, Standing::Offline, 3, "a web page instead of a token" },
        { "token: nothing", [](Rig &rig) { rig.token(Answer::json(200, "")); }, Standing::Offline, 3, "holds no token" },
        { "token: no token in it", [](Rig &rig) { rig.token(Answer::json(200, R"({"expires_in":300})")); }, Standing::Offline, 3, "holds no token" },
        { "token: cut JSON", [](Rig &rig) { rig.token(Answer::json(200, R"({"token":"abc)")); }, Standing::Offline, 3, "holds no token" },
        { "token: 10 MB", [](Rig &rig) { rig.token(Answer::json(200, QByteArray(10 << 20, ' '))); }, Standing::Refused, 1, "absurd length" },
        { "token: slowly", [](Rig &rig) { Answer slow = Answer::json(200, QByteArray(2000, ' ')); slow.manner = Manner::Drip; rig.token(slow); }, Standing::Offline, 3, "did not answer in time" },
        { "token: redirect to another host", [](Rig &rig) { rig.token(Answer::redirect(302, "https://elsewhere.invalid/jwt/auth")); }, Standing::Refused, 1, "elsewhere.invalid" },
        { "registry: token not trusted", [](Rig &rig) { rig.proof(Answer::json(401, errors("UNAUTHORIZED", "authentication required")).with("WWW-Authenticate", "Bearer realm=\"x\",error=\"invalid_token\"")); }, Standing::Refused, 1, "does not trust the token" },
        { "registry: forbidden", [](Rig &rig) { rig.proof(Answer::json(403, errors("DENIED", "not from this network"))); }, Standing::Refused, 1, "not from this network" },
        { "registry: server error", [](Rig &rig) { rig.proof(Answer::text(500, "oops")); }, Standing::Offline, 3, "not working now (500)" },
    };
}

} // namespace

/// Stage that fails × how it fails → how the account stands, how the command ends, what the user is told.
class TestFailureMatrix final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFailureHasItsStandingItsStatusAndItsWords_data()
    {
        QTest::addColumn<int>("index");
        const auto all = rows();
        for (int index = 0; index < all.size(); ++index)
            QTest::newRow(all[index].name) << index;
    }

    void everyFailureHasItsStandingItsStatusAndItsWords()
    {
        QFETCH(int, index);
        const Row row = rows().at(index);
        Rig rig = row.make();
        const QString hostName = QStringLiteral("127.0.0.1:%1").arg(rig.server->url().port());
        row.spoil(rig);

        // The account's standing, as the window has it.
        QTemporaryDir folder;
        const auto host = registry::RegistryHost::parse(hostName);
        QVERIFY(host);
        Account account;
        account.id = QUuid::createUuid();
        account.host = *host;
        account.userName = QStringLiteral("jo");
        account.network.caFile = rig.caFile;
        AccountBook book(AccountFile(folder.filePath(QStringLiteral("accounts.json"))));
        QVERIFY(book.update([&account](Accounts &accounts) { accounts.put(account); }));
        const auto store = std::make_shared<MemoryStore>();
        QVERIFY(QCoro::waitFor(store->write(account.storeKey(), std::make_shared<const Secret>("s3cret-of-the-matrix"))));
        std::shared_ptr<net::Session> session;
        const auto clock = std::make_shared<SystemClock>();
        AccountChecker checker(book, store, clock, [&](const Account &one) {
            session = net::Session::create(networkSettings(one), clock);
            return session;
        });
        checker.check(account.id);
        if (QByteArray(row.words).contains("in time")) {
            // The checker waits as long as a request may; here the matrix does not.
            QTRY_VERIFY_WITH_TIMEOUT(checker.state(account.id).standing == Standing::Checking, 1000);
        } else {
            QTRY_COMPARE_WITH_TIMEOUT(checker.state(account.id).standing, row.standing, 20000);
            QVERIFY(checker.state(account.id).failure);
            QCOMPARE(checker.state(account.id).standing, standingAfter(*checker.state(account.id).failure));
        }

        // The terminal's status and words.
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("WHARFINGER_HOME"), folder.filePath(QStringLiteral("home")));
        environment.insert(QStringLiteral("HOME"), folder.path());
        environment.insert(QStringLiteral("DOCKER_CONFIG"), folder.filePath(QStringLiteral("docker")));
        environment.insert(QStringLiteral("WHARFINGER_VAULT_PASSPHRASE"), QStringLiteral("correct horse"));
        environment.insert(QStringLiteral("WHARFINGER_PASSWORD"), QStringLiteral("s3cret-of-the-matrix"));
        environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        program.setProcessEnvironment(environment);
        QStringList arguments { QStringLiteral("login"), hostName, QStringLiteral("-u"), QStringLiteral("jo"), QStringLiteral("--timeout"), QStringLiteral("3") };
        if (!rig.caFile.isEmpty())
            arguments += { QStringLiteral("--ca-file"), rig.caFile };
        program.start(QStringLiteral(WHARFCTL), arguments);
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, 30000);
        const QByteArray said = program.readAllStandardError();
        QVERIFY2(said.contains(row.words), said.constData());
        QCOMPARE(program.exitCode(), row.exitStatus);
        QCOMPARE(program.readAllStandardOutput(), QByteArray());
        QVERIFY2(!said.contains("s3cret-of-the-matrix"), "a secret in an error text");
        QVERIFY2(!QFile::exists(folder.filePath(QStringLiteral("home/config/accounts.json"))), "a failed sign-in left an account");
        QVERIFY2(!QFile::exists(folder.filePath(QStringLiteral("docker/config.json"))), "a failed sign-in touched Docker's file");
    }

    void aPipeThatSaysNothingIsNotWaitedForBeyondTheLimit()
    {
        QProcess program;
        program.start(QStringLiteral(WHARFCTL), { QStringLiteral("login"), QStringLiteral("127.0.0.1:1"), QStringLiteral("--password-stdin"), QStringLiteral("--timeout"), QStringLiteral("1") });
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, 10000);
        QCOMPARE(program.exitCode(), 3);
        const QByteArray said = program.readAllStandardError();
        QVERIFY2(said.contains("standard input in time"), said.constData());
    }

    void anInterruptEndsTheWaitForThePassword()
    {
        QProcess program;
        program.start(QStringLiteral(WHARFCTL), { QStringLiteral("login"), QStringLiteral("127.0.0.1:1"), QStringLiteral("--password-stdin") });
        QVERIFY(program.waitForStarted());
        // Its handlers stand once it reads: the signal is caught by then (SigCgt), proc(5).
        const auto listens = [&program] {
            QFile status(QStringLiteral("/proc/%1/status").arg(program.processId()));
            if (!status.open(QIODevice::ReadOnly))
                return false;
            const QByteArray text = status.readAll();
            const qsizetype at = text.indexOf("SigCgt:\t") + 8;
            return ((text.mid(at, 16).toULongLong(nullptr, 16) >> (SIGTERM - 1)) & 1) == 1;
        };
        QTRY_VERIFY(listens());
        program.terminate();
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, 10000);
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 3);
    }
};

QTEST_GUILESS_MAIN(TestFailureMatrix)
#include "test_failure_matrix.moc"
