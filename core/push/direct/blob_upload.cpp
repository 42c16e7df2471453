#include "core/push/direct/blob_upload.h"

#include "core/net/tls_trust.h"
#include "core/registry/reply_failure.h"

#include <algorithm>

namespace wharf::push {

namespace {

using State = BlobProgress::State;

/// What is worth a request of its own beside the closing one. Bytes.
constexpr qint64 smallBlob = qint64(4) << 20;
/// How far ahead a packed blob is read for its length. Bytes.
constexpr qint64 aLook = qint64(1) << 20;
constexpr int mostStandstills = 3;
constexpr int mostSpoiled = 3;
constexpr int mostLosses = 10;
/// A connection that carried less says nothing about how much it may carry. Bytes.
constexpr qint64 tellingBytes = 256 * 1024;

Failure badReply(const char *subject, const QUrl &url)
{
    return { .stage = Stage::Registry, .kind = Kind::BadReply, .subject = QLatin1String(subject), .host = net::hostKey(url) };
}

Failure overLimit(Failure failure)
{
    failure.kind = Kind::TooLarge;
    failure.subject = QStringLiteral("body-limit");
    return failure;
}

/// `0-1023`: bytes that are there after a chunk; none where it is not said.
std::optional<qint64> endOf(const QByteArray &range)
{
    bool good = false;
    const qint64 last = range.mid(range.indexOf('-') + 1).trimmed().toLongLong(&good);
    return good && range.contains('-') && last >= 0 ? std::optional(last + 1) : std::nullopt;
}

bool isUnsupported(const net::Reply &reply)
{
    return reply.status == 405 || reply.status == 501 || (reply.status == 400 && reply.body.contains("UNSUPPORTED"));
}

} // namespace

/// The bytes of one chunk, at the pace of the push.
class BlobUpload::Body final : public net::RequestBody {
public:
    Body(BlobUpload &upload, qint64 most)
        : m_upload(upload)
        , m_most(most)
    {
    }

    Piece read(char *into, qint64 most) override
    {
        const qint64 left = std::min(most, m_most - m_given);
        if (left <= 0)
            return {};
        const Pace::Leave leave = m_upload.m_tools.pace.ask(left);
        if (leave.bytes == 0)
            return { .wait = leave.wait };
        const auto got = m_upload.m_blob.read(into, leave.bytes);
        m_upload.m_tools.pace.giveBack(leave.bytes - got.value_or(0));
        if (!got) {
            m_failure = got.error();
            return { .broken = true };
        }
        m_given += *got;
        m_upload.show(State::Uploading);
        return { .bytes = *got };
    }

