#pragma once

#include "tests/push/own_answer.h"

#include <QString>

#include <optional>

namespace wharf::rig {

/// How GitLab's registry since 3.91 (March 2024) lets an upload go on, over Debian's docker-registry 2.8:
/// its status is the true one whatever `_state` asks; a PATCH or PUT with a stale `_state` gets 416
/// RESUMABLE_BLOB_UPLOAD_INVALID, one whose `Content-Range` starts elsewhere 416 CONTENT_RANGE_INVALID, and the upload stays.
/// (2.8 itself answers 404 to a stale `_state` and throws the upload away.)
class ResumeRules {
public:
    /// `storage`: the registry's root folder; `secret`: its `http.secret`; `port`: where it listens.
    ResumeRules(QString storage, QByteArray secret, quint16 port);

    /// Mends the request so that 2.8 does as GitLab's would, or says what that one answers.
    [[nodiscard]] std::optional<OwnAnswer> apply(RequestHead &head) const;
    /// Bytes on the disk; -1 where there is no such upload.
    [[nodiscard]] qint64 storedSize(const QByteArray &repository, const QByteArray &upload) const;

private:
    QString m_storage;
    QByteArray m_secret;
    quint16 m_port;
};

} // namespace wharf::rig
