#include "core/push/direct/layer_memory.h"

#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/paths.h"
#include "core/base/private_file.h"
#include "core/registry/digest.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace wharf::push {

namespace {

constexpr qint64 fileLimit = qint64(16) << 20;
constexpr int version = 1;
constexpr qsizetype mostLayers = 4000; ///< for each registry
constexpr qsizetype mostRepositories = 8;
/// Proxies change: what was found of one is tried again after so many days.
constexpr int habitDays = 14;

PrivateFile file()
{
    return { paths::state() + QStringLiteral("/push/layers.json"), Stage::Image, fileLimit };
}

QJsonObject registriesIn(const Result<std::optional<QByteArray>> &document)
{
    const auto object = document && *document ? json::readObject(**document) : std::nullopt;
    if (!object || json::integer(*object, QStringLiteral("version")) != version)
        return {};
    return object->value(QLatin1String("registries")).toObject();
}

std::optional<KnownLayer> readLayer(const QJsonObject &object)
{
    KnownLayer layer { .digest = object.value(QLatin1String("digest")).toString(),
                       .size = json::integer(object, QStringLiteral("size")).value_or(-1),
                       .sourceSize = json::integer(object, QStringLiteral("sourceSize")).value_or(-1),
                       .repositories = json::strings(object, QStringLiteral("repositories")) };
    return registry::isDigest(layer.digest) && layer.size >= 0 ? std::optional(layer) : std::nullopt;
}

QJsonObject write(const KnownLayer &layer, qint64 seen)
{
    return { { QStringLiteral("digest"), layer.digest },
             { QStringLiteral("size"), layer.size },
             { QStringLiteral("sourceSize"), layer.sourceSize },
             { QStringLiteral("repositories"), QJsonArray::fromStringList(layer.repositories) },
             { QStringLiteral("seen"), seen } };
}

RegistryHabits readHabits(const QJsonObject &object, qint64 now)
{
    const qint64 seen = json::integer(object, QStringLiteral("seen")).value_or(0);
    if (now - seen > habitDays * 24 * 3600 * qint64(1000))
        return {};
    RegistryHabits habits;
    habits.bodyLimit = std::max<qint64>(json::integer(object, QStringLiteral("bodyLimit")).value_or(0), 0);
    habits.wantsLength = object.value(QLatin1String("wantsLength")).toBool();
    habits.takesOnlyWhole = object.value(QLatin1String("takesOnlyWhole")).toBool();
    return habits;
}

/// The oldest go where there are too many.
void thin(QJsonObject &layers)
{
    if (layers.size() <= mostLayers)
        return;
    QList<std::pair<qint64, QString>> byAge;
    for (auto one = layers.begin(); one != layers.end(); ++one)
        byAge.append({ json::integer(one.value().toObject(), QStringLiteral("seen")).value_or(0), one.key() });
    std::sort(byAge.begin(), byAge.end());
    for (qsizetype at = 0; at < byAge.size() - mostLayers; ++at)
        layers.remove(byAge.at(at).second);
}

} // namespace

LayerMemory::LayerMemory(registry::RegistryHost host)
    : m_host(std::move(host))
{
    const QJsonObject mine = registriesIn(file().read()).value(m_host.name()).toObject();
    const QJsonObject layers = mine.value(QLatin1String("layers")).toObject();
    for (auto one = layers.begin(); one != layers.end(); ++one) {
        if (const auto layer = readLayer(one.value().toObject()))
            m_layers.insert(one.key(), { *layer, 0 });
    }
    m_habits = readHabits(mine.value(QLatin1String("habits")).toObject(), QDateTime::currentMSecsSinceEpoch());
}

std::optional<KnownLayer> LayerMemory::find(const QString &diffId) const
{
    const std::lock_guard lock(m_mutex);
    const auto entry = m_layers.constFind(diffId);
    return entry == m_layers.constEnd() ? std::nullopt : std::optional(entry->layer);
}

void LayerMemory::note(const QString &diffId, KnownLayer layer, const QString &repository)
{
    const std::lock_guard lock(m_mutex);
    if (const auto before = m_layers.constFind(diffId); before != m_layers.constEnd() && before->layer.digest == layer.digest)
        layer.repositories = before->layer.repositories;
    layer.repositories.removeAll(repository);
    layer.repositories.prepend(repository);
    layer.repositories = layer.repositories.mid(0, mostRepositories);
    const Entry entry { layer, QDateTime::currentMSecsSinceEpoch() };
    m_layers.insert(diffId, entry);
    m_new.insert(diffId, entry);
}

RegistryHabits LayerMemory::habits() const
{
    const std::lock_guard lock(m_mutex);
    return m_habits;
}

void LayerMemory::setHabits(const RegistryHabits &habits)
{
    const std::lock_guard lock(m_mutex);
    m_habits = habits;
    m_habits.connectionLimit = 0;
    m_habits.leastChunk = 0;
}

void LayerMemory::saveNowAndThen()
{
    {
        const std::lock_guard lock(m_mutex);
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        if (now - m_savedAt < 1000)
            return;
        m_savedAt = now;
    }
    save();
}

void LayerMemory::save()
{
    const std::lock_guard lock(m_mutex);
    const PrivateFile kept = file();
    const auto held = kept.lock();
    if (!held)
        return;
    const auto document = kept.read();
    if (!document)
        return;
    QJsonObject registries = registriesIn(document);
    QJsonObject mine = registries.value(m_host.name()).toObject();
    QJsonObject layers = mine.value(QLatin1String("layers")).toObject();
    for (auto one = m_new.cbegin(); one != m_new.cend(); ++one)
        layers.insert(one.key(), write(one->layer, one->seen));
    thin(layers);
    mine.insert(QStringLiteral("layers"), layers);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (m_habits == RegistryHabits()) {
        mine.remove(QStringLiteral("habits"));
    } else if (readHabits(mine.value(QLatin1String("habits")).toObject(), now) != m_habits) {
        mine.insert(QStringLiteral("habits"), QJsonObject { { QStringLiteral("bodyLimit"), m_habits.bodyLimit },
                                                            { QStringLiteral("wantsLength"), m_habits.wantsLength },
                                                            { QStringLiteral("takesOnlyWhole"), m_habits.takesOnlyWhole },
                                                            { QStringLiteral("seen"), now } });
    }
    registries.insert(m_host.name(), mine);
    const QJsonObject whole { { QStringLiteral("version"), version }, { QStringLiteral("registries"), registries } };
    if (const auto written = kept.replace(*held, QJsonDocument(whole).toJson(QJsonDocument::Compact)); !written)
        qCWarning(logNet) << "layers not remembered:" << kindName(written.error().kind) << kept.path();
    m_new.clear();
}

} // namespace wharf::push
