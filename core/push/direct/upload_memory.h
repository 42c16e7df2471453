#pragma once

#include "core/registry/registry_host.h"

#include <QHash>
#include <QString>
#include <QUrl>

#include <mutex>
#include <optional>

namespace wharf::push {

/// An upload that was begun and has not ended: what it takes to go on with it, also by another run of the program.
struct BegunUpload {
    QUrl location;      ///< where the registry keeps it
    qint64 offset = 0;  ///< bytes that it acknowledged
    QString format;     ///< PackedBlob::formatVersion(); empty for a blob that goes as it is
};

/// Begun uploads of one repository, in a small file of their own (0600) that is gone when there are none. Thread-safe; several
/// programs may use the file. Forgets what is older than a week: registries have purged it by then (distribution's default).
class UploadMemory {
public:
    UploadMemory(const registry::RegistryHost &host, const QString &repository);

    /// `blob`: the digest of the source's bytes.
    [[nodiscard]] std::optional<BegunUpload> find(const QString &blob) const;
    /// Written at most once a second for each blob, and always the first time. What cannot be written is not remembered.
    void note(const QString &blob, const BegunUpload &upload);
    void forget(const QString &blob);

    [[nodiscard]] const QString &path() const { return m_path; }

private:
    struct Noted {
        BegunUpload upload;
        qint64 writtenAt = 0; ///< ms since the epoch
    };
    void write(const QString &blob, const std::optional<BegunUpload> &upload);

    QString m_path;
    mutable std::mutex m_mutex;
    QHash<QString, Noted> m_noted;
};

} // namespace wharf::push
