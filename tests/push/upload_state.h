#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace wharf::rig {

/// The `_state` that docker-registry puts into the `Location` of an upload: base64url of an HMAC-SHA256 under its
/// `http.secret`, then JSON with `Name`, `UUID`, `Offset` and `StartedAt`. distribution 2.8, registry/handlers/hmac.go.
class UploadState {
public:
    /// `token`: as it stands in the query. None where it is not one of this secret's.
    [[nodiscard]] static std::optional<UploadState> read(const QByteArray &token, const QByteArray &secret);
    /// The one in a request's target.
    [[nodiscard]] static std::optional<UploadState> ofTarget(const QByteArray &target, const QByteArray &secret);

    /// Bytes.
    [[nodiscard]] qint64 offset() const;
    void setOffset(qint64 offset);
    [[nodiscard]] QByteArray token(const QByteArray &secret) const;
    /// The target with this state instead of its own.
    [[nodiscard]] QByteArray inTarget(const QByteArray &target, const QByteArray &secret) const;

private:
    QJsonObject m_json;
};

} // namespace wharf::rig
