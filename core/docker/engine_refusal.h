#pragma once

#include "core/base/failure.h"
#include "core/net/http.h"

namespace wharf::docker {

/// `message` of an engine's answer, cleaned; the answer itself where it is no JSON.
[[nodiscard]] QString engineMessage(const QByteArray &body);

/// What an answer of an engine's that is no 2xx means. Stage::Daemon; Unauthorized (401), Forbidden (403), Absent (404), Busy
/// (409), Server (5xx), else Invalid; `serverSaid` is its message, `subject` as given.
[[nodiscard]] Failure engineRefusal(const net::Reply &reply, const QString &subject);

} // namespace wharf::docker
