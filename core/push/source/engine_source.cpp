#include "core/push/source/engine_source.h"

#include "core/base/json.h"
#include "core/docker/engine_refusal.h"
#include "core/docker/engine_version.h"
#include "core/push/source/blob_stream.h"
#include "core/push/source/description.h"
#include "core/push/source/ending.h"
#include "core/push/source/entry_meanings.h"
#include "core/push/source/image_failure.h"
#include "core/push/source/stream_entries.h"
#include "core/registry/digest.h"
#include "core/registry/manifest.h"

#include <QUrl>
#include <QVersionNumber>

#include <algorithm>

namespace wharf::push {

namespace {

/// What an engine says of an image.
struct EngineImage {
    QString id; ///< `sha256:…`
    QStringList diffIds;
    QString platform;
    bool isContentAddressed = false; ///< of the containerd store: its id is a manifest's digest
};

Result<EngineImage> readInspection(const net::Reply &reply, const QString &name)
{
    const auto object = json::readObject(reply.body);
    EngineImage image;
    if (object) {
        image.id = object->value(QLatin1String("Id")).toString();
        image.diffIds = json::strings(object->value(QLatin1String("RootFS")).toObject(), QStringLiteral("Layers"));
        image.platform = registry::platformText({ { QStringLiteral("os"), object->value(QLatin1String("Os")) },
                                                  { QStringLiteral("architecture"), object->value(QLatin1String("Architecture")) },
                                                  { QStringLiteral("variant"), object->value(QLatin1String("Variant")) } });
        image.isContentAddressed = !object->value(QLatin1String("Descriptor")).toObject().isEmpty();
    }
    if (!image.id.isEmpty() && !image.id.startsWith(QLatin1String("sha256:")))
        image.id.prepend(QLatin1String("sha256:"));
    if (!registry::isDigest(image.id) || !std::all_of(image.diffIds.begin(), image.diffIds.end(), registry::isDigest))
        return fail({ .stage = Stage::Daemon, .kind = Kind::BadReply, .httpStatus = reply.status, .subject = name });
    return image;
}

/// An image of the classic store: a Docker image whose configuration is called as its id.
ImageContent contentOf(const EngineImage &image)
{
    ImageContent content;
    content.blobs.append({ .form = SourceBlob::Form::AsIs, .role = SourceBlob::Role::Config, .mediaType = registry::mediatype::dockerConfig, .digest = image.id, .diffId = {} });
    SourceManifest manifest { .bytes = {}, .mediaType = registry::mediatype::dockerManifest, .digest = {}, .platform = image.platform, .blobs = { 0 }, .children = {} };
    for (const QString &diffId : image.diffIds) {
        const auto same = std::find_if(content.blobs.begin() + 1, content.blobs.end(), [&](const SourceBlob &blob) { return blob.diffId == diffId; });
        manifest.blobs.append(static_cast<int>(same - content.blobs.begin()));
        if (same == content.blobs.end())
            content.blobs.append({ .form = SourceBlob::Form::ToCompress, .role = SourceBlob::Role::Layer, .mediaType = registry::mediatype::dockerLayerGzip, .digest = {}, .diffId = diffId });
    }
    content.manifests.append(std::move(manifest));
    return content;
}

bool isContainerdStore(const QByteArray &info)
{
    const auto object = json::readObject(info);
    const QJsonArray status = object ? object->value(QLatin1String("DriverStatus")).toArray() : QJsonArray();
    return std::any_of(status.begin(), status.end(), [](const QJsonValue &pair) {
        return pair.toArray().at(1).toString().startsWith(QLatin1String("io.containerd.snapshotter"));
    });
}

class EngineSource final : public ImageSource {
public:
    EngineSource(const EngineLine &line, const QString &name) : m_line(line), m_name(name) {}

