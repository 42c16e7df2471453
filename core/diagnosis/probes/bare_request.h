#pragma once

#include "core/diagnosis/probes/host_probe.h"

namespace wharf::diagnosis {

/// `GET url` without a credential and without checking who answers: TLS for `https`, plain for `http`; through the proxy where one is
/// set. For servers that nothing else may talk to. Reads 64 KiB of body at most and follows nothing.
///
/// Failures are in the answer: Stage::Connect or Tls; Offline (subject as net::networkFailure() has it), Timeout, BadReply, Cancelled.
[[nodiscard]] Task<Answer> askBare(QUrl url, QString address, WireSettings settings, std::chrono::milliseconds limit,
                                   std::shared_ptr<Stop> stop);

/// The body of a 200, as it came; empty where none came. Limits as askBare().
[[nodiscard]] Task<QByteArray> fetchBytes(QUrl url, WireSettings settings, std::chrono::milliseconds limit, std::shared_ptr<Stop> stop);

/// The lines of such a request, for the server itself.
[[nodiscard]] QByteArray bareRequest(const QUrl &url, const net::NetworkSettings &settings);

} // namespace wharf::diagnosis
