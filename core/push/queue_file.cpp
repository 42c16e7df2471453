#include "core/push/queue_file.h"

#include "core/base/json.h"
#include "core/base/ladder.h"
#include "core/base/private_file.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>

namespace wharf::push {

namespace {

constexpr qint64 mostBytes = qint64(1) << 20;

// No version before the first: the next one brings the first step.
constexpr std::array<LadderStep, 0> ladder {};

struct KindName {
    SourceName::Kind kind;
    QLatin1String name;
};
constexpr std::array kindNames {
    KindName { SourceName::Kind::Docker, QLatin1String("docker") },
    KindName { SourceName::Kind::Podman, QLatin1String("podman") },
    KindName { SourceName::Kind::DockerArchive, QLatin1String("docker-archive") },
    KindName { SourceName::Kind::OciLayout, QLatin1String("oci") },
    KindName { SourceName::Kind::OciArchive, QLatin1String("oci-archive") },
};

/// Not as SourceName writes it: what of a path is a reference there depends on what lies on the disk.
std::optional<SourceName> readSource(const QJsonObject &object)
{
    const QString kind = object.value(QLatin1String("kind")).toString();
    const auto known = std::find_if(kindNames.begin(), kindNames.end(), [&kind](const KindName &one) { return one.name == kind; });
    SourceName name { .kind = {}, .place = object.value(QLatin1String("place")).toString(),
                      .reference = object.value(QLatin1String("reference")).toString() };
    if (known == kindNames.end() || name.place.isEmpty())
        return std::nullopt;
    name.kind = known->kind;
    return name;
}

QJsonObject printSource(const SourceName &name)
{
    const auto known = std::find_if(kindNames.begin(), kindNames.end(), [&name](const KindName &one) { return one.kind == name.kind; });
    QJsonObject object { { QStringLiteral("kind"), QString(known->name) }, { QStringLiteral("place"), name.place } };
    if (!name.reference.isEmpty())
        object.insert(QStringLiteral("reference"), name.reference);
    return object;
}

std::optional<QueuedPush> readOrder(const QJsonObject &object)
{
    QueuedPush push;
    push.id = QUuid::fromString(object.value(QLatin1String("id")).toString());
    const auto source = readSource(object.value(QLatin1String("source")).toObject());
    const auto destination = registry::ImageReference::parse(object.value(QLatin1String("destination")).toString());
    if (push.id.isNull() || !source || !destination)
        return std::nullopt;
    push.account = QUuid::fromString(object.value(QLatin1String("account")).toString());
    push.added = QDateTime::fromString(object.value(QLatin1String("added")).toString(), Qt::ISODateWithMs).toUTC();
    push.state = QueuedPush::State::Interrupted;
    PushOrder &order = push.order;
    order.source = *source;
    order.destination = *destination;
    if (object.value(QLatin1String("via")).toString() == QLatin1String("daemon") && source->isEngine())
        order.via = PushOrder::Via::Daemon;
    order.jobs = static_cast<int>(std::clamp<qint64>(json::integer(object, QStringLiteral("jobs")).value_or(order.jobs), 1, 16));
    order.chunkSize = std::max<qint64>(0, json::integer(object, QStringLiteral("chunkSize")).value_or(0));
    order.bytesPerSecond = std::max<qint64>(0, json::integer(object, QStringLiteral("bytesPerSecond")).value_or(0));
    return push;
}

QJsonObject printOrder(const QueuedPush &push)
{
    const PushOrder &order = push.order;
    QJsonObject object { { QStringLiteral("id"), push.id.toString(QUuid::WithoutBraces) },
                         { QStringLiteral("added"), push.added.toUTC().toString(Qt::ISODateWithMs) },
                         { QStringLiteral("source"), printSource(order.source) },
                         { QStringLiteral("destination"), order.destination.toString() },
                         { QStringLiteral("via"), order.via == PushOrder::Via::Daemon ? QStringLiteral("daemon") : QStringLiteral("direct") },
                         { QStringLiteral("jobs"), order.jobs },
                         { QStringLiteral("chunkSize"), order.chunkSize },
                         { QStringLiteral("bytesPerSecond"), order.bytesPerSecond } };
    if (!push.account.isNull())
        object.insert(QStringLiteral("account"), push.account.toString(QUuid::WithoutBraces));
    return object;
}

Result<QJsonObject> parse(const PrivateFile &file, const QByteArray &bytes)
{
    Failure failure = file.failure(Kind::Malformed);
    const auto object = json::readObject(bytes);
    if (!object) {
        failure.serverSaid = json::isJson(bytes) ? QString(json::notAnObject) : QString();
        return fail(failure);
    }
    auto document = climbLadder(*object, ladder);
    if (document)
        return document;
    failure.kind = document.error().kind;
    if (failure.kind == Kind::Malformed)
        failure.serverSaid = json::noVersion;
    return fail(failure);
}

PrivateFile fileAt(const QString &path)
{
    return PrivateFile(path, Stage::AccountFile, mostBytes);
}

} // namespace

QueueFile::QueueFile(QString path)
    : m_path(std::move(path))
{
}

Result<QList<QueuedPush>> QueueFile::load() const
{
    const PrivateFile file = fileAt(m_path);
    const auto bytes = file.read();
    if (!bytes)
        return fail(bytes.error());
    QList<QueuedPush> orders;
    if (!*bytes)
        return orders;
    const auto document = parse(file, **bytes);
    if (!document)
        return fail(document.error());
    for (const QJsonValue entry : document->value(QLatin1String("orders")).toArray()) {
        const auto push = readOrder(entry.toObject());
        const auto isSame = [&push](const QueuedPush &one) { return one.id == push->id; };
        if (push && orders.size() < mostOrders && std::none_of(orders.cbegin(), orders.cend(), isSame))
            orders.append(*push);
    }
    return orders;
}

Result<void> QueueFile::save(const QList<QueuedPush> &orders) const
{
    const PrivateFile file = fileAt(m_path);
    const auto lock = file.lock();
    if (!lock)
        return fail(lock.error());
    const auto bytes = file.read();
    if (!bytes)
        return fail(bytes.error());
    PrivateFile::Old old = PrivateFile::Old::Drop;
    if (*bytes) {
        const auto before = parse(file, **bytes);
        if (!before && before.error().kind != Kind::Malformed)
            return fail(before.error());
        if (!before)
            old = PrivateFile::Old::SetAside;
    }
    QJsonArray printed;
    for (const QueuedPush &push : orders)
        printed.append(printOrder(push));
    const QJsonObject document { { QStringLiteral("version"), static_cast<qint64>(ladder.size()) + 1 }, { QStringLiteral("orders"), printed } };
    return file.replace(*lock, QJsonDocument(document).toJson(), old);
}

} // namespace wharf::push
