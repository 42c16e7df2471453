#include "tests/integration/program.h"
#include "tests/integration/secret_watch.h"
#include "tests/sandbox/image.h"
#include "tests/sandbox/sandbox.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace wharf::sandbox;
using wharf::test::filesHolding;
using wharf::test::formsOf;
using wharf::test::secretIn;
using wharf::test::ProcessWatch;
using wharf::test::ProgramResult;
using wharf::test::run;

namespace {

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

#define VERIFY_RUNS(result)                                                                                            \
    do {                                                                                                               \
        const ProgramResult ran = (result);                                                                            \
        QVERIFY2(ran.exitStatus == 0, ran.said().constData());                                                         \
    } while (false)

#define VERIFY_FAILS(result, words)                                                                                    \
    do {                                                                                                               \
        const ProgramResult ran = (result);                                                                            \
        QVERIFY2(ran.exitStatus != 0 && ran.said().contains(words), ran.said().constData());                           \
    } while (false)

} // namespace

/// From a pasted token to a working `docker push`: the real programs, the real keyring, every kind of token.
class TestRealClients final : public QObject {
    Q_OBJECT

    std::unique_ptr<Sandbox> m_sandbox;
    QProcessEnvironment m_environment;
    QTemporaryDir m_place;
    QString m_layout;
    QList<QByteArray> m_secretForms;

