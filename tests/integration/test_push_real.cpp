// wharfctl push with the real programs: images that dockerd, podman and skopeo made, pulled back by all three.

#include "tests/integration/program.h"
#include "tests/integration/secret_watch.h"
#include "tests/sandbox/image.h"
#include "tests/sandbox/sandbox.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace wharf::sandbox;
using wharf::test::formsOf;
using wharf::test::ProgramResult;
using wharf::test::run;
using wharf::test::secretIn;

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

} // namespace

class TestPushReal final : public QObject {
    Q_OBJECT

    std::unique_ptr<Sandbox> m_sandbox;
    QProcessEnvironment m_environment;
    QTemporaryDir m_place;
    QList<QByteArray> m_secretForms;
    int m_count = 0;

    ProgramResult wharfctl(const QStringList &arguments, const QByteArray &input = {}) const
    {
        QProcessEnvironment environment = m_environment;
        environment.insert(text("CONTAINER_HOST"), m_sandbox->podman().address()); // podman itself would go remote by it
        ProgramResult ran = run(QStringLiteral(WHARFCTL), arguments, environment, input);
        if (!secretIn(ran.said(), m_secretForms).isEmpty())
            ran = { -1, {}, "a secret was said by wharfctl " + arguments.first().toUtf8() };
        return ran;
    }
    ProgramResult docker(const QStringList &arguments) const { return run(text("docker"), arguments, m_environment); }
    ProgramResult podman(const QStringList &arguments) const { return run(text("podman"), arguments, m_environment); }
    ProgramResult skopeo(const QStringList &arguments) const { return run(text("skopeo"), arguments, m_environment); }
    [[nodiscard]] QString at(const char *name) const { return m_place.filePath(text(name)); }

    [[nodiscard]] QString complaintOf(const QByteArray &document) const
    {
        const QString schema = QJsonDocument::fromJson(document).object().value(text("schema")).toString().replace(u'/', u'.');
        const QString instance = m_place.filePath(text("document.json"));
        QFile file(instance);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(document) != document.size())
            return text("could not be written");
        file.close();
        const ProgramResult checked = run(text("/usr/bin/python3"),
                                          { text("-W"), text("ignore"), text("-m"), text("jsonschema"), text("-i"), instance, QStringLiteral(WHARF_SCHEMAS "/%1.schema.json").arg(schema) }, m_environment);
        return checked.exitStatus == 0 ? QString() : QString::fromUtf8(checked.said() + document);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sandbox = std::make_unique<Sandbox>(Parts { Part::Registry, Part::Docker, Part::Podman, Part::Keyring });
        QVERIFY2(m_sandbox->start(), qPrintable(m_sandbox->error()));
        m_environment = m_sandbox->environment();
        const QString programs = QFileInfo(QStringLiteral(WHARFCTL)).path();
        m_environment.insert(text("PATH"), programs + u':' + m_environment.value(text("PATH")));
        m_environment.insert(text("LC_ALL"), text("C.UTF-8"));
        m_environment.insert(text("QT_LOGGING_RULES"), text("wharf.*=true"));
        for (const DemoSignIn &each : m_sandbox->signIns())
            m_secretForms += formsOf(each.secret.toUtf8());
        const DemoSignIn &jo = m_sandbox->signIn(text("personal"));
        VERIFY_RUNS(wharfctl({ text("login"), m_sandbox->registry(), text("-u"), jo.userName, text("--password-stdin"), text("--ca-file"), m_sandbox->caFile() }, jo.secret.toUtf8()));

