#pragma once

#include "core/async/task.h"
#include "core/base/credential.h"
#include "core/diagnosis/evidence/registry_evidence.h"
#include "core/diagnosis/finding.h"
#include "core/net/session.h"
#include "core/registry/access_token.h"
#include "core/registry/scope.h"

#include <QUrl>

#include <memory>
#include <optional>

namespace wharf::diagnosis {

/// Where tokens come from.
struct Realm {
    QUrl url;
    QString service;
};

/// One question to a realm, and the token where one came. The token itself stays out of the evidence.
struct TokenReading {
    Trial trial;
    TokenEvidence evidence;
    std::optional<registry::AccessToken> token;
    QStringList granted;  ///< of the first scope asked for
    QString projectPath;  ///< GitLab's `meta.project_path` of it
};

/// Asks the realm with a credential, or with none; redirects by hand, see askAlong(). An identity token goes by POST first.
[[nodiscard]] Task<TokenReading> probeToken(std::shared_ptr<net::Session> session, StepId step, Realm realm,
                                            QList<registry::Scope> scopes, Credential credential);

/// Asks for some actions on a repository and keeps what was granted.
struct GrantReading {
    GrantEvidence evidence;
    std::optional<registry::AccessToken> token;
};
[[nodiscard]] Task<GrantReading> probeGrant(std::shared_ptr<net::Session> session, StepId step, Realm realm, QString repository,
                                            QStringList actions, Credential credential);

} // namespace wharf::diagnosis
