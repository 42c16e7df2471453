#include "tests/push/connection.h"

#include "tests/push/upstream.h"

#include <QDeadlineTimer>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace wharf::rig {

namespace {

constexpr qsizetype piece = 64 * 1024;
/// What waits to be sent on in either direction, at most: whoever sends faster is held back.
constexpr qsizetype backlog = 256 * 1024;
constexpr qsizetype longestHead = 64 * 1024;
/// nginx's lingering_timeout.
constexpr int lingerMilliseconds = 5000;

BodyReader bodyOf(const RequestHead &head)
{
    return head.isChunked() ? BodyReader::chunked() : BodyReader::ofLength(qMax<qint64>(0, head.length()));
}

BodyReader bodyOf(const AnswerHead &answer, const QByteArray &method)
{
    if (method == "HEAD" || answer.status() == 204 || answer.status() == 304)
        return BodyReader::ofLength(0);
    if (answer.lists("Transfer-Encoding", "chunked"))
        return BodyReader::chunked();
    return answer.has("Content-Length") ? BodyReader::ofLength(answer.header("Content-Length").toLongLong()) : BodyReader::untilClosed();
}

QByteArray framed(const QByteArray &content, bool chunked)
{
    return chunked && !content.isEmpty() ? QByteArray::number(content.size(), 16) + "\r\n" + content + "\r\n" : content;
}

/// While this lives, the upload counts as written to.
class Writing {
public:
    Writing(UploadsUnderWay &uploads, QByteArray upload)
        : m_uploads(uploads)
        , m_upload(std::move(upload))
    {
        m_uploads.enter(m_upload);
    }
    Writing(const Writing &) = delete;
    Writing &operator=(const Writing &) = delete;
    ~Writing() { m_uploads.leave(m_upload); }

private:
    UploadsUnderWay &m_uploads;
    QByteArray m_upload;
};

} // namespace

Connection::Connection(Wire client, int number, Shared &shared)
    : m_shared(shared)
    , m_client(std::move(client))
    , m_number(number)
    , m_cut(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    m_flow.ofConnection = &m_ofUploads;
}

Connection::~Connection()
{
    ::close(m_cut);
}

void Connection::cut()
{
    ::eventfd_write(m_cut, 1);
}

void Connection::run()
{
    while (serveOne()) { }
    if (m_wasCut) {
        m_client.reset();
        m_upstream.reset();
    }
    m_client.close();
    m_upstream.close();
}

bool Connection::wait(short ofClient, short ofUpstream, int milliseconds)
{
    pollfd watched[3] = { { m_cut, POLLIN, 0 }, { m_client.file(), ofClient, 0 }, { m_upstream.file(), ofUpstream, 0 } };
    const int ready = ::poll(watched, 3, milliseconds);
    m_wasCut = m_wasCut || watched[0].revents != 0;
    m_clientEvents = watched[1].revents;
    m_upstreamEvents = watched[2].revents;
    return ready > 0 && !m_wasCut;
}

bool Connection::pause(int milliseconds)
{
    pollfd cut { m_cut, POLLIN, 0 };
    m_wasCut = m_wasCut || (milliseconds > 0 && ::poll(&cut, 1, milliseconds) > 0);
    return !m_wasCut;
}

Wire::Got Connection::readClient()
{
    const qsizetype before = m_fromClient.size();
    const Wire::Got got = m_client.read(m_fromClient, piece);
    m_shared.spoils.lineUsed(m_fromClient.size() - before);
    return got;
}

void Connection::endEntry(int status, const QByteArray &fault)
{
    m_shared.log.end(m_entry, status, fault);
}

std::optional<RequestHead> Connection::readHead()
{
    while (true) {
        const qsizetype end = m_fromClient.indexOf("\r\n\r\n");
        if (end >= 0) {
            const RequestHead head(m_fromClient.left(end));
            m_fromClient.remove(0, end + 4);
            return head;
        }
        if (m_fromClient.startsWith('\x16')) {
            // A TLS greeting: docker and skopeo try that first, and wait long for a server that does not say at once what it is.
            QByteArray plain = "HTTP/1.0 400 Bad Request\r\n\r\nThis port speaks plain HTTP.\n";
            static_cast<void>(m_client.write(plain));
            return std::nullopt;
        }
        if (m_fromClient.size() > longestHead || !wait(POLLIN, 0))
            return std::nullopt;
        const Wire::Got got = readClient();
        if (got == Wire::Got::End || got == Wire::Got::Error)
            return std::nullopt;
    }
}

