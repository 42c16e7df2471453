#include "core/push/daemon/engine_complaint.h"
#include "core/push/daemon/push_reading.h"
#include "core/registry/digest.h"
#include "tests/fuzz/targets.h"

namespace {

wharf::push::PushReading read(QByteArrayView input, qsizetype size)
{
    wharf::push::PushReading reading({ QStringLiteral("sha256:08097672d708abf84a6b1612c8ea7498fbec849bdfa495278a5447a4192af715") }, QStringLiteral("sha256:34631d8605cd"));
    for (qsizetype at = 0; at < input.size(); at += size)
        reading.take(input.sliced(at, std::min(size, input.size() - at)));
    reading.finish();
    return reading;
}

} // namespace

void wharf::fuzz::pushStream(QByteArrayView input)
{
    const auto whole = read(input, std::max<qsizetype>(input.size(), 1));
    const auto bytewise = read(input, 1);
    require(whole.blobs() == bytewise.blobs() && whole.digest() == bytewise.digest() && whole.arrived() == bytewise.arrived(), "how it is cut changes nothing");
    require(!whole.arrived() || (registry::isDigest(whole.digest()) && !whole.complaint()), "nothing arrives without a digest, or with an error");
    for (const push::BlobProgress &blob : whole.blobs()) {
        require(blob.sourceDone >= 0 && (blob.sourceTotal < 0 || blob.sourceDone <= blob.sourceTotal), "no blob is more than whole");
        require((blob.state == push::BlobProgress::State::Retrying) == (blob.retryInSeconds > 0), "what retries says when");
    }
    const Failure failure = push::engineComplaint(QString::fromUtf8(input), 0, QStringLiteral("app:1"));
    require(failure.kind != Kind::Cancelled && failure.serverSaid.size() <= 1024, "a complaint is a failure");
}
