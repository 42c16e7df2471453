#include "tests/gallery/stage.h"

#include "tests/gallery/namespaces.h"
#include "tests/integration/secret_watch.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace wharf::gallery {

using namespace Qt::StringLiterals;

Stage::Stage(const QString &wharfctl, const QString &kept)
    : m_programs((makeMachine(wharfctl, kept), m_folder))
    , m_names(m_programs, m_folder)
    , m_certificates(m_folder + u"/certificates"_s)
    , m_webAuthority(m_certificates.authority(u"Example Web Root"_s))
{
    layCable(m_programs);
    write(u"/etc/ssl/certs/ca-certificates.crt"_s, m_webAuthority.certificate);
    write(u"/etc/ssl/certs/web-root.pem"_s, m_webAuthority.certificate);
    const Said hashed = m_programs.run(Side::Servers, { u"openssl"_s, u"rehash"_s, u"/etc/ssl/certs"_s });
    if (hashed.exitStatus != 0)
        throw Broken { u"openssl rehash: "_s + QString::fromUtf8(hashed.all()) };
}

void Stage::makeMachine(const QString &wharfctl, const QString &kept)
{
    qputenv("PATH", Programs::plainEnvironment().value(u"PATH"_s).toLocal8Bit());
    // What the checkout holds may lie below a folder that is emptied next: show it in the new /run first.
    const QString home = u"/run/gallery"_s;
    const QString bin = u"/mnt"_s;
    bool done = mountEmpty(bin) && mountOver(wharfctl, bin + u"/wharfctl"_s) && mountOver(QFile::symLinkTarget(u"/proc/self/exe"_s), bin + u"/gallery"_s);
    if (!kept.isEmpty())
        done = done && mountOver(kept, bin + u"/kept"_s);
    // /dev/shm is faketime's: it names its memory after a process id, and every scenario has the same ones.
    for (const auto &folder : { u"/run"_s, u"/tmp"_s, u"/root"_s, u"/home"_s, u"/etc/docker"_s, u"/etc/ssl/certs"_s, u"/usr/local/share/ca-certificates"_s, u"/etc/containers"_s, u"/etc/systemd/system"_s, u"/dev/shm"_s })
        done = done && mountEmpty(folder);
    // Docker takes a helper that it finds on the PATH: a scenario that is about one brings it back.
    done = done && QDir().mkpath(bin + u"/helpers"_s);
    for (const QFileInfo &helper : QDir(u"/usr/bin"_s).entryInfoList({ u"docker-credential-*"_s }, QDir::Files))
        done = done && mountOver(helper.filePath(), bin + u"/helpers/"_s + helper.fileName()) && mountOver(u"/dev/null"_s, helper.filePath());
    done = done && QDir().mkpath(home + u"/certificates"_s) && QDir().mkpath(home + u"/tmp"_s) && QFile::link(bin, home + u"/bin"_s);
    if (!done)
        throw Broken { u"No machine: a mount failed."_s };
    const QFileInfo resolver(u"/etc/resolv.conf"_s);
    if (resolver.isSymLink())
        QDir().mkpath(QFileInfo(resolver.symLinkTarget()).path());
    const QString names = write(u"etc/resolv.conf"_s, "nameserver " + at::dns.toUtf8() + "\noptions timeout:2 attempts:1\n");
    const QString hosts = write(u"etc/hosts"_s, "127.0.0.1 localhost\n::1 localhost\n");
    // Where there is no registries.conf, Podman asks nobody; this is the empty one.
    write(u"/etc/containers/registries.conf"_s, "unqualified-search-registries = []\n");
    write(u"/etc/containers/policy.json"_s, R"({"default":[{"type":"insecureAcceptAnything"}]})");
    if (!mountOver(names, u"/etc/resolv.conf"_s) || !mountOver(hosts, u"/etc/hosts"_s))
        throw Broken { u"No names: a mount failed."_s };
}

QString Stage::write(const QString &path, const QByteArray &content, bool executable) const
{
    const QString whole = path.startsWith(u'/') ? path : m_folder + u'/' + path;
    QDir().mkpath(QFileInfo(whole).path());
    QFile file(whole);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size())
        throw Broken { whole };
    if (executable)
        file.setPermissions(file.permissions() | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther);
    return whole;
}

test::TestCertificate Stage::certificateFor(const QStringList &names)
{
    return m_certificates.issue(m_webAuthority, { .commonName = names.first(), .names = names });
}

void Stage::writeDockerConfiguration(const QJsonObject &content) const
{
    write(u"/root/.docker/config.json"_s, QJsonDocument(content).toJson());
}

