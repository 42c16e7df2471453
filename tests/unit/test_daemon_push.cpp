#include "core/push/daemon/daemon_push.h"

#include <QElapsedTimer>
#include <QLocalServer>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace wharf;
using namespace wharf::push;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

const QByteArray digest = "sha256:fe37d2b072b2809ec8232e9dd92035d2066fad00a431c5c128c80e0d1459e82f";
const QByteArray digestLine = "{\"status\":\"1: digest: " + digest + " size: 737\"}\r\n";

QByteArray answer(int status, const QByteArray &body)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " X\r\nApi-Version: 1.41\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

/// An engine with one image, `src:1`, that writes down what it is asked. How it pushes is the test's to say.
class ScriptedEngine final : public QLocalServer {
public:
    explicit ScriptedEngine(const QString &socketFile)
    {
        connect(this, &QLocalServer::newConnection, this, &ScriptedEngine::accept);
        listen(socketFile);
    }

    QHash<QByteArray, QByteArray> ids { { "src:1", "sha256:own" } }; ///< of names
    bool isPodman = false;
    std::function<void(QLocalSocket *)> onPush;
    QStringList log;          ///< `GET src:1`, `TAG …`, `PUSH …`, `DELETE …`; pings are left out
    QByteArray registryAuth;  ///< of the last push, decoded
    bool pushClosed = false;  ///< by the other side

    /// The head, then this body, then the end.
    static void pushes(QLocalSocket *client, const QByteArray &body)
    {
        begin(client);
        client->write(chunk(body) + "0\r\n\r\n");
    }
    static void begin(QLocalSocket *client) { client->write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"); }

private:
    void accept()
    {
        while (QLocalSocket *client = nextPendingConnection())
            connect(client, &QLocalSocket::readyRead, this, [this, client] {
                const QByteArray head = client->readAll(); // small, and in one piece
                reply(client, head);
            });
    }

    void reply(QLocalSocket *client, const QByteArray &head)
    {
        const QByteArray target = head.split(' ').value(1);
        const QByteArray name = target.mid(target.indexOf("/images/") + 8);
        if (target == "/_ping") {
            client->write("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\n" + QByteArray(isPodman ? "Libpod-API-Version: 4.3.1\r\n" : "") + "Content-Length: 2\r\n\r\nOK");
        } else if (head.startsWith("GET")) {
            inspect(client, name.left(name.size() - 5));
        } else if (const qsizetype tag = name.indexOf("/tag?"); tag > 0) {
            const QByteArray wanted = QByteArray::fromPercentEncoding(name.mid(name.indexOf("repo=") + 5)).replace("&tag=", ":");
            log << QLatin1String("TAG ") + QString::fromUtf8(name.left(tag)) + QLatin1String(" AS ") + QString::fromUtf8(wanted);
            ids[wanted] = name.left(tag);
            client->write(answer(201, {}));
        } else if (head.startsWith("DELETE")) {
            log << QLatin1String("DELETE ") + QString::fromUtf8(name);
            ids.remove(name.left(name.indexOf('?')));
            client->write(answer(200, "[]"));
        } else {
            log << QLatin1String("PUSH ") + QString::fromUtf8(name);
            const qsizetype auth = head.indexOf("X-Registry-Auth: ");
            registryAuth = QByteArray::fromBase64(head.mid(auth + 17, head.indexOf("\r\n", auth) - auth - 17), QByteArray::Base64UrlEncoding);
            connect(client, &QLocalSocket::disconnected, this, [this] { pushClosed = true; });
            onPush(client);
        }
    }

    void inspect(QLocalSocket *client, const QByteArray &name)
    {
        log << QLatin1String("GET ") + QString::fromUtf8(name);
        const QByteArray id = ids.value(name);
        QByteArrayList names;
        for (auto each = ids.cbegin(); each != ids.cend(); ++each) {
            if (each.value() == id)
                names << '"' + each.key() + '"';
        }
        client->write(id.isEmpty() ? answer(404, "{\"message\":\"No such image\"}")
                                   : answer(200, "{\"Id\":\"" + id + "\",\"RepoTags\":[" + names.join(',') + "],\"RootFS\":{\"Layers\":[]}}"));
    }
};

} // namespace

Q_DECLARE_METATYPE(wharf::Result<wharf::push::PushOutcome>)