bool Connection::serveOne()
{
    auto head = readHead();
    if (!head)
        return false;
    Seen seen { .method = head->method(), .target = head->target(), .upload = head->upload(), .contentRange = head->header("Content-Range") };
    seen.authorized = head->has("Authorization");
    seen.chunked = head->isChunked();
    seen.connection = m_number;
    m_entry = m_shared.log.begin(seen);
    m_body = bodyOf(*head);
    m_fault.clear();
    m_flow.received = 0;
    m_flow.upload = !head->isUpload() ? QByteArray() : seen.upload.isEmpty() ? "POST " + QByteArray::number(m_entry) : seen.upload;

    const Ruling ruling = m_shared.spoils.beforeBody(*head);
    if (ruling.hangs)
        return hang();
    if (!pause(ruling.latencyMilliseconds))
        return false;
    if (ruling.answer)
        return answerSelf(*head, *ruling.answer);
    QByteArray whole;
    if (ruling.buffers && head->hasBody()) {
        const Came came = takeWhole(*head, &whole);
        if (came != Came::Whole)
            return came == Came::Refused && answerSelf(*head, nginxAnswer(413, "body-limit"));
        if (const auto refusal = m_shared.spoils.afterBody(*head))
            return answerSelf(*head, *refusal);
        head->remove("Transfer-Encoding");
        head->remove("Expect");
        head->set("Content-Length", QByteArray::number(whole.size()));
    }
    if (ruling.resumes && m_shared.rules) {
        if (!seen.upload.isEmpty())
            m_shared.uploads.waitUntilFree(seen.upload, std::chrono::milliseconds(lingerMilliseconds));
        if (const auto refusal = m_shared.rules->apply(*head))
            return answerSelf(*head, *refusal);
    }
    const Writing writing(m_shared.uploads, m_flow.upload);
    return pass(std::move(*head), ruling.buffers ? &whole : nullptr);
}

bool Connection::hang()
{
    endEntry(0, "hang");
    // Until the client gives up.
    while (wait(POLLIN, 0)) {
        const Wire::Got got = readClient();
        m_shared.log.count(m_entry, m_body.take(m_fromClient, m_fromClient.size()).size());
        if (got == Wire::Got::End || got == Wire::Got::Error)
            break;
    }
    return false;
}

bool Connection::answerSelf(const RequestHead &head, OwnAnswer answer)
{
    if (answer.needsChallenge) {
        // The registry's own, for this very scope.
        RequestHead question = head;
        question.set("Authorization", "Bearer spoiled");
        if (const auto asked = askUpstream(m_shared.upstreamPort, question); asked && asked->head.has("WWW-Authenticate"))
            answer.headers.append({ "WWW-Authenticate", asked->head.header("WWW-Authenticate") });
    }
    // RFC 9110 §10.1.1: whether a body comes after all, nobody can tell.
    if (head.has("Expect") && !m_body.isWhole())
        answer.closes = true;
    endEntry(answer.status, answer.fault);
    QByteArray bytes = answer.bytes(head.method());
    while (m_client.write(bytes) && !bytes.isEmpty()) {
        if (!wait(POLLOUT, 0))
            return false;
    }
    if (answer.closes)
        m_client.finishSending();
    return drain(lingerMilliseconds) && !answer.closes && !head.lists("Connection", "close");
}

bool Connection::drain(int patienceMilliseconds)
{
    // A connection that is closed on a client that still sends would be reset, and the answer lost with it.
    while (true) {
        m_shared.log.count(m_entry, m_body.take(m_fromClient, m_fromClient.size()).size());
        if (m_body.isWhole() || m_body.isBroken())
            return m_body.isWhole();
        if (!pause(m_shared.spoils.lineBusyMilliseconds()) || !wait(POLLIN, 0, patienceMilliseconds))
            return false;
        const Wire::Got got = readClient();
        if (got == Wire::Got::End || got == Wire::Got::Error)
            return false;
    }
}

