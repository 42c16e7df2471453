#include "core/docker/handed_over.h"

#include "core/base/paths.h"
#include "core/base/private_file.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <functional>

namespace wharf::docker {

namespace {

constexpr int currentVersion = 1;

// Some 10,000 entries.
constexpr qint64 mostBytes = 4 * 1024 * 1024;

PrivateFile ownFile()
{
    return PrivateFile(paths::state() + QLatin1String("/client-files.json"), Stage::ClientFile, mostBytes);
}

Result<QList<HandedOver>> read(const PrivateFile &file)
{
    const auto text = file.read();
    if (!text)
        return fail(text.error());
    if (!*text)
        return QList<HandedOver>();
    const QJsonDocument document = QJsonDocument::fromJson(**text);
    const int version = document.object().value(QLatin1String("version")).toInt();
    if (version < 1)
        return fail(file.failure(Kind::Malformed));
    if (version > currentVersion)
        return fail(file.failure(Kind::Newer));
    QList<HandedOver> entries;
    for (const QJsonValue &value : document.object().value(QLatin1String("entries")).toArray()) {
        const QJsonObject object = value.toObject();
        HandedOver entry { object.value(QLatin1String("file")).toString(), object.value(QLatin1String("key")).toString(), {} };
        if (object.contains(QLatin1String("replaced")))
            entry.replaced = object.value(QLatin1String("replaced")).toString();
        entries.append(entry);
    }
    return entries;
}

QByteArray write(const QList<HandedOver> &entries)
{
    QJsonArray array;
    for (const HandedOver &entry : entries) {
        QJsonObject object { { QStringLiteral("file"), entry.file }, { QStringLiteral("key"), entry.key } };
        if (entry.replaced)
            object.insert(QStringLiteral("replaced"), *entry.replaced);
        array.append(object);
    }
    return QJsonDocument(QJsonObject { { QStringLiteral("version"), currentVersion }, { QStringLiteral("entries"), array } })
        .toJson();
}

Result<void> change(const std::function<void(QList<HandedOver> &)> &edit)
{
    const PrivateFile file = ownFile();
    const auto lock = file.lock();
    if (!lock)
        return fail(lock.error());
    const Result<QList<HandedOver>> before = read(file);
    const bool damaged = !before && before.error().kind == Kind::Malformed;
    if (!before && !damaged)
        return fail(before.error());
    QList<HandedOver> after = before.value_or(QList<HandedOver>());
    edit(after);
    if (!damaged && after == *before)
        return {};
    return file.replace(*lock, write(after), damaged ? PrivateFile::Old::SetAside : PrivateFile::Old::Drop);
}

} // namespace

Result<QList<HandedOver>> handedOver()
{
    const Result<QList<HandedOver>> entries = read(ownFile());
    if (!entries && entries.error().kind == Kind::Malformed)
        return QList<HandedOver>();
    return entries;
}

Result<void> remember(const HandedOver &entry)
{
    return change([&](QList<HandedOver> &entries) {
        const auto same = [&](const HandedOver &other) { return other.file == entry.file && other.key == entry.key; };
        const auto at = std::find_if(entries.begin(), entries.end(), same);
        if (at == entries.end())
            entries.append(entry);
        else
            *at = entry;
    });
}

Result<void> forget(const QString &file, const QString &key)
{
    return change([&](QList<HandedOver> &entries) {
        entries.removeIf([&](const HandedOver &entry) { return entry.file == file && entry.key == key; });
    });
}

std::optional<HandedOver> findIn(const QList<HandedOver> &entries, const QString &file, const QString &key)
{
    const auto same = [&](const HandedOver &entry) { return entry.file == file && entry.key == key; };
    const auto at = std::find_if(entries.begin(), entries.end(), same);
    return at == entries.end() ? std::nullopt : std::optional(*at);
}

} // namespace wharf::docker