        const ImageWish wish { .layers = { 3'000'000, 200'000, 5'000 }, .seed = 11 };
        QCOMPARE(makeImageInDocker(text("made/app:1"), m_environment, wish), QString());
        QCOMPARE(makeImageInPodman(text("localhost/made/app:1"), m_environment, wish), QString());
        VERIFY_RUNS(docker({ text("save"), text("-o"), at("docker.tar"), text("made/app:1") }));
        VERIFY_RUNS(podman({ text("save"), text("-q"), text("--format"), text("oci-archive"), text("-o"), at("podman-oci.tar"), text("localhost/made/app:1") }));
        VERIFY_RUNS(podman({ text("save"), text("-q"), text("--format"), text("docker-archive"), text("-o"), at("podman.tar"), text("localhost/made/app:1") }));
        VERIFY_RUNS(skopeo({ text("copy"), text("-q"), text("docker-archive:") + at("docker.tar"), text("oci:") + at("layout") + text(":one") }));
        QCOMPARE(makeOciLayout(at("arm"), { .layers = { 70'000 }, .seed = 12 }), QString());
        // An index of two platforms, made by podman.
        VERIFY_RUNS(podman({ text("manifest"), text("create"), text("localhost/many:1") }));
        VERIFY_RUNS(podman({ text("manifest"), text("add"), text("localhost/many:1"), text("oci:") + at("layout") + text(":one") }));
        VERIFY_RUNS(podman({ text("manifest"), text("add"), text("--arch"), text("arm64"), text("localhost/many:1"), text("oci:") + at("arm") + text(":latest") }));
        VERIFY_RUNS(podman({ text("manifest"), text("push"), text("-q"), text("--all"), text("localhost/many:1"), text("oci:") + at("index") + text(":many") }));
    }
    void cleanupTestCase() { m_sandbox.reset(); }

    void whatIsPushedIsPulledByAll_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<bool>("isIndex");
        const auto row = [this](const char *name, const QString &source, bool isIndex = false, const QStringList &options = {}) {
            Q_UNUSED(this)
            QTest::newRow(name) << source << options << isIndex;
        };
        row("dockerd's", text("docker:made/app:1"));
        row("podman's", text("podman:localhost/made/app:1"));
        row("docker save", text("docker-archive:") + at("docker.tar"));
        row("podman save", text("docker-archive:") + at("podman.tar"));
        row("podman save, OCI", text("oci-archive:") + at("podman-oci.tar"));
        row("skopeo's layout", text("oci:") + at("layout") + text(":one"));
        row("an index of two platforms", text("oci:") + at("index") + text(":many"), true);
        row("in small chunks, one at a time", text("docker-archive:") + at("docker.tar"), false, { text("--chunk-size"), text("256K"), text("--jobs"), text("1") });
        row("by dockerd itself", text("docker:made/app:1"), false, { text("--via"), text("daemon") });
        row("by podman itself", text("podman:localhost/made/app:1"), false, { text("--via"), text("daemon") });
    }
    void whatIsPushedIsPulledByAll()
    {
        QFETCH(const QString, source);
        QFETCH(const QStringList, options);
        QFETCH(const bool, isIndex);
        const QString image = QStringLiteral("%1/group/app/real%2:1").arg(m_sandbox->registry()).arg(++m_count);
        const ProgramResult pushed = wharfctl(QStringList { text("push"), source, image } + options);
        QVERIFY2(pushed.exitStatus == 0, pushed.said().constData());
        const QString digest = QString::fromLatin1(pushed.out).trimmed();
        QVERIFY2(digest.startsWith(text("sha256:")), pushed.said().constData());

        const ProgramResult inspected = skopeo({ text("inspect"), text("--raw"), text("docker://") + image });
        QVERIFY2(inspected.exitStatus == 0, inspected.said().constData());
        QCOMPARE(QString::fromLatin1("sha256:" + QCryptographicHash::hash(inspected.out, QCryptographicHash::Sha256).toHex()), digest);
        const QString copy = m_place.filePath(QStringLiteral("copy%1").arg(m_count));
        QStringList copying { text("copy"), text("-q"), text("docker://") + image, text("oci:") + copy + text(":c") };
        if (isIndex)
            copying.insert(1, text("--all"));
        VERIFY_RUNS(skopeo(copying)); // checks each digest
        VERIFY_RUNS(docker({ text("pull"), text("-q"), image }));
        VERIFY_RUNS(podman({ text("pull"), text("-q"), image }));
    }

    void eventsAreALineEachAndFollowTheirSchemas()
    {
        const QString image = m_sandbox->registry() + text("/group/app/events:1");
        const ProgramResult pushed = wharfctl({ text("push"), text("docker-archive:") + at("docker.tar"), image, text("--json") });
        QVERIFY2(pushed.exitStatus == 0, pushed.said().constData());
        const QList<QByteArray> lines = pushed.out.trimmed().split('\n');
        QVERIFY(lines.size() > 4);
        for (const QByteArray &line : lines) {
            const QString complaint = complaintOf(line);
            QVERIFY2(complaint.isEmpty(), qPrintable(complaint));
        }
        QCOMPARE(QJsonDocument::fromJson(lines.first()).object().value(text("event")).toString(), text("started"));
        QCOMPARE(QJsonDocument::fromJson(lines.last()).object().value(text("schema")).toString(), text("wharfinger.push/1"));
    }

    void badInputGetsASentenceAndAStatus_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exitStatus");
        QTest::addColumn<QString>("words");
        const QString image = m_sandbox->registry() + text("/group/app/bad:1");
        QFile cut(at("cut.tar"));
        QFile whole(at("docker.tar"));
        QVERIFY(whole.open(QIODevice::ReadOnly) && cut.open(QIODevice::WriteOnly) && cut.write(whole.read(1'500'000)) > 0);
        QTest::newRow("no such source") << QStringList { text("floppy:x"), image } << 2 << text("docker-archive:");
        QTest::newRow("capitals") << QStringList { text("docker:made/app:1"), m_sandbox->registry() + text("/Group/app:1") } << 2 << text("capital");
        QTest::newRow("no such image") << QStringList { text("docker:no/such:1"), image } << 3 << text("no/such");
        QTest::newRow("no such file") << QStringList { text("docker-archive:/no/such.tar"), image } << 3 << text("/no/such.tar");
        QTest::newRow("a folder") << QStringList { text("docker-archive:") + m_place.path(), image } << 3 << m_place.path();
        QTest::newRow("cut short") << QStringList { text("docker-archive:") + at("cut.tar"), image } << 3 << QString();
        QTest::newRow("may not push") << QStringList { text("docker-archive:") + at("docker.tar"), m_sandbox->registry() + text("/group/readonly/x:1") } << 1 << QString();
        QTest::newRow("daemon and archive") << QStringList { text("docker-archive:") + at("docker.tar"), image, text("--via"), text("daemon") } << 2 << text("--via");
        QTest::newRow("jobs") << QStringList { text("docker:made/app:1"), image, text("--jobs"), text("0") } << 2 << text("--jobs");
        QTest::newRow("a size") << QStringList { text("docker:made/app:1"), image, text("--limit-rate"), text("fast") } << 2 << text("--limit-rate");
    }
    void badInputGetsASentenceAndAStatus()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, exitStatus);
        QFETCH(const QString, words);
        const ProgramResult ran = wharfctl(QStringList { text("push") } + arguments);
        QVERIFY2(ran.exitStatus == exitStatus, ran.said().constData());
        QVERIFY2(ran.said().contains(words.toUtf8()), ran.said().constData());
        QVERIFY(ran.out.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestPushReal)
#include "test_push_real.moc"