Spoils::Next Connection::nextPiece(QByteArray *content)
{
    *content = m_body.take(m_fromClient, piece);
    if (content->isEmpty())
        return Spoils::Next::Go;
    const Spoils::Next next = m_shared.spoils.onBody(m_flow, *content, &m_fault);
    m_shared.log.count(m_entry, content->size());
    return next;
}

Connection::Came Connection::takeWhole(const RequestHead &head, QByteArray *content)
{
    if (head.lists("Expect", "100-continue")) {
        QByteArray go = "HTTP/1.1 100 Continue\r\n\r\n";
        if (!m_client.write(go))
            return Came::Cut;
    }
    while (true) {
        QByteArray part;
        const Spoils::Next next = nextPiece(&part);
        *content += part;
        if (next == Spoils::Next::TooLarge)
            return Came::Refused;
        if (next != Spoils::Next::Go) {
            m_upstream.close();
            breakOff({}, next);
            return Came::Cut;
        }
        if (m_body.isWhole())
            return Came::Whole;
        if (!part.isEmpty())
            continue;
        if (m_body.isBroken() || !pause(m_shared.spoils.lineBusyMilliseconds()) || !wait(POLLIN, 0))
            return Came::Cut;
        const Wire::Got got = readClient();
        if (got == Wire::Got::End || got == Wire::Got::Error)
            return Came::Cut;
    }
}

void Connection::connectUpstream()
{
    if (!m_upstream.isOpen() || m_upstream.isStale())
        m_upstream = Wire::to(m_shared.upstreamPort);
}

bool Connection::breakOff(QByteArray unsent, Spoils::Next next)
{
    m_client.reset();
    endEntry(0, m_fault);
    if (next == Spoils::Next::Away)
        m_shared.goAway(m_shared.spoils.faults().away.value_or(Faults::Away()).seconds);
    settleUpstream(std::move(unsent));
    return false;
}

void Connection::settleUpstream(QByteArray unsent)
{
    // What passed before the line broke arrives; then the registry finds that the rest is missing, and we wait until it has.
    const QDeadlineTimer limit(lingerMilliseconds);
    bool sends = true;
    QByteArray ignored;
    while (m_upstream.isOpen() && !limit.hasExpired()) {
        if (sends && (!m_upstream.write(unsent) || unsent.isEmpty())) {
            m_upstream.finishSending();
            sends = false;
        }
        pollfd upstream { m_upstream.file(), static_cast<short>(POLLIN | (sends ? POLLOUT : 0)), 0 };
        if (::poll(&upstream, 1, static_cast<int>(limit.remainingTime())) <= 0)
            break;
        ignored.clear();
        const Wire::Got got = m_upstream.read(ignored, piece);
        if (got == Wire::Got::End || got == Wire::Got::Error)
            break;
    }
    m_upstream.close();
}

