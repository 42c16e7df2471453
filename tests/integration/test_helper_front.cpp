#include "tests/integration/keyring_session.h"
#include "tests/integration/program.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTest>

using wharf::test::KeyringSession;
using wharf::test::ProgramResult;
using wharf::test::run;

namespace {

const QByteArray hubKey = "https://index.docker.io/v1/";
const QByteArray partIsMissing = "A part of Wharfinger's credential helper does not start: libexec/wharfinger/credential-helper. "
                                 "Install Wharfinger again.\n";

QByteArray signIn(const QByteArray &server, const QByteArray &user, const QByteArray &secret)
{
    return "{\"ServerURL\":\"" + server + "\",\"Username\":\"" + user + "\",\"Secret\":\"" + secret + "\"}";
}

/// Bytes that no text has twice in a row, so that a swapped piece shows.
QByteArray longSecret(int size)
{
    QByteArray secret;
    for (int n = 0; secret.size() < size; ++n)
        secret += QByteArray::number(n) + '.';
    return secret.first(size);
}

} // namespace

/// The helper's front half on a real gnome-keyring: what it answers by itself is what the whole half says, and what it
/// cannot answer the whole half does say.
class TestHelperFront final : public QObject {
    Q_OBJECT
    std::unique_ptr<KeyringSession> m_session;
    QProcessEnvironment m_environment;
    QString m_alone; ///< a copy of the front half, with no whole half to become

    ProgramResult front(const char *action, const QByteArray &input = {}) const
    {
        return run(QStringLiteral(FRONT_HALF), { QString::fromLatin1(action) }, m_environment, input);
    }
    ProgramResult whole(const char *action, const QByteArray &input = {}) const
    {
        return run(QStringLiteral(WHOLE_HALF), { QString::fromLatin1(action) }, m_environment, input);
    }
    ProgramResult alone(const char *action, const QByteArray &input = {}) const
    {
        return run(m_alone, { QString::fromLatin1(action) }, m_environment, input);
    }

    void begin(bool bus, bool keyring)
    {
        m_session = std::make_unique<KeyringSession>();
        QVERIFY2(!bus || m_session->startBus(KeyringSession::Services::None), "dbus-daemon does not start");
        QVERIFY2(!keyring || m_session->startKeyring(), "gnome-keyring-daemon does not start");
        m_environment = m_session->environment();
        m_environment.insert(QStringLiteral("WHARFINGER_HOME"), m_session->home() + QLatin1String("/own"));
        m_environment.insert(QStringLiteral("DOCKER_CONFIG"), m_session->home() + QLatin1String("/docker"));
        m_environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        m_environment.remove(QStringLiteral("WHARFINGER_VAULT_PASSPHRASE"));
        m_environment.remove(QStringLiteral("WHARFINGER_VAULT_PASSPHRASE_FILE"));
        const QString folder = m_session->home() + QLatin1String("/alone/bin");
        QVERIFY(QDir().mkpath(folder));
        m_alone = folder + QLatin1String("/docker-credential-wharfinger");
        QVERIFY(QFile::copy(QStringLiteral(FRONT_HALF), m_alone));
    }

    [[nodiscard]] QString ownFile(const char *name) const
    {
        return m_environment.value(QStringLiteral("WHARFINGER_HOME")) + QLatin1String("/config/") + QLatin1String(name);
    }

    /// The same words, the same status; and the front half needed the other for it.
    void bothRefuse(const QByteArray &words, const char *asked = "h.example")
    {
        const ProgramResult expected = whole("get", asked);
        QVERIFY2(expected.exitStatus == 1 && expected.out.size() > 1 && expected.out.contains(words), expected.said().constData());
        const ProgramResult said = front("get", asked);
        QCOMPARE(said.out, expected.out);
        QCOMPARE(said.exitStatus, 1);
        QCOMPARE(alone("get", asked).out, partIsMissing);
    }

private Q_SLOTS:
    void init() { begin(true, true); }
    void cleanup() { m_session.reset(); }

