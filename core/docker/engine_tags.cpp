#include "core/docker/engine_tags.h"

#include "core/base/json.h"
#include "core/docker/engine_refusal.h"

#include <QUrl>

namespace wharf::docker {

namespace {

EngineRequest requestFor(const ReachedEngine &engine, const QByteArray &method, const QByteArray &target)
{
    EngineRequest request;
    request.method = method;
    request.target = engine.version.prefix() + "/images/" + target;
    request.timeout = std::chrono::seconds(10); // nothing is moved
    return request;
}

} // namespace

Result<InspectedImage> readInspectedImage(const QByteArray &json)
{
    const auto object = json::readObject(json);
    InspectedImage image;
    if (object)
        image.id = object->value(QLatin1String("Id")).toString();
    if (image.id.isEmpty())
        return fail({ .stage = Stage::Daemon, .kind = Kind::BadReply, .subject = QStringLiteral("image") });
    image.names = json::strings(*object, QStringLiteral("RepoTags"));
    image.layers = json::strings(object->value(QLatin1String("RootFS")).toObject(), QStringLiteral("Layers"));
    image.size = std::max<qint64>(json::integer(*object, QStringLiteral("Size")).value_or(0), 0);
    return image;
}

Task<Result<std::optional<InspectedImage>>> inspectImage(ReachedEngine engine, QString name, std::shared_ptr<Stop> stop)
{
    const EngineRequest request = requestFor(engine, "GET", nameInTarget(name) + "/json");
    const auto reply = co_await engineRequest(engine.endpoint, request, engine.environment, stop);
    if (!reply)
        co_return fail(reply.error());
    if (reply->status == 404)
        co_return std::nullopt;
    if (!reply->ok())
        co_return fail(engineRefusal(*reply, name));
    auto image = readInspectedImage(reply->body);
    if (!image)
        co_return fail(image.error());
    co_return std::optional<InspectedImage>(std::move(*image));
}

Task<Result<void>> tagImage(ReachedEngine engine, QString image, QString repository, QString tag, std::shared_ptr<Stop> stop)
{
    const EngineRequest request = requestFor(
        engine, "POST", nameInTarget(image) + "/tag?repo=" + QUrl::toPercentEncoding(repository) + "&tag=" + QUrl::toPercentEncoding(tag));
    const auto reply = co_await engineRequest(engine.endpoint, request, engine.environment, stop);
    if (!reply)
        co_return fail(reply.error());
    if (!reply->ok())
        co_return fail(engineRefusal(*reply, image));
    co_return {};
}

Task<Result<void>> untagImage(ReachedEngine engine, QString name, std::shared_ptr<Stop> stop)
{
    const EngineRequest request = requestFor(engine, "DELETE", nameInTarget(name) + "?noprune=true");
    const auto reply = co_await engineRequest(engine.endpoint, request, engine.environment, stop);
    if (!reply)
        co_return fail(reply.error());
    if (!reply->ok())
        co_return fail(engineRefusal(*reply, name));
    co_return {};
}

QByteArray nameInTarget(const QString &name)
{
    return QUrl::toPercentEncoding(name, "/:@");
}

} // namespace wharf::docker
