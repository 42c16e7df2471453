#include "core/docker/logout_memory.h"

#include "core/base/log.h"
#include "core/base/paths.h"
#include "core/base/private_file.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

namespace wharf::docker {

namespace {

constexpr qint64 memorySeconds = 60;

PrivateFile ownFile()
{
    return PrivateFile(paths::state() + QLatin1String("/last-logout.json"), Stage::ClientFile, 4096);
}

} // namespace

void rememberLogout(const registry::RegistryHost &host, const QString &caller)
{
    const PrivateFile file = ownFile();
    const QJsonObject entry { { QStringLiteral("host"), host.name() },
                              { QStringLiteral("caller"), caller },
                              { QStringLiteral("at"), QDateTime::currentSecsSinceEpoch() } };
    const auto lock = file.lock();
    if (!lock || !file.replace(*lock, QJsonDocument(entry).toJson(QJsonDocument::Compact)))
        qCWarning(logDocker, "the sign-out could not be noted");
}

bool hasJustLoggedOut(const registry::RegistryHost &host, const QString &caller)
{
    if (caller.isEmpty())
        return false;
    const auto bytes = ownFile().read();
    if (!bytes || !*bytes)
        return false;
    const QJsonObject entry = QJsonDocument::fromJson(**bytes).object();
    const qint64 age = QDateTime::currentSecsSinceEpoch() - entry.value(QLatin1String("at")).toInteger();
    return entry.value(QLatin1String("host")).toString() == host.name()
        && entry.value(QLatin1String("caller")).toString() == caller && age >= 0 && age < memorySeconds;
}

} // namespace wharf::docker
