#include "core/diagnosis/examination.h"
#include "core/diagnosis/report_har.h"
#include "core/diagnosis/report_json.h"
#include "core/diagnosis/report_markdown.h"
#include "tests/support/fake_registry.h"
#include "tests/support/net_testing.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace wharf;
using namespace wharf::diagnosis;
using wharf::test::bareSettings;
using wharf::test::FakeRegistry;
using wharf::test::secret;
using wharf::test::SeenRequest;
using Says = wharf::test::Answer;

namespace {

constexpr const char *password = "canary-4f1c9a77";

/// A GitLab with one project, `group/app`, and one person, `jo`.
class SmallGitLab {
public:
    SmallGitLab()
    {
        fake.server.handle("/v2/", [this](const SeenRequest &request) {
            return isBearer(request) ? Says::json(200, "{}") : FakeRegistry::challenge(realm());
        });
        fake.server.handle("/jwt/auth", [this](const SeenRequest &request) { return answer(request); });
        fake.server.handle("/v2/group/app/tags/list", [](const SeenRequest &request) {
            return isBearer(request) ? Says::json(200, "{\"name\":\"group/app\",\"tags\":[]}") : Says::json(401, "{}");
        });
        fake.server.answer("/v2/group/new/tags/list", Says::json(404, "{\"errors\":[{\"code\":\"NAME_UNKNOWN\"}]}"));
        fake.server.answer("/v2/group/app/blobs/uploads/", Says::text(202, "").with("Location", "/v2/group/app/blobs/uploads/1"));
        fake.server.answer("/v2/group/app/blobs/uploads/1", Says::text(202, "").with("Location", "/v2/group/app/blobs/uploads/1"));
    }

    static bool isBearer(const SeenRequest &request) { return request.header("Authorization").startsWith("Bearer "); }
    [[nodiscard]] QByteArray realm() const { return fake.server.url(QStringLiteral("/jwt/auth")).toEncoded(); }

    Says answer(const SeenRequest &request)
    {
        const QByteArray authorization = request.header("Authorization");
        if (authorization.isEmpty())
            return anonymous;
        if (authorization != "Basic " + (QByteArray("jo:") + password).toBase64())
            return Says::json(401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"HTTP Basic: Access denied.\"}]}");
        QByteArray access;
        const QByteArray scope = request.queryValues("scope").value(0);
        if (!scope.isEmpty()) {
            const QByteArrayList parts = scope.split(':');
            access = "{\"type\":\"repository\",\"name\":\"" + parts.at(1) + "\",\"actions\":[\"" + parts.at(2).split(',').join("\",\"") + "\"]}";
        }
        const QByteArray payload = "{\"iss\":\"omnibus-gitlab-issuer\",\"aud\":\"container_registry\",\"sub\":\"jo\",\"iat\":1000,\"exp\":1300,\"access\":[" + access + "]}";
        return Says::json(200, "{\"token\":\"" + FakeRegistry::token(payload) + "\"}");
    }

    [[nodiscard]] QList<SeenRequest> asked(const QByteArray &path) const
    {
        QList<SeenRequest> seen;
        for (const SeenRequest &request : fake.server.requests()) {
            if (request.path() == path)
                seen.append(request);
        }
        return seen;
    }

    FakeRegistry fake;
    Says anonymous = Says::json(403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"access forbidden\"}]}");
};

/// An engine on a socket that is told by `DOCKER_HOST`; notes each sign-in that it is asked to try.
class SmallEngine final : public QLocalServer {
public:
    explicit SmallEngine(QByteArrayList &events)
    {
        listen(m_folder.filePath(QStringLiteral("engine")));
        qputenv("DOCKER_HOST", "unix://" + fullServerName().toUtf8());
        connect(this, &QLocalServer::newConnection, this, [this, &events] {
            QLocalSocket *client = nextPendingConnection();
            connect(client, &QLocalSocket::readyRead, client, [client, &events] {
                const QByteArray asked = client->readAll();
                if (asked.startsWith("POST "))
                    events.append("engine");
                const QByteArray body = asked.contains("/_ping") ? "OK" : "{}";
                client->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + body);
            });
        });
    }
    ~SmallEngine() override { qunsetenv("DOCKER_HOST"); }

private:
    QTemporaryDir m_folder;
};

