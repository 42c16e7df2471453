#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

namespace wharf::net {

/// What the user allowed and gave for one registry. Paths are absolute; empty means none.
struct HostSettings {
    bool plainHttp = false;
    QString caFile;
    QString certFile;
    QString keyFile;

    friend bool operator==(const HostSettings &, const HostSettings &) = default;
};

/// Where certificates lie, in the order in which they are looked at. Tests put their own folders here.
struct CertificateFolders {
    /// `/etc/docker/certs.d` (or its rootless place), `~/.config/containers/certs.d`, `/etc/containers/certs.d`.
    static CertificateFolders ofThisMachine();
    QStringList docker;
    QStringList containers;
};

/// Everything that a Session must know besides the request: what the user set per `host[:port]`.
struct NetworkSettings {
    QHash<QString, HostSettings> hosts;
    CertificateFolders certificates = CertificateFolders::ofThisMachine();
    /// Trusted for every host of this session, realm included: Docker, too, uses a registry's CA for its realm.
    QStringList extraCaFiles;
    /// Plain HTTP to every host: for questions that carry nothing of the person's.
    bool plainHttpEverywhere = false;
    /// `wharfinger/0.1.0`
    QByteArray userAgent;
};

} // namespace wharf::net
