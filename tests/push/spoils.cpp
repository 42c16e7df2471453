#include "tests/push/spoils.h"

#include "tests/push/token_expiry.h"

#include <QDateTime>

namespace wharf::rig {

namespace {

bool writes(const QByteArray &method)
{
    return method == "POST" || method == "PATCH" || method == "PUT";
}

OwnAnswer unauthorized(const QByteArray &fault)
{
    OwnAnswer answer = registryAnswer(401, "UNAUTHORIZED", "authentication required", fault);
    answer.needsChallenge = true;
    return answer;
}

OwnAnswer portalPage()
{
    return { 200, { { "Content-Type", "text/html" } }, "<!DOCTYPE html><html><title>Welcome</title><body>Please accept the terms.</body></html>\n", false, false, "html" };
}

} // namespace

void Spoils::set(const Faults &faults)
{
    const std::lock_guard lock(m_mutex);
    m_faults = faults;
    m_requests = 0;
    m_withBearer = 0;
    m_answered = false;
    m_wentAway = false;
    m_ofUploads = 0;
    m_ofUpload.clear();
    m_endedShort.clear();
    m_dice.seed(faults.seed);
    m_lineFreeAt = {};
}

Faults Spoils::faults() const
{
    const std::lock_guard lock(m_mutex);
    return m_faults;
}

Ruling Spoils::beforeBody(const RequestHead &head)
{
    const std::lock_guard lock(m_mutex);
    ++m_requests;
    Ruling ruling;
    ruling.hangs = m_faults.hang == m_requests;
    ruling.buffers = m_faults.buffering;
    ruling.resumes = m_faults.resumeRules;
    ruling.latencyMilliseconds = m_faults.latencyMilliseconds;
    ruling.answer = refusal(head);
    return ruling;
}

std::optional<OwnAnswer> Spoils::refusal(const RequestHead &head)
{
    // From the client inwards: proxies first, the registry last.
    if (m_faults.bodyLimit && head.length() > *m_faults.bodyLimit)
        return nginxAnswer(413, "body-limit");
    if (m_faults.noChunkedBodies && head.isChunked())
        return nginxAnswer(411, "no-chunked");
    if (m_faults.badGatewayEvery && m_requests % *m_faults.badGatewayEvery == 0)
        return nginxAnswer(502, "bad-gateway-every");
    if (m_faults.badGatewayProbability > 0 && std::uniform_real_distribution<>()(m_dice) < m_faults.badGatewayProbability)
        return nginxAnswer(502, "bad-gateway");
    if (head.isUpload() && writes(head.method())) {
        if (auto answer = uploadRefusal(head))
            return answer;
    }
    if (head.hasBearer() && ++m_withBearer == m_faults.unauthorizedOnce)
        return unauthorized("unauthorized-once");
    return m_faults.buffering && head.hasBody() ? std::nullopt : gate(head);
}

std::optional<OwnAnswer> Spoils::uploadRefusal(const RequestHead &head)
{
    if (m_faults.html)
        return portalPage();
    if (m_faults.tooMany && m_faults.tooMany->requests > 0) {
        --m_faults.tooMany->requests;
        OwnAnswer answer = registryAnswer(429, "TOOMANYREQUESTS", "too many requests", "too-many");
        answer.headers.append({ "Retry-After", QByteArray::number(m_faults.tooMany->retryAfterSeconds) });
        return answer;
    }
    const bool patches = head.method() == "PATCH";
    if (patches && m_faults.patchStatus)
        return registryAnswer(*m_faults.patchStatus, "UNSUPPORTED", "no PATCH here", "patch-status");
    if (head.method() == "PUT" && m_faults.putStatus && head.hasBody())
        return registryAnswer(*m_faults.putStatus, "UNSUPPORTED", "no PUT with a body here", "put-status");
    if (patches && m_faults.chunkMinimum) {
        // Which chunk is the last shows only when another one comes.
        if (m_endedShort.value(head.upload()))
            return registryAnswer(416, "BLOB_UPLOAD_INVALID", "a chunk before this one was too small", "chunk-minimum");
        m_endedShort.insert(head.upload(), head.length() >= 0 && head.length() < *m_faults.chunkMinimum);
    }
    return std::nullopt;
}

std::optional<OwnAnswer> Spoils::afterBody(const RequestHead &head) const
{
    const std::lock_guard lock(m_mutex);
    return gate(head);
}

std::optional<OwnAnswer> Spoils::gate(const RequestHead &head) const
{
    if (!m_faults.tokenGate || !head.hasBearer())
        return std::nullopt;
    const auto expiry = expiryOf(head.header("Authorization"));
    const qint64 now = QDateTime::currentSecsSinceEpoch() + m_faults.gateClockSeconds;
    return expiry && *expiry <= now ? std::optional(unauthorized("token-gate")) : std::nullopt;
}

Spoils::Next Spoils::onBody(BodyFlow &flow, QByteArray &piece, QByteArray *fault)
{
    const std::lock_guard lock(m_mutex);
    if (m_faults.bodyLimit && flow.received + piece.size() > *m_faults.bodyLimit) {
        *fault = "body-limit";
        flow.received += piece.size();
        return Next::TooLarge;
    }
    if (flow.upload.isEmpty()) {
        flow.received += piece.size();
        return Next::Go;
    }
    qint64 &ofUpload = m_ofUpload[flow.upload];
    Next next = Next::Go;
    const auto stopAt = [&](qint64 left, Next then, const char *name) {
        if (left > piece.size())
            return;
        piece.truncate(static_cast<qsizetype>(qMax<qint64>(0, left)));
        next = then;
        *fault = name;
    };
    if (m_faults.resetOnce)
        stopAt(*m_faults.resetOnce - ofUpload, Next::Reset, "reset-once");
    if (m_faults.resetEvery)
        stopAt(*m_faults.resetEvery - *flow.ofConnection, Next::Reset, "reset-every");
    if (m_faults.away && !m_wentAway)
        stopAt(m_faults.away->after - m_ofUploads, Next::Away, "away");
    if (m_faults.flip && *m_faults.flip >= ofUpload && *m_faults.flip < ofUpload + piece.size()) {
        char &byte = piece.data()[*m_faults.flip - ofUpload];
        byte = static_cast<char>(byte ^ 1);
        m_faults.flip.reset();
    }
    if (next == Next::Reset && *fault == "reset-once")
        m_faults.resetOnce.reset();
    if (next == Next::Away)
        m_wentAway = true;
    flow.received += piece.size();
    ofUpload += piece.size();
    *flow.ofConnection += piece.size();
    m_ofUploads += piece.size();
    return next;
}

void Spoils::spoilAnswer(const RequestHead &head, AnswerHead &answer)
{
    const std::lock_guard lock(m_mutex);
    if (m_faults.range && head.isUpload() && answer.has("Range"))
        answer.set("Range", *m_faults.range);
    if (m_faults.digest && answer.has("Docker-Content-Digest"))
        answer.set("Docker-Content-Digest", *m_faults.digest);
    if (m_faults.chunkMinimum && head.isUpload() && head.method() == "POST")
        answer.set("OCI-Chunk-Min-Length", QByteArray::number(*m_faults.chunkMinimum));
    if (!answer.has("Location"))
        return;
    const QByteArray location = answer.header("Location");
    const qsizetype host = location.indexOf("://") + 3;
    const qsizetype path = location.indexOf('/', host);
    if (host < 3 || path < 0)
        return;
    const QByteArray scheme = m_faults.locationHttps ? "https://" : location.left(host);
    answer.set("Location", scheme + m_faults.locationHost.value_or(location.mid(host, path - host)) + location.mid(path));
}

int Spoils::answerDelayMilliseconds()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_answered, true) ? 0 : static_cast<int>(m_faults.firstAnswerSeconds * 1000);
}

int Spoils::lineBusyMilliseconds() const
{
    const std::lock_guard lock(m_mutex);
    const auto now = Clock::now();
    if (m_faults.bytesPerSecond <= 0 || m_lineFreeAt <= now)
        return 0;
    return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(m_lineFreeAt - now).count()) + 1;
}

void Spoils::lineUsed(qint64 bytes)
{
    const std::lock_guard lock(m_mutex);
    if (m_faults.bytesPerSecond <= 0)
        return;
    const auto busy = std::chrono::duration<double>(static_cast<double>(bytes) / static_cast<double>(m_faults.bytesPerSecond));
    m_lineFreeAt = qMax(m_lineFreeAt, Clock::now()) + std::chrono::duration_cast<Clock::duration>(busy);
}

} // namespace wharf::rig