    void theFrontHalfAnswersAsTheWholeOneDoes_data()
    {
        QTest::addColumn<QByteArray>("stored");
        QTest::addColumn<QByteArray>("asked");
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<QByteArray>("secret");
        const auto row = [](const char *name, const QByteArray &stored, const QByteArray &asked, const QByteArray &user,
                            const QByteArray &secret) { QTest::newRow(name) << stored << asked << user << secret; };
        row("an account", "h.example", "h.example\n", "jo", "glpat-of-usual-length");
        row("a port and a scheme", "h.example:5000", "https://h.example:5000/v2/", "jo", "s3cr3t");
        row("Docker Hub", hubKey, hubKey, "jo", "s3cr3t");
        row("Docker Hub's other name", hubKey, "docker.io", "jo", "s3cr3t");
        row("Docker Hub's own token", hubKey + "refresh-token", hubKey + "refresh-token", "jo", "s3cr3t");
        row("an identity token", "h.example", "h.example", "<token>", "an-identity-token");
        row("the longest value in one piece", "h.example", "h.example", "jo", longSecret(2048));
        row("two pieces", "h.example", "h.example", "jo", longSecret(2049));
        row("10 KiB", "h.example", "h.example", "jo", longSecret(10 * 1024));
        row("60 KiB", "h.example", "h.example", "jo", longSecret(60 * 1024));
        row("no ASCII", "h.example", "h.example", "j\xC3\xB6", "\xE2\x82\xAC \xC3\xA4 \xF0\x9F\x9A\xA2");
        row("a quote and a tab", "h.example", "h.example", "jo", "q\\\" b\\\\ t\\u0009");
    }
    void theFrontHalfAnswersAsTheWholeOneDoes()
    {
        QFETCH(QByteArray, stored);
        QFETCH(QByteArray, asked);
        QFETCH(QByteArray, user);
        QFETCH(QByteArray, secret);
        const ProgramResult put = front("store", signIn(stored, user, secret));
        QVERIFY2(put.exitStatus == 0, put.said().constData());
        const ProgramResult expected = whole("get", asked);
        QCOMPARE(expected.exitStatus, 0);
        QCOMPARE(expected.out, signIn(asked.trimmed(), user, secret) + '\n');
        const ProgramResult got = alone("get", asked);
        QCOMPARE(got.out, expected.out);
        QCOMPARE(got.exitStatus, 0);
        QCOMPARE(got.err, QByteArray());
        QCOMPARE(front("get", asked).out, expected.out);
    }

