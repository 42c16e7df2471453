#pragma once

#include "core/diagnosis/evidence/evidence.h"

namespace wharf::diagnosis::samples {

/// An answer as a server gives it; a JSON error where `code` is given.
[[nodiscard]] Answer answer(const QString &url, int status, const QString &code = {}, const QString &message = {});
[[nodiscard]] Answer page(const QString &url, int status, const QString &html);
[[nodiscard]] Answer silence(const QString &url, Kind kind);
[[nodiscard]] Trial trial(const Answer &answer);
/// `url` redirects to `target`, which answers like `last`.
[[nodiscard]] Trial redirected(const QString &url, const QString &target, Answer last);
[[nodiscard]] HostEvidence host(const QString &role, const QString &name, int port = 443);

// What a run sees where all is well.
[[nodiscard]] Evidence gitlab();        ///< a personal access token of GitLab, pull and push, an upload, Docker signed in
[[nodiscard]] Evidence basic();         ///< htpasswd
[[nodiscard]] Evidence anonymousPull(); ///< a public image, no credential anywhere
[[nodiscard]] Evidence privateCa();     ///< an authority in certs.d
[[nodiscard]] Evidence behindProxy(const QString &server); ///< nginx, Caddy … in front
[[nodiscard]] Evidence throughForwardProxy();
[[nodiscard]] Evidence podmanOnly();
[[nodiscard]] Evidence noDaemon();
[[nodiscard]] Evidence plainHttpOnLoopback();
[[nodiscard]] Evidence hostAlone(); ///< no image named

// The same, gone wrong in the ways that many rows share.
[[nodiscard]] Evidence refusedToken();  ///< GitLab: 401 for the real credential
[[nodiscard]] Evidence invalidToken();  ///< a token comes, and the registry says invalid_token
[[nodiscard]] Evidence clientWithout(); ///< Docker has no sign-in while the account works
[[nodiscard]] Evidence daemonSaying(const QString &text);
[[nodiscard]] Evidence realmElsewhere(const QString &realm); ///< a realm on a host of its own

} // namespace wharf::diagnosis::samples
