#include "core/docker/client_files.h"
#include "core/docker/handed_over.h"
#include "tests/sandbox/environment.h"
#include "tests/sandbox/registry.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>
#include <vector>

#include <unistd.h>

using namespace wharf;
using namespace wharf::docker;
using registry::RegistryHost;

namespace {

const QByteArray someText = "{\n    \"HttpHeaders\": {\"X-Meta\": \"\\u00e9\"},\n    \"auths\": {\"x.example\": {\"auth\": \"eDp5\"}},\n"
                            "    \"credHelpers\": {\n        \"other.example\": \"ecr-login\"\n    }\n}\n";

RegistryHost hostOf(const QString &writer, int number)
{
    return RegistryHost::parse(QStringLiteral("w%1-%2.example").arg(writer, QString::number(number))).value();
}

/// The writer's edits: every host is set, and each fourth takes the one before it away again.
bool isTakenAway(int number)
{
    return number % 4 == 2;
}

/// Busy after 5 s is an honest answer on a loaded machine, and the one who hears it tries again.
Result<void> patiently(const std::function<Result<void>()> &work)
{
    Result<void> done;
    for (int tries = 0; tries < 20; ++tries) {
        done = work();
        if (done || done.error().kind != Kind::Busy)
            break;
    }
    return done;
}

int edit(const QString &file, const QString &writer, int count)
{
    for (int number = 0; number < count; ++number) {
        auto done = patiently([&] { return setHelperEntry(file, hostOf(writer, number)); });
        if (done && number > 0 && isTakenAway(number - 1))
            done = patiently([&] { return removeHelperEntry(file, hostOf(writer, number - 1)); });
        if (!done) {
            qCritical().noquote() << "edit" << number << "failed:" << kindName(done.error().kind) << done.error().serverSaid;
            return 1;
        }
    }
    return 0;
}

/// Until it is ended. Says how far it came after every edit.
int editOn(const QString &file, const QString &writer)
{
    for (int number = 0;; ++number) {
        if (const auto done = setHelperEntry(file, hostOf(writer, number)); !done)
            return 1;
        const QByteArray line = QByteArray::number(number) + '\n';
        if (::write(STDOUT_FILENO, line.constData(), static_cast<std::size_t>(line.size())) < 0)
            return 0;
    }
}

QJsonObject contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (error.error != QJsonParseError::NoError)
        qCritical().noquote() << path << error.errorString();
    return document.object();
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

QStringList dockerPrograms()
{
    QStringList found;
    for (const char *path : { "/usr/local/bin/docker", "/usr/bin/docker" }) {
        if (QFile::exists(QLatin1String(path)))
            found.append(QLatin1String(path));
    }
    return found;
}

} // namespace

