#include "core/base/paths.h"

#include <QDir>
#include <QStandardPaths>

namespace wharf::paths {

namespace {

QString under(const char *xdgVariable, const QString &otherwise, const QString &insideHome)
{
    const QString home = qEnvironmentVariable("WHARFINGER_HOME");
    if (!home.isEmpty())
        return QDir(home).absoluteFilePath(insideHome);
    const QString base = qEnvironmentVariable(xdgVariable);
    // The XDG base directory specification: a relative path is to be ignored.
    const QString root = !base.isEmpty() && QDir::isAbsolutePath(base) ? base : otherwise;
    return QDir::cleanPath(root + QLatin1String("/wharfinger"));
}

} // namespace

QString config()
{
    return under("XDG_CONFIG_HOME", QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation),
                 QStringLiteral("config"));
}

QString state()
{
#if defined(Q_OS_MACOS) || defined(Q_OS_WIN)
    const QString otherwise = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
#else
    const QString otherwise = QDir::homePath() + QLatin1String("/.local/state");
#endif
    return under("XDG_STATE_HOME", otherwise, QStringLiteral("state"));
}

QString runtime()
{
    return under("XDG_RUNTIME_DIR", QStandardPaths::writableLocation(QStandardPaths::TempLocation), QStringLiteral("run"));
}

QString accountFile()
{
    return config() + QLatin1String("/accounts.json");
}

QString settingsFile()
{
    return config() + QLatin1String("/settings.ini");
}

QString vaultFile()
{
    return config() + QLatin1String("/vault");
}

QString activityFile()
{
    return state() + QLatin1String("/activity.jsonl");
}

QString pushQueueFile()
{
    return state() + QLatin1String("/push/queue.json");
}

} // namespace wharf::paths
