#pragma once

#include "core/accounts/token_kind.h"
#include "core/base/credential.h"
#include "core/base/result.h"

#include <QHash>
#include <QList>
#include <QString>

namespace wharf::accounts {

/// A sign-in somebody already has in another form: a `docker login` line, or the variables of a CI job.
struct PastedSignIn {
    QString host; ///< as written; RegistryHost::parse() reads it
    Credential credential;
    TokenKind kind = TokenKind::Unknown;
};

/// Reads `[sudo] docker|podman|skopeo|buildah|crane login …` with its flags in any order, `$ ` and `echo … |` before it allowed.
/// A part that is missing stays empty; a password is taken from `-p`, `--password` or `echo … | … --password-stdin`.
/// None for a text that is no such line.
[[nodiscard]] std::optional<PastedSignIn> readLoginLine(const QString &line);

/// Variables by name, as a job's environment has them.
using Variables = QHash<QString, QString>;

/// Reads `NAME=value` lines as in a dotenv file: `export ` before, quotes around, `#` comments. Errors: Stage::Input,
/// Kind::Malformed; `subject` is "line N".
[[nodiscard]] Result<Variables> readDotenv(const QString &text);

/// The sign-ins among GitLab CI's variables, the one that clients should get first: CI_REGISTRY_USER and
/// CI_REGISTRY_PASSWORD, CI_DEPLOY_USER and CI_DEPLOY_PASSWORD, and CI_JOB_TOKEN where the first pair is absent.
/// Errors: Stage::Input, Kind::Invalid; `subject` is "CI_REGISTRY" when it is missing, "CI_REGISTRY_PASSWORD" when there is
/// no credential at all.
[[nodiscard]] Result<QList<PastedSignIn>> readCiVariables(const Variables &variables);

} // namespace wharf::accounts
