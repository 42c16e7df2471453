#include "core/docker/engine_images.h"
#include "core/docker/podman_endpoint.h"
#include "core/push/daemon/daemon_push.h"
#include "tests/integration/program.h"
#include "tests/integration/secret_watch.h"
#include "tests/sandbox/image.h"
#include "tests/sandbox/sandbox.h"

#include <QCoro/QCoroTask>

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace wharf;
using namespace wharf::push;
using namespace wharf::sandbox;
using wharf::test::ProgramResult;
using wharf::test::run;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

QStringList lines; ///< of the log

void keepLine(QtMsgType, const QMessageLogContext &, const QString &line)
{
    lines << line;
    std::fprintf(stderr, "%s\n", qPrintable(line));
}

} // namespace

/// Real dockerd and real Podman push to real registries, and are listed.
class TestEnginePushes final : public QObject {
    Q_OBJECT

    std::unique_ptr<Sandbox> m_sandbox;
    QProcessEnvironment m_environment;
    QTemporaryDir m_place;
    std::optional<Result<PushOutcome>> m_ended;
    QList<BlobProgress> m_blobs; ///< as of the last progress
    std::function<void(Push &)> m_onProgress;

    [[nodiscard]] docker::EngineEndpoint engine(SourceName::Kind kind, const Sandbox &sandbox) const
    {
        return docker::parseEndpoint(kind == SourceName::Kind::Docker ? sandbox.docker().address() : sandbox.podman().address());
    }

    std::unique_ptr<DaemonPush> begin(SourceName::Kind kind, const QString &source, const QString &destination, const QString &user, const QString &secret, const Sandbox &sandbox)
    {
        PushOrder order;
        order.source = { kind, source, {} };
        order.destination = *registry::ImageReference::parse(destination);
        order.via = PushOrder::Via::Daemon;
        PushAccess access;
        if (!user.isEmpty())
            access.credential = { user, std::make_shared<const Secret>(QByteArrayView(secret.toUtf8())) };
        auto push = std::make_unique<DaemonPush>(order, access, std::make_shared<SystemClock>(), engine(kind, sandbox), m_environment);
        m_ended.reset();
        connect(push.get(), &Push::ended, this, [this](const Result<PushOutcome> &outcome) { m_ended = outcome; });
        connect(push.get(), &Push::progressed, this, [this, here = push.get()] {
            m_blobs = here->progress().blobs;
            if (m_onProgress)
                m_onProgress(*here);
        });
        push->start();
        return push;
    }

    /// `stage/kind/subject`, or the digest.
    QString end()
    {
        if (!QTest::qWaitFor([this] { return m_ended.has_value(); }, 180000))
            return text("no end");
        m_onProgress = nullptr;
        if (*m_ended)
            return (*m_ended)->digest;
        const Failure &failure = m_ended->error();
        return stageName(failure.stage) + QLatin1Char('/') + kindName(failure.kind) + QLatin1Char('/') + failure.subject;
    }

    QString push(SourceName::Kind kind, const QString &source, const QString &destination, const QString &user, const QString &secret)
    {
        const auto pushing = begin(kind, source, destination, user, secret, *m_sandbox);
        return end();
    }

    /// What the registry itself calls the manifest: its bytes, counted here. Empty where there is none.
    [[nodiscard]] QString digestThere(const QString &image, const QString &user, const QString &secret) const
    {
        const QString host = image.section(QLatin1Char('/'), 0, 0);
        QFile file(m_place.filePath(text("auth.json")));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            return {};
        const QJsonObject auth { { text("auth"), QString::fromLatin1((user + QLatin1Char(':') + secret).toUtf8().toBase64()) } };
        file.write(QJsonDocument(QJsonObject { { text("auths"), QJsonObject { { host, auth } } } }).toJson());
        file.close();
        const ProgramResult ran = run(text("skopeo"), { text("inspect"), text("--raw"), text("--authfile"), file.fileName(), text("docker://") + image }, m_environment);
        return ran.exitStatus == 0 ? text("sha256:") + QString::fromLatin1(QCryptographicHash::hash(ran.out, QCryptographicHash::Sha256).toHex()) : QString();
    }

