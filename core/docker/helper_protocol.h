#pragma once

#include "core/accounts/account_file.h"
#include "core/accounts/credential_store.h"
#include "core/async/task.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace wharf::docker {

/// What the helper prints and how it exits. Source: docker-credential-helpers, credentials/credentials.go.
struct HelperAnswer {
    QByteArray output; ///< for standard output: errors, too; may hold a secret, whoever prints it wipes it
    int exitStatus = 0;
    /// Why there is no answer, where the protocol has no text of its own for it; `output` is empty then. Never printed as
    /// "not found": Docker would silently go on without a sign-in.
    std::optional<Failure> failure;
    registry::RegistryHost host; ///< the registry that was asked about; empty where none was
};

/// One call of `docker-credential-wharfinger ACTION`. `input` is everything on standard input.
/// `get`, `store`, `erase`, `list`, `version`; the sentinel texts are compared by clients byte for byte.
///
/// `get` gives the active account of the host; `store` makes an account or gives one its new secret, and makes it the active
/// one; `erase` removes the active account. Docker Hub's two further keys (`…/v1/access-token`, `…/v1/refresh-token`) are
/// kept for Docker beside the accounts.
/// `caller` tells one process that calls from another; empty where that is not known. Docker's logout erases one sign-in
/// under up to four keys: from one caller, a second erase takes no second account of the host.
[[nodiscard]] Task<HelperAnswer> answerHelper(QString action, QByteArray input, std::shared_ptr<accounts::CredentialStore> store,
                                              accounts::AccountFile file, QString caller = {});

} // namespace wharf::docker
