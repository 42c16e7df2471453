#pragma once

#include "core/diagnosis/evidence/answer.h"

#include <QStringList>

namespace wharf::diagnosis {

/// What a name resolves to here, and what a name server says beside it.
struct NameEvidence {
    bool looked = false;
    bool literal = false;         ///< the host is an address; nothing was looked up
    QStringList addresses;        ///< getaddrinfo's, in its order, both families
    QStringList hostsFile;        ///< what `/etc/hosts` has for the name
    QStringList nameServer;       ///< what a direct A and AAAA query gave, past the hosts file
    /// Empty where `addresses` came; else `not-found`, `temporary`, `timeout`.
    QString problem;
    QStringList localFamilies;    ///< `ipv4`, `ipv6`: families this machine has an address and a route of, loopback apart

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("looked", self.looked);
        visit("literal", self.literal);
        visit("addresses", self.addresses);
        visit("hosts_file", self.hostsFile);
        visit("name_server", self.nameServer);
        visit("problem", self.problem);
        visit("local_families", self.localFamilies);
    }
};

/// One address that was knocked at.
struct ConnectEvidence {
    QString address;
    /// `connected`, `refused`, `timeout`, `unreachable`, `reset`, `denied`; empty where it was stopped
    QString outcome;
    qint64 milliseconds = 0;

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("address", self.address);
        visit("outcome", self.outcome);
        visit("milliseconds", self.milliseconds);
    }
};

/// The forward proxy that this machine's settings put in the way of a host.
struct ProxyEvidence {
    QString address;     ///< `host:port`; empty: the way is direct; `malformed`: the setting holds no proxy's address
    QString from;        ///< `HTTPS_PROXY`, `https_proxy`, `system` …
    bool resolved = true;
    bool connected = true;
    int status = 0;      ///< of its answer to CONNECT; 0: none came
    QString said;        ///< the reason phrase of that answer
    QStringList schemes; ///< of `Proxy-Authenticate`: `basic`, `ntlm`, `negotiate`
    bool passwordGiven = false;
    /// The same host answers without the proxy (a TCP connection was made).
    bool directConnects = false;

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("address", self.address);
        visit("from", self.from);
        visit("resolved", self.resolved);
        visit("connected", self.connected);
        visit("status", self.status);
        visit("said", self.said);
        visit("schemes", self.schemes);
        visit("password_given", self.passwordGiven);
        visit("direct_connects", self.directConnects);
    }
};

/// One certificate as the server sent it.
struct CertificateEvidence {
    QString subject; ///< common name, or the whole name where there is none
    QString organization;
    QString issuer;
    QString issuerOrganization;
    QStringList dnsNames;    ///< of subjectAltName
    QStringList ipAddresses; ///< of subjectAltName
    QDateTime notBefore;
    QDateTime notAfter;
    bool selfSigned = false;
    bool authority = false;  ///< basicConstraints CA
    QString caIssuersUrl;    ///< authority information access
    QString sha256;          ///< of the DER, hexadecimal

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("subject", self.subject);
        visit("organization", self.organization);
        visit("issuer", self.issuer);
        visit("issuer_organization", self.issuerOrganization);
        visit("dns_names", self.dnsNames);
        visit("ip_addresses", self.ipAddresses);
        visit("not_before", self.notBefore);
        visit("not_after", self.notAfter);
        visit("self_signed", self.selfSigned);
        visit("authority", self.authority);
        visit("ca_issuers_url", self.caIssuersUrl);
        visit("sha256", self.sha256);
    }
};

/// A handshake that trusts nobody and records everything; dates, name and chain are judged each on its own.
struct TlsEvidence {
    bool tried = false;
    /// `done`, `alert`, `closed`, `reset`, `timeout`, `not-tls` (the peer spoke something else)
    QString outcome;
    QString alert;     ///< OpenSSL's name of the alert that came (or, where the fault was seen here, was sent): `handshake failure`, `protocol version`, `certificate required` …
    QString firstText; ///< not-tls: the first line the peer sent, cleaned
    QString protocol;  ///< `TLSv1.3`
    QString cipher;
    QList<CertificateEvidence> chain; ///< leaf first, exactly as sent
    /// By this machine's clock: every certificate of the chain that verifies; every one sent where none does.
    bool datesValid = false;
    bool nameMatches = false; ///< by subjectAltName alone, as Go does
    bool chainTrusted = false;///< by what a Docker daemon on this machine trusts: the system and its certs.d
    bool trustedBySystem = false;
    bool trustedByAccount = false; ///< with the authority that was given for this host, or lies in containers' certs.d for it
    QString chainProblem; ///< OpenSSL's words for why the chain alone does not verify; empty where it does
    /// The missing intermediate lies among the trusted or could be found, and with it the chain verifies.
    bool completeWithKnownIntermediate = false;
    bool clientCertificateAsked = false;
    bool clientCertificateGiven = false;
    /// After a failed handshake: an old protocol or cipher that the peer does take (`TLSv1.0`, `AES128-SHA256`); empty: none.
    QString takesOnly;
    /// From the peer, until the handshake was over. None and `timeout`: large packets may get lost on the way.
    qint64 receivedBytes = 0;
    qint64 milliseconds = 0;

