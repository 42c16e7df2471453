// Direct pushes over bad lines to the real docker-registry, read back and compared.

#include "core/push/push.h"
#include "tests/push/raw_client.h"
#include "tests/push/spoiling_proxy.h"
#include "tests/sandbox/image.h"
#include "tests/sandbox/sandbox.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

using namespace wharf;
using namespace wharf::push;
using namespace wharf::rig;
using namespace wharf::sandbox;

namespace {

constexpr qint64 mega = 1'000'000;
constexpr int patience = 120'000; // ms

/// Five layers, the largest more than half.
const QList<qint64> layerSizes { 12 * mega, 3 * mega, 2 * mega, mega, 40'000 };
constexpr qint64 payload = 18'040'000;

enum class From { Layout, Archive };

} // namespace

class TestPushFaults final : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<Sandbox> m_sandbox;
    std::unique_ptr<SpoilingProxy> m_proxy;
    QString m_repository;
    int m_count = 0;

    [[nodiscard]] Registry &registry() const { return m_sandbox->openRegistryServer(); }
    [[nodiscard]] QString layout() const { return m_sandbox->folder().at(QStringLiteral("layout")); }
    [[nodiscard]] QString archive() const { return m_sandbox->folder().at(QStringLiteral("archive.tar")); }

    [[nodiscard]] PushOrder order(From from) const
    {
        PushOrder order;
        order.source = from == From::Layout ? SourceName { SourceName::Kind::OciLayout, layout(), QStringLiteral("latest") }
                                            : SourceName { SourceName::Kind::DockerArchive, archive(), {} };
        order.destination = *registry::ImageReference::parse(m_proxy->host() + u'/' + m_repository + QStringLiteral(":1"));
        return order;
    }

    struct Ran {
        Result<PushOutcome> outcome = fail({});
        qint64 milliseconds = 0;
    };
    /// Runs a push to its end. `meanwhile` is called on each progress.
    static Ran run(const PushOrder &order, const Credential &credential = {}, const std::function<void(Push &)> &meanwhile = {})
    {
        const auto push = makePush(order, { .credential = credential, .network = {} }, std::make_shared<SystemClock>());
        Ran ran { .outcome = fail({ .kind = Kind::Timeout }), .milliseconds = 0 };
        bool ended = false;
        connect(push.get(), &Push::ended, push.get(), [&ran, &ended](const Result<PushOutcome> &outcome) {
            ran.outcome = outcome;
            ended = true;
        });
        if (meanwhile)
            connect(push.get(), &Push::progressed, push.get(), [&meanwhile, &push] { meanwhile(*push); });
        QElapsedTimer time;
        time.start();
        push->start();
        if (!QTest::qWaitFor([&ended] { return ended; }, patience))
            qWarning("the push did not end");
        ran.milliseconds = time.elapsed();
        return ran;
    }

    static QByteArray digestOf(const QByteArray &bytes)
    {
        return "sha256:" + QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    }

    /// Past the proxy, as somebody else would pull it. A complaint, or nothing.
    [[nodiscard]] QString whatIsWrongThere(const Result<PushOutcome> &outcome) const
    {
        if (!outcome)
            return stageName(outcome.error().stage) + u'/' + kindName(outcome.error().kind) + u' ' + outcome.error().subject + u' ' + outcome.error().serverSaid;
        RawClient client(registry().port());
        const QByteArray base = "/v2/" + m_repository.toLatin1();
        const QByteArray accept = "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json";
        const QByteArray manifest = client.ask("GET", base + "/manifests/1", {}, { { "Accept", accept } }).body;
        if (digestOf(manifest) != outcome->digest.toLatin1())
            return QStringLiteral("the tag names another manifest: ") + QString::fromUtf8(manifest.left(300));
        const QJsonObject object = QJsonDocument::fromJson(manifest).object();
        QJsonArray blobs = object.value(QLatin1String("layers")).toArray();
        if (blobs.size() != layerSizes.size())
            return QStringLiteral("%1 layers").arg(blobs.size());
        blobs.append(object.value(QLatin1String("config")));
        for (const QJsonValue &value : std::as_const(blobs)) {
            const QByteArray digest = value[QLatin1String("digest")].toString().toLatin1();
            const QByteArray blob = client.ask("GET", base + "/blobs/" + digest).body;
            if (digestOf(blob) != digest || blob.size() != value[QLatin1String("size")].toInteger())
                return QStringLiteral("a blob came out otherwise: ") + QString::fromLatin1(digest);
        }
        return {};
    }