class TestClientFilesRace final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath(QStringLiteral("config.json"));
        qputenv("WHARFINGER_HOME", QFile::encodeName(m_folder->filePath(QStringLiteral("own"))));
        write(m_file, someText);
    }

    void eightProcessesLoseNothing()
    {
        constexpr int writers = 8;
        constexpr int edits = 200;
        std::vector<std::unique_ptr<QProcess>> processes;
        for (int writer = 0; writer < writers; ++writer)
            processes.push_back(startWriter({ QStringLiteral("edit"), m_file, QString::number(writer), QString::number(edits) }));
        for (const auto &process : processes) {
            QVERIFY(process->waitForFinished(600'000));
            QCOMPARE(process->exitCode(), 0);
        }

        QStringList expected { QStringLiteral("other.example") };
        for (int writer = 0; writer < writers; ++writer) {
            for (int number = 0; number < edits; ++number) {
                if (!isTakenAway(number))
                    expected.append(hostOf(QString::number(writer), number).name());
            }
        }
        expected.sort();
        const QJsonObject content = contentOf(m_file);
        QCOMPARE(content.value(QLatin1String("credHelpers")).toObject().keys(), expected);
        QCOMPARE(content.value(QLatin1String("auths")), contentOf(copyOf(someText)).value(QLatin1String("auths")));
        QCOMPARE(handedOver()->size(), expected.size() - 1); // and its own memory lost nothing either
    }

    void dockerLosesNothingAndOursComesBack_data()
    {
        QTest::addColumn<QString>("docker");
        QVERIFY2(!dockerPrograms().isEmpty(), "docker is not installed (Debian: docker.io)");
        for (const QString &program : dockerPrograms())
            QTest::newRow(qPrintable(program)) << program;
    }

    void dockerLosesNothingAndOursComesBack()
    {
        QFETCH(QString, docker);
        QString error;
        const auto folder = sandbox::Folder::make({}, &error);
        QVERIFY2(folder, qPrintable(error));
        const QString passwords = sandbox::makePasswordFile(*folder, QStringLiteral("jo"), QStringLiteral("pw"), &error);
        const auto registry = sandbox::Registry::start({ .name = QStringLiteral("registry-basic"), .certificateFile = {}, .keyFile = {},
                                                         .ca = {}, .realm = {}, .issuer = {}, .tokenCertificateFile = {},
                                                         .passwordFile = passwords },
                                                       *folder, sandbox::daemonEnvironment(*folder), &error);
        QVERIFY2(registry, qPrintable(error));
        error = registry->waitUntilReady();
        QVERIFY2(error.isEmpty(), qPrintable(error));

        std::vector<std::unique_ptr<QProcess>> writers;
        for (int writer = 0; writer < 2; ++writer)
            writers.push_back(startWriter({ QStringLiteral("edit-on"), m_file, QString::number(writer) }));

        for (int round = 0; round < 12; ++round) {
            QCOMPARE(runDocker(docker, { QStringLiteral("login"), QStringLiteral("-u"), QStringLiteral("jo"),
                                         QStringLiteral("--password-stdin"), registry->host() }), 0);
            // For the blink of an eye a writer's file may stand where Docker's was, until it sees that and puts Docker's back.
            // What is lost never comes back: so the wait hides nothing.
            const auto isSignedIn = [&] { return contentOf(m_file).value(QLatin1String("auths")).toObject().contains(registry->host()); };
            QTRY_VERIFY(isSignedIn());
            QCOMPARE(runDocker(docker, { QStringLiteral("logout"), registry->host() }), 0);
            QTRY_VERIFY(!isSignedIn());
            const QJsonObject content = contentOf(m_file);
            QVERIFY(content.value(QLatin1String("auths")).toObject().contains(QLatin1String("x.example")));
            QCOMPARE(content.value(QLatin1String("HttpHeaders")), contentOf(copyOf(someText)).value(QLatin1String("HttpHeaders")));
        }

        QList<RegistryHost> hosts;
        for (std::size_t writer = 0; writer < writers.size(); ++writer) {
            writers[writer]->kill();
            QVERIFY(writers[writer]->waitForFinished());
            const int last = writers[writer]->readAllStandardOutput().trimmed().split('\n').last().toInt();
            QVERIFY(last > 10);
            for (int number = 0; number <= last; ++number)
                hosts.append(hostOf(QString::number(writer), number));
        }
        const ClientFiles files { m_file, m_folder->filePath(QStringLiteral("auth.json")) };
        const qsizetype left = ours();
        QVERIFY2(left < hosts.size(), "Docker has overwritten nothing: this run says nothing");
        QCOMPARE(ensureHelperEntries(files, hosts).value(), QStringList { m_file });
        QVERIFY(ours() >= hosts.size());
        for (const RegistryHost &host : hosts)
            QCOMPARE(int(helperEntryState(m_file, host)->entry), int(HelperEntry::Ours));
        QVERIFY(contentOf(m_file).value(QLatin1String("auths")).toObject().contains(QLatin1String("x.example")));
    }

private:
    static std::unique_ptr<QProcess> startWriter(const QStringList &arguments)
    {
        auto process = std::make_unique<QProcess>();
        process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process->start(QCoreApplication::applicationFilePath(), QStringList { QStringLiteral("--writer") } + arguments);
        return process;
    }

    int runDocker(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        // No daemon: then the program itself asks the registry, and writes the file in the same way.
        process.start(program, QStringList { QStringLiteral("--config"), m_folder->path(), QStringLiteral("--host"),
                                             QStringLiteral("unix://") + m_folder->filePath(QStringLiteral("no.sock")) }
                          + arguments);
        process.write("pw\n");
        process.closeWriteChannel();
        if (!process.waitForFinished())
            return -1;
        if (process.exitCode() != 0)
            qCritical().noquote() << process.readAllStandardError();
        return process.exitCode();
    }

    QString copyOf(const QByteArray &text)
    {
        const QString path = m_folder->filePath(QStringLiteral("copy.json"));
        write(path, text);
        return path;
    }

    qsizetype ours() const
    {
        const QJsonObject helpers = contentOf(m_file).value(QLatin1String("credHelpers")).toObject();
        return std::count(helpers.begin(), helpers.end(), QJsonValue(helperSuffix));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    if (arguments.value(1) == QLatin1String("--writer")) {
        return arguments.value(2) == QLatin1String("edit") ? edit(arguments.value(3), arguments.value(4), arguments.value(5).toInt())
                                                           : editOn(arguments.value(3), arguments.value(4));
    }
    TestClientFilesRace test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_client_files_race.moc"