    [[nodiscard]] qint64 given() const { return m_given; }
    [[nodiscard]] const std::optional<Failure> &failure() const { return m_failure; }

private:
    BlobUpload &m_upload;
    qint64 m_most;
    qint64 m_given = 0;
    std::optional<Failure> m_failure;
};

BlobUpload::BlobUpload(UploadTools tools, WireBlob &blob, UploadTask task)
    : m_tools(tools)
    , m_blob(blob)
    , m_task(std::move(task))
    , m_speed(tools.likelySpeed)
{
    m_tools.line.setWaiting([this](const Failure &why, std::chrono::milliseconds wait) {
        m_tools.ledger.change(m_task.row, [&why, wait](BlobProgress &row) {
            row.state = wait.count() > 0 ? State::Retrying : State::Uploading;
            row.retryInSeconds = static_cast<int>((wait.count() + 999) / 1000);
            row.trouble = wait.count() > 0 ? std::optional(why) : std::nullopt;
        });
    });
}

BlobUpload::~BlobUpload()
{
    m_tools.line.setWaiting({});
}

Result<UploadedBlob> BlobUpload::run()
{
    if (auto remembered = goOnFromMemory(); !remembered)
        return fail(remembered.error());
    for (int losses = 0;;) {
        if (m_location.isEmpty()) {
            if (auto begun = begin(); !begun)
                return fail(begun.error());
        }
        const auto sent = sendAll();
        if (!sent)
            return fail(sent.error());
        if (*sent == Step::Arrived)
            return verify();
        m_tools.line.takeBack(m_location); // where it is not gone already
        forget();
        m_location.clear();
        if (++losses > mostLosses)
            return fail(m_lastTrouble);
    }
}

Result<void> BlobUpload::begin()
{
    auto started = m_tools.line.startUpload();
    if (!started)
        return fail(started.error());
    m_location = started->location;
    m_offset = 0;
    if (started->leastChunk > 0)
        m_tools.habits.change([&started](RegistryHabits &habits) { habits.leastChunk = started->leastChunk; });
    if (auto there = m_blob.seek(0); !there)
        return there;
    remember();
    return {};
}

/// Another run began it: the registry is asked how far it came.
Result<void> BlobUpload::goOnFromMemory()
{
    const auto begun = m_task.key.isEmpty() ? std::nullopt : m_tools.memory.find(m_task.key);
    if (!begun || begun->format != m_task.format)
        return {};
    const auto standing = m_tools.line.isOwn(begun->location) ? m_tools.line.standing(begun->location) : Result<std::optional<RepositoryLine::Standing>>();
    if (!standing && couldNotTalk(standing.error()))
        return fail(standing.error());
    // Refused, gone, or of a registry that has moved meanwhile: it begins anew, and is not asked for again.
    if (!standing || !*standing || (*standing)->offset == 0) {
        m_tools.memory.forget(m_task.key);
        return {};
    }
    show(State::Compressing);
    if (auto there = m_blob.seek((*standing)->offset); !there) {
        // What it has is more than there is: another source's bytes. From the start, then.
        if (there.error().subject != QLatin1String("short"))
            return there;
        m_tools.memory.forget(m_task.key);
        return {};
    }
    m_location = (*standing)->location;
    m_offset = (*standing)->offset;
    advance();
    remember();
    return {};
}

/// What has got farther than ever is progress; what goes back and forth is none.
void BlobUpload::advance()
{
    if (m_offset <= m_farthest)
        return;
    m_farthest = m_offset;
    m_standstills = 0;
    m_retry.progressed();
}

bool BlobUpload::isSent() const
{
    return m_blob.isWhole() && m_offset == m_blob.size();
}

Result<BlobUpload::Step> BlobUpload::sendAll()
{
    for (;;) {
        const auto step = m_tools.habits.get().takesOnlyWhole ? sendWhole() : isSent() ? close() : sendNext();
        if (!step || *step != Step::GoOn)
            return step;
    }
}

/// How many bytes are ahead, `most` or all that there are. For what can be read again at no cost.
Result<qint64> BlobUpload::lookAhead(qint64 most)
{
    const qint64 from = m_blob.position();
    QByteArray seen(64 * 1024, Qt::Uninitialized);
    qint64 ahead = 0;
    while (ahead < most) {
        const auto some = m_blob.read(seen.data(), std::min<qint64>(seen.size(), most - ahead));
        if (!some)
            return some;
        if (*some == 0)
            break;
        ahead += *some;
    }
    if (const auto back = m_blob.seek(from); !back)
        return fail(back.error());
    return ahead;
}

Result<BlobUpload::Chunk> BlobUpload::planChunk()
{
    const RegistryHabits habits = m_tools.habits.get();
    const auto life = m_tools.desk.life();
    const ChunkChoice choice = chooseChunk({ .habits = habits,
                                             .asked = m_tools.askedChunk,
                                             .bytesPerSecond = m_speed,
                                             .tokenLeft = life ? std::optional(life->left) : std::nullopt,
                                             .onConnection = m_tools.line.sending().onConnection });
    Chunk chunk { .length = -1, .most = choice.bytes, .onNewConnection = choice.onNewConnection };
    // While its length is not known, a look ahead tells of a short rest, and of a chunk that is to have a length.
    const qint64 window = m_blob.cheapWindow() < 0 ? choice.bytes : m_blob.cheapWindow();
    const bool needsLength = habits.wantsLength || choice.bytes <= window;
    qint64 ahead = 0;
    if (m_blob.size() < 0) {
        const auto seen = lookAhead(std::min({ choice.bytes, needsLength ? choice.bytes : aLook, window }));
        if (!seen)
            return fail(seen.error());
        ahead = *seen;
    }
    if (m_blob.size() >= 0)
        chunk.length = std::min(m_blob.size() - m_offset, choice.bytes);
    else if (needsLength)
        chunk.length = ahead;
    return chunk;
}

net::StreamRequest BlobUpload::request(const char *method, const QUrl &url) const
{
    net::StreamRequest request;
    request.request.method = method;
    request.request.url = url;
    request.request.headers.append({ QByteArrayLiteral("Content-Type"), QByteArrayLiteral("application/octet-stream") });
    return request;
}

Result<BlobUpload::Step> BlobUpload::sendNext()
{
    const auto chunk = planChunk();
    if (!chunk)
        return fail(chunk.error());
    if (m_offset == 0 && m_blob.isWhole() && m_blob.size() <= smallBlob && chunk->length == m_blob.size())
        return sendWhole();
    if (chunk->length == 0)
        return Step::GoOn;

    Body body(*this, chunk->length >= 0 ? chunk->length : chunk->most);
    net::StreamRequest patch = request("PATCH", m_location);
    patch.stream = &body;
    patch.length = chunk->length;
    patch.onNewConnection = chunk->onNewConnection;
    if (chunk->length >= 0) {
        patch.request.headers.append({ QByteArrayLiteral("Content-Range"),
                                       QByteArray::number(m_offset) + '-' + QByteArray::number(m_offset + chunk->length - 1) });
    }
    const RepositoryLine::Sent sent = m_tools.line.sendOnce(patch);
    if (body.failure())
        return fail(*body.failure());
    measure(body.given());
    return judge(sent, *chunk, body.given());
}

Result<BlobUpload::Step> BlobUpload::judge(const RepositoryLine::Sent &sent, const Chunk &chunk, qint64 given)
{
    if (!sent.reply)
        return broken(sent);
    const net::Reply &reply = *sent.reply;
    if (reply.ok() && registry::isHtml(reply))
        return fail(badReply("html", m_location));
    if (reply.ok())
        return accept(reply, given);
    m_lastTrouble = m_tools.line.failureOf(sent);
    switch (reply.status) {
    case 401:
        return renewed(sent);
    case 411:
        m_tools.habits.change([](RegistryHabits &habits) { habits.wantsLength = true; });
        return chunk.length < 0 ? backTo(m_offset) : Result<Step>(fail(m_lastTrouble));
    case 413:
        return tooLarge(sent, chunk, given);
    case 404:
        return notFound();
    case 416:
    case 417: // told to wait for "100 Continue" by somebody who knows no such thing; the next one goes without
        return goOnFromRegistry();
    default:
        break;
    }
    if (isUnsupported(reply) && m_offset == 0) {
        m_tools.habits.change([](RegistryHabits &habits) { habits.takesOnlyWhole = true; });
        return Step::Lost;
    }
    if (reply.status == 400)
        return goOnFromRegistry();
    return broken(sent);
}

/// The upload is gone, or it is there and PATCH is what the registry does not know.
Result<BlobUpload::Step> BlobUpload::notFound()
{
    const auto step = goOnFromRegistry();
    if (!step || *step == Step::Lost || m_offset > 0 || m_standstills < 2)
        return step;
    m_tools.habits.change([](RegistryHabits &habits) { habits.takesOnlyWhole = true; });
    return Step::Lost;
}

Result<BlobUpload::Step> BlobUpload::accept(const net::Reply &reply, qint64 given)
{
    m_location = RepositoryLine::locationOf(reply).value_or(m_location);
    const qint64 expected = m_offset + given;
    const qint64 there = endOf(reply.header("Range")).value_or(expected);
    m_refusals = 0;
    if (there == expected) {
        m_offset = expected;
        advance();
        remember();
        return Step::GoOn;
    }
    // It has less than it was sent, or says so.
    m_lastTrouble = badReply("range", m_location);
    if (++m_standstills > mostStandstills)
        return fail(m_lastTrouble);
    return goOnFromRegistry();
}

/// After something broke: the registry says where to go on.
Result<BlobUpload::Step> BlobUpload::goOnFromRegistry()
{
    // Servers that contradict one another would be asked for ever, and fast.
    if (m_standstills > 1 && !m_tools.line.rest(std::chrono::milliseconds(200) * m_standstills))
        return fail({ .stage = Stage::Registry, .kind = Kind::Cancelled });
    const auto standing = m_tools.line.standing(m_location);
    if (!standing)
        return fail(standing.error());
    if (!*standing)
        return Step::Lost;
    m_location = (*standing)->location;
    if ((*standing)->offset <= m_farthest && ++m_standstills > mostStandstills + Retry::most)
        return fail(m_lastTrouble);
    const auto back = backTo((*standing)->offset);
    advance();
    return back;
}

Result<BlobUpload::Step> BlobUpload::backTo(qint64 offset)
{
    if (auto there = m_blob.seek(offset); !there) {
        // The registry says that it has more than there is.
        if (there.error().subject == QLatin1String("short"))
            return fail(badReply("range", m_location));
        return fail(there.error());
    }
    m_offset = offset;
    remember();
    return Step::GoOn;
}

/// The token was refused although it should be good: once more with another. Twice in a row is final.
Result<BlobUpload::Step> BlobUpload::renewed(const RepositoryLine::Sent &sent)
{
    // A proxy that keeps bodies shows the token when it has died; the next chunk is smaller then, so there is a third try.
    const auto life = m_tools.desk.life();
    const bool outlived = life && m_tools.line.sending().took > life->whole * 4 / 5;
    if (!sent.authorization || ++m_refusals > (outlived ? 4 : 1))
        return fail(m_lastTrouble);
    m_tools.line.giveUpToken(sent);
    if (m_tools.line.sending().bodySent > 0)
        return goOnFromRegistry();
    return backTo(m_offset);
}

Result<BlobUpload::Step> BlobUpload::tooLarge(const RepositoryLine::Sent &sent, const Chunk &chunk, qint64 given)
{
    const auto limit = limitAfterRefusal(chunk.length >= 0 ? chunk.length : std::max(std::min(given, m_tools.line.sending().bodySent), aLook));
    if (!limit)
        return fail(overLimit(m_tools.line.failureOf(sent)));
    m_tools.habits.change([&limit](RegistryHabits &habits) {
        habits.bodyLimit = habits.bodyLimit > 0 ? std::min(habits.bodyLimit, *limit) : *limit;
    });
    // Who counts the bytes of a body as they pass has let some through.
    return chunk.length < 0 ? goOnFromRegistry() : backTo(m_offset);
}

/// No answer, or one that says nothing of the upload: a pause, then on from where the registry is.
Result<BlobUpload::Step> BlobUpload::broken(const RepositoryLine::Sent &sent)
{
    m_lastTrouble = m_tools.line.failureOf(sent);
    const qint64 carried = m_tools.line.sending().onConnection;
    const bool isElsewhere = !m_tools.line.isOwn(m_location);
    if (isElsewhere && !sent.reply && m_lastTrouble.kind != Kind::Cancelled) {
        // The registry sends its clients to where nobody answers: waiting does not mend that.
        Failure failure = badReply("location", m_location);
        failure.serverSaid = m_location.toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveUserInfo);
        return fail(failure);
    }
    if (!m_tools.line.waitFor(m_retry, m_lastTrouble))
        return fail(m_lastTrouble);
    const auto step = goOnFromRegistry();
    if (step && *step == Step::Lost && !sent.reply && carried > tellingBytes) {
        m_tools.habits.change([carried](RegistryHabits &habits) {
            const qint64 limit = carried / 2;
            habits.connectionLimit = habits.connectionLimit > 0 ? std::min(habits.connectionLimit, limit) : limit;
        });
    }
    return step;
}