bool Connection::pass(RequestHead head, const QByteArray *whole)
{
    connectUpstream();
    if (!m_upstream.isOpen()) {
        // As if the registry's own port had refused.
        m_client.reset();
        return false;
    }
    const bool chunked = head.isChunked();
    QByteArray toUpstream = head.bytes() + (whole == nullptr ? QByteArray() : *whole);
    QByteArray toClient;
    QByteArray fromUpstream;
    bool lastChunkGiven = !chunked;
    bool upstreamTakes = true;
    std::optional<AnswerHead> answer;
    BodyReader answerBody = BodyReader::untilClosed();
    bool answerChunked = false;
    bool upstreamEnded = false;

    while (true) {
        // The body, as far as the registry takes it.
        while (!m_body.isWhole() && toUpstream.size() < backlog) {
            QByteArray content;
            const Spoils::Next next = nextPiece(&content);
            if (upstreamTakes)
                toUpstream += framed(content, chunked);
            if (next == Spoils::Next::TooLarge && !answer) {
                settleUpstream(std::move(toUpstream));
                return answerSelf(head, nginxAnswer(413, m_fault));
            }
            if (next == Spoils::Next::Reset || next == Spoils::Next::Away)
                return breakOff(std::move(toUpstream), next);
            if (m_body.isBroken())
                return breakOff(std::move(toUpstream), Spoils::Next::Reset);
            if (content.isEmpty())
                break;
        }
        if (m_body.isWhole() && !std::exchange(lastChunkGiven, true) && upstreamTakes)
            toUpstream += "0\r\n\r\n";

        // The answer, head first.
        while (!answer) {
            const qsizetype end = fromUpstream.indexOf("\r\n\r\n");
            if (end < 0)
                break;
            AnswerHead came(fromUpstream.left(end));
            fromUpstream.remove(0, end + 4);
            if (came.status() < 200) {
                toClient += came.bytes();
                continue;
            }
            if (!pause(m_shared.spoils.answerDelayMilliseconds()))
                return false;
            m_shared.spoils.spoilAnswer(head, came);
            answerBody = bodyOf(came, head.method());
            answerChunked = came.lists("Transfer-Encoding", "chunked");
            toClient += came.bytes();
            endEntry(came.status(), m_fault);
            answer = std::move(came);
        }
        while (answer && !answerBody.isWhole() && toClient.size() < backlog) {
            const QByteArray content = answerBody.take(fromUpstream, piece);
            toClient += framed(content, answerChunked);
            if (answerChunked && answerBody.isWhole())
                toClient += "0\r\n\r\n";
            if (answerBody.isBroken())
                return false;
            if (content.isEmpty())
                break;
        }

        if (!m_client.write(toClient))
            return breakOff(std::move(toUpstream), Spoils::Next::Reset);
        if (upstreamTakes && !m_upstream.write(toUpstream)) {
            // It closes once it has answered early; what it said is still there to be read.
            upstreamTakes = false;
            toUpstream.clear();
        }
        if (answer && answerBody.isWhole() && toClient.isEmpty())
            break;

        const int busy = m_shared.spoils.lineBusyMilliseconds();
        const bool wantsClient = !m_body.isWhole() && toUpstream.size() < backlog && busy == 0;
        const bool wantsUpstream = toClient.size() < backlog && !(answer && answerBody.isWhole());
        // A client that has asked and hangs up does not wait for the answer.
        const auto ofClient = static_cast<short>((wantsClient ? POLLIN : 0) | (m_body.isWhole() ? POLLRDHUP : 0) | (toClient.isEmpty() ? 0 : POLLOUT));
        const auto ofUpstream = static_cast<short>((wantsUpstream ? POLLIN : 0) | (toUpstream.isEmpty() ? 0 : POLLOUT));
        if (!wait(ofClient, ofUpstream, busy > 0 ? busy : -1)) {
            if (m_wasCut)
                return breakOff(std::move(toUpstream), Spoils::Next::Reset);
            continue;
        }
        if ((m_clientEvents & POLLRDHUP) != 0)
            return breakOff(std::move(toUpstream), Spoils::Next::Reset);
        if ((m_clientEvents & (POLLIN | POLLERR | POLLHUP)) != 0) {
            const Wire::Got got = readClient();
            if (got == Wire::Got::End || got == Wire::Got::Error)
                return breakOff(std::move(toUpstream), Spoils::Next::Reset);
        }
        if ((m_upstreamEvents & (POLLIN | POLLERR | POLLHUP)) != 0) {
            const Wire::Got got = m_upstream.read(fromUpstream, piece);
            upstreamEnded = upstreamEnded || got == Wire::Got::End;
            if (got == Wire::Got::End && answer) {
                answerBody.connectionEnded();
            } else if (got == Wire::Got::End || got == Wire::Got::Error) {
                m_client.reset();
                return false;
            }
        }
    }

    const bool early = !m_body.isWhole();
    if (early || !toUpstream.isEmpty() || answer->lists("Connection", "close"))
        m_upstream.close();
    const bool keeps = !answer->lists("Connection", "close") && !head.lists("Connection", "close") && !upstreamEnded;
    if (early || !keeps) {
        m_client.finishSending();
        static_cast<void>(drain(lingerMilliseconds));
        return false;
    }
    return true;
}

} // namespace wharf::rig