/// The engine's push from its order to its end, against an engine that does what the test says.
class TestDaemonPush final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_place;
    std::unique_ptr<ScriptedEngine> m_engine;
    std::unique_ptr<DaemonPush> m_push;
    std::optional<Result<PushOutcome>> m_ended;
    int m_endings = 0;

    void begin(const char *destination = "reg.example:5000/grp/app:1", const char *source = "src:1", PushAccess access = {})
    {
        PushOrder order;
        order.source = { SourceName::Kind::Docker, text(source), {} };
        order.destination = *registry::ImageReference::parse(text(destination));
        order.via = PushOrder::Via::Daemon;
        m_push = std::make_unique<DaemonPush>(order, access, std::make_shared<SystemClock>(), docker::parseEndpoint(text("unix://") + m_place->filePath(text("e.sock"))), QProcessEnvironment());
        connect(m_push.get(), &Push::ended, this, [this](const Result<PushOutcome> &outcome) {
            m_ended = outcome;
            ++m_endings;
        });
        m_push->start();
        QVERIFY(!m_ended);
    }
    /// `stage/kind/subject`, or the digest.
    QString end()
    {
        // qWaitFor() sleeps between two looks, and each request is several turns of the event loop.
        QElapsedTimer clock;
        clock.start();
        QTimer waker;
        waker.start(100);
        while (!m_ended && clock.elapsed() < 20000)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (!m_ended)
            return text("no end");
        if (*m_ended)
            return (*m_ended)->digest;
        const Failure &failure = m_ended->error();
        return stageName(failure.stage) + QLatin1Char('/') + kindName(failure.kind) + QLatin1Char('/') + failure.subject;
    }