    [[nodiscard]] QStringList namesAt(SourceName::Kind kind) const
    {
        QStringList names;
        const auto images = QCoro::waitFor(docker::engineImages(engine(kind, *m_sandbox), m_environment, std::make_shared<Stop>()));
        if (images) {
            for (const docker::EngineImage &image : *images)
                names << image.name;
        }
        return names;
    }

    ProgramResult wharfctl(const QStringList &arguments, const QProcessEnvironment &environment) const
    {
        return run(QStringLiteral(WHARFCTL), arguments, environment);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qInstallMessageHandler(keepLine);
        QLoggingCategory::setFilterRules(text("wharf.*=true"));
        m_sandbox = std::make_unique<Sandbox>(Parts { Part::Registry, Part::BasicRegistry, Part::Docker, Part::Podman });
        QVERIFY2(m_sandbox->start(), qPrintable(m_sandbox->error()));
        m_environment = m_sandbox->environment();
        m_environment.insert(text("CONTAINER_HOST"), m_sandbox->podman().address());
        const ImageWish wish { { 3'000'000, 2000 }, 11 };
        QCOMPARE(makeImageInDocker(text("local/app:1"), m_environment, wish), QString());
        QCOMPARE(makeImageInPodman(text("localhost/local/app:1"), m_environment, wish), QString());
    }

    void cleanupTestCase()
    {
        m_sandbox.reset();
        qInstallMessageHandler(nullptr);
    }

    void itArrives_data()
    {
        QTest::addColumn<SourceName::Kind>("kind");
        QTest::addColumn<bool>("basic");
        QTest::newRow("Docker, token registry") << SourceName::Kind::Docker << false;
        QTest::newRow("Docker, Basic registry") << SourceName::Kind::Docker << true;
        QTest::newRow("Podman, token registry") << SourceName::Kind::Podman << false;
        QTest::newRow("Podman, Basic registry") << SourceName::Kind::Podman << true;
    }

    void itArrives()
    {
        QFETCH(SourceName::Kind, kind);
        QFETCH(bool, basic);
        const bool isDocker = kind == SourceName::Kind::Docker;
        const QString user = basic ? m_sandbox->basicSignIn().userName : m_sandbox->signIn(text("personal")).userName;
        const QString secret = basic ? m_sandbox->basicSignIn().password : m_sandbox->signIn(text("personal")).secret;
        const QString image = (basic ? m_sandbox->basicRegistry() : m_sandbox->registry()) + (isDocker ? text("/group/app/by-docker:2") : text("/group/app/by-podman:2"));
        test::ProcessWatch watch({ secret.toUtf8() });
        const QStringList before = namesAt(kind);
        QVERIFY(!before.isEmpty());
        m_blobs.clear();
        const QString digest = push(kind, isDocker ? text("local/app:1") : text("localhost/local/app:1"), image, user, secret);
        QVERIFY2(digest.startsWith(text("sha256:")), qPrintable(digest + QLatin1Char(' ') + (*m_ended ? QString() : m_ended->error().serverSaid)));
        QCOMPARE(digest, digestThere(image, user, secret));
        QCOMPARE(namesAt(kind), before); // the lent name is gone
        if (isDocker) {
            QCOMPARE(m_blobs.size(), 2);
            QVERIFY(m_blobs.at(0).name.size() > 70); // whole, and in the image's order
            QCOMPARE((*m_ended)->existed + (*m_ended)->mounted + (*m_ended)->uploaded, 2);
        }
        // Once more: what is there is not sent again.
        QCOMPARE(push(kind, isDocker ? text("local/app:1") : text("localhost/local/app:1"), image, user, secret), digest);
        if (isDocker)
            QCOMPARE((*m_ended)->existed, 2);
        QCOMPARE(watch.found(), QStringList());
        QVERIFY(watch.seen() > 3);
        QCOMPARE(test::filesHolding(m_sandbox->folder().path(), { secret.toUtf8() }), QStringList());
        QVERIFY(test::secretIn(lines.join(QLatin1Char('\n')).toUtf8(), test::formsOf(secret.toUtf8())).isEmpty());
    }

