#pragma once

#include "core/async/stop.h"
#include "core/async/task.h"

#include <QStringList>

#include <chrono>
#include <memory>

namespace wharf::diagnosis {

/// What getaddrinfo says of a name.
struct Looked {
    QStringList addresses;
    QString problem; ///< `not-found`, `temporary`, `timeout`; empty where addresses came, or it was stopped
};
[[nodiscard]] Task<Looked> lookUp(QString host, std::chrono::milliseconds limit, std::shared_ptr<Stop> stop);

/// What the name server says to an A and an AAAA query, past the hosts file; IPv4 first. Empty where it says nothing in time.
[[nodiscard]] Task<QStringList> askNameServer(QString host, std::chrono::milliseconds limit, std::shared_ptr<Stop> stop);

/// The addresses that a hosts file has for the name, in its order. hosts(5).
[[nodiscard]] QStringList hostsFileAddresses(const QString &path, const QString &host);

/// `ipv4`, `ipv6`: the families this machine has a route out for. Sends nothing.
[[nodiscard]] QStringList localFamilies();

/// Both answers in one: getaddrinfo as Qt asks leaves out families that this machine does not have, and Go's clients are told of
/// them and fail to connect.
[[nodiscard]] Looked withForeignFamilies(Looked looked, const QStringList &otherwiseKnown, const QStringList &families);

} // namespace wharf::diagnosis
