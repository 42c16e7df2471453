#include "core/docker/engine_credential.h"
#include "core/push/daemon/engine_complaint.h"
#include "core/push/daemon/growth.h"
#include "core/push/daemon/push_reading.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace wharf;
using namespace wharf::push;
using State = BlobProgress::State;

namespace {

QString text(const char *utf8)
{
    return QString::fromUtf8(utf8);
}

QByteArray recorded(const QString &name)
{
    QFile file(QStringLiteral(STREAMS "/%1.txt").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

const char *lower = "sha256:dc4f717ceaf1cc82f3142266a0081c470cc20f516624f3d21c53d366eb02e417";
const char *upper = "sha256:08097672d708abf84a6b1612c8ea7498fbec849bdfa495278a5447a4192af715";

PushReading readingOf(const QByteArray &bytes, qsizetype piece)
{
    PushReading reading({ text(lower), text(upper) }, text("sha256:34631d8605cd9186eab329ce568b07ff23e7b3974e42bc21e2423b268a18ac81"));
    for (qsizetype at = 0; at < bytes.size(); at += piece)
        reading.take(bytes.mid(at, piece));
    reading.finish();
    return reading;
}

QString stateName(State state)
{
    static const QStringList names { text("waiting"), text("checking"), text("compressing"), text("uploading"), text("verifying"), text("retrying"), text("done"), text("exists"), text("mounted"), text("failed") };
    return names.at(static_cast<int>(state));
}

/// `arrived|refused|nothing: name state, name state`
QString shown(const PushReading &reading)
{
    QStringList blobs;
    for (const BlobProgress &blob : reading.blobs())
        blobs << blob.name.mid(7, 4) + QLatin1Char(' ') + stateName(blob.state) + (blob.mountedFrom.isEmpty() ? QString() : QLatin1Char(' ') + blob.mountedFrom);
    return (reading.arrived() ? text("arrived") : reading.complaint() ? text("refused") : text("nothing")) + (blobs.isEmpty() ? QString() : text(": ") + blobs.join(text(", ")));
}

} // namespace

/// What engines say while they push, and what it means. The streams in fixtures/push_streams are dockerd 20.10's and podman 4.3's.
class TestPushStream final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void recordedStreams_data()
    {
        QTest::addColumn<QString>("shows");
        const auto row = [](const char *name, const char *shows) { QTest::newRow(name) << text(shows); };
        row("docker-pushed", "arrived: dc4f done, 0809 done");
        row("docker-exists", "arrived: dc4f exists, 0809 exists");
        row("docker-wrong-password", "refused: dc4f checking, 0809 checking");
        row("docker-absent", "refused");
        row("docker-no-such-tag", "refused");
        row("docker-offline", "refused");
        row("podman-pushed", "arrived");
        row("podman-wrong-password", "refused");
        row("podman-http", "refused");
    }

    void recordedStreams()
    {
        QFETCH(QString, shows);
        const QByteArray bytes = recorded(QLatin1String(QTest::currentDataTag()));
        QVERIFY(!bytes.isEmpty());
        for (const qsizetype piece : { bytes.size(), qsizetype(1), qsizetype(17), qsizetype(255) })
            QCOMPARE(shown(readingOf(bytes, piece)), shows);
    }

    void theDigestIsWhatTheEngineSaid()
    {
        QCOMPARE(readingOf(recorded(text("docker-pushed")), 100).digest(), text("sha256:fe37d2b072b2809ec8232e9dd92035d2066fad00a431c5c128c80e0d1459e82f"));
        QCOMPARE(readingOf(recorded(text("podman-pushed")), 100).digest(), text("sha256:36969b43659dbdafe53b848627ccc703ba8a404304fc5fccaa8fa54de0f9cdd6"));
    }

    void aStreamCutAnywhereBeforeTheDigestHasNotArrived()
    {
        for (const char *name : { "docker-pushed", "docker-exists", "podman-pushed" }) {
            const QByteArray bytes = recorded(text(name));
            const qsizetype digest = bytes.indexOf("digest: sha256:");
            QVERIFY(digest > 0);
            for (qsizetype at = 0; at < digest + 79; ++at)
                QVERIFY(!readingOf(bytes.left(at), 64).arrived());
        }
    }

    void layersComeInTheImagesOrderWithTheirBytes()
    {
        const QList<BlobProgress> blobs = readingOf(recorded(text("docker-pushed")), 100).blobs();
        QCOMPARE(blobs.size(), 2);
        QCOMPARE(blobs.at(0).name, text(lower));
        QCOMPARE(blobs.at(1).name, text(upper));
        QCOMPARE(blobs.at(0).sourceDone, 30'000'000); // it said 30,001,664 of 30,000,000
        QCOMPARE(blobs.at(0).sourceTotal, 30'000'000);
        QCOMPARE(blobs.at(0).total, -1);
    }

    void aLayerThatIsTriedAgainSaysWhen()
    {
        PushReading reading({ text("sha256:7dc34855fca9") }, {});
        const QList<QByteArray> lines = recorded(text("docker-retry")).split('\n');
        QList<int> seconds;
        bool isMounted = false;
        for (const QByteArray &line : lines) {
            reading.take(line + '\n');
            for (const BlobProgress &blob : reading.blobs()) {
                if (blob.state == State::Retrying && blob.retryInSeconds > 0)
                    seconds << blob.retryInSeconds;
                isMounted = isMounted || (blob.state == State::Mounted && blob.mountedFrom == text("grp/app"));
            }
        }
        QVERIFY(isMounted);
        QVERIFY(seconds.startsWith(5));
        QVERIFY(seconds.contains(1) && seconds.contains(10));
        QVERIFY(reading.arrived());
    }

    /// As the facts about its source have it: none was at hand.
    void theContainerdStoresWords()
    {
        const QByteArray bytes = "{\"status\":\"Waiting\",\"progressDetail\":{},\"id\":\"aaaaaaaaaaaa\"}\r\n"
                                 "{\"status\":\"Pushing\",\"progressDetail\":{\"current\":5,\"total\":10},\"id\":\"aaaaaaaaaaaa\"}\r\n"
                                 "{\"status\":\"Mounted from group/other\",\"progressDetail\":{\"hidecounts\":true},\"id\":\"bbbbbbbbbbbb\"}\r\n"
                                 "{\"status\":\"Already exists\",\"id\":\"cccccccccccc\"}\r\n"
                                 "{\"status\":\"Unavailable\",\"progressDetail\":{\"hidecounts\":true},\"id\":\"dddddddddddd\"}\r\n"
                                 "{\"aux\":{\"manifestPushedInsteadOfIndex\":true,\"originalIndex\":{},\"selectedManifest\":{}}}\r\n"
                                 "{\"status\":\"Pushed\",\"progressDetail\":{},\"id\":\"aaaaaaaaaaaa\"}\r\n"
                                 "{\"status\":\"1: digest: sha256:fe37d2b072b2809ec8232e9dd92035d2066fad00a431c5c128c80e0d1459e82f size: 737\"}\r\n";
        const PushReading reading = readingOf(bytes, 50);
        QCOMPARE(reading.blobs().size(), 4);
        QCOMPARE(reading.blobs().at(0).name, text("aaaaaaaaaaaa"));
        QCOMPARE(reading.blobs().at(0).state, State::Done);
        QCOMPARE(reading.blobs().at(1).mountedFrom, text("group/other"));
        QCOMPARE(reading.blobs().at(2).state, State::Exists);
        QCOMPARE(reading.blobs().at(3).state, State::Failed);
        QVERIFY(reading.blobs().at(3).trouble);
        QVERIFY(reading.arrived());
    }

    void whatIsNotWorthBelieving_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QString>("shows");
        const QByteArray digest = "{\"status\":\"1: digest: sha256:fe37d2b072b2809ec8232e9dd92035d2066fad00a431c5c128c80e0d1459e82f size: 737\"}";
        const auto row = [](const char *name, const QByteArray &stream, const char *shows) { QTest::newRow(name) << stream << text(shows); };
        row("nothing", "", "nothing");
        row("blanks", "\r\n\n  \r\n", "nothing");
        row("no JSON", "<html>502</html>\n" + digest, "arrived");
        row("a list", "[1,2]\n\"x\"\n7\nnull\n", "nothing");
        row("a digest after an error", "{\"errorDetail\":{\"message\":\"no\"}}\n" + digest + "\n", "refused");
        row("an error after the digest", digest + "\r\n{\"errorDetail\":{\"code\":401,\"message\":\"no\"},\"error\":\"no\"}", "refused");
        row("an old error alone", "{\"error\":\"format error\"}\r\n", "refused");
        row("an error without words", "{\"errorDetail\":{}}\r\n" + digest, "refused");
        row("an error of another type", "{\"error\":7}\n" + digest, "refused");
        row("a digest that is none", "{\"status\":\"1: digest: sha256:12 size: 7\"}\n{\"aux\":{\"Digest\":\"sha256:XX\"}}", "nothing");
        row("a digest that Podman could not read", "{\"status\":\"1: digest:  size: 0\"}", "nothing");
        row("an aux alone", "{\"aux\":{\"Tag\":\"1\",\"Digest\":\"sha256:fe37d2b072b2809ec8232e9dd92035d2066fad00a431c5c128c80e0d1459e82f\",\"Size\":7}}", "arrived");
        row("a line without end", QByteArray(3 << 20, 'x') + "\n" + digest, "arrived");
        row("an object for ever", "{\"status\":\"" + QByteArray(3 << 20, 'x') + "\"}\n" + digest, "arrived");
        row("an object cut by the next", "{\"status\":\"Pushed\",\"id\":\n" + digest + "\n", "arrived");
        row("numbers out of range", "{\"status\":\"Pushing\",\"progressDetail\":{\"current\":1e300,\"total\":-5},\"id\":\"dc4f717ceaf1\"}", "nothing: dc4f uploading");
        row("a word never heard", "{\"status\":\"Teleporting\",\"id\":\"dc4f717ceaf1\"}", "nothing");
        row("a wait without number", "{\"status\":\"Retrying in  seconds\",\"id\":\"dc4f717ceaf1\"}", "nothing");
        row("NUL", QByteArray("{\"status\":\"Push\0ed\"}\n", 21) + digest, "arrived");
    }