void Stage::signDockerIn(const QString &key, const QString &userName, const QByteArray &password)
{
    keepSecret(password);
    const QByteArray pair = userName.toUtf8() + ':' + password;
    m_dockerAuths.insert(key, QJsonObject { { u"auth"_s, QString::fromLatin1(pair.toBase64()) } });
    writeDockerConfiguration({ { u"auths"_s, m_dockerAuths } });
}

void Stage::showHelpers()
{
    m_clientEnvironment.insert(u"PATH"_s, u"/mnt/helpers:"_s + m_clientEnvironment.value(u"PATH"_s));
}

void Stage::useInProofs(const QString &userName, const QByteArray &secret)
{
    m_proofVariables.insert(u"NAME"_s, userName);
    m_proofVariables.insert(u"SECRET"_s, QString::fromUtf8(secret));
    keepSecret(secret);
}

Said Stage::proves(const QString &what, const QString &line, const QString &says)
{
    return proved(Side::Client, what, line, says);
}

Said Stage::provesAtServers(const QString &what, const QString &line, const QString &says)
{
    return proved(Side::Servers, what, line, says);
}

Said Stage::proved(Side side, const QString &what, const QString &line, const QString &says)
{
    m_names.serve();
    QProcessEnvironment environment = side == Side::Client ? m_clientEnvironment : Programs::plainEnvironment();
    environment.insert(m_proofVariables);
    const Said said = m_programs.run(side, { u"sh"_s, u"-c"_s, line }, {}, environment);
    const bool holds = says.isEmpty() ? said.exitStatus == 0 : said.all().contains(says.toUtf8());
    if (!holds) {
        throw Broken { u"not proved: %1\n    %2\n    should say: %3\n    exit status %4, said: %5"_s.arg(what, line, says).arg(said.exitStatus)
                           .arg(QString::fromUtf8(said.all().left(2000))) };
    }
    return said;
}

QList<QByteArray> Stage::everySecret() const
{
    QList<QByteArray> all = m_secrets;
    for (const QString &path : m_secretFiles) {
        QFile file(path);
        if (file.open(QIODevice::ReadOnly)) {
            for (const QByteArray &line : file.readAll().split('\n')) {
                if (line.isEmpty())
                    continue;
                all << line;
                // Header and claims may be shown; with the signature beside them they are the token again.
                if (line.count('.') == 2)
                    all << line.mid(line.lastIndexOf('.') + 1);
            }
        }
    }
    return all;
}

Diagnosed Stage::diagnoses(const Ask &ask, const QString &code)
{
    m_names.serve();
    const QString folder = m_folder + u"/run-%1"_s.arg(++m_runs);
    QDir().mkpath(folder);
    if (!ask.secret.isEmpty())
        keepSecret(ask.secret);
    Diagnosed diagnosed = runDiagnosis(m_programs, ask, folder, m_clientEnvironment);
    m_diagnosisMilliseconds += diagnosed.milliseconds;
    write(folder + u"/stdout.json"_s, diagnosed.said.out);
    write(folder + u"/stderr"_s, diagnosed.said.err);
    if (QFile::exists(u"/mnt/kept"_s)) {
        for (const QFileInfo &file : QDir(folder).entryInfoList(QDir::Files) + QDir(m_folder + u"/logs"_s).entryInfoList(QDir::Files)) {
            const QString kept = u"/mnt/kept/%1-%2"_s.arg(m_runs).arg(file.fileName());
            QFile::remove(kept);
            QFile::copy(file.filePath(), kept);
        }
    }

    m_verdicts << diagnosed.verdict();
    if (diagnosed.verdict() != code) {
        m_complaints << u"run %1: %2 instead of %3 (findings: %4)"_s.arg(m_runs).arg(diagnosed.verdict().isEmpty() ? u"no verdict"_s : diagnosed.verdict(), code,
                                                                               diagnosed.codes().join(u", "_s));
    }
    for (const QString &fault : faultsOfForm(diagnosed))
        m_complaints << u"run %1: %2"_s.arg(m_runs).arg(fault);
    const QList<QByteArray> secrets = everySecret();
    for (const auto &[name, text] : { std::pair(u"standard output"_s, diagnosed.said.out), std::pair(u"standard error"_s, diagnosed.said.err),
                                      std::pair(u"the report"_s, diagnosed.report), std::pair(u"the HAR"_s, diagnosed.har) }) {
        if (!test::secretIn(text, secrets).isEmpty())
            m_complaints << u"run %1: a secret is in %2"_s.arg(m_runs).arg(name);
    }
    return diagnosed;
}

} // namespace wharf::gallery
