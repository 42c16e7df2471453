#pragma once

#include "core/base/result.h"
#include "core/net/host_settings.h"

#include <QList>
#include <QSslCertificate>
#include <QSslKey>
#include <QStringList>

#include <optional>

namespace wharf::net {

/// A certificate to show, its chain behind it, and its key.
struct ClientIdentity {
    QList<QSslCertificate> chain;
    QSslKey key;
};

/// What certificate files say about one host.
struct HostCertificates {
    QStringList authorityFiles; ///< not read yet
    std::optional<ClientIdentity> identity;
};

/// That a file can be read and is not larger than certificates are. Errors: Stage::Tls; Absent, Denied, TooLarge; subject is
/// the path.
[[nodiscard]] Result<void> checkCertificateFile(const QString &path);

/// All certificates of a PEM file. Errors: Stage::Tls; Absent, Denied, Malformed; subject is the path.
[[nodiscard]] Result<QList<QSslCertificate>> readCertificates(const QString &path);

/// A client certificate and its key, PEM, the key not encrypted. Errors as readCertificates().
[[nodiscard]] Result<ClientIdentity> readIdentity(const QString &certFile, const QString &keyFile);

/// What lies in `certs.d` for a host: `*.crt` are authorities, `*.cert` with a `*.key` beside it an identity.
///
/// `hostAndPort` as image references have it: without a port where the port is the scheme's own. Of `folders.containers`
/// only the first that has the host counts (containers-certs.d(5)). An identity that does not read is passed over with a
/// warning in the log: it was not given to Wharfinger, and Docker's folder is often closed to users.
[[nodiscard]] HostCertificates certificatesFor(const CertificateFolders &folders, const QString &hostAndPort);

} // namespace wharf::net