    void whatIsRefused_data()
    {
        QTest::addColumn<SourceName::Kind>("kind");
        QTest::addColumn<QString>("scene");
        QTest::addColumn<QString>("ends");
        for (const SourceName::Kind kind : { SourceName::Kind::Docker, SourceName::Kind::Podman }) {
            const QByteArray name = kind == SourceName::Kind::Docker ? "Docker" : "Podman";
            const auto row = [&](const char *scene, const char *ends) { QTest::newRow((name + ", " + scene).constData()) << kind << text(scene) << text(ends); };
            row("wrong password", "registry/unauthorized/");
            row("wrong token", "registry/unauthorized/");
            row("nobody", "registry/forbidden/"); // the stand-in gives nobody a token, as GitLab does for private projects
            row("may only read", "registry/forbidden/");
            row("no such image", "image/absent/local/none:1");
            row("no registry there", "daemon/offline/registry-unreachable");
        }
    }

    void whatIsRefused()
    {
        QFETCH(SourceName::Kind, kind);
        QFETCH(QString, scene);
        QFETCH(QString, ends);
        QString host = m_sandbox->registry();
        QString user = m_sandbox->signIn(text("personal")).userName;
        QString secret = m_sandbox->signIn(text("personal")).secret;
        QString source = kind == SourceName::Kind::Docker ? text("local/app:1") : text("localhost/local/app:1");
        if (scene == text("wrong password")) {
            host = m_sandbox->basicRegistry();
            user = m_sandbox->basicSignIn().userName;
            secret = text("quite wrong");
        }
        if (scene == text("wrong token"))
            secret = text("glpat-quite-wrong");
        if (scene == text("nobody"))
            user.clear();
        if (scene == text("may only read")) {
            user = m_sandbox->signIn(text("personal-read-only")).userName;
            secret = m_sandbox->signIn(text("personal-read-only")).secret;
        }
        if (scene == text("no such image"))
            source = text("local/none:1");
        if (scene == text("no registry there"))
            host = text("localhost:9");
        const QStringList before = namesAt(kind);
        const QString image = host + text("/group/app/refused:1");
        const QString ended = push(kind, source, image, user, secret);
        QVERIFY(!m_ended->has_value());
        QVERIFY2(ended == ends, qPrintable(ended + QLatin1Char(' ') + m_ended->error().serverSaid));
        QVERIFY(!m_ended->error().serverSaid.contains(secret));
        QVERIFY(m_ended->error().host.isEmpty() || m_ended->error().host == host);
        QCOMPARE(namesAt(kind), before);
        if (host == m_sandbox->registry())
            QCOMPARE(digestThere(image, m_sandbox->signIn(text("personal")).userName, m_sandbox->signIn(text("personal")).secret), QString());
    }

    void cancelEndsTheEnginesWork()
    {
        const QString name = text("local/large:1");
        QCOMPARE(makeImageInDocker(name, m_environment, { { 150'000'000 }, 12 }), QString());
        const QString image = m_sandbox->basicRegistry() + text("/group/cancelled:1");
        const BasicCredential bo = m_sandbox->basicSignIn();
        m_onProgress = [](Push &push) {
            if (push.progress().done > 1'000'000)
                push.cancel(true);
        };
        const auto pushing = begin(SourceName::Kind::Docker, name, image, bo.userName, bo.password, *m_sandbox);
        QCOMPARE(end(), text("daemon/cancelled/"));
        QVERIFY(!namesAt(SourceName::Kind::Docker).contains(image));
        QTest::qWait(3000); // the time that the rest would have taken
        QCOMPARE(digestThere(image, bo.userName, bo.password), QString());
    }

    void anEngineThatIsKilled()
    {
        Sandbox other(Parts { Part::BasicRegistry, Part::Docker });
        QVERIFY2(other.start(), qPrintable(other.error()));
        QCOMPARE(makeImageInDocker(text("local/large:1"), other.environment(), { { 150'000'000 }, 13 }), QString());
        QFile pidFile(other.folder().at(text("docker/pid")));
        QVERIFY(pidFile.open(QIODevice::ReadOnly));
        const int pid = pidFile.readAll().trimmed().toInt();
        QVERIFY(pid > 1);
        m_onProgress = [pid, killed = false](Push &push) mutable {
            if (push.progress().done > 1'000'000 && !std::exchange(killed, true))
                ::kill(pid, SIGKILL);
        };
        const BasicCredential bo = other.basicSignIn();
        const auto pushing = begin(SourceName::Kind::Docker, text("local/large:1"), other.basicRegistry() + text("/group/app:1"), bo.userName, bo.password, other);
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(end(), text("daemon/offline/engine-died"));
        QVERIFY(clock.elapsed() < 60000);
    }

