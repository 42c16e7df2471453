#pragma once

#include "core/diagnosis/evidence/answer.h"

#include <QStringList>

namespace wharf::diagnosis::causes {

/// What stands in front of a server, as its answers give it away.
enum class Front : std::uint8_t { Unknown, Nginx, Apache, HaProxy, Traefik, Caddy, Envoy, Cloudflare, CloudFront, OtherCdn };

/// By `Server`, `Via`, and the marks that CDNs leave; by the page of an error where the headers are silent.
[[nodiscard]] Front frontOf(const Answer &answer);
/// "nginx"; "the proxy" where it is not known.
[[nodiscard]] QString frontName(Front front);

// Lines for its settings, to copy, each set with a sentence before it. Where the front is not known, nginx's as an example.
[[nodiscard]] QStringList passAuthorization(Front front);
[[nodiscard]] QStringList passOutsideAddress(Front front); ///< Host and X-Forwarded-Proto
[[nodiscard]] QStringList takeLargeBodies(Front front);
[[nodiscard]] QStringList waitForUploads(Front front);

} // namespace wharf::diagnosis::causes
