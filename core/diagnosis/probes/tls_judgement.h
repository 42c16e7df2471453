#pragma once

#include "core/diagnosis/probes/chain_check.h"
#include "core/diagnosis/probes/host_probe.h"

namespace wharf::diagnosis {

/// Judges what a server showed: dates, name and chain, each on its own. Fills those members of `evidence`.
void judgeCertificates(const Chain &chain, const QUrl &url, const WireSettings &settings, const QDateTime &now, TlsEvidence &evidence);

/// Whether the chain verifies, by all that is trusted, once `known` fill its gaps. Dates do not count.
[[nodiscard]] bool completesWith(const Chain &chain, const Chain &known, const QUrl &url, const WireSettings &settings);

} // namespace wharf::diagnosis
