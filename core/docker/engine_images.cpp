#include "core/docker/engine_images.h"

#include "core/base/json.h"
#include "core/docker/engine_refusal.h"
#include "core/docker/engine_version.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace wharf::docker {

namespace {

constexpr QLatin1String subject("images");

void take(const QJsonObject &entry, QList<EngineImage> &images)
{
    EngineImage image;
    image.id = entry.value(QLatin1String("Id")).toString();
    if (image.id.isEmpty())
        return;
    image.size = std::max<qint64>(json::integer(entry, QStringLiteral("Size")).value_or(0), 0);
    if (const QDateTime created = json::numericDate(entry, QStringLiteral("Created")); created.isValid() && created.toSecsSinceEpoch() > 0)
        image.created = created;
    image.repoDigests = json::strings(entry, QStringLiteral("RepoDigests"));
    image.repoDigests.removeAll(QStringLiteral("<none>@<none>"));
    QStringList names = json::strings(entry, QStringLiteral("RepoTags"));
    names.removeAll(QStringLiteral("<none>:<none>")); // how engines before 1.43 say that there is none
    if (names.isEmpty())
        names.append(shortId(image.id));
    for (const QString &name : std::as_const(names)) {
        image.name = name;
        images.append(image);
    }
}

} // namespace

QString shortId(const QString &id)
{
    return id.mid(id.indexOf(QLatin1Char(':')) + 1).left(12);
}

Result<QList<EngineImage>> readEngineImages(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isArray() && json.trimmed() != "null") // Go's way to write an empty list
        return fail({ .stage = Stage::Daemon, .kind = Kind::BadReply, .subject = subject });
    QList<EngineImage> images;
    const QJsonArray entries = document.array();
    for (const QJsonValue entry : entries)
        take(entry.toObject(), images);
    std::stable_sort(images.begin(), images.end(), [](const EngineImage &a, const EngineImage &b) {
        return a.created != b.created ? a.created > b.created : a.name < b.name;
    });
    return images;
}

Task<Result<QList<EngineImage>>> engineImages(EngineEndpoint endpoint, QProcessEnvironment environment, std::shared_ptr<Stop> stop)
{
    const auto version = co_await negotiateEngine(endpoint, environment, stop);
    if (!version)
        co_return fail(version.error());
    EngineRequest request;
    request.target = version->prefix() + "/images/json";
    request.bodyLimit = qint64(64) << 20; // some 100,000 images
    const auto reply = co_await engineRequest(endpoint, request, environment, stop);
    if (!reply)
        co_return fail(reply.error());
    if (!reply->ok())
        co_return fail(engineRefusal(*reply, subject));
    co_return readEngineImages(reply->body);
}

} // namespace wharf::docker