    [[nodiscard]] bool done() const { return outcome == QLatin1String("done"); }
    [[nodiscard]] bool trusted() const { return done() && datesValid && nameMatches && (chainTrusted || trustedByAccount); }

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("tried", self.tried);
        visit("outcome", self.outcome);
        visit("alert", self.alert);
        visit("first_text", self.firstText);
        visit("protocol", self.protocol);
        visit("cipher", self.cipher);
        visit("chain", self.chain);
        visit("dates_valid", self.datesValid);
        visit("name_matches", self.nameMatches);
        visit("chain_trusted", self.chainTrusted);
        visit("trusted_by_system", self.trustedBySystem);
        visit("trusted_by_account", self.trustedByAccount);
        visit("chain_problem", self.chainProblem);
        visit("complete_with_known_intermediate", self.completeWithKnownIntermediate);
        visit("client_certificate_asked", self.clientCertificateAsked);
        visit("client_certificate_given", self.clientCertificateGiven);
        visit("takes_only", self.takesOnly);
        visit("received_bytes", self.receivedBytes);
        visit("milliseconds", self.milliseconds);
    }
};

/// What lies in the `certs.d` folders for a host, and what is wrong with it.
struct TrustFilesEvidence {
    QStringList folders;      ///< that exist for this `host[:port]`, in the order looked at
    QStringList problems;     ///< `certificate-without-key PATH`, `key-without-certificate PATH`, `unreadable PATH`, `malformed PATH`
    QStringList nearFolders;  ///< the same host with another port or none, or under a misspelt parent

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("folders", self.folders);
        visit("problems", self.problems);
        visit("near_folders", self.nearFolders);
    }
};

/// The way to one host, from its name to its certificate.
struct HostEvidence {
    /// `registry`, `realm`, `upload`, `storage`. A realm on the registry's own origin has no entry of its own.
    QString role;
    QString scheme; ///< that was wanted: `https` or `http`
    QString host;
    int port = 0;
    NameEvidence name;
    QList<ConnectEvidence> connects; ///< every address, each on its own
    ProxyEvidence proxy;
    TlsEvidence tls;
    TrustFilesEvidence trustFiles;
    /// `GET /v2/` (or `/`) over a connection that verifies nothing, without a credential: made only where TLS is not trusted, so
    /// that the server's clock and face are known anyhow.
    Answer unverified;
    /// `GET` in plain HTTP, without a credential: made only where the peer does not speak TLS.
    Answer plain;
    /// The scheme's default port of the same host accepts connections. Asked only where `port` does not answer.
    bool defaultPortAnswers = false;

    [[nodiscard]] bool connected() const;
    /// A verified connection can be made: requests to this host mean something.
    [[nodiscard]] bool usable() const;

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("role", self.role);
        visit("scheme", self.scheme);
        visit("host", self.host);
        visit("port", self.port);
        visit("name", self.name);
        visit("connects", self.connects);
        visit("proxy", self.proxy);
        visit("tls", self.tls);
        visit("trust_files", self.trustFiles);
        visit("unverified", self.unverified);
        visit("plain", self.plain);
        visit("default_port_answers", self.defaultPortAnswers);
    }
};

/// How far a server's clock is from this machine's.
struct ClockEvidence {
    QString role; ///< `registry`, `realm`, `daemon`, `other`
    QString host;
    qint64 offsetSeconds = 0; ///< server minus this machine

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("role", self.role);
        visit("host", self.host);
        visit("offset_seconds", self.offsetSeconds);
    }
};

} // namespace wharf::diagnosis
