#pragma once

#include "core/docker/engine_endpoint.h"
#include "core/push/push.h"

namespace wharf::push {

class DaemonJob;

/// A push that the engine does: `POST /images/{name}/push`. Docker's of both image stores, and Podman.
///
/// What is different from a direct one:
/// - The engine gets the credential once, when the push begins; no token is renewed, nothing is gone on with half-way, and the
///   order's `jobs`, `chunkSize` and `bytesPerSecond` mean nothing to it.
/// - pause() and resume() do nothing: an engine cannot be asked to wait. cancel() closes the connection, which ends the push,
///   with `forGood` or without: an engine keeps nothing to go on from.
/// - Where the image is not called what the destination is called, it gets that name for the length of the push; see TagLoan.
/// - Bytes are as the engine counts them: Docker's older store counts the uncompressed layers, so that BlobProgress has them in
///   `sourceDone` and `sourceTotal`; Podman tells nothing of layers at all. Layers that were there have no size, and total is
///   that of the layers the engine has come to. BlobProgress::name is the diffId where the engine names layers by it, else the
///   engine's 12 digits.
/// - PushOutcome has the digest that the engine says; its media type is not known. It is given only where the engine has said a
///   digest and nothing of an error; otherwise the push has failed, whatever the HTTP status was.
///
/// Errors: Stage::Daemon as docker::negotiateEngine() has them, and Offline `engine-died`, BadReply `no-digest`, Refused
/// `identity-token` (Podman takes none); Stage::Image, Absent; everything of engineComplaint().
class DaemonPush final : public Push {
    Q_OBJECT
public:
    /// `endpoint`: the engine; `environment`: what `ssh` and DOCKER_API_VERSION need.
    DaemonPush(PushOrder order, PushAccess access, std::shared_ptr<const Clock> clock, docker::EngineEndpoint endpoint,
               QProcessEnvironment environment);
    /// Cancels.
    ~DaemonPush() override;

    void start() override;
    void pause() override { }
    void resume() override { }
    void cancel(bool forGood) override;
    [[nodiscard]] const PushProgress &progress() const override;
    [[nodiscard]] const PushOrder &order() const override;

private:
    std::shared_ptr<DaemonJob> m_job;
};

/// A push through the engine that the order's source is at, found as engineOfSource() finds it with this process's environment.
[[nodiscard]] std::unique_ptr<Push> makeDaemonPush(PushOrder order, PushAccess access, std::shared_ptr<const Clock> clock);

} // namespace wharf::push
