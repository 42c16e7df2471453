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
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

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

    [[nodiscard]] int uploadsLeft() const
    {
        const QDir uploads(registry().storage() + QStringLiteral("/docker/registry/v2/repositories/") + m_repository + QStringLiteral("/_uploads"));
        return static_cast<int>(uploads.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size());
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<Sandbox>(Parts { Part::OpenRegistry, Part::GitLab });
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
        row("a body limit of 1 MB", { .bodyLimit = mega }, 1.2);
        row("a body limit of 1 MB and a buffering proxy", { .bodyLimit = mega, .buffering = true }, 1.2);
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
        QCOMPARE(uploadsLeft(), 0);
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
};

QTEST_GUILESS_MAIN(TestPushFaults)
#include "test_push_faults.moc"
