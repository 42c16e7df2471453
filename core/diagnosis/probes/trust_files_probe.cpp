#include "core/diagnosis/probes/host_probe.h"
#include "core/net/certificate_files.h"
#include "core/net/tls_trust.h"

#include <QDir>
#include <QFileInfo>

namespace wharf::diagnosis {

namespace {

void addProblem(QStringList &problems, const char *what, const QString &path)
{
    problems << QLatin1String(what) + QLatin1Char(' ') + path;
}

void checkReadable(const QString &path, QStringList &problems)
{
    const auto read = net::readCertificates(path);
    if (!read)
        addProblem(problems, read.error().kind == Kind::Malformed ? "malformed" : "unreadable", path);
}

/// As Docker reads it: one odd file, and it refuses the whole folder.
void checkFolder(const QDir &folder, QStringList &problems)
{
    if (!QFileInfo(folder.path()).isReadable() || !QFileInfo(folder.path()).isExecutable()) {
        addProblem(problems, "unreadable", folder.path());
        return;
    }
    const auto named = [&folder](const char *pattern) { return folder.entryList({ QLatin1String(pattern) }, QDir::Files, QDir::Name); };
    for (const QString &name : named("*.crt"))
        checkReadable(folder.filePath(name), problems);
    for (const QString &name : named("*.cert")) {
        const QString key = folder.filePath(name.chopped(5) + QStringLiteral(".key"));
        if (!QFileInfo::exists(key)) {
            addProblem(problems, "certificate-without-key", folder.filePath(name));
            continue;
        }
        checkReadable(folder.filePath(name), problems);
        if (const auto identity = net::readIdentity(folder.filePath(name), key); !identity && identity.error().subject == key)
            addProblem(problems, identity.error().kind == Kind::Malformed ? "malformed" : "unreadable", key);
    }
    for (const QString &name : named("*.key")) {
        if (!folder.exists(name.chopped(4) + QStringLiteral(".cert")))
            addProblem(problems, "key-without-certificate", folder.filePath(name));
    }
}

/// The host of a folder's name: `registry:5000` → `registry`, `[fd00::1]:5000` → `[fd00::1]`.
QString hostOf(const QString &name)
{
    const qsizetype colon = name.lastIndexOf(QLatin1Char(':'));
    return (colon < 0 || name.endsWith(QLatin1Char(']')) ? name : name.left(colon)).toLower();
}

QStringList sameHost(const QDir &parent, const QString &key, bool itselfToo)
{
    QStringList found;
    const QStringList names = parent.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : names) {
        if (hostOf(name) == hostOf(key) && (itselfToo || name != key))
            found << parent.filePath(name);
    }
    return found;
}

} // namespace

TrustFilesEvidence probeTrustFiles(const QUrl &url, const net::CertificateFolders &folders)
{
    // Seen in reports and typed by hand.
    static const QStringList misspelt { QStringLiteral("cert.d"), QStringLiteral("certs"), QStringLiteral("cert"), QStringLiteral("certd"),
                                        QStringLiteral("certsd"), QStringLiteral("cert.ds"), QStringLiteral("certs.d.d") };
    TrustFilesEvidence evidence;
    const QString key = net::hostKey(url);
    if (key.isEmpty() || key.contains(QLatin1Char('/')) || key.startsWith(QLatin1Char('.')))
        return evidence;
    const QStringList parents = folders.docker + folders.containers;
    for (const QString &path : parents) {
        const QDir parent(path);
        if (const QDir folder(parent.filePath(key)); folder.exists()) {
            evidence.folders << folder.path();
            checkFolder(folder, evidence.problems);
        }
        evidence.nearFolders += sameHost(parent, key, false);
        for (const QString &name : misspelt) {
            const QDir beside(QFileInfo(path).path() + QLatin1Char('/') + name);
            if (beside.exists())
                evidence.nearFolders += sameHost(beside, key, true);
        }
    }
    return evidence;
}

} // namespace wharf::diagnosis
