#pragma once

#include <QByteArray>

#include <optional>

namespace wharf::rig {

/// What the proxy does to those who push through it. A value; what is not set does no harm.
/// Sizes and positions are bytes of request bodies, without the framing of chunks.
struct Faults {
    // Connections that break.
    std::optional<qint64> resetOnce = {};  ///< RST after so many bytes within one upload, once
    std::optional<qint64> resetEvery = {}; ///< RST whenever a connection has carried so many bytes of uploads
    struct Away {
        qint64 after = 0; ///< bytes of all uploads together
        double seconds = 3;
    };
    std::optional<Away> away = {}; ///< all connections reset and the port closed, once
    std::optional<int> hang = {};  ///< the k-th request gets no answer, ever

    // Proxies in between.
    std::optional<qint64> bodyLimit = {}; ///< larger bodies get nginx's 413
    bool buffering = false;          ///< takes a body whole before the registry sees anything of the request
    std::optional<int> badGatewayEvery = {};     ///< every n-th request gets nginx's 502
    double badGatewayProbability = 0;       ///< 0 to 1, of each request
    unsigned seed = 1;                      ///< of that dice
    int latencyMilliseconds = 0;            ///< before each request goes on
    double firstAnswerSeconds = 0;          ///< the first answer takes so long
    qint64 bytesPerSecond = 0;              ///< limit of all that is sent to us; 0: none
    std::optional<qint64> flip = {};             ///< the byte at this position within one upload arrives wrong, once
    bool html = false;                      ///< uploads get 200 and a page, as from a portal
    bool noChunkedBodies = false;           ///< 411

    // Registries and what stands before them.
    struct TooMany {
        int requests = 3; ///< POST, PATCH, PUT of uploads, from now on
        int retryAfterSeconds = 1;
    };
    std::optional<TooMany> tooMany = {};      ///< 429
    std::optional<int> unauthorizedOnce = {}; ///< the k-th request with a bearer token gets 401, whatever the token is
    bool tokenGate = false;              ///< 401 from the second on that a JWT's `exp` names; after the body where it is buffered
    int gateClockSeconds = 0;            ///< how far the gate's clock is ahead
    std::optional<int> patchStatus = {};      ///< every PATCH gets this
    std::optional<int> putStatus = {};        ///< every PUT of an upload with a body gets this
    std::optional<qint64> chunkMinimum = {};  ///< `OCI-Chunk-Min-Length`; PATCH after a PATCH that was shorter gets 416
    bool resumeRules = false;            ///< GitLab's, see ResumeRules

    // Answers that lie.
    std::optional<QByteArray> range = {};        ///< instead of every `Range` of an upload
    std::optional<QByteArray> digest = {};       ///< instead of every `Docker-Content-Digest`
    std::optional<QByteArray> locationHost = {}; ///< `host:port` instead of the one in every `Location`
    bool locationHttps = false;             ///< where only http is
};

} // namespace wharf::rig
