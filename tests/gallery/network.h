#pragma once

#include "tests/gallery/programs.h"

#include <QMap>

namespace wharf::gallery {

/// The addresses of the scene. None is loopback: Docker takes 127.0.0.0/8 for insecure, which would hide TLS faults.
namespace at {
inline const QString registry = QStringLiteral("203.0.113.10");
inline const QString gitlab = QStringLiteral("203.0.113.20");
inline const QString other = QStringLiteral("203.0.113.30");
inline const QString storage = QStringLiteral("203.0.113.40");
inline const QString dns = QStringLiteral("203.0.113.53");
inline const QString otherDns = QStringLiteral("203.0.113.54");
inline const QString proxy = QStringLiteral("203.0.113.80");
inline const QString client = QStringLiteral("203.0.113.100");
inline const QString registry6 = QStringLiteral("fd00:113::10");
/// Routed into the void: packets get no answer.
inline const QString nowhere = QStringLiteral("10.255.255.1");
} // namespace at

/// A cable between the servers, which stand in the scenario's own network namespace, and the client, in one named `client`.
void layCable(const Programs &programs);

/// The DNS of the scene: dnsmasq at `at::dns`, which knows these names and that there are no others.
class Names {
public:
    explicit Names(Programs &programs, QString folder);

    /// Addresses of either family. Before serve().
    void set(const QString &name, const QStringList &addresses) { m_names.insert(name, addresses); }
    /// Starts it, once.
    void serve();

    /// A second name server with answers of its own.
    void serveOther(const QString &address, const QMap<QString, QStringList> &names);

private:
    void start(const QString &address, const QMap<QString, QStringList> &names);

    Programs &m_programs;
    QString m_folder;
    QMap<QString, QStringList> m_names;
    bool m_serving = false;
};

} // namespace wharf::gallery
