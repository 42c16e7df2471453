#pragma once

#include "core/async/task.h"
#include "core/accounts/token_kind.h"
#include "core/base/credential.h"
#include "core/diagnosis/evidence/registry_evidence.h"
#include "core/net/session.h"

#include <QUrl>

#include <memory>

namespace wharf::diagnosis {

/// What GitLab's REST API says about the credential, where its kind can be asked about. `realm` is the challenge's.
[[nodiscard]] Task<GitLabEvidence> probeGitLab(std::shared_ptr<net::Session> session, QUrl realm, Credential credential,
                                               accounts::TokenKind kind);

/// Where GitLab sends a browser that asks for the project's page: a moved one shows its new path. Empty where it is not moved.
[[nodiscard]] Task<QString> probeProjectMove(std::shared_ptr<net::Session> session, QUrl realm, QString repository);

/// What GitLab's sign-in page says about maintenance mode: the sentence of its banner. Empty where there is none.
[[nodiscard]] Task<QString> probeMaintenance(std::shared_ptr<net::Session> session, QUrl realm);

} // namespace wharf::diagnosis
