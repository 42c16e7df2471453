#include "core/push/daemon/engine_message.h"

#include "core/base/json.h"
#include "core/registry/digest.h"

#include <algorithm>

namespace wharf::push {

namespace {

QString text(const QJsonObject &object, QLatin1String member)
{
    return object.value(member).toString();
}

/// `1.2: digest: sha256:… size: 737`
QString digestIn(const QString &status)
{
    static constexpr QLatin1String before(": digest: ");
    static constexpr QLatin1String after(" size: ");
    const qsizetype at = status.indexOf(before);
    if (at <= 0)
        return {};
    const QString digest = status.mid(at + before.size()).section(after, 0, 0);
    return registry::isDigest(digest) ? digest : QString();
}

} // namespace

std::optional<EngineMessage> readEngineMessage(const QByteArray &line)
{
    const auto object = json::readObject(line);
    if (!object)
        return std::nullopt;
    EngineMessage message;
    message.status = text(*object, QLatin1String("status"));
    message.id = text(*object, QLatin1String("id"));
    const QJsonObject detail = object->value(QLatin1String("progressDetail")).toObject();
    message.current = json::integer(detail, QStringLiteral("current")).value_or(-1);
    message.total = json::integer(detail, QStringLiteral("total")).value_or(-1);
    const QJsonObject error = object->value(QLatin1String("errorDetail")).toObject();
    message.error = text(error, QLatin1String("message"));
    if (message.error.isEmpty())
        message.error = text(*object, QLatin1String("error"));
    message.errorCode = static_cast<int>(std::clamp<qint64>(json::integer(error, QStringLiteral("code")).value_or(0), 0, 999));
    message.isError = object->contains(QLatin1String("errorDetail")) || object->contains(QLatin1String("error"));
    message.digest = text(object->value(QLatin1String("aux")).toObject(), QLatin1String("Digest"));
    if (!registry::isDigest(message.digest))
        message.digest = digestIn(message.status);
    return message;
}

} // namespace wharf::push