private Q_SLOTS:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        m_engine = std::make_unique<ScriptedEngine>(m_place->filePath(text("e.sock")));
        m_engine->onPush = [](QLocalSocket *client) { ScriptedEngine::pushes(client, digestLine); };
        m_ended.reset();
        m_endings = 0;
    }
    void cleanup()
    {
        m_push.reset();
        QTest::qWait(0);
        QVERIFY(m_endings <= 1);
    }

    void aNewNameIsLentAndTakenBack()
    {
        begin();
        QCOMPARE(end(), QString::fromLatin1(digest));
        QCOMPARE(m_engine->log, QStringList({ text("GET src:1"), text("GET reg.example:5000/grp/app:1"), text("TAG sha256:own AS reg.example:5000/grp/app:1"),
                                              text("PUSH reg.example:5000/grp/app/push?tag=1"), text("GET reg.example:5000/grp/app:1"),
                                              text("DELETE reg.example:5000/grp/app:1?noprune=true") }));
        QCOMPARE(m_push->progress().phase, PushProgress::Phase::Ended);
    }

    void aNameThatIsThereIsLeftThere()
    {
        m_engine->ids["reg.example:5000/grp/app:1"] = "sha256:own";
        begin();
        QCOMPARE(end(), QString::fromLatin1(digest));
        QCOMPARE(m_engine->log, QStringList({ text("GET src:1"), text("GET reg.example:5000/grp/app:1"), text("PUSH reg.example:5000/grp/app/push?tag=1") }));
    }

    void aNameOfAnotherImagesIsGivenBack()
    {
        m_engine->ids["reg.example:5000/grp/app:1"] = "sha256:other";
        begin();
        QCOMPARE(end(), QString::fromLatin1(digest));
        QCOMPARE(m_engine->ids.value("reg.example:5000/grp/app:1"), QByteArray("sha256:other"));
        QVERIFY(m_engine->log.filter(text("DELETE")).isEmpty());
    }

    void theLastNameIsNotTaken()
    {
        m_engine->ids = { { "abcdef", "sha256:own" } };
        m_engine->onPush = [this](QLocalSocket *client) {
            m_engine->ids.remove("abcdef"); // an image without a tag is inspected by its id, and has no name but the lent one
            ScriptedEngine::pushes(client, digestLine);
        };
        begin("reg.example/app", "abcdef");
        QCOMPARE(end(), QString::fromLatin1(digest));
        QVERIFY(m_engine->log.filter(text("DELETE")).isEmpty());
        QVERIFY(m_engine->log.contains(text("PUSH reg.example/app/push?tag=latest")));
    }

    void hubsNameAndAddress()
    {
        PushAccess access;
        access.credential = { text("jo"), std::make_shared<const Secret>(QByteArrayView("pw")) };
        begin("debian:12", "src:1", access);
        QCOMPARE(end(), QString::fromLatin1(digest));
        QVERIFY(m_engine->log.contains(text("PUSH docker.io/library/debian/push?tag=12")));
        QCOMPARE(m_engine->registryAuth, QByteArray("{\"username\":\"jo\",\"password\":\"pw\",\"serveraddress\":\"https://index.docker.io/v1/\"}"));
    }

    void podmanIsToldOfPlainHttp()
    {
        m_engine->isPodman = true;
        PushAccess access;
        access.network.hosts[text("reg.example:5000")].plainHttp = true;
        begin("reg.example:5000/app:1", "src:1", access);
        QCOMPARE(end(), QString::fromLatin1(digest));
        QVERIFY(m_engine->log.contains(text("PUSH reg.example:5000/app/push?tag=1&tlsVerify=false")));
        QCOMPARE(m_engine->registryAuth, QByteArray("{\"serveraddress\":\"reg.example:5000\"}"));
    }

    void podmanTakesNoIdentityToken()
    {
        m_engine->isPodman = true;
        PushAccess access;
        access.credential = { text("<token>"), std::make_shared<const Secret>(QByteArrayView("eyJ")) };
        begin("reg.example:5000/app:1", "src:1", access);
        QCOMPARE(end(), text("daemon/refused/identity-token"));
        QVERIFY(m_engine->log.isEmpty());
    }

    void anImageThatIsNotThere()
    {
        begin("reg.example/app:1", "nope:7");
        QCOMPARE(end(), text("image/absent/nope:7"));
        QCOMPARE(m_engine->log, QStringList { text("GET nope:7") });
    }

    void howItEnds_data()
    {
        QTest::addColumn<QByteArray>("answers"); // `cut` at the end: the connection breaks there
        QTest::addColumn<QString>("ends");
        const auto row = [](const char *name, const QByteArray &answers, const char *ends) { QTest::newRow(name) << answers << text(ends); };
        const QByteArray head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        const QByteArray begun = chunk("{\"status\":\"The push refers to repository [x]\"}\r\n");
        const QByteArray over = "0\r\n\r\n";
        row("200 and nothing", answer(200, {}), "daemon/bad-reply/no-digest");
        row("200 and no digest", head + begun + over, "daemon/bad-reply/no-digest");
        row("an error", head + begun + chunk("{\"errorDetail\":{\"message\":\"denied: requested access to the resource is denied\"}}\r\n") + over, "registry/forbidden/");
        row("an error, then cut", head + begun + chunk("{\"errorDetail\":{\"message\":\"unauthorized: x\"}}\r\n") + "cut", "registry/unauthorized/");
        row("cut", head + begun + "cut", "daemon/offline/engine-died");
        row("cut within an object", head + begun + "20\r\n{\"status\":\"1: dig" + "cut", "daemon/offline/engine-died");
        row("cut after the digest", head + begun + chunk(digestLine) + "cut", digest);
        row("cut at once", "cut", "daemon/bad-reply/http");
        row("401", answer(401, "{\"message\":\"unauthorized\"}"), "registry/unauthorized/");
        row("403", answer(403, "{\"message\":\"no\"}"), "registry/forbidden/");
        row("404", answer(404, "{\"message\":\"failed to find image x: image not known\"}"), "image/absent/src:1");
        row("500", answer(500, "{\"message\":\"oh\"}"), "daemon/server/push");
        row("500 for ever", "HTTP/1.1 500 No\r\nContent-Length: 3000000\r\n\r\n" + QByteArray(3'000'000, 'x'), "daemon/server/push");
        row("no HTTP", "SSH-2.0-OpenSSH\r\n\r\n", "daemon/bad-reply/http");
    }

    void howItEnds()
    {
        QFETCH(QByteArray, answers);
        QFETCH(QString, ends);
        m_engine->onPush = [answers](QLocalSocket *client) {
            const bool cut = answers.endsWith("cut");
            client->write(cut ? answers.chopped(3) : answers);
            if (cut)
                client->disconnectFromServer();
        };
        begin();
        QCOMPARE(end(), ends);
        QVERIFY(!m_engine->ids.contains("reg.example:5000/grp/app:1")); // given back, whatever happened
        QTest::qWait(20);
        QCOMPARE(m_endings, 1);
    }

    void whatIsSaidBackLosesTheSecret()
    {
        PushAccess access;
        access.credential = { text("jo"), std::make_shared<const Secret>(QByteArrayView("hunter22")) };
        m_engine->onPush = [](QLocalSocket *client) { ScriptedEngine::pushes(client, "{\"errorDetail\":{\"message\":\"no hunter22 here\"}}\n"); };
        begin("reg.example/app:1", "src:1", access);
        QCOMPARE(end(), text("daemon/server/push"));
        QCOMPARE(m_ended->error().serverSaid, text("no *** here"));
    }

    void cancelClosesTheConnection()
    {
        m_engine->onPush = [this](QLocalSocket *client) {
            ScriptedEngine::begin(client);
            client->write(chunk("{\"status\":\"Preparing\",\"id\":\"aaaaaaaaaaaa\"}\n"));
            QTimer::singleShot(20, m_push.get(), [this] { m_push->cancel(true); });
        };
        begin();
        QCOMPARE(end(), text("daemon/cancelled/"));
        QTRY_VERIFY(m_engine->pushClosed);
        QVERIFY(!m_engine->ids.contains("reg.example:5000/grp/app:1"));
        m_push->cancel(false); // once more changes nothing
        QTest::qWait(20);
        QCOMPARE(m_endings, 1);
    }

    void cancelBeforeItAsksForThePush()
    {
        begin();
        m_push->cancel(false);
        QCOMPARE(end(), text("daemon/cancelled/"));
        QVERIFY(m_engine->log.filter(text("PUSH")).isEmpty());
    }

    void pauseChangesNothing()
    {
        begin();
        m_push->pause();
        QCOMPARE(end(), QString::fromLatin1(digest));
        m_push->resume();
    }

    void whoGoesAwayEndsIt()
    {
        m_engine->onPush = [this](QLocalSocket *client) {
            ScriptedEngine::begin(client);
            QTimer::singleShot(20, this, [this] { m_push.reset(); });
        };
        begin();
        QTRY_VERIFY(m_engine->pushClosed);
        QTRY_VERIFY(!m_engine->ids.contains("reg.example:5000/grp/app:1")); // and what was lent is taken back all the same
        QVERIFY(!m_ended);
    }

    void whoGoesAwayInItsOwnSignalHarmsNothing()
    {
        begin();
        connect(m_push.get(), &Push::ended, this, [this] { m_push.release()->deleteLater(); });
        QCOMPARE(end(), QString::fromLatin1(digest));
        QTest::qWait(20);
    }

    void noEngineAtAll()
    {
        m_engine.reset();
        begin();
        QVERIFY2(end().startsWith(text("daemon/absent/")) || end().startsWith(text("daemon/offline/")), qPrintable(end()));
    }

    void progressComesTenTimesASecondAndThenNoMore()
    {
        auto lines = std::make_shared<int>(0);
        m_engine->onPush = [lines](QLocalSocket *client) {
            ScriptedEngine::begin(client);
            auto *timer = new QTimer(client);
            connect(timer, &QTimer::timeout, client, [client, timer, lines] {
                QByteArray some;
                for (int i = 0; i < 5; ++i)
                    some += "{\"status\":\"Pushing\",\"progressDetail\":{\"current\":" + QByteArray::number(++*lines) + ",\"total\":1000},\"id\":\"aaaaaaaaaaaa\"}\r\n";
                client->write(chunk(some));
                if (*lines == 1000) {
                    timer->stop();
                    QTimer::singleShot(600, client, [client] { client->write(chunk(digestLine) + "0\r\n\r\n"); }); // the silence of a slow registry
                }
            });
            timer->start(5);
        };
        begin();
        QElapsedTimer clock;
        clock.start();
        QList<qint64> told;
        qint64 done = 0;
        connect(m_push.get(), &Push::progressed, this, [&] {
            told << clock.elapsed();
            QVERIFY(m_push->progress().done > done); // only where something changed
            done = m_push->progress().done;
            QCOMPARE(m_push->progress().total, 1000);
            QCOMPARE(m_push->progress().phase, PushProgress::Phase::Uploading);
        });
        QCOMPARE(end(), QString::fromLatin1(digest));
        QCOMPARE(done, 1000);
        QVERIFY2(told.size() >= 4, qPrintable(QString::number(told.size())));
        QVERIFY2(told.size() <= told.constLast() / 100 + 2, qPrintable(QString::number(told.size())));
        QVERIFY2(clock.elapsed() - told.constLast() > 400, "nothing is told while nothing changes");
        QCOMPARE(m_push->progress().blobs.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestDaemonPush)
#include "test_daemon_push.moc"