    Result<ImageContent> describe() override
    {
        if (const auto met = meet(); !met)
            return fail(met.error());
        auto image = inspect();
        if (!image)
            return fail(image.error());
        const auto toldBeforehand = isTold(*image);
        if (!toldBeforehand)
            return fail(toldBeforehand.error());
        // By its id: a name without a tag would bring all tags of its repository.
        m_begin = [line = m_line, target = QByteArray(m_version.prefix() + "/images/" + image->id.toLatin1() + "/get"), name = m_name, ending = m_ending] {
            return beginExport(line, target, name, ending);
        };
        if (!*toldBeforehand)
            return lookThrough();
        const ImageContent content = contentOf(*image);
        m_giver = std::make_unique<BlobStream>(m_begin, identifyExport(content.blobs, image->diffIds), content.blobs, m_name, m_ending);
        return content;
    }

    Result<std::optional<Opened>> next(const std::function<bool(int blob)> &wanted) override
    {
        if (m_ending->isEnded())
            return fail(imageFailure(Kind::Cancelled, m_name));
        return m_giver ? m_giver->next(wanted) : Result<std::optional<Opened>>();
    }

    void stop() override { m_ending->end(); }

private:
    Result<void> meet()
    {
        const auto ping = askEngine(m_line, "/_ping", m_ending);
        if (!ping)
            return fail(ping.error());
        const auto version = docker::readEngineVersion(*ping, m_line.environment.value(QStringLiteral("DOCKER_API_VERSION")));
        if (!version)
            return fail(version.error());
        m_version = *version;
        return {};
    }

    Result<EngineImage> inspect()
    {
        const QByteArray encoded = QUrl::toPercentEncoding(m_name, "/:@");
        const auto reply = askEngine(m_line, m_version.prefix() + "/images/" + encoded + "/json", m_ending);
        if (!reply)
            return fail(reply.error());
        if (reply->status == 404)
            return fail(imageFailure(Kind::Absent, m_name, docker::engineMessage(reply->body)));
        if (!reply->ok())
            return fail(docker::engineRefusal(*reply, m_name));
        return readInspection(*reply, m_name);
    }

    /// Whether the inspection says all that describe() must, and it will be so in the export.
    Result<bool> isTold(const EngineImage &image)
    {
        if (image.isContentAddressed)
            return false;
        if (m_version.isPodman) {
            const auto reply = askEngine(m_line, "/v4.0.0/libpod/images/" + image.id.mid(7).toLatin1() + "/json", m_ending);
            if (!reply)
                return fail(reply.error());
            const auto object = reply->ok() ? json::readObject(reply->body) : std::nullopt;
            return object && object->value(QLatin1String("ManifestType")).toString() == registry::mediatype::dockerManifest;
        }
        if (QVersionNumber::fromString(QLatin1String(m_version.api)) <= QVersionNumber(1, 41))
            return true; // Docker 20.10 and before: there was one store
        const auto info = askEngine(m_line, m_version.prefix() + "/info", m_ending);
        if (!info)
            return fail(info.error());
        return !(info->ok() && isContainerdStore(info->body));
    }

    Result<ImageContent> lookThrough()
    {
        const auto entries = openTarStream(m_begin, m_name);
        if (!entries)
            return fail(entries.error());
        const bool isLayout = !m_version.isPodman && (*entries)->find(QStringLiteral("index.json")).has_value();
        auto description = isLayout ? describeLayout(**entries, {}) : describeDockerArchive(**entries, {});
        if (isLayout && !description && description.error().kind == Kind::Absent)
            description = describeDockerArchive(**entries, {}); // an index of which this engine holds one platform alone
        if (!description)
            return fail(description.error());
        m_giver = std::make_unique<BlobStream>(m_begin, identifyByName(description->entries), description->content.blobs, m_name, m_ending);
        return description->content;
    }

    EngineLine m_line;
    QString m_name;
    std::shared_ptr<Ending> m_ending = std::make_shared<Ending>();
    docker::EngineVersion m_version;
    WalkMaker m_begin;
    std::unique_ptr<BlobGiver> m_giver;
};

} // namespace

std::unique_ptr<ImageSource> makeEngineSource(const EngineLine &line, const QString &name)
{
    return std::make_unique<EngineSource>(line, name);
}

} // namespace wharf::push
