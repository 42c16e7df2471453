#pragma once

#include "core/base/secret.h"

#include <QString>

#include <memory>

namespace wharf {

/// A secret several requests use at once; wiped when the last of them ends.
using SharedSecret = std::shared_ptr<const Secret>;

/// What proves somebody to a registry: a user name and a password or token. Copies share the one secret.
struct Credential {
    /// Docker's convention: this user name says that the secret is an identity (OAuth2 refresh) token.
    static constexpr const char *identityTokenUser = "<token>";

    QString userName;
    /// Never null in a credential that is sent; null means anonymous.
    SharedSecret secret;

    [[nodiscard]] bool isAnonymous() const { return !secret || secret->isEmpty(); }
    [[nodiscard]] bool isIdentityToken() const { return userName == QLatin1String(identityTokenUser); }
};

} // namespace wharf
