#pragma once

#include "core/diagnosis/probes/chain_check.h"
#include "core/diagnosis/evidence/host_evidence.h"

namespace wharf::diagnosis {

/// Judges what a server showed: dates, name and chain, each on its own. Fills those members of `evidence`.
void judgeCertificates(const Chain &chain, const QUrl &url, const net::NetworkSettings &settings, const QDateTime &now, TlsEvidence &evidence);

} // namespace wharf::diagnosis