    void imagesAreListed()
    {
        const ProgramResult table = wharfctl({ text("images") }, m_environment);
        QVERIFY2(table.exitStatus == 0, table.said().constData());
        QVERIFY2(table.out.contains("docker") && table.out.contains("local/app:1") && table.out.contains("3.0 MB"), table.said().constData());
        QVERIFY2(table.out.contains("podman") && table.out.contains("localhost/local/app:1"), table.said().constData());

        const ProgramResult json = wharfctl({ text("images"), text("--json") }, m_environment);
        QVERIFY2(json.exitStatus == 0, json.said().constData());
        verifySchema(json.out, "wharfinger.images.1");
        const QJsonObject document = QJsonDocument::fromJson(json.out).object();
        QCOMPARE(document.value(text("engines")).toArray().size(), 2);
        const QJsonArray images = document.value(text("images")).toArray();
        QVERIFY(std::any_of(images.cbegin(), images.cend(), [](const QJsonValue &image) {
            return image[QLatin1String("name")].toString() == QLatin1String("local/app:1") && image[QLatin1String("engine")].toString() == QLatin1String("docker")
                && image[QLatin1String("id")].toString().startsWith(QLatin1String("sha256:")) && image[QLatin1String("size")].toInt() > 3'000'000;
        }));
    }

    void oneEngineIsEnough()
    {
        QProcessEnvironment environment = m_environment;
        environment.insert(text("DOCKER_HOST"), text("unix:///nowhere/docker.sock"));
        const ProgramResult json = wharfctl({ text("images"), text("--json") }, environment);
        QVERIFY2(json.exitStatus == 0, json.said().constData());
        QVERIFY2(json.err.contains("/nowhere/docker.sock does not exist"), json.err.constData());
        verifySchema(json.out, "wharfinger.images.1");
    }

    void noEngineIsThere()
    {
        QProcessEnvironment environment = m_environment;
        environment.insert(text("DOCKER_HOST"), text("unix:///nowhere/docker.sock"));
        environment.insert(text("CONTAINER_HOST"), text("unix:///nowhere/podman.sock"));
        const ProgramResult json = wharfctl({ text("images"), text("--json") }, environment);
        QCOMPARE(json.exitStatus, 3);
        QVERIFY2(json.err.contains("Neither Docker nor Podman") && json.err.contains("DOCKER_HOST") && json.err.contains("CONTAINER_HOST"), json.err.constData());
        verifySchema(json.out, "wharfinger.error.1");
    }

    void podmanInDockersPlaceIsListedOnce()
    {
        QProcessEnvironment environment = m_environment;
        environment.insert(text("DOCKER_HOST"), m_sandbox->podman().address());
        const ProgramResult json = wharfctl({ text("images"), text("--json") }, environment);
        QCOMPARE(QJsonDocument::fromJson(json.out).object().value(text("engines")).toArray().size(), 1);
        environment.insert(text("DOCKER_API_VERSION"), text("newest"));
        environment.insert(text("DOCKER_HOST"), m_sandbox->docker().address());
        const ProgramResult pinned = wharfctl({ text("images") }, environment);
        QVERIFY2(pinned.exitStatus == 0 && pinned.err.contains("DOCKER_API_VERSION"), pinned.said().constData());
    }

private:
    void verifySchema(const QByteArray &document, const char *schema) const
    {
        QFile file(m_place.filePath(text("document.json")));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(document);
        file.close();
        const ProgramResult checked = run(text("/usr/bin/python3"), { text("-W"), text("ignore"), text("-m"), text("jsonschema"), text("-i"), file.fileName(), QStringLiteral(WHARF_SCHEMAS "/%1.schema.json").arg(text(schema)) }, m_environment);
        QVERIFY2(checked.exitStatus == 0, checked.said().constData());
    }
};

QTEST_GUILESS_MAIN(TestEnginePushes)
#include "test_engine_pushes.moc"