    /// Begun and neither closed nor taken back; what is deleted leaves a folder of hashes behind (2.8).
    [[nodiscard]] int uploadsLeft() const
    {
        const QDir uploads(registry().storage() + QStringLiteral("/docker/registry/v2/repositories/") + m_repository + QStringLiteral("/_uploads"));
        const QStringList all = uploads.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        return static_cast<int>(std::count_if(all.begin(), all.end(), [&uploads](const QString &one) { return uploads.exists(one + QStringLiteral("/startedat")); }));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<Sandbox>(Parts { Part::OpenRegistry, Part::PlainRegistry });
        QVERIFY2(m_sandbox->start(), qPrintable(m_sandbox->error()));
        const ImageWish wish { .layers = layerSizes, .seed = 5 };
        QVERIFY2(makeOciLayout(layout(), wish).isEmpty(), "layout");
        QVERIFY2(makeDockerArchive(archive(), QStringLiteral("made:1"), wish).isEmpty(), "archive");
    }
    void cleanupTestCase()
    {
        m_proxy.reset();
        m_sandbox.reset();
    }
    void init()
    {
        m_repository = QStringLiteral("group/app%1").arg(++m_count);
        m_proxy = std::make_unique<SpoilingProxy>(registry().port(), ResumeRules(registry().storage(), Registry::secret(), registry().port()));
    }

