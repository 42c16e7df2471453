#pragma once

#include "core/async/task.h"
#include "core/diagnosis/evidence/answer.h"
#include "core/diagnosis/finding.h"
#include "core/net/session.h"

#include <memory>

namespace wharf::diagnosis {

/// An answer twice: as it came, for what is done next, and cleaned, for the evidence.
struct Asked {
    Answer answer;
    Result<net::Reply> reply = tl::unexpected<Failure>(Failure {});
};

/// Sends one request on behalf of `step` and takes down what came. Bodies are read to 64 KiB; the
/// tokens in a realm's answer are taken out.
[[nodiscard]] Task<Asked> ask(std::shared_ptr<net::Session> session, StepId step, net::Request request);

/// Redirects by hand, 5 at most. A credential goes along only as far as net::mayCarryCredential() says; without one every
/// redirect is followed. The last reply, too, is given where it came.
struct AskedTrial {
    Trial trial;
    Result<net::Reply> reply = tl::unexpected<Failure>(Failure {});
};
[[nodiscard]] Task<AskedTrial> askAlong(std::shared_ptr<net::Session> session, StepId step, net::Request request);

} // namespace wharf::diagnosis
