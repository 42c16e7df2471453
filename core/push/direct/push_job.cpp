#include "core/push/direct/push_job.h"

#include "core/base/log.h"
#include "core/push/direct/blob_upload.h"
#include "core/push/direct/packed_blob.h"
#include "core/push/direct/plain_blob.h"
#include "core/registry/digest.h"
#include "core/registry/manifest.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace wharf::push {

namespace {

using State = BlobProgress::State;

/// For taking back what was begun: whoever cancels does not wait for long.
constexpr auto takeBackPatience = std::chrono::seconds(10);

/// Of all threads together, what they can read again without packing it again. Bytes.
constexpr qint64 allWindows = qint64(24) << 20;
constexpr qint64 leastWindow = qint64(1) << 20;
/// A layer that is remembered at once; smaller ones are many. Bytes.
constexpr qint64 worthSaving = qint64(1) << 19;

/// By another algorithm, too, it may be the same manifest.
bool isSame(const QString &said, const QString &digest, const QByteArray &bytes)
{
    return said == digest || registry::isDigestOf(said, bytes);
}

BlobProgress rowFor(const SourceBlob &blob)
{
    return { .name = blob.digest.isEmpty() ? blob.diffId : blob.digest,
             .isConfig = blob.role == SourceBlob::Role::Config,
             .total = blob.size,
             .sourceTotal = blob.sourceSize };
}

} // namespace

struct PushJob::Lane {
    std::unique_ptr<RepositoryLine> line;
};

PushJob::PushJob(Setting setting)
    : m_setting(std::move(setting))
    , m_layers(m_setting.order.destination.host)
    , m_uploads(m_setting.order.destination.host, m_setting.order.destination.repository)
    , m_habits(m_layers.habits())
    , m_pace(m_setting.order.bytesPerSecond)
{
}

PushJob::~PushJob() = default;

std::unique_ptr<RepositoryLine> PushJob::newLine(std::shared_ptr<StopFlag> stop) const
{
    return std::make_unique<RepositoryLine>(m_setting.api, m_setting.order.destination.repository, m_setting.network, m_setting.desk,
                                            std::move(stop), m_setting.clock);
}

void PushJob::stop(bool forGood)
{
    {
        const std::lock_guard lock(m_mutex);
        m_cancelled = true;
        m_forGood = m_forGood || forGood;
    }
    m_stop->stop();
    m_setting.source->stop();
}

void PushJob::abandon()
{
    stop(false);
    m_takingBack->stop();
}

Result<PushOutcome> PushJob::run()
{
    const auto started = m_setting.clock->monotonic();
    auto done = describe();
    if (done)
        done = lookWhatIsThere();
    if (done)
        done = uploadRest();
    auto outcome = done ? finish() : Result<PushOutcome>(fail(done.error()));
    if (outcome) // what did not help says nothing about the registry: a quota, too, is a 413
        m_layers.setHabits(m_habits.get());
    m_layers.save();
    m_ledger.setPhase(PushProgress::Phase::Ended);

    const bool cancelled = [this] {
        const std::lock_guard lock(m_mutex);
        return m_cancelled;
    }();
    if (!outcome && cancelled) {
        if (m_forGood)
            takeBackUploads();
        return fail({ .stage = Stage::Registry, .kind = Kind::Cancelled });
    }
    if (outcome)
        outcome->milliseconds = (m_setting.clock->monotonic() - started).count();
    return outcome;
}

Result<void> PushJob::describe()
{
    auto content = m_setting.source->describe();
    if (!content)
        return fail(content.error());
    m_content = std::move(*content);
    m_settled.resize(static_cast<std::size_t>(m_content.blobs.size()));
    QList<BlobProgress> rows;
    for (const SourceBlob &blob : std::as_const(m_content.blobs))
        rows.append(rowFor(blob));
    m_ledger.setBlobs(std::move(rows));
    return {};
}

