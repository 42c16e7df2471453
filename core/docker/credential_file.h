#pragma once

#include "core/base/credential.h"
#include "core/base/result.h"
#include "core/docker/client_document.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

#include <utility>

namespace wharf::docker {

/// One entry of `auths`, as the client that reads it understands it.
struct StoredSignIn {
    QString key;
    /// Anonymous where the entry holds none: `{}` is what a client leaves behind that gave the secret to a helper.
    /// An identity token has the user name `<token>`, as in the helper protocol.
    Credential credential;
    QString userName;    ///< as written, beside an identity token, too
    QString problem;     ///< why its `auth` is none: `base64`, `no-colon`, `no-user-name`; empty where it is well
    bool bearer = false; ///< holds a `registrytoken`, which is sent as it is; `credential` is anonymous then

    [[nodiscard]] bool hasSecret() const { return bearer || !credential.isAnonymous(); }
};

/// What a client file says about sign-ins: Docker's config.json, containers' auth.json, `DOCKER_AUTH_CONFIG`.
struct CredentialFile {
    QList<StoredSignIn> auths;
    QList<std::pair<QString, QString>> helpers; ///< `credHelpers`: key and suffix, in the order of the text
    QString store;                              ///< `credsStore`; Docker alone reads it
    QString currentContext;
    QStringList names; ///< all members of the top level, as written

    /// The first entry that does not decode; Docker then decodes no further one, and in no certain order.
    [[nodiscard]] const StoredSignIn *broken() const;
    /// Docker looks for a store by itself only where this is false.
    [[nodiscard]] bool saysAnything() const { return !auths.isEmpty() || !helpers.isEmpty() || !store.isEmpty(); }
};

/// Reads one as Go reads it: names of members in any case; what follows the object is no concern of Docker's.
/// Errors: Stage::ClientFile, Kind::Malformed; `serverSaid` says where, and holds nothing from the text.
/// Facts: docker/cli cli/config/configfile; containers/image pkg/docker/config. Seen with Docker 28.2.2, skopeo 1.9.3.
[[nodiscard]] Result<CredentialFile> readCredentialFile(const QByteArray &text, Dialect dialect);

/// Containers' old `~/.dockercfg`: the members of `auths` alone.
[[nodiscard]] Result<CredentialFile> readLegacyFile(const QByteArray &text);

/// `DOCKER_AUTH_CONFIG`: `auths` with `auth` and nothing else, or Docker ignores it. Errors: as readCredentialFile().
[[nodiscard]] Result<CredentialFile> readAuthVariable(const QByteArray &text);

} // namespace wharf::docker
