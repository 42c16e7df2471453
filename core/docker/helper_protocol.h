#pragma once

#include "core/accounts/account_file.h"
#include "core/accounts/credential_store.h"
#include "core/async/task.h"

#include <QByteArray>
#include <QString>

namespace wharf::docker {

/// What the helper prints and how it exits. Source: docker-credential-helpers, credentials/credentials.go.
struct HelperAnswer {
    QByteArray output; ///< errors, too, go to standard output
    int exitStatus = 0;
};

/// One call of `docker-credential-wharfinger ACTION`. `input` is everything on standard input.
/// `get`, `store`, `erase`, `list`, `version`; the sentinel texts are compared by clients byte for byte.
[[nodiscard]] Task<HelperAnswer> answerHelper(QString action, QByteArray input, std::shared_ptr<accounts::CredentialStore> store,
                                              accounts::AccountFile file);

} // namespace wharf::docker