/// Runs the work in as many threads as the order says; the first failure ends all of them, and is the one that is given.
Result<void> PushJob::inLanes(const LaneWork &work)
{
    const auto count = std::min<qsizetype>(m_setting.order.jobs, m_content.blobs.size());
    std::vector<std::thread> threads;
    for (qsizetype lane = 0; lane < count; ++lane) {
        threads.emplace_back([this, &work] {
            Lane mine { .line = newLine(m_stop) };
            const auto done = work(mine);
            if (done)
                return;
            {
                const std::lock_guard lock(m_mutex);
                if (!m_failure)
                    m_failure = done.error();
            }
            m_stop->stop();
            m_setting.source->stop();
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    const std::lock_guard lock(m_mutex);
    if (m_failure)
        return fail(*m_failure);
    return {};
}

QString PushJob::sourceKey(int blob) const
{
    const SourceBlob &one = m_content.blobs.at(blob);
    return one.form == SourceBlob::Form::ToCompress ? one.diffId : one.digest;
}

void PushJob::settle(int blob, const QString &digest, qint64 size, State state, const QString &from)
{
    qint64 sourceSize = m_content.blobs.at(blob).sourceSize;
    {
        const std::lock_guard lock(m_mutex);
        Settled &settled = m_settled[static_cast<std::size_t>(blob)];
        sourceSize = std::max(sourceSize, settled.sourceSize);
        settled = { .digest = digest, .size = size, .isThere = true, .isClaimed = true, .sourceSize = sourceSize };
        m_existed += state == State::Exists ? 1 : 0;
        m_mounted += state == State::Mounted ? 1 : 0;
        m_uploaded += state == State::Done ? 1 : 0;
    }
    m_ledger.change(blob, [&](BlobProgress &row) {
        row.name = digest;
        row.state = state;
        row.done = row.total = size;
        row.mountedFrom = from;
        row.trouble.reset();
    });
    if (const auto before = m_layers.find(sourceKey(blob)); before && sourceSize < 0)
        sourceSize = before->sourceSize;
    m_layers.note(sourceKey(blob), { .digest = digest, .size = size, .sourceSize = sourceSize, .repositories = {} },
                  m_setting.order.destination.repository);
    // A kill must not cost what has arrived.
    if (state != State::Exists && size >= worthSaving)
        m_layers.save();
    else if (state != State::Exists)
        m_layers.saveNowAndThen();
}

bool PushJob::isWanted(int blob) const
{
    const std::lock_guard lock(m_mutex);
    const Settled &settled = m_settled[static_cast<std::size_t>(blob)];
    return !settled.isThere && !settled.isClaimed;
}

/// What is there need not be sent, and what lies in a neighbouring repository can be mounted. Distribution spec, end-2, end-11.
Result<void> PushJob::lookWhatIsThere()
{
    m_ledger.setPhase(PushProgress::Phase::Checking);
    std::atomic<int> next = 0;
    return inLanes([this, &next](Lane &lane) -> Result<void> {
        for (int blob = next++; blob < m_content.blobs.size(); blob = next++) {
            if (auto looked = lookFor(lane, blob); !looked)
                return looked;
        }
        return {};
    });
}

Result<void> PushJob::lookFor(Lane &lane, int blob)
{
    const SourceBlob &source = m_content.blobs.at(blob);
    const auto known = m_layers.find(sourceKey(blob));
    const QString digest = !source.digest.isEmpty() ? source.digest : known ? known->digest : QString();
    if (digest.isEmpty())
        return {};
    m_ledger.change(blob, [](BlobProgress &row) { row.state = State::Checking; });
    const auto size = lane.line->blobSize(digest);
    const bool mayNotLook = !size && (size.error().kind == Kind::Forbidden || size.error().kind == Kind::Unauthorized);
    if (!size && !mayNotLook)
        return fail(size.error());
    const qint64 expected = source.size >= 0 ? source.size : known ? known->size : -1;
    if (size && *size) {
        const qint64 bytes = **size >= 0 ? **size : expected;
        if (bytes >= 0 && (expected < 0 || bytes == expected)) {
            settle(blob, digest, bytes, State::Exists);
            return {};
        }
    } else if (known) {
        const auto mounted = mount(lane, blob, digest, *known);
        if (!mounted)
            return fail(mounted.error());
        if (*mounted)
            return {};
    }
    m_ledger.change(blob, [](BlobProgress &row) { row.state = State::Waiting; });
    return {};
}

/// A registry that will not mount says so by starting an upload instead, or by saying no: both mean that it has to be sent.
Result<bool> PushJob::mount(Lane &lane, int blob, const QString &digest, const KnownLayer &known)
{
    for (const QString &from : known.repositories) {
        if (from == m_setting.order.destination.repository)
            continue;
        const auto started = lane.line->startUpload(digest, from);
        if (!started && (couldNotTalk(started.error()) || started.error().kind == Kind::Cancelled))
            return fail(started.error());
        if (started && started->isMounted) {
            settle(blob, digest, known.size, State::Mounted, from);
            return true;
        }
        if (started)
            lane.line->takeBack(started->location);
        break; // one try: what is not there or not to be read will not be elsewhere, as a rule
    }
    return false;
}

Result<void> PushJob::uploadRest()
{
    m_ledger.setPhase(PushProgress::Phase::Uploading);
    return inLanes([this](Lane &lane) -> Result<void> {
        for (;;) {
            auto opened = m_setting.source->next([this](int blob) { return isWanted(blob); });
            if (!opened)
                return fail(opened.error());
            if (!*opened)
                return {};
            if (auto done = upload(lane, std::move(**opened)); !done)
                return done;
        }
    });
}

/// The blob whose source bytes have that digest; -1 where none has.
int PushJob::namedBy(const QString &diffId) const
{
    for (int at = 0; at < m_content.blobs.size(); ++at) {
        if (m_content.blobs.at(at).diffId == diffId)
            return at;
    }
    return -1;
}

/// A layer without a name that is as long as one the registry has: most likely that one, and its digest tells. Null where it was.
Result<std::unique_ptr<BlobReader>> PushJob::passIfThere(ImageSource::Opened &opened)
{
    const auto mayBe = [this, &opened](int blob) {
        const SourceBlob &one = m_content.blobs.at(blob);
        const auto known = one.form == SourceBlob::Form::ToCompress ? m_layers.find(one.diffId) : std::nullopt;
        const std::lock_guard lock(m_mutex);
        return known && known->sourceSize == opened.sourceSize && m_settled[static_cast<std::size_t>(blob)].isThere;
    };
    int candidate = -1;
    for (int at = 0; at < m_content.blobs.size() && candidate < 0; ++at)
        candidate = mayBe(at) ? at : -1;
    if (opened.blob || candidate < 0)
        return std::move(opened.reader);
    QByteArray seen(256 * 1024, Qt::Uninitialized);
    registry::Sha256 sum;
    for (;;) {
        const auto some = opened.reader->read(seen.data(), seen.size());
        if (!some)
            return fail(some.error());
        if (*some == 0)
            break;
        sum.add(QByteArrayView(seen.constData(), *some));
    }
    const QString digest = sum.digest();
    for (int at = 0; at < m_content.blobs.size(); ++at) {
        const std::lock_guard lock(m_mutex);
        if (m_content.blobs.at(at).diffId == digest && m_settled[static_cast<std::size_t>(at)].isThere)
            return std::unique_ptr<BlobReader>();
    }
    if (auto back = opened.reader->seek(0); !back)
        return fail(back.error());
    return std::move(opened.reader);
}

/// A layer that the source cannot name is sent like others, has no row in the ledger until its bytes have named it, and nobody else
/// is kept from its blob meanwhile.
Result<void> PushJob::upload(Lane &lane, ImageSource::Opened opened)
{
    auto reader = passIfThere(opened);
    if (!reader)
        return fail(reader.error());
    if (!*reader)
        return {};
    const int row = opened.blob.value_or(-1);
    const SourceBlob source = opened.blob ? m_content.blobs.at(row) : SourceBlob { .form = SourceBlob::Form::ToCompress };
    if (opened.blob) {
        const std::lock_guard lock(m_mutex);
        Settled &mine = m_settled[static_cast<std::size_t>(row)];
        mine.isClaimed = true;
        mine.sourceSize = opened.sourceSize;
    }
    m_ledger.change(row, [&opened](BlobProgress &shown) { shown.sourceTotal = std::max(shown.sourceTotal, opened.sourceSize); });

    const bool packs = source.form == SourceBlob::Form::ToCompress;
    std::unique_ptr<WireBlob> blob;
    if (packs)
        blob = std::make_unique<PackedBlob>(std::move(*reader), std::clamp(allWindows / m_setting.order.jobs, leastWindow, PackedBlob::largestWindow));
    else
        blob = std::make_unique<PlainBlob>(std::move(*reader), source.size >= 0 ? source.size : opened.sourceSize);
    const UploadTools tools { *lane.line, m_habits, m_pace, *m_setting.desk, m_uploads, m_ledger, m_setting.order.chunkSize,
                              static_cast<double>(m_setting.order.bytesPerSecond) / m_setting.order.jobs };
    BlobUpload sending(tools, *blob,
                       { .row = row,
                         .key = opened.blob ? sourceKey(row) : QString(),
                         .digest = source.digest,
                         .sourceDigest = source.diffId,
                         .format = packs ? PackedBlob::formatVersion() : QString() });
    const auto sent = sending.run();
    if (!sent) {
        m_ledger.change(row, [&sent](BlobProgress &shown) {
            shown.state = State::Failed;
            shown.trouble = sent.error();
        });
        return fail(sent.error());
    }
    const int named = opened.blob ? row : namedBy(sent->sourceDigest);
    if (named < 0)
        return fail({ .stage = Stage::Image, .kind = Kind::Malformed, .subject = sent->sourceDigest });
    settle(named, sent->digest, sent->size, State::Done);
    return {};
}

Result<QByteArray> PushJob::manifestBytes(const SourceManifest &manifest) const
{
    if (!manifest.bytes.isEmpty())
        return manifest.bytes;
    QList<registry::Descriptor> parts;
    for (const int blob : manifest.blobs) {
        const Settled &settled = m_settled[static_cast<std::size_t>(blob)];
        if (!settled.isThere)
            return fail({ .stage = Stage::Image, .kind = Kind::Absent, .subject = sourceKey(blob) });
        parts.append({ .mediaType = m_content.blobs.at(blob).mediaType, .digest = settled.digest, .size = settled.size });
    }
    if (parts.isEmpty())
        return fail({ .stage = Stage::Image, .kind = Kind::Malformed, .subject = QStringLiteral("manifest") });
    return registry::writeDockerManifest(parts.constFirst(), parts.mid(1));
}

Result<PushOutcome> PushJob::finish()
{
    m_ledger.setPhase(PushProgress::Phase::Finishing);
    for (int blob = 0; blob < m_content.blobs.size(); ++blob) {
        if (!m_settled[static_cast<std::size_t>(blob)].isThere)
            return fail({ .stage = Stage::Image, .kind = Kind::Absent, .subject = sourceKey(blob) });
    }
    const auto line = newLine(m_stop);
    const registry::ImageReference &to = m_setting.order.destination;
    PushOutcome outcome;
    for (qsizetype at = 0; at < m_content.manifests.size(); ++at) {
        const SourceManifest &manifest = m_content.manifests.at(at);
        const bool isImage = at == m_content.manifests.size() - 1;
        const auto bytes = manifestBytes(manifest);
        if (!bytes)
            return fail(bytes.error());
        const bool isNamed = !manifest.digest.isEmpty() && registry::isDigestOf(manifest.digest, *bytes);
        const QString digest = isNamed ? manifest.digest : registry::sha256Of(*bytes);
        if (isImage && !to.digest.isEmpty() && !registry::isDigestOf(to.digest, *bytes))
            return fail({ .stage = Stage::Image, .kind = Kind::Invalid, .serverSaid = digest, .subject = QStringLiteral("other-digest") });
        const QString reference = !isImage ? digest : !to.tag.isEmpty() ? to.tag : !to.digest.isEmpty() ? to.digest : QStringLiteral("latest");
        const auto put = line->putManifest(reference, manifest.mediaType, *bytes);
        if (!put)
            return fail(put.error());
        const auto there = line->manifestDigest(reference);
        const bool mayNotLook = !there && !put->isEmpty() && (there.error().kind == Kind::Forbidden || there.error().kind == Kind::Unauthorized);
        if (!there && !mayNotLook)
            return fail(there.error());
        const bool isOther = there && (!*there || !isSame(**there, digest, *bytes));
        if (isOther || (!put->isEmpty() && !isSame(*put, digest, *bytes)))
            return fail({ .stage = Stage::Registry, .kind = Kind::BadReply, .subject = QStringLiteral("digest"), .host = to.host.name() });
        outcome.digest = digest;
        outcome.mediaType = manifest.mediaType;
    }
    for (const Settled &settled : m_settled)
        outcome.size += settled.size;
    outcome.sent = m_pace.sent();
    outcome.existed = m_existed;
    outcome.mounted = m_mounted;
    outcome.uploaded = m_uploaded;
    outcome.renewals = m_setting.desk->renewals();
    return outcome;
}

void PushJob::takeBackUploads()
{
    std::thread limit([flag = m_takingBack] {
        if (flag->sleepFor(takeBackPatience))
            flag->stop();
    });
    const auto line = newLine(m_takingBack);
    for (int blob = 0; blob < m_content.blobs.size() && !m_takingBack->isStopped(); ++blob) {
        if (const auto begun = m_uploads.find(sourceKey(blob))) {
            line->takeBack(begun->location);
            m_uploads.forget(sourceKey(blob));
        }
    }
    m_takingBack->stop();
    limit.join();
}

} // namespace wharf::push