    /// With every log line switched on: none of them may hold a secret of the sandbox, and neither may an answer.
    ProgramResult wharfctl(const QStringList &arguments, const QByteArray &input = {}) const
    {
        ProgramResult ran = run(QStringLiteral(WHARFCTL), arguments + QStringList { text("--verbose") }, m_environment, input);
        if (!secretIn(ran.said(), m_secretForms).isEmpty())
            ran = { -1, {}, "a secret was said by wharfctl " + arguments.first().toUtf8() };
        return ran;
    }
    /// Runs a command with --json and holds the document against its schema. Gives an empty object when either fails.
    QJsonObject document(int exitStatus, const QStringList &arguments, const QByteArray &input = {}) const
    {
        const ProgramResult ran = wharfctl(arguments + QStringList { text("--json") }, input);
        const QJsonObject document = QJsonDocument::fromJson(ran.out).object();
        if (!QTest::qVerify(ran.exitStatus == exitStatus, "exitStatus", ran.said().constData(), __FILE__, __LINE__))
            return {};
        const QString schema = QStringLiteral(WHARF_SCHEMAS "/%1.schema.json").arg(document.value(text("schema")).toString().replace(QLatin1Char('/'), QLatin1Char('.')));
        const QString instance = m_place.filePath(text("document.json"));
        QFile file(instance);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(ran.out) != ran.out.size())
            return {};
        file.close();
        const ProgramResult checked = run(text("/usr/bin/python3"), { text("-W"), text("ignore"), text("-m"), text("jsonschema"), text("-i"), instance, schema }, m_environment);
        if (!QTest::qVerify(checked.exitStatus == 0, qPrintable(schema), checked.said().constData(), __FILE__, __LINE__))
            return {};
        return document;
    }
    ProgramResult docker(const QStringList &arguments) const { return run(text("docker"), arguments, m_environment); }
    ProgramResult helper(const QString &action, const QByteArray &input) const
    {
        return run(text("docker-credential-wharfinger"), { action }, m_environment, input);
    }
    [[nodiscard]] QString dockerConfig() const { return m_environment.value(text("DOCKER_CONFIG")) + text("/config.json"); }
    [[nodiscard]] QJsonObject dockerConfigNow() const
    {
        QFile file(dockerConfig());
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<Sandbox>(Parts { Part::Registry, Part::BasicRegistry, Part::Docker, Part::Podman, Part::Keyring });
        QVERIFY2(m_sandbox->start(), qPrintable(m_sandbox->error()));
        m_environment = m_sandbox->environment();
        const QString programs = QFileInfo(QStringLiteral(WHARFCTL)).path();
        m_environment.insert(text("PATH"), programs + QLatin1Char(':') + m_environment.value(text("PATH")));
        m_environment.insert(text("LC_ALL"), text("C.UTF-8"));
        m_environment.insert(text("QT_LOGGING_RULES"), text("wharf.*=true"));
        for (const DemoSignIn &each : m_sandbox->signIns())
            m_secretForms += formsOf(each.secret.toUtf8());
        m_secretForms += formsOf(m_sandbox->basicSignIn().password.toUtf8());
        QVERIFY(m_secretForms.size() > 40);
        m_layout = m_place.filePath(text("layout"));
        const QString written = makeOciLayout(m_layout, { { 1000, 2000 }, 7 });
        QVERIFY2(written.isEmpty(), qPrintable(written));
    }

    void cleanupTestCase() { m_sandbox.reset(); }

    void fromAPastedTokenToAPush_data()
    {
        QTest::addColumn<QString>("signIn"); // empty: the Basic registry's
        QTest::addColumn<QString>("dotenv"); // how CI kinds come in: %1 host, %2 user, %3 secret
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("pushes");
        const auto row = [](const char *name, const char *dotenv, const char *kind, bool pushes) {
            QTest::newRow(name[0] ? name : "basic registry") << text(name) << text(dotenv) << text(kind) << pushes;
        };
        row("personal", "", "personal-access-token", true);
        row("personal-versioned", "", "personal-access-token", true);
        row("personal-api", "", "personal-access-token", true);
        row("personal-read-only", "", "personal-access-token", false);
        row("project", "", "project-access-token", true);
        row("group", "", "group-access-token", true);
        row("deploy", "", "deploy-token", true);
        row("ci-deploy", "CI_REGISTRY=%1\nCI_DEPLOY_USER=%2\nCI_DEPLOY_PASSWORD=%3\n", "ci-deploy-token", false);
        row("job", "CI_REGISTRY=%1\n# %2\nCI_JOB_TOKEN=%3\n", "ci-job-token", true);
        row("ci-registry", "CI_REGISTRY=%1\nCI_REGISTRY_USER=%2\nCI_REGISTRY_PASSWORD=%3\n", "ci-registry-user", true);
        row("password", "", "password", true);
        row("", "", "unknown", true);
    }

    void fromAPastedTokenToAPush()
    {
        QFETCH(QString, signIn);
        QFETCH(QString, dotenv);
        QFETCH(QString, kind);
        QFETCH(bool, pushes);
        const bool basic = signIn.isEmpty();
        const QString host = basic ? m_sandbox->basicRegistry() : m_sandbox->registry();
        const QString user = basic ? m_sandbox->basicSignIn().userName : m_sandbox->signIn(signIn).userName;
        const QString secret = basic ? m_sandbox->basicSignIn().password : m_sandbox->signIn(signIn).secret;
        ProcessWatch watch({ secret.toUtf8() });

        // Wharfinger takes it.
        QJsonObject signedIn = dotenv.isEmpty()
            ? document(0, { text("login"), host, text("-u"), user, text("--password-stdin"), text("--ca-file"), m_sandbox->caFile() }, secret.toUtf8())
            : document(0, { text("ci"), text("import"), text("--file"), text("-"), text("--ca-file"), m_sandbox->caFile() },
                       dotenv.arg(host, user, secret).toUtf8());
        if (!dotenv.isEmpty())
            signedIn = signedIn.value(text("signIns")).toArray().first().toObject();
        QCOMPARE(signedIn.value(text("account")).toObject().value(text("kind")).toString(), kind);
        QVERIFY(signedIn.value(text("proven")).toBool());
        QVERIFY(signedIn.value(text("store")).toString().contains(text("Keyring")) || signedIn.value(text("store")).toString().contains(text("Secret Service")));
        QVERIFY(!document(0, { text("docker"), text("status") }).isEmpty());

        // Docker gets it from the keyring, through the helper, and from nowhere else.
        QCOMPARE(dockerConfigNow().value(text("credHelpers")).toObject().value(host).toString(), text("wharfinger"));
        QVERIFY(!dockerConfigNow().contains(text("auths")));

        const QString image = host + text("/group/app/") + (basic ? text("basic") : signIn) + text(":1");
        const QString made = makeImageInDocker(image, m_environment);
        QVERIFY2(made.isEmpty(), qPrintable(made));
        const QString podmanImage = host + text("/group/app/podman-") + (basic ? text("basic") : signIn) + text(":1");
        const QString alsoMade = makeImageInPodman(podmanImage, m_environment);
        QVERIFY2(alsoMade.isEmpty(), qPrintable(alsoMade));
        const QStringList skopeoCopy { text("copy"), text("oci:") + m_layout + text(":latest"),
                                       text("docker://") + host + text("/group/app/skopeo-") + (basic ? text("basic") : signIn) + text(":1") };
        if (pushes) {
            VERIFY_RUNS(docker({ text("push"), image }));
            VERIFY_RUNS(docker({ text("rmi"), image }));
            VERIFY_RUNS(docker({ text("pull"), image }));
            VERIFY_RUNS(run(text("podman"), { text("push"), podmanImage }, m_environment));
            VERIFY_RUNS(run(text("skopeo"), skopeoCopy, m_environment));
        } else {
            VERIFY_FAILS(docker({ text("push"), image }), "denied");
        }

        // Out again: nothing answers any more.
        QVERIFY(!document(0, { text("logout"), host }).isEmpty());
        QVERIFY(!dockerConfigNow().value(text("credHelpers")).toObject().contains(host));
        VERIFY_FAILS(helper(text("get"), host.toUtf8()), "credentials not found in native keychain");

        QCOMPARE(filesHolding(m_sandbox->folder().path(), { secret.toUtf8() }), QStringList());
        QCOMPARE(watch.found(), QStringList());
        QVERIFY(watch.seen() > 5);
    }

    void aPlainDockerLoginLandsInWharfinger()
    {
        const QString host = m_sandbox->registry();
        const DemoSignIn &jo = m_sandbox->signIn(text("personal"));
        VERIFY_RUNS(wharfctl({ text("docker"), text("setup"), host }));
        VERIFY_RUNS(run(text("docker"), { text("login"), text("-u"), jo.userName, text("--password-stdin"), host }, m_environment, jo.secret.toUtf8()));
        const QJsonArray all = document(0, { text("accounts") }).value(text("accounts")).toArray();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all.first().toObject().value(text("userName")).toString(), text("jo"));
        VERIFY_RUNS(run(text("docker"), { text("logout"), host }, m_environment));
        VERIFY_FAILS(helper(text("get"), host.toUtf8()), "credentials not found in native keychain");
        VERIFY_RUNS(wharfctl({ text("docker"), text("remove"), host }));
        QCOMPARE(filesHolding(m_sandbox->folder().path(), { jo.secret.toUtf8() }), QStringList());
    }

    void theActiveAccountIsTheOneThatClientsGet()
    {
        const QString host = m_sandbox->registry();
        const DemoSignIn &jo = m_sandbox->signIn(text("personal"));
        const DemoSignIn &deploy = m_sandbox->signIn(text("deploy"));
        for (const DemoSignIn &each : { jo, deploy })
            VERIFY_RUNS(wharfctl({ text("login"), host, text("-u"), each.userName, text("--password-stdin"), text("--ca-file"), m_sandbox->caFile() }, each.secret.toUtf8()));
        const auto answered = [&] { return QJsonDocument::fromJson(helper(text("get"), host.toUtf8()).out).object().value(text("Username")).toString(); };
        QCOMPARE(answered(), deploy.userName);
        QVERIFY(!document(0, { text("use"), text("jo@") + host }).isEmpty());
        QCOMPARE(answered(), text("jo"));
        VERIFY_FAILS(wharfctl({ text("logout"), host }), "several accounts");
        VERIFY_RUNS(wharfctl({ text("logout"), host, text("--all") }));
    }

    void tokenAndAccessTellWhatIsGranted()
    {
        const QString host = m_sandbox->registry();
        const DemoSignIn &reader = m_sandbox->signIn(text("personal-read-only"));
        VERIFY_RUNS(wharfctl({ text("login"), host, text("-u"), reader.userName, text("--password-stdin"), text("--ca-file"), m_sandbox->caFile() }, reader.secret.toUtf8()));
        const QJsonObject told = document(1, { text("token"), host + text("/group/app/personal"), text("--actions"), text("pull,push"),
                                               text("--verify-key"), m_sandbox->tokenCertificateFile() });
        QCOMPARE(told.value(text("signature")).toObject().value(text("state")).toString(), text("valid"));
        const QJsonArray grants = told.value(text("grants")).toArray();
        QCOMPARE(grants.size(), 2);
        QCOMPARE(grants[0].toObject().value(text("grant")).toString(), text("granted"));
        QCOMPARE(grants[1].toObject().value(text("grant")).toString(), text("refused"));
        const ProgramResult access = wharfctl({ text("access"), host + text("/group/app/personal"), text("--probe-push") });
        QVERIFY2(access.exitStatus == 1 && access.out.contains("push    refused"), access.said().constData());
        QVERIFY(!document(0, { text("access"), host + text("/group/app/personal") }).isEmpty());
        VERIFY_RUNS(wharfctl({ text("logout"), host }));

        const DemoSignIn &jo = m_sandbox->signIn(text("personal"));
        VERIFY_RUNS(wharfctl({ text("login"), host, text("--password-stdin"), text("--ca-file"), m_sandbox->caFile() }, jo.secret.toUtf8()));
        const ProgramResult proven = wharfctl({ text("access"), host + text("/group/app/personal"), text("--probe-push") });
        QVERIFY2(proven.exitStatus == 0 && proven.out.contains("pushing works"), proven.said().constData());
        QVERIFY(!document(0, { text("access"), host + text("/group/app/personal"), text("--probe-push") }).isEmpty());
        QVERIFY(!document(2, { text("use"), text("nobody") }).isEmpty());
        VERIFY_RUNS(wharfctl({ text("logout"), host }));
    }
};

QTEST_GUILESS_MAIN(TestRealClients)
#include "test_real_clients.moc"