    void whatIsNotWorthBelieving()
    {
        QFETCH(QByteArray, stream);
        QFETCH(QString, shows);
        for (const qsizetype piece : { stream.size() + 1, qsizetype(1009) })
            QCOMPARE(shown(readingOf(stream, piece)), shows);
    }

    void layersWithoutNumberAreNotKept()
    {
        PushReading reading;
        for (int i = 0; i < 5000; ++i)
            reading.take("{\"status\":\"Preparing\",\"id\":\"" + QByteArray::number(i) + "\"}\n");
        QCOMPARE(reading.blobs().size(), 1000);
    }

    void complaints_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("shows");
        const auto row = [](const char *said, const char *shows, int status = 0) { QTest::newRow(said) << status << text(shows); };
        // dockerd 20.10 and podman 4.3, as recorded
        row("unauthorized: authentication required", "registry/unauthorized/ 401");
        row("no basic auth credentials", "registry/unauthorized/ 401");
        row("denied: requested access to the resource is denied", "registry/forbidden/ 0");
        row("denied: access forbidden", "registry/forbidden/ 0");
        row("An image does not exist locally with the tag: localhost:15998/grp/nope", "image/absent/app:1 0");
        row("tag does not exist: localhost:15998/grp/app:nope", "image/absent/app:1 0");
        row("failed to find image localhost:5/pod/nope:1: localhost:5/pod/nope:1: image not known", "image/absent/app:1 404", 404);
        row("Get \"http://localhost:15997/v2/\": dial tcp 127.0.0.1:15997: connect: connection refused", "daemon/offline/registry-unreachable 0");
        row("trying to reuse blob sha256:dc4f at destination: pinging container registry localhost:15999: Get \"https://localhost:15999/v2/\": http: server gave HTTP response to HTTPS client", "daemon/tls/registry-tls 0");
        row("trying to reuse blob sha256:dc4f at destination: checking whether a blob sha256:dc4f exists in localhost:15998/pod/app: unauthorized: authentication required", "registry/unauthorized/ 401");
        row("trying to reuse blob sha256:c5cd at destination: Requesting bearer token: invalid status code from registry 403 (Forbidden)", "registry/forbidden/ 403");
        row("writing blob: initiating layer upload to /v2/a/blobs/uploads/ in localhost:45541: errors: denied: requested access to the resource is denied unauthorized: authentication required", "registry/forbidden/ 0");
        row("unable to retrieve auth token: invalid username/password: unauthorized: HTTP Basic: Access denied. If a password was provided", "registry/unauthorized/ 401");
        // from the sources
        row("push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed", "registry/unauthorized/insufficient-scope 401");
        row("unexpected status from POST request to https://reg.example:5000/v2/a/blobs/uploads/: 403 Forbidden", "registry/forbidden/ 403");
        row("received unexpected HTTP status: 503 Service Unavailable", "registry/server/ 503");
        row("error parsing HTTP 413 response body: invalid character '<' looking for beginning of value: \"<html>\"", "registry/too-large/ 413");
        row("writing blob: initiating layer upload to /v2/a/blobs/uploads/ in reg.example: StatusCode: 404, <html>", "registry/not-found/ 404");
        row("toomanyrequests: You have reached your pull rate limit.", "registry/throttled/ 429");
        row("name unknown: repository name not known to registry", "registry/not-found/ 404");
        row("Get \"https://reg.example/v2/\": x509: certificate signed by unknown authority", "daemon/tls/registry-tls 0");
        row("Get \"https://denied.example/v2/\": dial tcp: lookup denied.example: no such host", "daemon/offline/registry-unreachable 0");
        row("Get \"https://reg.example/v2/\": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)", "daemon/timeout/registry-timeout 0");
        row("Put \"https://reg.example/v2/\": EOF", "daemon/offline/registry-unreachable 0");
        row("context canceled", "daemon/offline/engine-died 0");
        row("open /var/lib/docker/tmp/x: permission denied", "daemon/server/push 0");
        row("manifest invalid: manifest invalid", "daemon/server/push 0");
        row("", "daemon/server/push 0");
        row("no", "registry/unauthorized/ 401", 401);
        row("failed to parse \"X-Registry-Auth\" header", "daemon/server/push 400", 400);
        row("oh", "daemon/server/push 500", 500);
    }

    void complaints()
    {
        QFETCH(int, status);
        QFETCH(QString, shows);
        const Failure failure = engineComplaint(QLatin1String(QTest::currentDataTag()), status, text("app:1"));
        QCOMPARE(stageName(failure.stage) + QLatin1Char('/') + kindName(failure.kind) + QLatin1Char('/') + failure.subject + QLatin1Char(' ') + QString::number(failure.httpStatus), shows);
        QCOMPARE(failure.serverSaid, QLatin1String(QTest::currentDataTag()));
    }

    void theCredentialIsWhatEnginesRead_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QString>("address");
        QTest::newRow("a password") << text("reg.example:5050") << text("jo") << QByteArray("q\"\\ü?>~~~") << text("reg.example:5050");
        QTest::newRow("Hub") << text("docker.io") << text("jo") << QByteArray("pw") << text("https://index.docker.io/v1/");
        QTest::newRow("Hub by another name") << text("registry-1.docker.io") << text("jo") << QByteArray("pw") << text("https://index.docker.io/v1/");
        QTest::newRow("an identity token") << text("reg.example") << text("<token>") << QByteArray("eyJ.x.y") << text("reg.example");
        QTest::newRow("nobody") << text("reg.example") << QString() << QByteArray() << text("reg.example");
    }

    void theCredentialIsWhatEnginesRead()
    {
        QFETCH(QString, host);
        QFETCH(QString, user);
        QFETCH(QByteArray, secret);
        QFETCH(QString, address);
        const Credential credential { user, secret.isEmpty() ? nullptr : std::make_shared<const Secret>(secret) };
        const net::Header header = docker::registryAuthHeader(*registry::RegistryHost::parse(host), credential);
        QCOMPARE(header.name, QByteArray("X-Registry-Auth"));
        QCOMPARE(header.value.size() % 4, 0); // padded: moby's decoder refuses anything else
        QVERIFY(!header.value.contains('+') && !header.value.contains('/') && !header.value.contains('\n'));
        const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromBase64(header.value, QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors)).object();
        QCOMPARE(object.value(text("serveraddress")).toString(), address);
        const bool isToken = credential.isIdentityToken();
        QCOMPARE(object.value(text("identitytoken")).toString(), isToken ? QString::fromUtf8(secret) : QString());
        QCOMPARE(object.value(text("username")).toString(), isToken ? QString() : user);
        QCOMPARE(object.value(text("password")).toString(), isToken ? QString() : QString::fromUtf8(secret));
        QVERIFY(!object.contains(text("registrytoken")) && !object.contains(text("auth")));
    }

    void thePaceIsThatOfTheLastSeconds()
    {
        using std::chrono::milliseconds;
        Growth growth;
        QCOMPARE(growth.bytesPerSecond(), 0.0);
        growth.add(milliseconds(0), 0);
        QCOMPARE(growth.bytesPerSecond(), 0.0);
        for (int tenth = 1; tenth <= 100; ++tenth)
            growth.add(milliseconds(100 * tenth), 1000 * tenth);
        QCOMPARE(growth.bytesPerSecond(), 10'000.0);
        growth.add(milliseconds(10'100), 500); // begun anew
        QCOMPARE(growth.bytesPerSecond(), 0.0);
        growth.add(milliseconds(11'100), 1500);
        QCOMPARE(growth.bytesPerSecond(), 1000.0);
    }
};

QTEST_GUILESS_MAIN(TestPushStream)
#include "test_push_stream.moc"