/// All of it in the closing request: for small blobs, and for registries that take nothing else.
Result<BlobUpload::Step> BlobUpload::sendWhole()
{
    if (m_offset > 0) // another upload found out that only a whole one is taken
        return Step::Lost;
    if (!m_blob.isWhole()) {
        if (auto read = readToEnd(); !read)
            return fail(read.error());
    }
    if (auto good = checkSource(); !good)
        return fail(good.error());
    if (auto there = m_blob.seek(0); !there)
        return fail(there.error());
    Body body(*this, m_blob.size());
    net::StreamRequest put = request("PUT", closingUrl());
    put.stream = &body;
    put.length = m_blob.size();
    const RepositoryLine::Sent sent = m_tools.line.sendOnce(put);
    if (body.failure())
        return fail(*body.failure());
    measure(body.given());
    if (sent.reply && sent.reply->status == 413 && !m_tools.habits.get().takesOnlyWhole)
        return tooLarge(sent, { .length = m_blob.size() }, body.given());
    return afterClosing(sent);
}

Result<void> BlobUpload::readToEnd()
{
    show(State::Compressing);
    if (auto there = m_blob.seek(0); !there)
        return there;
    QByteArray seen(256 * 1024, Qt::Uninitialized);
    for (;;) {
        const auto some = m_blob.read(seen.data(), seen.size());
        if (!some)
            return fail(some.error());
        if (*some == 0)
            return {};
    }
}

