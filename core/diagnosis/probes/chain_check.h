#pragma once

#include "core/diagnosis/probes/authority_bundle.h"
#include "core/net/host_settings.h"

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <memory>
#include <vector>

namespace wharf::diagnosis {

/// The system's authorities, found once for all hosts of a run. For one thread; must outlive the checks of every store it was added to.
class SystemAuthorities {
public:
    SystemAuthorities();
    void addTo(X509_STORE *store) const;
    /// Those of `subject`, where they are known without a look into a folder.
    void addTo(X509_STORE *store, const X509_NAME *subject) const;

private:
    [[nodiscard]] const AuthorityBundle &bundle() const;

    bool m_folder; ///< of hashed names, in the default place: no bundle is read
    mutable std::unique_ptr<AuthorityBundle> m_bundle; ///< read when first asked for: a run over plain HTTP never does
};

/// Whom a check of a chain trusts. Like Go, everything in it is an end of the search: a server's own certificate, too.
class TrustStore {
public:
    TrustStore();
    /// What OpenSSL finds by itself, or the first bundle that is there where its own places are empty. Found anew where `known` is null.
    void addSystem(std::shared_ptr<const SystemAuthorities> known);
    /// PEM files; what does not read is passed over.
    void addFiles(const QStringList &files);
    [[nodiscard]] X509_STORE *handle() const { return m_store.get(); }

private:
    std::shared_ptr<const SystemAuthorities> m_system;
    StoreHandle m_store;
};

/// Certificates of a server, its own first.
using Chain = std::vector<X509Handle>;

struct ChainVerdict {
    bool trusted = false;
    QString problem; ///< OpenSSL's words; empty where it is trusted
};

/// `known` are other certificates that may fill a gap and are trusted for nothing. Dates count only with `withDates`; the name never.
[[nodiscard]] ChainVerdict verifyChain(const TrustStore &trust, const Chain &chain, const Chain &known, bool withDates);

/// The PEM files that make somebody trusted for one of `urls`.
struct AuthorityFiles {
    QStringList docker;  ///< of Docker's `certs.d` for those hosts
    QStringList account; ///< given for the host or for all, and of containers' `certs.d`, which Docker does not read
};
[[nodiscard]] AuthorityFiles authorityFilesFor(const QList<QUrl> &urls, const net::NetworkSettings &settings);

/// Every certificate that lies in the `certs.d` folders, whatever host it is for and whatever its file is called, and in `files`.
[[nodiscard]] Chain certificatesAround(const net::CertificateFolders &folders, const QStringList &files);

/// The certificates in a file as authorities hand theirs out: DER, PEM, or a PKCS #7 of several. RFC 5280 §4.2.2.1.
[[nodiscard]] Chain parseIssuers(const QByteArray &bytes);

} // namespace wharf::diagnosis
