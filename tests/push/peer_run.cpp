#include "tests/push/peer_run.h"

#include "tests/push/arrival.h"
#include "tests/push/raw_client.h"
#include "tests/sandbox/image.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace wharf::rig {

using namespace sandbox;

namespace {

constexpr int awayMilliseconds = 10'000;
const QString localName = QStringLiteral("localhost/rig/image:1");

QString lastLine(const QByteArray &output)
{
    static const QRegularExpression state(QStringLiteral("_state=[A-Za-z0-9%_-]*"));
    return QString::fromUtf8(output.trimmed().split('\n').last()).simplified().remove(state).right(200);
}

/// Exit status, -1 where it did not end in time.
int runFor(int seconds, const QStringList &command, const QProcessEnvironment &environment, QByteArray *output)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(command.first(), command.mid(1));
    process.closeWriteChannel();
    const bool ended = process.waitForFinished(seconds * 1000);
    if (!ended) {
        process.kill();
        process.waitForFinished();
    }
    *output = process.readAll();
    return ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

} // namespace

QString Cell::text() const
{
    const QString verdict = lied ? QStringLiteral("**says y, is n**") : arrived ? QStringLiteral("y") : QStringLiteral("n");
    return arrived ? verdict + QLatin1Char(' ') + QString::number(sent, 'f', 2) : verdict;
}

PeerRun::PeerRun(double scale, int secondsPerCell)
    : m_scale(scale)
    , m_secondsPerCell(secondsPerCell)
{
}

PeerRun::~PeerRun()
{
    m_proxy.reset();
    m_sandbox.reset();
}

QString PeerRun::start(const QList<Peer> &peers)
{
    Parts parts { Part::PlainRegistry };
    for (const Peer &peer : peers) {
        if (peer.engine == QLatin1String("docker"))
            parts.insert(Part::Docker);
    }
    m_sandbox = std::make_unique<Sandbox>(parts);
    if (!m_sandbox->start())
        return m_sandbox->error();
    Registry &registry = m_sandbox->plainRegistryServer();
    m_proxy = std::make_unique<SpoilingProxy>(registry.port(), ResumeRules(registry.storage(), Registry::secret(), registry.port()));
    signIn();

    // Random, so that everybody's gzip makes the same payload of it.
    ImageWish wish { .layers = {}, .seed = 7 };
    for (const double megabytes : { 20.0, 80.0, 40.0, 12.0, 5.0 })
        wish.layers << static_cast<qint64>(megabytes * 1e6 * m_scale);
    m_layout = m_sandbox->folder().at(QStringLiteral("layout"));
    m_archive = m_sandbox->folder().at(QStringLiteral("archive.tar"));
    if (QString error = makeOciLayout(m_layout, wish); !error.isEmpty())
        return error;
    if (QString error = makeDockerArchive(m_archive, localName, wish); !error.isEmpty())
        return error;
    QDirIterator blobs(m_layout + QLatin1String("/blobs"), QDir::Files, QDirIterator::Subdirectories);
    while (blobs.hasNext()) {
        blobs.next();
        m_payload += blobs.fileInfo().size();
    }
    for (const Peer &peer : peers) {
        QByteArray output;
        if (!peer.engine.isEmpty() && runFor(300, { peer.engine, QStringLiteral("load"), QStringLiteral("--quiet"), QStringLiteral("--input"), m_archive }, environment(), &output) != 0)
            return QStringLiteral("%1 load: %2").arg(peer.engine, lastLine(output));
    }
    return {};
}

QProcessEnvironment PeerRun::environment() const
{
    QProcessEnvironment environment = m_sandbox->environment();
    const DemoSignIn &jo = m_sandbox->signIn(QStringLiteral("personal"));
    environment.insert(QStringLiteral("CI_REGISTRY"), m_proxy->host());
    environment.insert(QStringLiteral("CI_REGISTRY_USER"), jo.userName);
    environment.insert(QStringLiteral("CI_REGISTRY_PASSWORD"), jo.secret);
    environment.insert(QStringLiteral("WHARFINGER_HOME"), m_sandbox->folder().at(QStringLiteral("home/wharfinger")));
    return environment;
}