/// What was read is what the manifest says, before the registry is told that it is.
Result<void> BlobUpload::checkSource() const
{
    for (const auto &[expected, found] : { std::pair(m_task.sourceDigest, m_blob.sourceDigest()), std::pair(m_task.digest, m_blob.digest()) }) {
        if (!expected.isEmpty() && expected != found && expected.startsWith(QLatin1String("sha256:")))
            return fail({ .stage = Stage::Image, .kind = Kind::Malformed, .subject = expected });
    }
    return {};
}

QUrl BlobUpload::closingUrl() const
{
    const QString digest = m_task.digest.isEmpty() ? m_blob.digest() : m_task.digest;
    QUrl url = m_location;
    QString query = url.query(QUrl::FullyEncoded);
    if (!query.isEmpty())
        query += u'&';
    url.setQuery(query + QStringLiteral("digest=") + QString::fromLatin1(QUrl::toPercentEncoding(digest)), QUrl::StrictMode);
    return url;
}

Result<BlobUpload::Step> BlobUpload::close()
{
    if (auto good = checkSource(); !good)
        return fail(good.error());
    show(State::Verifying);
    return afterClosing(m_tools.line.sendOnce(request("PUT", closingUrl())));
}

Result<BlobUpload::Step> BlobUpload::afterClosing(const RepositoryLine::Sent &sent)
{
    const QString digest = m_task.digest.isEmpty() ? m_blob.digest() : m_task.digest;
    m_lastTrouble = m_tools.line.failureOf(sent);
    if (sent.reply && sent.reply->ok() && registry::isHtml(*sent.reply))
        return fail(badReply("html", m_location));
    if (sent.reply && sent.reply->ok()) {
        const QString said = QString::fromLatin1(sent.reply->header("Docker-Content-Digest"));
        if (said.isEmpty() || said == digest || !said.startsWith(digest.section(u':', 0, 0) + u':'))
            return Step::Arrived;
        return fail(badReply("digest", m_location));
    }
    const int status = sent.reply ? sent.reply->status : 0;
    if (status == 401)
        return renewed(sent);
    if (status == 413)
        m_lastTrouble = overLimit(m_lastTrouble);
    if (status == 413 || status == 403)
        return fail(m_lastTrouble);
    if (status == 400 && sent.reply->body.contains("DIGEST_INVALID")) // what was sent is not what came
        return ++m_spoiled > mostSpoiled ? Result<Step>(fail(m_lastTrouble)) : Result<Step>(Step::Lost);
    if ((status == 0 || status == 429 || status >= 500) && !m_tools.line.waitFor(m_retry, m_lastTrouble))
        return fail(m_lastTrouble);
    // It may have been closed, and only the answer lost.
    const auto there = m_tools.line.blobSize(digest);
    if (!there)
        return fail(there.error());
    if (*there)
        return Step::Arrived;
    if (status != 0 && status != 404 && status != 416 && status != 429 && status < 500)
        return fail(m_lastTrouble);
    return goOnFromRegistry();
}