    void aNewSecretIsGivenAtOnce()
    {
        for (const QByteArray &secret : { longSecret(10'000), QByteArray("short"), longSecret(5'000), longSecret(4'000) }) {
            QCOMPARE(front("store", signIn("h.example", "jo", secret)).exitStatus, 0);
            QCOMPARE(alone("get", "h.example").out, signIn("h.example", "jo", secret) + '\n');
        }
    }

    void theFrontHalfSaysNotFoundByItself()
    {
        QCOMPARE(front("store", signIn("h.example", "jo", "s3cr3t")).exitStatus, 0);
        for (const char *asked : { "other.example", "::" }) {
            const ProgramResult said = alone("get", asked);
            QCOMPARE(said.out, QByteArray("credentials not found in native keychain\n"));
            QCOMPARE(said.exitStatus, 1);
        }
        QCOMPARE(alone("get", "\n").out, QByteArray("no credentials server URL\n"));
        QCOMPARE(front("get", hubKey + "access-token").out, QByteArray("credentials not found in native keychain\n"));
    }

    void everythingElseIsTheWholeHalfs()
    {
        QCOMPARE(front("store", signIn("h.example", "jo", "s3cr3t")).exitStatus, 0);
        QCOMPARE(front("list").out, QByteArray("{\"h.example\":\"jo\"}\n"));
        QCOMPARE(front("version").out, whole("version").out);
        QCOMPARE(front("steal").out, QByteArray("docker-credential-wharfinger: unknown action: steal\n"));
        QCOMPARE(run(QStringLiteral(FRONT_HALF), {}, m_environment).out,
                 QByteArray("Usage: docker-credential-wharfinger <store|get|erase|list|version>\n"));
        QCOMPARE(front("erase", "h.example").exitStatus, 0);
        QCOMPARE(front("list").out, QByteArray("{}\n"));
        QCOMPARE(alone("list").out, partIsMissing);
        QCOMPARE(alone("list").exitStatus, 1);
    }

    void inputThatWasReadIsHandedOnWhole()
    {
        bothRefuse("64 KiB a line", QByteArray(70 * 1024, 'x').constData());
    }

    void aLockedKeyringIsSaidToBeLocked()
    {
        QCOMPARE(front("store", signIn("h.example", "jo", "s3cr3t")).exitStatus, 0);
        QVERIFY(m_session->lock());
        bothRefuse("locked");
    }

    void aSecretThatIsGoneIsNotAnAccountThatIsGone()
    {
        QCOMPARE(front("store", signIn("h.example", "jo", "s3cr3t")).exitStatus, 0);
        const ProgramResult cleared = run(QStringLiteral("secret-tool"), { QStringLiteral("clear"), QStringLiteral("server"),
            QStringLiteral("io.github.wharfinger") }, m_environment);
        QCOMPARE(cleared.exitStatus, 0);
        bothRefuse("");
        QVERIFY(!front("get", "h.example").out.contains("not found in native keychain"));
    }

    void twoEntriesOfOneKeyAreNotChosenFrom()
    {
        QCOMPARE(front("store", signIn("h.example", "jo", "s3cr3t")).exitStatus, 0);
        const ProgramResult found = run(QStringLiteral("secret-tool"), { QStringLiteral("search"), QStringLiteral("--all"),
            QStringLiteral("server"), QStringLiteral("io.github.wharfinger") }, m_environment);
        const QByteArray attributes = found.said();
        const qsizetype at = attributes.indexOf("attribute.user = ");
        QVERIFY2(at >= 0, attributes.constData());
        const QByteArray key = attributes.sliced(at + 17).split('\n').first();
        // Another attribute more makes it another item, which the same search finds.
        const ProgramResult second = run(QStringLiteral("secret-tool"), { QStringLiteral("store"), QStringLiteral("--label=x"),
            QStringLiteral("user"), QString::fromUtf8(key), QStringLiteral("server"), QStringLiteral("io.github.wharfinger"),
            QStringLiteral("more"), QStringLiteral("1") }, m_environment, "another");
        QVERIFY2(second.exitStatus == 0, second.said().constData());
        QCOMPARE(alone("get", "h.example").out, partIsMissing);
        QCOMPARE(front("get", "h.example").out, whole("get", "h.example").out);
    }

    void aKeyringThatDiedIsAbsent()
    {
        QCOMPARE(front("store", signIn("h.example", "jo", "s3cr3t")).exitStatus, 0);
        m_session->killKeyring();
        bothRefuse("");
    }

    void aKeyringThatHangsHoldsTheFrontHalfForItsLimit()
    {
        QCOMPARE(front("store", signIn("h.example", "jo", "s3cr3t")).exitStatus, 0);
        m_session->freezeKeyring();
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(alone("get", "h.example").out, partIsMissing);
        QVERIFY(timer.elapsed() >= 1'900);
        QVERIFY(timer.elapsed() < 5'000);
    }

    void withoutABusTheWholeHalfSaysSo()
    {
        QCOMPARE(front("store", signIn("h.example", "jo", "s3cr3t")).exitStatus, 0);
        for (const char *address : { "", "unix:path=/nonexistent/bus", "tcp:host=127.0.0.1,port=1" }) {
            m_environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QLatin1String(address));
            bothRefuse("");
        }
    }

    void aDamagedAccountFileIsSaid()
    {
        QCOMPARE(front("store", signIn("h.example", "jo", "s3cr3t")).exitStatus, 0);
        QFile file(ownFile("accounts.json"));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("{");
        file.close();
        bothRefuse("");
    }

    void whereAnotherStoreIsChosenTheKeyringIsNotAsked_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        QTest::newRow("a passphrase") << "WHARFINGER_VAULT_PASSPHRASE" << "open sesame";
        QTest::newRow("a passphrase's file") << "WHARFINGER_VAULT_PASSPHRASE_FILE" << "/nonexistent/file";
        QTest::newRow("a vault by name") << "WHARFINGER_STORE" << "vault";
        QTest::newRow("no store by that name") << "WHARFINGER_STORE" << "vualt";
    }
    void whereAnotherStoreIsChosenTheKeyringIsNotAsked()
    {
        QFETCH(QString, variable);
        QFETCH(QString, value);
        QCOMPARE(front("store", signIn("h.example", "jo", "s3cr3t")).exitStatus, 0);
        m_environment.insert(variable, value);
        bothRefuse("");
    }

    void aVaultAnswersThroughTheFrontHalf()
    {
        m_environment.insert(QStringLiteral("WHARFINGER_VAULT_PASSPHRASE"), QStringLiteral("open sesame"));
        QCOMPARE(front("store", signIn("h.example", "jo", "s3cr3t")).exitStatus, 0);
        QVERIFY(QFile::exists(ownFile("vault")));
        QCOMPARE(front("get", "h.example").out, signIn("h.example", "jo", "s3cr3t") + '\n');
        // Its file alone chooses it.
        m_environment.remove(QStringLiteral("WHARFINGER_VAULT_PASSPHRASE"));
        bothRefuse("");
    }

    void underKWalletTheSecretServiceIsNotAsked()
    {
        QCOMPARE(front("store", signIn("h.example", "jo", "s3cr3t")).exitStatus, 0);
        m_environment.insert(QStringLiteral("XDG_CURRENT_DESKTOP"), QStringLiteral("KDE"));
        QCOMPARE(alone("get", "h.example").out, signIn("h.example", "jo", "s3cr3t") + '\n');
        m_environment.insert(QStringLiteral("KDE_SESSION_VERSION"), QStringLiteral("5"));
        QCOMPARE(alone("get", "h.example").out, partIsMissing);
    }
};

QTEST_GUILESS_MAIN(TestHelperFront)
#include "test_helper_front.moc"