QByteArray basicOf(const QByteArray &authorization)
{
    return QByteArray::fromBase64(authorization.mid(6));
}

} // namespace

/// A whole run: what it asks, what it leaves alone, and how it ends.
class TestExamination final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // What this machine's own helpers say is another test's business.
    void initTestCase() { qputenv("PATH", "/nonexistent"); }

    void aHealthyRegistryIsHealthy()
    {
        SmallGitLab gitlab;
        const Diagnosis diagnosis = run(question(gitlab, QStringLiteral("group/app")));
        QCOMPARE(diagnosis.verdict().code, QStringLiteral("healthy"));
        QCOMPARE(diagnosis.evidence.registry.push.granted, (QStringList { QStringLiteral("pull"), QStringLiteral("push") }));
        QCOMPARE(diagnosis.evidence.registry.upload.sizeAccepted, 2 << 20);
        QCOMPARE(gitlab.asked("/v2/group/app/blobs/uploads/1").last().method, QByteArray("DELETE"));
    }

    void oneWrongCredentialIsSentAndTheRightOneAfterIt()
    {
        SmallGitLab gitlab;
        run(question(gitlab, QStringLiteral("group/app")));
        QByteArrayList users;
        for (const SeenRequest &request : gitlab.asked("/jwt/auth"))
            users.append(basicOf(request.header("Authorization")).split(':').first());
        QCOMPARE(users.count("gitlab-ci-token"), 1);
        QCOMPARE(users.first(), QByteArray());
        QCOMPARE(users.at(1), QByteArray("gitlab-ci-token"));
        QCOMPARE(users.last(), QByteArray("jo"));
    }

    // Copies of a registry that take turns: whoever asks between the upload's questions changes who answers them.
    void theEngineTriesItAfterTheRegistryAndBeforeTheUpload()
    {
        SmallGitLab gitlab;
        QByteArrayList events;
        gitlab.fake.server.handle("/v2/group/app/blobs/uploads/", [&events](const SeenRequest &) {
            events.append("upload");
            return Says::text(202, "").with("Location", "/v2/group/app/blobs/uploads/1");
        });
        gitlab.fake.server.handle("/jwt/auth", [&](const SeenRequest &request) {
            const bool plain = !request.header("Authorization").isEmpty() && request.queryValues("scope").isEmpty();
            if (plain)
                events.append(basicOf(request.header("Authorization")).split(':').first());
            return gitlab.answer(request);
        });
        const SmallEngine engine(events);
        Question wanted = question(gitlab, QStringLiteral("group/app"));
        wanted.askDaemon = true;
        const Diagnosis diagnosis = run(wanted);
        QCOMPARE(events, (QByteArrayList { "gitlab-ci-token", "jo", "engine", "upload" }));
        QCOMPARE(diagnosis.evidence.daemon.login.status, 200);
    }

    void theEngineDoesNotTryWhatWasTurnedAway_data()
    {
        QTest::addColumn<Says>("anonymous");
        QTest::addColumn<Says>("real");
        const Says denied = Says::json(403, "{}");
        QTest::newRow("refused") << denied << Says::json(401, "{}");
        QTest::newRow("too often") << denied << Says::text(429, "Retry later\n");
        QTest::newRow("banned before") << Says::text(403, "Forbidden\n") << Says::json(200, "{\"token\":\"" + FakeRegistry::token() + "\"}");
    }
    void theEngineDoesNotTryWhatWasTurnedAway()
    {
        QFETCH(Says, anonymous);
        QFETCH(Says, real);
        SmallGitLab gitlab;
        gitlab.anonymous = anonymous;
        gitlab.fake.server.handle("/jwt/auth", [&](const SeenRequest &request) {
            return basicOf(request.header("Authorization")).startsWith("jo:") ? real : gitlab.answer(request);
        });
        QByteArrayList events;
        const SmallEngine engine(events);
        Question wanted = question(gitlab, QStringLiteral("group/app"));
        wanted.askDaemon = true;
        const Diagnosis diagnosis = run(wanted);
        QVERIFY(diagnosis.evidence.daemon.reached());
        QVERIFY(events.isEmpty());
    }

    void nothingWrongIsSentAfterABan_data()
    {
        QTest::addColumn<Says>("anonymous");
        QTest::newRow("throttled") << Says::text(429, "Retry later\n").with("Retry-After", "30");
        QTest::newRow("banned") << Says::text(403, "Forbidden\n");
        QTest::newRow("banned, in words") << Says::json(403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"Access denied: too many failed authentication attempts from this network\"}]}");
    }
    void nothingWrongIsSentAfterABan()
    {
        QFETCH(Says, anonymous);
        SmallGitLab gitlab;
        gitlab.anonymous = anonymous;
        const Diagnosis diagnosis = run(question(gitlab, QStringLiteral("group/app")));
        QVERIFY(!diagnosis.evidence.experiment.wrong.made);
        for (const SeenRequest &request : gitlab.asked("/jwt/auth"))
            QVERIFY(!basicOf(request.header("Authorization")).startsWith("gitlab-ci-token"));
    }

    void noPushScopeIsAskedForARepositoryThatIsNotThere_data()
    {
        QTest::addColumn<bool>("mayCreate");
        QTest::addColumn<int>("asked");
        QTest::newRow("by itself") << false << 0;
        QTest::newRow("agreed to") << true << 1;
    }
    void noPushScopeIsAskedForARepositoryThatIsNotThere()
    {
        QFETCH(bool, mayCreate);
        QFETCH(int, asked);
        SmallGitLab gitlab;
        Question wanted = question(gitlab, QStringLiteral("group/new"));
        wanted.mayCreateRepository = mayCreate;
        const Diagnosis diagnosis = run(wanted);
        int pushes = 0;
        for (const SeenRequest &request : gitlab.asked("/jwt/auth"))
            pushes += request.queryValues("scope").value(0).contains("push") ? 1 : 0;
        QCOMPARE(pushes, asked);
        QVERIFY(gitlab.asked("/v2/group/new/blobs/uploads/").isEmpty());
        QCOMPARE(diagnosis.evidence.registry.repositoryExists, std::optional<bool>(false));
    }

    void theUploadCanBeLeftOut()
    {
        SmallGitLab gitlab;
        Question wanted = question(gitlab, QStringLiteral("group/app"));
        wanted.probeUpload = false;
        const Diagnosis diagnosis = run(wanted);
        QCOMPARE(diagnosis.evidence.registry.upload.notTried, QStringLiteral("switched-off"));
        QVERIFY(gitlab.asked("/v2/group/app/blobs/uploads/").isEmpty());
    }

    void nobodyIsExaminedWhereNobodyIsMeant()
    {
        SmallGitLab gitlab;
        Question wanted = question(gitlab, QStringLiteral("group/app"));
        wanted.credential = {};
        wanted.anonymous = true;
        const Diagnosis diagnosis = run(wanted);
        QVERIFY(!diagnosis.evidence.experiment.real.made);
        QVERIFY(!diagnosis.evidence.credential.given);
        QVERIFY(diagnosis.verdict().code != QLatin1String("healthy"));
    }

    void aStopEndsIt()
    {
        SmallGitLab gitlab;
        gitlab.anonymous = Says::doing(Says::Manner::Hang);
        const auto stop = std::make_shared<Stop>();
        QTimer::singleShot(200, stop.get(), &Stop::stop);
        QElapsedTimer timer;
        timer.start();
        const Diagnosis diagnosis = QCoro::waitFor(examine(question(gitlab, QStringLiteral("group/app")), m_clock, stop, {}));
        QVERIFY(diagnosis.cancelled);
        QVERIFY(timer.elapsed() < 5000);
        QVERIFY(!diagnosis.findings.isEmpty());
    }

    void anUploadIsTakenBackAfterAStop()
    {
        SmallGitLab gitlab;
        const auto stop = std::make_shared<Stop>();
        gitlab.fake.server.handle("/v2/group/app/blobs/uploads/1", [stop](const SeenRequest &request) {
            if (request.method != "PATCH")
                return Says::text(204, "");
            QTimer::singleShot(0, stop.get(), &Stop::stop);
            return Says::doing(Says::Manner::Hang);
        });
        const Diagnosis diagnosis = QCoro::waitFor(examine(question(gitlab, QStringLiteral("group/app")), m_clock, stop, {}));
        QVERIFY(diagnosis.cancelled);
        QCOMPARE(gitlab.asked("/v2/group/app/blobs/uploads/1").last().method, QByteArray("DELETE"));
        QCOMPARE(diagnosis.evidence.registry.upload.takenBack.status, 204);
    }

    void theTimeLimitEndsItAndSaysWhatItDidNotGetTo()
    {
        SmallGitLab gitlab;
        gitlab.anonymous = Says::doing(Says::Manner::Hang);
        Question wanted = question(gitlab, QStringLiteral("group/app"));
        wanted.limit = std::chrono::milliseconds(400);
        const Diagnosis diagnosis = run(wanted);
        QVERIFY(!diagnosis.cancelled);
        QVERIFY(diagnosis.evidence.unfinished.contains(stepName(StepId::Realm)));
        QVERIFY(diagnosis.verdict().code != QLatin1String("healthy"));
    }

    void everyStepIsTold()
    {
        SmallGitLab gitlab;
        QList<StepId> begun;
        const StepObserver observer = [&begun](const Step &step) {
            if (step.status == StepStatus::Running)
                begun.append(step.id);
        };
        const Diagnosis diagnosis = QCoro::waitFor(examine(question(gitlab, QStringLiteral("group/app")), m_clock, std::make_shared<Stop>(), observer));
        QCOMPARE(diagnosis.steps.size(), allSteps().size());
        for (const StepId step : { StepId::Target, StepId::Clients, StepId::Ping, StepId::WrongCredential, StepId::Credential, StepId::Upload })
            QVERIFY2(begun.contains(step), qPrintable(stepName(step)));
    }

    void noReportHoldsASecret()
    {
        SmallGitLab gitlab;
        const Diagnosis diagnosis = run(question(gitlab, QStringLiteral("group/app")));
        const QByteArray token = FakeRegistry::token().split('.').first();
        for (const QByteArray &report : { QJsonDocument(diagnosisDocument(diagnosis)).toJson(), markdownReport(diagnosis).toUtf8(), harReport(diagnosis) }) {
            QVERIFY(!report.isEmpty());
            QVERIFY(!report.contains(password));
            QVERIFY(!report.contains((QByteArray("jo:") + password).toBase64()));
            QVERIFY(!report.contains(token + '.'));
        }
    }

    void whatClientsSendIsTriedNoMoreOftenThanNeeded_data()
    {
        QTest::addColumn<QByteArray>("podmans");
        QTest::addColumn<int>("status");
        QTest::newRow("both hold the same") << QByteArray("old:stale-one-1") << 401;
        QTest::newRow("the first is answered with a ban") << QByteArray("old:stale-two-2") << 429;
    }
    void whatClientsSendIsTriedNoMoreOftenThanNeeded()
    {
        QFETCH(QByteArray, podmans);
        QFETCH(int, status);
        SmallGitLab gitlab;
        int tried = 0;
        gitlab.fake.server.handle("/jwt/auth", [&](const SeenRequest &request) {
            if (!basicOf(request.header("Authorization")).startsWith("old:"))
                return gitlab.answer(request);
            ++tried;
            return Says::json(status, "{}");
        });
        QTemporaryDir folder;
        const auto write = [&](const QString &name, const QByteArray &pair) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("{\"auths\":{\"" + gitlab.fake.host().name().toUtf8() + "\":{\"auth\":\"" + pair.toBase64() + "\"}}}");
        };
        write(QStringLiteral("config.json"), "old:stale-one-1");
        write(QStringLiteral("auth.json"), podmans);
        qputenv("DOCKER_CONFIG", folder.path().toUtf8());
        qputenv("REGISTRY_AUTH_FILE", folder.filePath(QStringLiteral("auth.json")).toUtf8());
        const Diagnosis diagnosis = run(question(gitlab, QStringLiteral("group/app")));
        qunsetenv("DOCKER_CONFIG");
        qunsetenv("REGISTRY_AUTH_FILE");
        QCOMPARE(diagnosis.evidence.clients.constFirst().trial.last().status, status);
        QCOMPARE(tried, 1);
    }

    // Some servers say back what they were told, each in its own spelling.
    void noReportHoldsWhatAServerSaysBack_data()
    {
        QTest::addColumn<QByteArray>("told");
        QTest::addColumn<QByteArray>("canary");
        QTest::newRow("JSON") << QByteArray(R"(CanaryOne\"\\ret/1)") << QByteArray("CanaryOne");
        QTest::newRow("HTML") << QByteArray("CanaryOne&quot;\\ret/1") << QByteArray("CanaryOne");
        QTest::newRow("Basic in a URL") << ("jo:" + QByteArray(m_odd)).toBase64().toPercentEncoding() << ("jo:" + QByteArray(m_odd)).toBase64().left(16);
    }
    void noReportHoldsWhatAServerSaysBack()
    {
        QFETCH(QByteArray, told);
        QFETCH(QByteArray, canary);
        SmallGitLab gitlab;
        gitlab.fake.server.handle("/jwt/auth", [told](const SeenRequest &request) {
            if (!basicOf(request.header("Authorization")).startsWith("jo:"))
                return Says::json(401, "{}");
            return Says::redirect(302, "/told/" + QByteArray(m_odd).toPercentEncoding("/") + "/x");
        });
        gitlab.fake.server.answer("/told/" + QByteArray(m_odd).toPercentEncoding("/") + "/x",
                                  Says::json(403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no " + told + "\"}]}").with("X-Request-Id", told));
        Question wanted = question(gitlab, QStringLiteral("group/app"));
        wanted.credential.secret = secret(m_odd);
        const Diagnosis diagnosis = run(wanted);
        QCOMPARE(diagnosis.evidence.experiment.real.last().status, 403);
        for (const QByteArray &report : { QJsonDocument(diagnosisDocument(diagnosis)).toJson(), markdownReport(diagnosis).toUtf8(), harReport(diagnosis) })
            QVERIFY2(!report.contains(canary), report.constData());
    }

    void aTokenInPlaceOfTheUserNameIsToldNowhere()
    {
        SmallGitLab gitlab;
        Question wanted = question(gitlab, QStringLiteral("group/app"));
        wanted.credential.userName = QStringLiteral("glpat-CanaryAsUserName1");
        const Diagnosis diagnosis = run(wanted);
        for (const QByteArray &report : { QJsonDocument(diagnosisDocument(diagnosis)).toJson(), markdownReport(diagnosis).toUtf8(), harReport(diagnosis) })
            QVERIFY2(!report.contains("CanaryAsUserName1"), report.constData());
    }

    void aPasswordInTheAddressIsToldNowhere_data()
    {
        QTest::addColumn<QString>("typed");
        for (const char *typed : { "https://jo:CanaryTyped9@registry.invalid/group/app", "jo:CanaryTyped9@registry.invalid/group/app",
                                   "jo:Canary/Typed9@registry.invalid:5050", "https://registry.invalid/group/app?private_token=CanaryTyped9" })
            QTest::newRow(typed) << QString::fromLatin1(typed);
    }
    void aPasswordInTheAddressIsToldNowhere()
    {
        QFETCH(QString, typed);
        Question wanted;
        wanted.typed = typed;
        const Diagnosis diagnosis = run(wanted);
        for (const QByteArray &report : { QJsonDocument(diagnosisDocument(diagnosis)).toJson(), markdownReport(diagnosis).toUtf8(), harReport(diagnosis) })
            QVERIFY2(!report.contains("Canary") && !report.contains("Typed9"), report.constData());
        if (typed.contains(QLatin1String("@registry.invalid/")))
            QCOMPARE(diagnosis.evidence.target.problem, QStringLiteral("user-info"));
        QVERIFY(!diagnosis.evidence.target.problem.isEmpty());
    }

private:
    static constexpr const char *m_odd = "CanaryOne\"\\ret/1";

    Question question(const SmallGitLab &gitlab, const QString &repository)
    {
        Question wanted;
        wanted.typed = gitlab.fake.host().name() + QLatin1Char('/') + repository;
        wanted.credential = { QStringLiteral("jo"), secret(password) };
        wanted.credentialFrom = QStringLiteral("standard-input");
        wanted.askDaemon = false;
        wanted.network = bareSettings();
        return wanted;
    }

    Diagnosis run(const Question &wanted)
    {
        return QCoro::waitFor(examine(wanted, m_clock, std::make_shared<Stop>(), {}));
    }

    std::shared_ptr<const Clock> m_clock = std::make_shared<SystemClock>();
};

QTEST_GUILESS_MAIN(TestExamination)
#include "test_examination.moc"
