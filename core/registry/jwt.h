#pragma once

#include "core/base/result.h"
#include "core/registry/scope.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QStringList>

#include <optional>

namespace wharf::registry {

/// One entry of a token's `access` claim. GitLab adds `meta` (project, tag patterns that refuse a push).
struct AccessEntry {
    Scope scope;
    QJsonObject meta;
};

/// What a registry token says of itself. Decoded, and believed only as far as the signature was checked (jwt_signature.h).
struct JwtClaims {
    QJsonObject header;
    QJsonObject payload;

    QString algorithm; ///< `alg`
    QString keyId;     ///< `kid`
    QString issuer;
    QString subject;   ///< GitLab: the user name; absent for deploy tokens and anonymous
    QStringList audience;
    QDateTime expires;   ///< UTC; invalid where absent or nonsense
    QDateTime notBefore;
    QDateTime issuedAt;
    QString tokenId;   ///< `jti`
    QString authType;  ///< GitLab's `auth_type`: how it recognised the credential
    QList<AccessEntry> access;
    /// GitLab's nested `user` token, its `user_info` member. Empty where there is none.
    QJsonObject userInfo;

    /// Reads a compact JWS without checking it. Takes at most 64 KiB. RFC 7515 §7.1, RFC 7519.
    /// Errors: Stage::Token, Kind::Malformed; `subject`: `not-a-jwt`, `header`, `payload`, `too-large`.
    static Result<JwtClaims> decode(QByteArrayView compact);

    /// `exp − iat` in seconds; none where either is missing or the difference is not positive.
    [[nodiscard]] std::optional<qint64> lifetimeSeconds() const;
};

enum class Grant { Granted, Refused, NotAsked };

/// What was asked against what came, one row per action.
struct GrantRow {
    QString type;
    QString name;
    QString action;
    Grant grant = Grant::NotAsked;
};

/// Every action that was asked or granted, in the order asked; `*` grants every action of its resource.
[[nodiscard]] QList<GrantRow> compareGrants(const QList<Scope> &requested, const QList<AccessEntry> &granted);

} // namespace wharf::registry
