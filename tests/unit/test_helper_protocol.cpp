#include "core/accounts/memory_store.h"
#include "core/docker/helper_protocol.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace wharf;
using namespace wharf::accounts;
using wharf::docker::answerHelper;
using wharf::docker::HelperAnswer;

namespace {

const QByteArray notFound = "credentials not found in native keychain\n";
const char *const hubKey = "https://index.docker.io/v1/";

QByteArray signIn(const QByteArray &server, const QByteArray &user, const QByteArray &secret)
{
    return "{\"ServerURL\":\"" + server + "\",\"Username\":\"" + user + "\",\"Secret\":\"" + secret + "\"}";
}

} // namespace

class TestHelperProtocol final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        qputenv("WHARFINGER_HOME", QFile::encodeName(m_folder->path()));
        m_store = std::make_shared<MemoryStore>();
        m_file = std::make_unique<AccountFile>(m_folder->filePath(QStringLiteral("accounts.json")));
    }

    void whatIsAskedWithoutAnAccount_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QByteArray>("output");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const char *action, const QByteArray &input, const QByteArray &output, int status) {
            QTest::newRow(name) << QString::fromLatin1(action) << input << output << status;
        };
        const QByteArray usage = "Usage: docker-credential-wharfinger <store|get|erase|list|version>\n";
        const QByteArray version = "docker-credential-wharfinger (io.github.wharfinger) " WHARF_VERSION "\n";
        row("no action", "", "", usage, 1);
        row("help", "--help", "", usage, 0);
        row("unknown", "steal", "", "docker-credential-wharfinger: unknown action: steal\n", 1);
        row("another case", "GET", "h.example", "docker-credential-wharfinger: unknown action: GET\n", 1);
        row("version", "version", "", version, 0);
        row("--version", "--version", "", version, 0);
        row("-v", "-v", "", version, 0);
        row("list", "list", "", "{}\n", 0);
        row("get", "get", "h.example\n", notFound, 1);
        row("get Hub", "get", hubKey, notFound, 1);
        row("get Hub's token", "get", "https://index.docker.io/v1/refresh-token", notFound, 1);
        row("get nothing", "get", "", "no credentials server URL\n", 1);
        row("get blanks", "get", " \r\n\n", "no credentials server URL\n", 1);
        row("get nonsense", "get", "::", notFound, 1);
        row("erase", "erase", "h.example", "", 0);
        row("erase Hub's token", "erase", "https://index.docker.io/v1/access-token", "", 0);
        row("erase nothing", "erase", "\n", "no credentials server URL\n", 1);
        row("store without a server", "store", signIn("", "jo", "s"), "no credentials server URL\n", 1);
        row("store without a user", "store", signIn("h.example", "", "s"), "no credentials username\n", 1);
        row("store an empty object", "store", "{}", "no credentials server URL\n", 1);
    }

    void whatIsAskedWithoutAnAccount()
    {
        QFETCH(QString, action);
        QFETCH(QByteArray, input);
        const HelperAnswer answer = ask(action, input);
        QTEST(answer.output, "output");
        QTEST(answer.exitStatus, "status");
        QVERIFY(!answer.failure);
        QVERIFY(m_file->load()->list.isEmpty());
        QCOMPARE(m_store->size(), 0);
    }

    void whatIsStoredIsGivenUnderEverySpelling_data()
    {
        QTest::addColumn<QByteArray>("stored");
        QTest::addColumn<QByteArray>("asked");
        QTest::newRow("host") << QByteArray("h.example") << QByteArray("h.example");
        QTest::newRow("port") << QByteArray("h.example:5000") << QByteArray("h.example:5000\n");
        QTest::newRow("https") << QByteArray("h.example") << QByteArray("https://h.example");
        QTest::newRow("http and a path") << QByteArray("h.example:5000") << QByteArray("http://h.example:5000/v2/");
        QTest::newRow("a repository") << QByteArray("h.example") << QByteArray("h.example/group/app");
        QTest::newRow("capitals") << QByteArray("h.example") << QByteArray("H.Example");
        QTest::newRow("IPv6") << QByteArray("[::1]:5000") << QByteArray("https://[::1]:5000/");
        for (const char *alias : { hubKey, "https://index.docker.io/v1", "docker.io", "index.docker.io", "registry-1.docker.io",
                                   "https://docker.io/v2/" })
            QTest::newRow(alias) << QByteArray(hubKey) << QByteArray(alias);
    }

    void whatIsStoredIsGivenUnderEverySpelling()
    {
        QFETCH(QByteArray, stored);
        QFETCH(QByteArray, asked);
        const HelperAnswer put = ask("store", signIn(stored, "jo", "s3cr3t"));
        QCOMPARE(put.output, QByteArray());
        QCOMPARE(put.exitStatus, 0);
        const HelperAnswer got = ask("get", asked);
        QCOMPARE(got.output, signIn(asked.trimmed(), "jo", "s3cr3t") + '\n');
        QCOMPARE(got.exitStatus, 0);
        QCOMPARE(ask("get", "other.example").output, notFound);
        QCOMPARE(ask("list").output, "{\"" + stored + "\":\"jo\"}\n");
        QCOMPARE(ask("erase", asked).output, QByteArray());
        QCOMPARE(ask("get", asked).output, notFound);
        QCOMPARE(m_store->size(), 0);
    }

    void everyByteOfASecretComesBack()
    {
        const QByteArray secret = "q\\\"b\\\\s\\u0001\\ttab \\u20ac \xC3\xA4 {}:";
        ask("store", signIn("h.example", "jo@example.com", secret));
        QCOMPARE(ask("get", "h.example").output,
                 QByteArray("{\"ServerURL\":\"h.example\",\"Username\":\"jo@example.com\",\"Secret\":\"q\\\"b\\\\s\\u0001\\u0009tab "
                            "\xE2\x82\xAC \xC3\xA4 {}:\"}\n"));
    }

    void aSignInMayBeSpreadOverLinesAndNamedInAnyCase()
    {
        ask("store", "{ \"serverurl\": \"h.example\",\r\n\"USERNAME\": \"jo\",\n\"Secret\": \"s\", \"More\": [1] }\n");
        QCOMPARE(ask("get", "h.exa\nmple").output, signIn("h.example", "jo", "s") + '\n');
    }

    void aSignInThatIsNoneIsRefused_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<int>("kind");
        QTest::newRow("nothing") << QByteArray() << int(Kind::Malformed);
        QTest::newRow("cut") << QByteArray("{\"ServerURL\":\"h") << int(Kind::Malformed);
        QTest::newRow("list") << QByteArray("[]") << int(Kind::Malformed);
        QTest::newRow("number") << QByteArray("{\"ServerURL\":\"h\",\"Username\":1,\"Secret\":\"s\"}") << int(Kind::Malformed);
        QTest::newRow("no host") << signIn("a b", "jo", "s") << int(Kind::Malformed);
        QTest::newRow("a user with a line end") << signIn("h.example", "jo\\nann", "s") << int(Kind::Invalid);
        QTest::newRow("no secret") << signIn("h.example", "jo", "") << int(Kind::Invalid);
        QTest::newRow("a line too long") << signIn("h.example", "jo", QByteArray(64 * 1024, 'x')) << int(Kind::TooLarge);
    }

    void aSignInThatIsNoneIsRefused()
    {
        QFETCH(QByteArray, input);
        QFETCH(int, kind);
        const HelperAnswer answer = ask("store", input);
        QCOMPARE(answer.exitStatus, 1);
        QVERIFY(answer.failure);
        QCOMPARE(int(answer.failure->kind), kind);
        QVERIFY(answer.output.isEmpty());
        QVERIFY(m_file->load()->list.isEmpty());
        QCOMPARE(m_store->size(), 0);
    }

    void aSecondSignInOfAUserChangesTheFirst()
    {
        ask("store", signIn("h.example", "jo", "one"));
        const QUuid id = m_file->load()->list.first().id;
        setFacts(id);
        ask("store", signIn("h.example", "jo", "one"));
        QVERIFY(m_file->load()->list.first().facts); // nothing new: what is known of the token still holds
        ask("store", signIn("h.example", "jo", "two"));
        const Accounts accounts = m_file->load().value();
        QCOMPARE(accounts.list.size(), 1);
        QCOMPARE(accounts.list.first().id, id);
        QVERIFY(!accounts.list.first().facts);
        QCOMPARE(m_store->size(), 1);
        QCOMPARE(ask("get", "h.example").output, signIn("h.example", "jo", "two") + '\n');
    }

    void whoSignsInLastIsTheActiveOne()
    {
        ask("store", signIn("h.example", "jo", "one"));
        ask("store", signIn("h.example", "ann", "two"));
        QCOMPARE(m_file->load()->list.size(), 2);
        QCOMPARE(ask("get", "h.example").output, signIn("h.example", "ann", "two") + '\n');
        QCOMPARE(ask("list").output, QByteArray("{\"h.example\":\"ann\"}\n"));
        ask("store", signIn("h.example", "jo", "one"));
        QCOMPARE(ask("get", "h.example").output, signIn("h.example", "jo", "one") + '\n');
        QCOMPARE(ask("list").output, QByteArray("{\"h.example\":\"jo\"}\n"));
    }

    void anIdentityTokenGoesByDockersName()
    {
        ask("store", signIn("h.example", "<token>", "refresh-1"));
        ask("store", signIn("h.example", "<token>", "refresh-2"));
        ask("store", signIn("h.example", "jo", "pw"));
        ask("store", signIn("h.example", "<token>", "refresh-3"));
        const Accounts accounts = m_file->load().value();
        QCOMPARE(accounts.list.size(), 2);
        QCOMPARE(accounts.list.first().kind, TokenKind::IdentityToken);
        QCOMPARE(ask("get", "h.example").output, signIn("h.example", "<token>", "refresh-3") + '\n');
        QCOMPARE(ask("list").output, QByteArray("{\"h.example\":\"<token>\"}\n"));
    }

    void theKindIsSeenByTheLooks()
    {
        ask("store", signIn("h.example", "gitlab+deploy-token-7", "gldt-abcdefghij0123456789"));
        QCOMPARE(m_file->load()->list.first().kind, TokenKind::DeployToken);
    }

    void hubsOwnTokensAreKeptAndAreNoAccounts()
    {
        ask("store", signIn(hubKey, "jo", "pw"));
        ask("store", signIn("https://index.docker.io/v1/access-token", "jo", "access"));
        ask("store", signIn("https://index.docker.io/v1/refresh-token", "jo", "refresh..client"));
        QCOMPARE(m_file->load()->list.size(), 1);
        QCOMPARE(ask("list").output, QByteArray("{\"https://index.docker.io/v1/\":\"jo\"}\n"));
        QCOMPARE(ask("get", hubKey).output, signIn(hubKey, "jo", "pw") + '\n');
        QCOMPARE(ask("get", "https://index.docker.io/v1/refresh-token").output,
                 signIn("https://index.docker.io/v1/refresh-token", "jo", "refresh..client") + '\n');
        // As docker logout does.
        QCOMPARE(ask("erase", "https://index.docker.io/v1/access-token").exitStatus, 0);
        QCOMPARE(ask("erase", "https://index.docker.io/v1/refresh-token").exitStatus, 0);
        QCOMPARE(ask("erase", hubKey).exitStatus, 0);
        QCOMPARE(m_store->size(), 0);
    }

    void oneLogoutTakesOneAccount()
    {
        ask("store", signIn("h.example", "ann", "one"));
        ask("store", signIn("h.example", "jo", "two"));
        for (const char *spelling : { "h.example", "h.example", "http://h.example", "https://h.example" })
            QCOMPARE(ask("erase", spelling, "4711:1").exitStatus, 0);
        QCOMPARE(ask("get", "h.example").output, signIn("h.example", "ann", "one") + '\n');
        // Another logout is another process.
        QCOMPARE(ask("erase", "h.example", "4712:9").exitStatus, 0);
        QCOMPARE(ask("get", "h.example").output, notFound);
    }

    void troubleWithTheStoreIsNeverNotFound_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("locked") << int(Kind::Locked);
        QTest::newRow("absent") << int(Kind::Absent);
        QTest::newRow("denied") << int(Kind::Denied);
        QTest::newRow("gone away") << int(Kind::Offline);
    }

    void troubleWithTheStoreIsNeverNotFound()
    {
        QFETCH(int, kind);
        const Failure failure { .stage = Stage::Keychain, .kind = static_cast<Kind>(kind) };
        ask("store", signIn("h.example", "jo", "one"));
        m_store->failWith(failure);
        for (const char *action : { "get", "erase" }) {
            const HelperAnswer answer = ask(action, "h.example");
            QCOMPARE(answer.exitStatus, 1);
            QVERIFY(answer.output.isEmpty()); // above all not "not found"
            QCOMPARE(answer.failure, std::optional(failure));
            QCOMPARE(answer.host.name(), QStringLiteral("h.example"));
        }
        QCOMPARE(ask("store", signIn("new.example", "jo", "one")).failure, std::optional(failure));
        QCOMPARE(ask("get", "https://index.docker.io/v1/access-token").failure, std::optional(failure));
        m_store->failWith({});
        QCOMPARE(m_file->load()->list.size(), 1); // nothing lost, nothing added
        QCOMPARE(ask("get", "h.example").output, signIn("h.example", "jo", "one") + '\n');
    }

    void aLostSecretIsNoSilence()
    {
        ask("store", signIn("h.example", "jo", "one"));
        QCoro::waitFor(m_store->remove(m_file->load()->list.first().storeKey()));
        const HelperAnswer answer = ask("get", "h.example");
        QCOMPARE(answer.exitStatus, 1);
        QVERIFY(answer.failure && isMissingEntry(*answer.failure));
        // And a new sign-in mends it.
        QCOMPARE(ask("store", signIn("h.example", "jo", "two")).exitStatus, 0);
        QCOMPARE(ask("get", "h.example").output, signIn("h.example", "jo", "two") + '\n');
        QCOMPARE(m_file->load()->list.size(), 1);
    }

    void anAccountFileFromTheFutureIsSaidSo()
    {
        QFile file(m_file->path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"version\": 9999}");
        file.close();
        for (const char *action : { "get", "erase", "list" }) {
            const HelperAnswer answer = ask(action, "h.example");
            QCOMPARE(answer.exitStatus, 1);
            QCOMPARE(answer.failure->kind, Kind::Newer);
        }
        QCOMPARE(ask("store", signIn("h.example", "jo", "one")).failure->kind, Kind::Newer);
        QCOMPARE(m_store->size(), 0);
    }

private:
    HelperAnswer ask(const QString &action, const QByteArray &input = {}, const QString &caller = {})
    {
        return QCoro::waitFor(answerHelper(action, input, m_store, *m_file, caller));
    }
    HelperAnswer ask(const char *action, const QByteArray &input = {}, const char *caller = "")
    {
        return ask(QString::fromLatin1(action), input, QString::fromLatin1(caller));
    }

    void setFacts(const QUuid &id)
    {
        const auto updated = m_file->update([&](Accounts &accounts) {
            for (Account &account : accounts.list) {
                if (account.id == id)
                    account.facts = TokenFacts { QStringLiteral("name"), {}, {}, {} };
            }
        });
        QVERIFY(updated.has_value());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<MemoryStore> m_store;
    std::unique_ptr<AccountFile> m_file;
};

QTEST_GUILESS_MAIN(TestHelperProtocol)
#include "test_helper_protocol.moc"
