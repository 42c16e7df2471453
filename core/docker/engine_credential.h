#pragma once

#include "core/base/credential.h"
#include "core/net/http.h"
#include "core/registry/registry_host.h"

namespace wharf::docker {

/// A credential as engines read it: `username` and `password`, or an `identitytoken`, and the `serveraddress` that goes with them.
/// Never a `registrytoken`: no engine renews one. The caller wipes it.
///
/// The address is RegistryHost::dockerKey(): with the containerd store an engine drops a credential whose address is another
/// registry's than the one that asks. An anonymous credential has the address alone. Source: moby api/types/registry/authconfig.go,
/// daemon/containerd/resolver.go.
[[nodiscard]] QByteArray engineCredential(const registry::RegistryHost &host, const Credential &credential);

/// The same as `X-Registry-Auth`: base64url, padded, as moby's decoder wants it. An engine takes what it cannot read for an
/// anonymous push. The caller wipes the value.
[[nodiscard]] net::Header registryAuthHeader(const registry::RegistryHost &host, const Credential &credential);

} // namespace wharf::docker
