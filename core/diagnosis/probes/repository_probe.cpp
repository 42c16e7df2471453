#include "core/diagnosis/probes/repository_probe.h"

#include "core/diagnosis/probes/ask.h"
#include "core/net/origin.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace wharf::diagnosis {

namespace {

constexpr const char *manifestTypes = "application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json, "
                                      "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json";

net::Request request(const QUrl &api, const QString &path, const std::optional<net::Authorization> &authorization)
{
    QUrl url = api;
    url.setPath(path);
    net::Request wanted;
    wanted.url = url;
    wanted.authorization = authorization;
    return wanted;
}

/// `true` for an answer that only an existing repository gives, `false` for one that says there is none.
std::optional<bool> existenceIn(const Answer &answer)
{
    if (answer.ok() || answer.errorCode() == QLatin1String("MANIFEST_UNKNOWN"))
        return answer.isHtml() ? std::nullopt : std::optional<bool>(true);
    if (answer.errorCode() == QLatin1String("NAME_UNKNOWN"))
        return false;
    return std::nullopt;
}

/// The configuration's digest, or the first child's where it is a list.
QString digestIn(const QByteArray &manifest, bool &isList)
{
    const QJsonObject object = QJsonDocument::fromJson(manifest).object();
    const QJsonArray children = object.value(QLatin1String("manifests")).toArray();
    isList = !children.isEmpty();
    const QJsonObject descriptor = isList ? children.first().toObject() : object.value(QLatin1String("config")).toObject();
    return descriptor.value(QLatin1String("digest")).toString();
}

Task<Asked> askManifest(std::shared_ptr<net::Session> session, QUrl api, QString repository, QString reference,
                        std::optional<net::Authorization> authorization)
{
    net::Request wanted = request(api, QStringLiteral("/v2/%1/manifests/%2").arg(repository, reference), authorization);
    wanted.headers.append({ QByteArrayLiteral("Accept"), QByteArray(manifestTypes) });
    auto asked = co_await ask(session, StepId::Repository, wanted);
    co_return Asked(asked);
}

Task<Asked> askTags(std::shared_ptr<net::Session> session, QUrl api, QString repository, std::optional<net::Authorization> authorization)
{
    net::Request wanted = request(api, QStringLiteral("/v2/%1/tags/list").arg(repository), authorization);
    wanted.url.setQuery(QStringLiteral("n=1"));
    auto asked = co_await ask(session, StepId::Repository, wanted);
    co_return Asked(asked);
}

QString firstTag(const Asked &tags)
{
    if (!tags.reply || !tags.reply->ok())
        return {};
    return QJsonDocument::fromJson(tags.reply->body).object().value(QLatin1String("tags")).toArray().first().toString();
}

QByteArray bodyOf(const Asked &asked)
{
    return asked.reply && asked.reply->ok() ? asked.reply->body : QByteArray();
}

} // namespace

Task<RepositoryReading> probeRepository(std::shared_ptr<net::Session> session, QUrl api, TargetEvidence target,
                                        std::optional<net::Authorization> authorization)
{
    RepositoryReading reading;
    const QString reference = target.digest.isEmpty() ? target.tag : target.digest;
    if (!reference.isEmpty()) {
        const Asked manifest = co_await askManifest(session, api, target.repository, reference, authorization);
        reading.manifest = manifest.answer;
        reading.exists = existenceIn(manifest.answer);
        reading.image = bodyOf(manifest);
    }
    if (reference.isEmpty() || reading.manifest.status == 404) {
        const Asked tags = co_await askTags(session, api, target.repository, authorization);
        reading.exists = existenceIn(tags.answer);
        reading.otherTag = firstTag(tags);
        if (reference.isEmpty())
            reading.manifest = tags.answer;
    }
    co_return RepositoryReading(reading);
}

Task<ImageReading> probeImage(std::shared_ptr<net::Session> session, QUrl api, QString name, std::optional<net::Authorization> authorization,
                              RepositoryReading repository)
{
    ImageReading reading;
    QByteArray manifest = repository.image;
    if (!repository.otherTag.isEmpty())
        manifest = bodyOf(co_await askManifest(session, api, name, repository.otherTag, authorization));
    bool isList = false;
    QString digest = digestIn(manifest, isList);
    if (isList && !digest.isEmpty())
        digest = digestIn(bodyOf(co_await askManifest(session, api, name, digest, authorization)), isList);
    if (digest.isEmpty() || isList)
        co_return ImageReading(reading);
    const Asked blob = co_await ask(session, StepId::Repository, request(api, QStringLiteral("/v2/%1/blobs/%2").arg(name, digest), authorization));
    reading.blob = blob.answer;
    reading.blob.body.clear();
    if (!blob.answer.isRedirect())
        co_return ImageReading(reading);
    const QUrl target = api.resolved(QUrl::fromEncoded(blob.reply->header("Location")));
    if (net::Origin::of(target) != net::Origin::of(api))
        reading.storage = target;
    co_return ImageReading(reading);
}

} // namespace wharf::diagnosis