void PeerRun::signIn() const
{
    const DemoSignIn &jo = m_sandbox->signIn(QStringLiteral("personal"));
    const QString auth = QString::fromLatin1((jo.userName + QLatin1Char(':') + jo.secret).toUtf8().toBase64());
    const QByteArray file = QJsonDocument(QJsonObject { { QStringLiteral("auths"), QJsonObject { { m_proxy->host(), QJsonObject { { QStringLiteral("auth"), auth } } } } } }).toJson();
    m_sandbox->folder().folder(QStringLiteral("home/.docker"));
    m_sandbox->folder().write(QStringLiteral("home/.docker/config.json"), file);
    m_sandbox->folder().folder(QStringLiteral("run/containers"));
    m_sandbox->folder().write(QStringLiteral("run/containers/auth.json"), file);
}

void PeerRun::emptyRegistry() const
{
    // Nothing to mount from, nothing that is there already.
    QDir(m_sandbox->plainRegistryServer().storage() + QLatin1String("/docker")).removeRecursively();
}

QString PeerRun::prepare(const Peer &peer, const QString &destination) const
{
    QByteArray output;
    if (peer.engine.isEmpty() || runFor(60, { peer.engine, QStringLiteral("tag"), localName, destination }, environment(), &output) == 0)
        return {};
    return lastLine(output);
}

Cell PeerRun::run(const FaultRow &row, const Peer &peer)
{
    Cell cell;
    const QByteArray repository = "group/app/cell" + QByteArray::number(++m_cells);
    const QString destination = m_proxy->host() + QLatin1Char('/') + QString::fromLatin1(repository) + QLatin1String(":1");
    emptyRegistry();
    cell.said = prepare(peer, destination);
    if (!cell.said.isEmpty())
        return cell;
    m_sandbox->gitlab().change([&](GitLabWorld &world) { world.settings.tokenLifetimeSeconds = row.tokenSeconds; });
    // It may still be away from the last time.
    for (const QDeadlineTimer limit(awayMilliseconds); !RawClient(m_proxy->port()).isConnected() && !limit.hasExpired();) { }
    m_proxy->set(row.faults);
    m_proxy->log().clear();

    QStringList command = peer.command;
    for (QString &word : command) {
        word.replace(QLatin1String("%destination"), destination).replace(QLatin1String("%layout"), m_layout);
        word.replace(QLatin1String("%archive"), m_archive).replace(QLatin1String("%image"), localName);
    }
    QByteArray output;
    QElapsedTimer timer;
    timer.start();
    const int status = runFor(m_secondsPerCell, command, environment(), &output);
    cell.seconds = static_cast<double>(timer.elapsed()) / 1000;
    cell.said = status == -1 ? QStringLiteral("(no end after %1 s) ").arg(m_secondsPerCell) + lastLine(output) : lastLine(output);
    cell.sent = static_cast<double>(m_proxy->log().sent()) / static_cast<double>(m_payload);

    m_proxy->set({});
    m_sandbox->gitlab().change([](GitLabWorld &world) { world.settings.tokenLifetimeSeconds = 300; });
    const DemoSignIn &jo = m_sandbox->signIn(QStringLiteral("personal"));
    const QUrl realm = m_sandbox->gitlab().plainRealm();
    const QByteArray token = pullToken(static_cast<quint16>(realm.port()), realm.path().toLatin1(), (jo.userName + QLatin1Char(':') + jo.secret).toUtf8(), repository);
    cell.missing = whatIsMissing(m_sandbox->plainRegistryServer().port(), repository, "1", token);
    cell.arrived = status == 0 && cell.missing.isEmpty();
    cell.lied = status == 0 && !cell.missing.isEmpty();
    return cell;
}

} // namespace wharf::rig
