#include "tests/layering/include_directions.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QLibraryInfo>
#include <QRegularExpression>

namespace wharf::layering {

namespace {

using Areas = QHash<QString, QStringList>;

// What each area may include besides itself; "core" stands for all of core. An area that is not here may include nothing.
const Areas &directions()
{
    static const Areas table {
        { QStringLiteral("core"), { QStringLiteral("core") } }, // the precompiled header
        { QStringLiteral("core/base"), {} },
        { QStringLiteral("core/async"), { QStringLiteral("core/base") } },
        { QStringLiteral("core/net"), { QStringLiteral("core/base"), QStringLiteral("core/async") } },
        { QStringLiteral("core/registry"),
            { QStringLiteral("core/base"), QStringLiteral("core/async"), QStringLiteral("core/net") } },
        { QStringLiteral("core/gitlab"),
            { QStringLiteral("core/base"), QStringLiteral("core/async"), QStringLiteral("core/net"),
                QStringLiteral("core/registry") } },
        { QStringLiteral("core/accounts"),
            { QStringLiteral("core/base"), QStringLiteral("core/async"), QStringLiteral("core/net"),
                QStringLiteral("core/registry"), QStringLiteral("core/gitlab") } },
        { QStringLiteral("core/docker"),
            { QStringLiteral("core/base"), QStringLiteral("core/async"), QStringLiteral("core/net"),
                QStringLiteral("core/registry"), QStringLiteral("core/accounts") } },
        { QStringLiteral("core/push"),
            { QStringLiteral("core/base"), QStringLiteral("core/async"), QStringLiteral("core/net"),
                QStringLiteral("core/registry"), QStringLiteral("core/accounts"), QStringLiteral("core/docker") } },
        { QStringLiteral("core/wording"),
            { QStringLiteral("core/base"), QStringLiteral("core/registry"), QStringLiteral("core/accounts"),
                QStringLiteral("core/gitlab"), QStringLiteral("core/push") } },
        { QStringLiteral("core/activity"),
            { QStringLiteral("core/base"), QStringLiteral("core/async"), QStringLiteral("core/net"), QStringLiteral("core/registry"),
                QStringLiteral("core/accounts"), QStringLiteral("core/push"), QStringLiteral("core/wording") } },
        { QStringLiteral("core/diagnosis"), { QStringLiteral("core") } }, // reads all of core; nothing reads it
        { QStringLiteral("ui"), { QStringLiteral("core") } },
        { QStringLiteral("app"), { QStringLiteral("core"), QStringLiteral("ui") } },
    };
    return table;
}

// Libraries that one place alone knows.
struct Reserved {
    QLatin1String library;
    QLatin1String header; ///< how its headers begin, in lower case
    QLatin1String area;
};
constexpr Reserved reservedLibraries[] = {
    { QLatin1String("QCoro"), QLatin1String("qcoro"), QLatin1String("core/async") },
    { QLatin1String("QtKeychain"), QLatin1String("qt6keychain/"), QLatin1String("core/accounts") },
    { QLatin1String("QtKeychain"), QLatin1String("keychain.h"), QLatin1String("core/accounts") },
    { QLatin1String("libdbus"), QLatin1String("dbus/"), QLatin1String("core/accounts") },
    { QLatin1String("Qt D-Bus"), QLatin1String("qdbus"), QLatin1String("core/accounts") },
    { QLatin1String("nlohmann::json"), QLatin1String("nlohmann/"), QLatin1String("core/docker") },
    { QLatin1String("Boost.Beast"), QLatin1String("boost/"), QLatin1String("core/docker") },
    { QLatin1String("OpenSSL"), QLatin1String("openssl/"), QLatin1String("core") },
    { QLatin1String("libarchive"), QLatin1String("archive"), QLatin1String("core/push") },
    { QLatin1String("ISA-L"), QLatin1String("isa-l"), QLatin1String("core/push") },
    { QLatin1String("libcurl"), QLatin1String("curl/"), QLatin1String("core/net") },
    { QLatin1String("HTTP"), QLatin1String("qnetworkaccessmanager"), QLatin1String("core/net") },
    { QLatin1String("HTTP"), QLatin1String("qnetworkreply"), QLatin1String("core/net") },
    { QLatin1String("HTTP"), QLatin1String("qnetworkrequest"), QLatin1String("core/net") },
};

QString areaOf(const QString &path)
{
    const QStringList parts = path.split(u'/');
    const bool folderOfCore = parts.first() == QLatin1String("core") && parts.size() > 2;
    return folderOfCore ? parts.first() + u'/' + parts.at(1) : parts.first();
}

bool isWithin(const QString &area, const QString &outer)
{
    return area == outer || area.startsWith(outer + u'/');
}

bool isWindowHeader(const QString &header)
{
    static const QString headers = QLibraryInfo::path(QLibraryInfo::HeadersPath);
    for (const QLatin1String module : { QLatin1String("QtGui"), QLatin1String("QtWidgets"), QLatin1String("QtSvg") }) {
        if (header.startsWith(module) || QFile::exists(headers + u'/' + module + u'/' + header))
            return true;
    }
    return false;
}

QString complaintAboutOurs(const QString &area, const QString &header)
{
    // What the build makes: moc and uic files have no folder.
    if (!header.contains(u'/') && (header.endsWith(QLatin1String(".moc")) || header.startsWith(QLatin1String("moc_"))))
        return {};
    const QString target = areaOf(header);
    if (!directions().contains(target))
        return QStringLiteral("include \"%1\" from the root of the tree, out of core, ui or app").arg(header);
    if (isWithin(target, area))
        return {};
    const QStringList allowed = directions().value(area);
    for (const QString &outer : allowed) {
        if (isWithin(target, outer))
            return {};
    }
    return QStringLiteral("%1 may not read %2 (\"%3\")").arg(area, target, header);
}

QString complaintAboutLibrary(const QString &area, const QString &header)
{
    for (const Reserved &reserved : reservedLibraries) {
        if (header.toLower().startsWith(reserved.header) && !isWithin(area, reserved.area))
            return QStringLiteral("%1 belongs to %2 alone (<%3>)").arg(reserved.library, reserved.area, header);
    }
    if (isWithin(area, QStringLiteral("core")) && isWindowHeader(header))
        return QStringLiteral("core does without windows (<%1>)").arg(header);
    return {};
}

}

QStringList violationsIn(const QString &path, const QByteArray &text)
{
    static const QRegularExpression include(
        QStringLiteral("^[ \\t]*#[ \\t]*include[ \\t]*([\"<])([^\">]+)[\">]"), QRegularExpression::MultilineOption);
    static const QRegularExpression blockComment(
        QStringLiteral("/\\*.*?\\*/"), QRegularExpression::DotMatchesEverythingOption);

    const QString area = areaOf(path);
    if (!directions().contains(area))
        return { QStringLiteral("%1: the directions do not know %2 yet").arg(path, area) };

    QStringList complaints;
    QString source = QString::fromUtf8(text);
    source.remove(blockComment);
    auto matches = include.globalMatch(source);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const QString header = match.captured(2);
        const bool ours = match.captured(1) == QLatin1String("\"");
        const QString complaint = ours ? complaintAboutOurs(area, header) : complaintAboutLibrary(area, header);
        if (!complaint.isEmpty())
            complaints.append(path + QLatin1String(": ") + complaint);
    }
    return complaints;
}

QStringList violationsUnder(const QString &top)
{
    QStringList complaints;
    const QDir root(top);
    for (const QLatin1String folder : { QLatin1String("core"), QLatin1String("ui"), QLatin1String("app") }) {
        QDirIterator files(root.filePath(folder), { QStringLiteral("*.h"), QStringLiteral("*.cpp") }, QDir::Files,
            QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            const QString path = root.relativeFilePath(file.fileName());
            if (!file.open(QIODevice::ReadOnly))
                complaints.append(path + QLatin1String(": ") + file.errorString());
            else
                complaints.append(violationsIn(path, file.readAll()));
        }
    }
    complaints.sort();
    return complaints;
}

}
