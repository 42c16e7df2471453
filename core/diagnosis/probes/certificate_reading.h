#pragma once

#include "core/diagnosis/evidence/host_evidence.h"
#include "core/diagnosis/probes/openssl_handles.h"

namespace wharf::diagnosis {

/// What a certificate says of itself, its texts cleaned. Dates are UTC, invalid where they do not read.
[[nodiscard]] CertificateEvidence readCertificate(X509 *certificate);

/// Whether `host`, a name or an address, is among the certificate's subjectAltNames, by Go's rules: the common name never counts,
/// `*` stands for one whole label at the left, an address is looked for among the addresses alone. Source: crypto/x509.
[[nodiscard]] bool nameMatches(const CertificateEvidence &certificate, const QString &host);

/// Valid at `now`, both ends included.
[[nodiscard]] bool datesValid(const CertificateEvidence &certificate, const QDateTime &now);

} // namespace wharf::diagnosis
