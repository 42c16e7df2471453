#pragma once

#include "core/docker/helper_text.h"
#include "core/docker/program_run.h"

namespace wharf::docker {

/// What came of asking a credential helper, as its clients tell it.
struct HelperReply {
    enum class Outcome {
        Found,
        NotFound,      ///< it says so in the protocol's words: the client goes on without a sign-in
        Missing,       ///< not on the PATH
        NotExecutable, ///< there, and nobody may run it, or the system cannot
        Failed,        ///< another exit status, a crash, too much output
        TimedOut,
        NotJson,       ///< exit status 0, and the answer cannot be read
        Stopped,
    };
    Outcome outcome = Outcome::Missing;
    QString path;
    int exitStatus = 0;
    QString said; ///< its error text, cleaned; never from an answer that may hold a secret
    qint64 milliseconds = 0;
    Credential credential; ///< Found; anonymous where it answered with empty strings
};

/// Asks `docker-credential-<suffix> get` for `key`. Source: docker-credential-helpers, client/client.go.
[[nodiscard]] Task<HelperReply> askHelper(QString suffix, QString key, QProcessEnvironment environment,
                                          std::chrono::milliseconds limit, std::shared_ptr<Stop> stop);

} // namespace wharf::docker