    void arrives_data()
    {
        QTest::addColumn<From>("from");
        QTest::addColumn<Faults>("faults");
        QTest::addColumn<qint64>("chunk");
        QTest::addColumn<double>("mostSent"); // of the payload
        const auto row = [](const char *name, const Faults &faults, double mostSent, qint64 chunk = 0) {
            QTest::addRow("%s, from a layout", name) << From::Layout << faults << chunk << mostSent;
            QTest::addRow("%s, from an archive", name) << From::Archive << faults << chunk << mostSent;
        };
        row("a good line", {}, 1.01);
        row("reset once half-way, GitLab's rules", { .resetOnce = 6 * mega, .resumeRules = true }, 1.1);
        row("reset once half-way, plain rules: that one blob again", { .resetOnce = 6 * mega }, 1.4);
        row("reset every 5 MB, GitLab's rules", { .resetEvery = 5 * mega, .resumeRules = true }, 1.2);
        row("reset every 5 MB, plain rules", { .resetEvery = 5 * mega }, 2.0);
        row("a body limit of 1 MB", { .bodyLimit = mega }, 1.5); // three uploads find it out at once, on a payload this small
        row("a body limit of 1 MB and a buffering proxy", { .bodyLimit = mega, .buffering = true }, 1.5);
        row("429 on the first three uploads", { .tooMany = Faults::TooMany { 3, 1 } }, 1.01);
        row("502 to every fifth request", { .badGatewayEvery = 5 }, 1.5);
        row("502 to every fifth request, GitLab's rules, small chunks", { .badGatewayEvery = 5, .resumeRules = true }, 1.3, mega);
        row("502 to one in five at random, GitLab's rules", { .badGatewayProbability = 0.2, .seed = 3, .resumeRules = true }, 1.6);
        row("away for 3 s, GitLab's rules", { .away = Faults::Away { 6 * mega, 3 }, .resumeRules = true }, 1.3);
        row("a byte flipped", { .flip = 4 * mega }, 1.75);
        row("the first answer takes its time", { .firstAnswerSeconds = 3 }, 1.01);
        row("no PATCH: 405", { .patchStatus = 405 }, 1.1);
        row("no PATCH: 404", { .patchStatus = 404 }, 1.1);
        row("no bodies of unknown length: 411", { .noChunkedBodies = true }, 1.1);
        row("chunks of 2 MB at least", { .chunkMinimum = 2 * mega }, 1.01, mega);
        row("a chunk size of the person's", {}, 1.01, 700'000);
    }
    void arrives()
    {
        QFETCH(const From, from);
        QFETCH(const Faults, faults);
        QFETCH(const qint64, chunk);
        QFETCH(const double, mostSent);
        m_proxy->set(faults);
        PushOrder pushed = order(from);
        pushed.chunkSize = chunk;
        const Ran ran = run(pushed);
        const QString wrong = whatIsWrongThere(ran.outcome);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u'\n' + QString::fromLatin1(m_proxy->log().lines().join('\n'))));
        const double ratio = double(m_proxy->log().sent()) / double(payload);
        qInfo("%s: %.3f of the payload in %lld ms", QTest::currentDataTag(), ratio, static_cast<long long>(ran.milliseconds));
        QVERIFY2(ratio <= mostSent, qPrintable(QStringLiteral("%1\n%2").arg(ratio).arg(QString::fromLatin1(m_proxy->log().lines().join('\n')))));
        // distribution 2.8 keeps an upload that was cut half-way out of everybody's reach until it purges it.
        const bool mayBeCut = faults.resetOnce || faults.resetEvery || faults.bodyLimit || faults.badGatewayEvery || faults.badGatewayProbability > 0;
        if (!mayBeCut || faults.resumeRules)
            QVERIFY2(uploadsLeft() == 0 || faults.badGatewayProbability > 0, qPrintable(QString::number(uploadsLeft())));
    }

    void endsClearly_data()
    {
        QTest::addColumn<Faults>("faults");
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("subject");
        QTest::addRow("a page instead of an answer") << Faults { .html = true } << Kind::BadReply << QStringLiteral("html");
        QTest::addRow("https where only http is") << Faults { .locationHttps = true } << Kind::BadReply << QStringLiteral("location");
        QTest::addRow("another digest") << Faults { .digest = "sha256:" + QByteArray(64, '1') } << Kind::BadReply << QStringLiteral("digest");
        QTest::addRow("no body passes") << Faults { .bodyLimit = 1000 } << Kind::TooLarge << QStringLiteral("body-limit");
        QTest::addRow("PATCH refused outright") << Faults { .patchStatus = 403 } << Kind::Forbidden << QString();
        QTest::addRow("a Range that lies") << Faults { .range = "0-5" } << Kind::BadReply << QStringLiteral("range");
    }
    void endsClearly()
    {
        QFETCH(const Faults, faults);
        QFETCH(const Kind, kind);
        QFETCH(const QString, subject);
        m_proxy->set(faults);
        const Ran ran = run(order(From::Layout));
        QVERIFY(!ran.outcome);
        QCOMPARE(kindName(ran.outcome.error().kind), kindName(kind));
        QCOMPARE(ran.outcome.error().subject, subject);
        QVERIFY2(ran.milliseconds < 20'000, qPrintable(QString::number(ran.milliseconds)));
        const int tag = RawClient(registry().port()).ask("HEAD", "/v2/" + m_repository.toLatin1() + "/manifests/1").status;
        QCOMPARE(tag, 404); // nobody finds half an image
    }

    /// Tokens that die every three seconds and a gate without leeway: each request has a live one.
    void tokensThatDieOnTheWay_data()
    {
        QTest::addColumn<From>("from");
        QTest::addColumn<bool>("buffering");
        QTest::addRow("from a layout") << From::Layout << false;
        QTest::addRow("from an archive") << From::Archive << false;
        QTest::addRow("from a layout, a proxy that keeps bodies") << From::Layout << true;
        QTest::addRow("from an archive, a proxy that keeps bodies") << From::Archive << true;
    }
    void tokensThatDieOnTheWay()
    {
        QFETCH(const From, from);
        QFETCH(const bool, buffering);
        m_sandbox->gitlab().change([](GitLabWorld &world) { world.settings.tokenLifetimeSeconds = 3; });
        m_proxy = std::make_unique<SpoilingProxy>(m_sandbox->plainRegistryServer().port());
        m_proxy->set({ .buffering = buffering, .bytesPerSecond = 3 * mega, .tokenGate = true });
        m_repository = QStringLiteral("group/app/dying%1").arg(m_count);
        const DemoSignIn &jo = m_sandbox->signIn(QStringLiteral("personal"));
        const Credential credential { .userName = jo.userName, .secret = std::make_shared<const Secret>(jo.secret.toUtf8()) };
        const Ran ran = run(order(from), credential);
        QVERIFY2(ran.outcome, qPrintable(ran.outcome ? QString() : kindName(ran.outcome.error().kind) + u' ' + ran.outcome.error().serverSaid + u'\n'
                                             + QString::fromLatin1(m_proxy->log().lines().join('\n'))));
        QVERIFY2(ran.milliseconds > 5000, "it was to outlive its tokens");
        QVERIFY(ran.outcome->renewals >= 1);
        const double ratio = double(m_proxy->log().sent()) / double(payload);
        qInfo("%s: %.3f of the payload, %d renewals", QTest::currentDataTag(), ratio, ran.outcome->renewals);
        QVERIFY(ratio < (buffering ? 1.9 : 1.05));
    }

    void aFreshTokenRefusedOnceIsRenewedOnce()
    {
        m_sandbox->gitlab().change([](GitLabWorld &world) { world.settings.tokenLifetimeSeconds = 300; });
        m_proxy = std::make_unique<SpoilingProxy>(m_sandbox->plainRegistryServer().port());
        m_proxy->set({ .unauthorizedOnce = 6 });
        m_repository = QStringLiteral("group/app/once");
        const DemoSignIn &jo = m_sandbox->signIn(QStringLiteral("personal"));
        const Ran ran = run(order(From::Archive), { .userName = jo.userName, .secret = std::make_shared<const Secret>(jo.secret.toUtf8()) });
        QVERIFY(ran.outcome);
        QCOMPARE(ran.outcome->renewals, 1);
    }

    /// GitLab says in the token which tags it protects: nothing is sent that its registry would refuse at the very end.
    void protectedAndImmutableTagsAreToldBeforehand()
    {
        m_sandbox->gitlab().change([](GitLabWorld &world) {
            for (Project &project : world.projects) {
                if (project.path == QLatin1String("group/app"))
                    project.tagRules = { { QStringLiteral("^v[0-9]"), Role::Owner, Role::Owner, false }, { QStringLiteral("^once$"), Role::Developer, Role::Owner, true } };
            }
        });
        m_proxy = std::make_unique<SpoilingProxy>(m_sandbox->plainRegistryServer().port());
        m_repository = QStringLiteral("group/app/tags");
        const DemoSignIn &jo = m_sandbox->signIn(QStringLiteral("personal"));
        const Credential credential { .userName = jo.userName, .secret = std::make_shared<const Secret>(jo.secret.toUtf8()) };
        PushOrder pushed = order(From::Layout);
        pushed.destination.tag = QStringLiteral("v1");
        const Ran guarded = run(pushed, credential);
        QVERIFY(!guarded.outcome);
        QCOMPARE(guarded.outcome.error().subject, QStringLiteral("tag-protected"));
        QCOMPARE(m_proxy->log().sent(), 0);
        pushed.destination.tag = QStringLiteral("once");
        QVERIFY(run(pushed, credential).outcome);
        const Ran again = run(pushed, credential);
        QVERIFY2(!again.outcome, qPrintable(QString::fromLatin1(m_proxy->log().lines().join('\n'))));
        QCOMPARE(again.outcome.error().subject, QStringLiteral("tag-immutable"));
        m_sandbox->gitlab().change([](GitLabWorld &world) {
            for (Project &project : world.projects)
                project.tagRules.clear();
        });
    }

    /// The credential goes to the registry's own origin, wherever Location points.
    void aForeignLocationGetsNoCredential()
    {
        QTcpServer foreign;
        QVERIFY(foreign.listen(QHostAddress::LocalHost));
        QByteArray heard;
        connect(&foreign, &QTcpServer::newConnection, &foreign, [&foreign, &heard] {
            QTcpSocket *socket = foreign.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, &heard] {
                heard += socket->readAll();
                socket->write("HTTP/1.1 500 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                socket->disconnectFromHost();
            });
        });
        m_proxy = std::make_unique<SpoilingProxy>(m_sandbox->plainRegistryServer().port());
        m_proxy->set({ .locationHost = "localhost:" + QByteArray::number(foreign.serverPort()) });
        m_repository = QStringLiteral("group/app");
        const DemoSignIn &jo = m_sandbox->signIn(QStringLiteral("personal"));
        // Other blobs than those that are there already.
        PushOrder pushed = order(From::Layout);
        const QString other = m_sandbox->folder().at(QStringLiteral("other-layout"));
        QVERIFY(makeOciLayout(other, { .layers = { 200'000 }, .seed = 99 }).isEmpty());
        pushed.source.place = other;
        bool cancelled = false;
        const Ran ran = run(pushed, { .userName = jo.userName, .secret = std::make_shared<const Secret>(jo.secret.toUtf8()) }, [&heard, &cancelled](Push &push) {
            if (heard.contains("PUT ") && !std::exchange(cancelled, true))
                push.cancel(false);
        });
        QVERIFY(!ran.outcome);
        QVERIFY2(heard.contains("PUT ") || heard.contains("PATCH "), heard.constData());
        QVERIFY(!heard.toLower().contains("authorization:"));
    }

    void theRegistryIsKilledAndComesBack()
    {
        m_proxy->set({ .bytesPerSecond = 6 * mega });
        bool killed = false;
        const Ran ran = run(order(From::Archive), {}, [this, &killed](Push &push) {
            if (push.progress().done > payload / 3 && !std::exchange(killed, true)) {
                registry().kill();
                QTimer::singleShot(3000, &push, [this] { QVERIFY(registry().restart().isEmpty()); });
            }
        });
        QVERIFY(killed);
        QCOMPARE(whatIsWrongThere(ran.outcome), QString());
    }

    void pauseStopsTheFlowAndResumeGoesOn()
    {
        m_proxy->set({ .bytesPerSecond = 8 * mega });
        bool paused = false;
        qint64 whilePaused = -1;
        const Ran ran = run(order(From::Layout), {}, [&paused, &whilePaused](Push &push) {
            if (push.progress().done < payload / 4 || std::exchange(paused, true))
                return;
            push.pause();
            QCOMPARE(push.progress().phase, PushProgress::Phase::Paused);
            // What the system holds already still goes out; nothing is added to it.
            QTimer::singleShot(300, &push, [&push, &whilePaused] {
                const qint64 before = push.progress().sent;
                QTimer::singleShot(700, &push, [&push, &whilePaused, before] {
                    whilePaused = push.progress().sent - before;
                    push.resume();
                });
            });
        });
        QCOMPARE(whatIsWrongThere(ran.outcome), QString());
        QCOMPARE(whilePaused, 0);
    }

    void whatIsCancelledIsGoneOnWith()
    {
        m_proxy->set({ .bytesPerSecond = 6 * mega, .resumeRules = true });
        PushOrder pushed = order(From::Archive);
        pushed.chunkSize = mega;
        bool cancelled = false;
        const Ran first = run(pushed, {}, [&cancelled](Push &push) {
            if (push.progress().done > payload / 2 && !std::exchange(cancelled, true))
                push.cancel(false);
        });
        QVERIFY(!first.outcome);
        QCOMPARE(first.outcome.error().kind, Kind::Cancelled);
        const Ran second = run(pushed);
        QCOMPARE(whatIsWrongThere(second.outcome), QString());
        const double ratio = double(m_proxy->log().sent()) / double(payload);
        QVERIFY2(ratio < 1.2, qPrintable(QString::number(ratio)));
    }

    void whatIsCancelledForGoodIsTakenBack()
    {
        m_proxy->set({ .bytesPerSecond = 6 * mega, .resumeRules = true });
        PushOrder pushed = order(From::Layout);
        pushed.chunkSize = mega;
        bool cancelled = false;
        const Ran ran = run(pushed, {}, [&cancelled](Push &push) {
            if (push.progress().done > payload / 2 && !std::exchange(cancelled, true))
                push.cancel(true);
        });
        QVERIFY(!ran.outcome);
        QVERIFY2(uploadsLeft() == 0, qPrintable(QString::fromLatin1(m_proxy->log().lines().join('\n'))));
    }

    /// The second push of the same layers packs and sends nothing, and a neighbouring repository takes them by mount.
    void theSecondPushSendsNothing()
    {
        QVERIFY(run(order(From::Archive)).outcome);
        m_proxy->log().clear();
        PushOrder again = order(From::Archive);
        again.destination.tag = QStringLiteral("2");
        const Ran second = run(again);
        QVERIFY(second.outcome);
        QCOMPARE(second.outcome->uploaded, 0);
        QCOMPARE(second.outcome->sent, 0);
        QVERIFY(m_proxy->log().uploads("PATCH").isEmpty());

        m_repository += QStringLiteral("/beside");
        const Ran beside = run(order(From::Archive));
        QCOMPARE(whatIsWrongThere(beside.outcome), QString());
        QCOMPARE(beside.outcome->uploaded, 0);
        QVERIFY(beside.outcome->mounted >= layerSizes.size());
    }

    /// The program itself is killed and started again: what had arrived is not sent twice.
    void theProgramIsKilledAndGoesOn()
    {
        m_proxy->set({ .resumeRules = true });
        QProcessEnvironment environment = m_sandbox->environment();
        environment.insert(QStringLiteral("WHARFINGER_HOME"), m_sandbox->folder().at(QStringLiteral("killed")));
        const QStringList words { QStringLiteral("push"), order(From::Archive).source.toString(), order(From::Archive).destination.toString(), QStringLiteral("--chunk-size"), QStringLiteral("1M") };
        QProcess first;
        first.setProcessEnvironment(environment);
        first.start(QStringLiteral(WHARFCTL), words + QStringList { QStringLiteral("--limit-rate"), QStringLiteral("4M") });
        QTRY_VERIFY_WITH_TIMEOUT(m_proxy->log().sent() > payload / 2, 30'000);
        first.kill();
        QVERIFY(first.waitForFinished());
        QProcess second;
        second.setProcessEnvironment(environment);
        second.start(QStringLiteral(WHARFCTL), words);
        QVERIFY(second.waitForFinished());
        QVERIFY2(second.exitCode() == 0, second.readAllStandardError().constData());
        const double ratio = double(m_proxy->log().sent()) / double(payload);
        qInfo("killed and started again: %.3f of the payload", ratio);
        QVERIFY(ratio < 1.1);
        const QByteArray tag = "/v2/" + m_repository.toLatin1() + "/manifests/1";
        QCOMPARE(RawClient(registry().port()).ask("HEAD", tag, {}, { { "Accept", "application/vnd.docker.distribution.manifest.v2+json" } }).status, 200);
    }

    void aFullDiskEndsClearly()
    {
        RegistrySetup setup { .name = QStringLiteral("small"), .diskBytes = 8 * mega };
        QString error;
        const auto small = Registry::start(setup, m_sandbox->folder(), m_sandbox->environment(), &error);
        QVERIFY2(small, qPrintable(error));
        QCOMPARE(small->waitUntilReady(), QString());
        m_proxy = std::make_unique<SpoilingProxy>(small->port());
        const Ran ran = run(order(From::Layout));
        QVERIFY(!ran.outcome);
        QCOMPARE(kindName(ran.outcome.error().kind), kindName(Kind::Full));
        QVERIFY(ran.milliseconds < 20'000);
    }
};

QTEST_GUILESS_MAIN(TestPushFaults)
#include "test_push_faults.moc"
