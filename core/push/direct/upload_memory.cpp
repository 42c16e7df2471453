#include "core/push/direct/upload_memory.h"

#include "core/base/json.h"
#include "core/base/log.h"
#include "core/base/paths.h"
#include "core/base/private_file.h"
#include "core/registry/digest.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace wharf::push {

namespace {

constexpr qint64 fileLimit = qint64(1) << 20;
constexpr qint64 week = 7 * 24 * 3600 * qint64(1000); // ms
constexpr qint64 betweenWrites = 1000;                // ms
constexpr int version = 1;

QString pathFor(const registry::RegistryHost &host, const QString &repository)
{
    const QString whole = host.name() + u'/' + repository;
    return paths::state() + QStringLiteral("/push/uploads-%1.json").arg(registry::sha256Of(whole.toUtf8()).mid(7, 16));
}

/// Entries that are fresh enough; of another version none: they are no loss.
QJsonObject uploadsIn(const std::optional<QByteArray> &document, qint64 now)
{
    const auto object = document ? json::readObject(*document) : std::nullopt;
    if (!object || json::integer(*object, QStringLiteral("version")) != version)
        return {};
    QJsonObject kept;
    const QJsonObject all = object->value(QLatin1String("uploads")).toObject();
    for (auto one = all.begin(); one != all.end(); ++one) {
        const auto at = json::integer(one.value().toObject(), QStringLiteral("at"));
        if (at && now - *at < week && *at <= now + week)
            kept.insert(one.key(), one.value());
    }
    return kept;
}

} // namespace

UploadMemory::UploadMemory(const registry::RegistryHost &host, const QString &repository)
    : m_path(pathFor(host, repository))
{
    const PrivateFile file(m_path, Stage::Image, fileLimit);
    const auto document = file.read();
    if (!document)
        return;
    const QJsonObject uploads = uploadsIn(*document, QDateTime::currentMSecsSinceEpoch());
    for (auto one = uploads.begin(); one != uploads.end(); ++one) {
        const QJsonObject object = one.value().toObject();
        const BegunUpload upload { .location = QUrl(object.value(QLatin1String("location")).toString(), QUrl::StrictMode),
                                   .offset = json::integer(object, QStringLiteral("offset")).value_or(0),
                                   .format = object.value(QLatin1String("format")).toString() };
        if (upload.location.isValid() && upload.offset >= 0)
            m_noted.insert(one.key(), { upload, 0 });
    }
}

std::optional<BegunUpload> UploadMemory::find(const QString &blob) const
{
    const std::lock_guard lock(m_mutex);
    const auto noted = m_noted.constFind(blob);
    return noted == m_noted.constEnd() ? std::nullopt : std::optional(noted->upload);
}

void UploadMemory::note(const QString &blob, const BegunUpload &upload)
{
    const std::lock_guard lock(m_mutex);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    Noted &noted = m_noted[blob];
    noted.upload = upload;
    if (now - noted.writtenAt < betweenWrites)
        return;
    noted.writtenAt = now;
    write(blob, upload);
}

void UploadMemory::forget(const QString &blob)
{
    const std::lock_guard lock(m_mutex);
    if (m_noted.remove(blob) > 0)
        write(blob, std::nullopt);
}

void UploadMemory::write(const QString &blob, const std::optional<BegunUpload> &upload)
{
    const PrivateFile file(m_path, Stage::Image, fileLimit);
    const auto lock = file.lock();
    const auto document = lock ? file.read() : Result<std::optional<QByteArray>>(fail(lock.error()));
    if (!document) {
        qCWarning(logNet) << "upload not remembered:" << kindName(document.error().kind) << m_path;
        return;
    }
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QJsonObject uploads = uploadsIn(*document, now);
    if (upload) {
        uploads.insert(blob, QJsonObject { { QStringLiteral("location"), upload->location.toString(QUrl::FullyEncoded) },
                                           { QStringLiteral("offset"), upload->offset },
                                           { QStringLiteral("format"), upload->format },
                                           { QStringLiteral("at"), now } });
    } else {
        uploads.remove(blob);
    }
    if (uploads.isEmpty()) {
        QFile::remove(m_path);
        return;
    }
    const QJsonObject whole { { QStringLiteral("version"), version }, { QStringLiteral("uploads"), uploads } };
    if (const auto written = file.replace(*lock, QJsonDocument(whole).toJson(QJsonDocument::Compact)); !written)
        qCWarning(logNet) << "upload not remembered:" << kindName(written.error().kind) << m_path;
}

} // namespace wharf::push
