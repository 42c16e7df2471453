#include "core/activity/activity_entry.h"

#include "core/base/json.h"

#include <QJsonDocument>

namespace wharf::activity {

QByteArray printEntry(const ActivityEntry &entry)
{
    QJsonObject object { { QStringLiteral("time"), entry.time.toUTC().toString(Qt::ISODateWithMs) },
                         { QStringLiteral("kind"), entry.kind } };
    if (!entry.host.isEmpty())
        object.insert(QStringLiteral("host"), entry.host);
    if (!entry.repository.isEmpty())
        object.insert(QStringLiteral("repository"), entry.repository);
    if (!entry.account.isNull())
        object.insert(QStringLiteral("account"), entry.account.toString(QUuid::WithoutBraces));
    QJsonObject facts;
    for (auto fact = entry.facts.cbegin(); fact != entry.facts.cend(); ++fact)
        facts.insert(fact.key(), fact.value());
    if (!facts.isEmpty())
        object.insert(QStringLiteral("facts"), facts);
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray printEntries(const QList<ActivityEntry> &entries)
{
    QByteArray lines;
    for (const ActivityEntry &entry : entries)
        lines += printEntry(entry);
    return lines;
}

std::optional<ActivityEntry> readEntry(const QByteArray &line)
{
    const auto object = json::readObject(line);
    if (!object)
        return std::nullopt;
    ActivityEntry entry;
    entry.time = QDateTime::fromString(object->value(QLatin1String("time")).toString(), Qt::ISODateWithMs).toUTC();
    entry.kind = object->value(QLatin1String("kind")).toString();
    if (!entry.time.isValid() || entry.kind.isEmpty())
        return std::nullopt;
    entry.host = object->value(QLatin1String("host")).toString();
    entry.repository = object->value(QLatin1String("repository")).toString();
    entry.account = QUuid::fromString(object->value(QLatin1String("account")).toString());
    const QJsonObject facts = object->value(QLatin1String("facts")).toObject();
    for (auto fact = facts.constBegin(); fact != facts.constEnd(); ++fact) {
        if (fact.value().isString())
            entry.facts.insert(fact.key(), fact.value().toString());
    }
    return entry;
}

} // namespace wharf::activity