Result<UploadedBlob> BlobUpload::verify()
{
    const QString digest = m_task.digest.isEmpty() ? m_blob.digest() : m_task.digest;
    show(State::Verifying);
    const auto there = m_tools.line.blobSize(digest);
    // Who may push and not look believes the closing answer.
    const bool mayNotLook = !there && (there.error().kind == Kind::Forbidden || there.error().kind == Kind::Unauthorized);
    if (!there && !mayNotLook)
        return fail(there.error());
    if (there && (!*there || (**there >= 0 && **there != m_blob.size())))
        return fail(badReply("verify", m_location));
    forget();
    m_location.clear();
    return UploadedBlob { .digest = digest, .size = m_blob.size(), .sourceDigest = m_blob.sourceDigest() };
}

void BlobUpload::remember()
{
    if (!m_task.key.isEmpty() && m_tools.line.isOwn(m_location))
        m_tools.memory.note(m_task.key, { .location = m_location, .offset = m_offset, .format = m_task.format });
}

void BlobUpload::forget()
{
    if (!m_task.key.isEmpty())
        m_tools.memory.forget(m_task.key);
}

void BlobUpload::show(State state)
{
    m_tools.ledger.change(m_task.row, [this, state](BlobProgress &row) {
        row.state = state;
        row.done = m_blob.position();
        row.total = m_blob.size() >= 0 ? m_blob.size() : row.total;
        row.sourceDone = m_blob.sourceRead();
        row.trouble.reset();
        row.retryInSeconds = 0;
    });
}

void BlobUpload::measure(qint64 bytes)
{
    const double seconds = std::chrono::duration<double>(m_tools.line.sending().took).count();
    if (bytes > tellingBytes && seconds > 0)
        m_speed = static_cast<double>(bytes) / seconds;
    m_tools.pace.giveBack(bytes - std::min(bytes, m_tools.line.sending().bodySent));
}

} // namespace wharf::push
