#include "ui/wording/push_words.h"

#include "ui/wording/time_words.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace wharf::ui {

namespace {

struct PushText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::PushText)
};

using push::BlobProgress;
using push::PushProgress;
using push::QueuedPush;

QString parts(QStringList all)
{
    all.removeAll(QString());
    return all.join(QStringLiteral(" · "));
}

PushMark mark(const char *icon, Tone tone, const QString &word)
{
    return { .icon = QLatin1String(icon), .tone = tone, .word = word };
}

QString uploadingText(const PushProgress &progress)
{
    QStringList said;
    if (progress.total > 0)
        said.append(amountText(progress.done, progress.total, progress.totalIsKnown));
    if (progress.phase == PushProgress::Phase::Uploading) {
        if (progress.bytesPerSecond > 0)
            said.append(speedText(progress.bytesPerSecond));
        if (progress.secondsLeft >= 0)
            said.append(PushText::tr("%1 left", "a time").arg(secondsText(progress.secondsLeft)));
    }
    return parts(said);
}

QString runningText(const PushProgress &progress)
{
    switch (progress.phase) {
    case PushProgress::Phase::Preparing: return PushText::tr("Signing in and reading the image…");
    case PushProgress::Phase::Checking: return PushText::tr("Looking what the registry has already…");
    case PushProgress::Phase::Finishing: return PushText::tr("Everything has arrived. Writing the manifest, and the tag last…");
    default: break;
    }
    // Podman tells nothing of amounts.
    const QString amounts = uploadingText(progress);
    return amounts.isEmpty() ? PushText::tr("Pushing…") : amounts;
}

} // namespace

QString sizeText(qint64 bytes)
{
    const int precision = bytes >= 1'000'000'000 ? 2 : bytes >= 10'000'000 || bytes < 1'000'000 ? 0 : 1;
    return QLocale().formattedDataSize(bytes, precision, QLocale::DataSizeSIFormat);
}

QString speedText(double bytesPerSecond)
{
    return PushText::tr("%1/s", "an amount of data a second").arg(sizeText(std::llround(std::max(0.0, bytesPerSecond))));
}

QString secondsText(qint64 seconds)
{
    if (seconds < 60)
        return PushText::tr("%1 s", "seconds").arg(QLocale().toString(std::max<qint64>(0, seconds)));
    return countdownText(std::chrono::seconds(seconds));
}

QString ageText(const QDateTime &created, const QDateTime &now)
{
    constexpr qint64 hour = 3600;
    constexpr qint64 day = 24 * hour;
    const qint64 seconds = std::max<qint64>(0, created.secsTo(now));
    const auto whole = [seconds](qint64 unit) { return static_cast<int>(std::min<qint64>(seconds / unit, 99'999)); };
    if (seconds < 60)
        return PushText::tr("new", "of an image's age");
    if (seconds < hour)
        return PushText::tr("%n minute(s) old", nullptr, whole(60));
    if (seconds < 2 * day)
        return PushText::tr("%n hour(s) old", nullptr, whole(hour));
    if (seconds < 60 * day)
        return PushText::tr("%n day(s) old", nullptr, whole(day));
    if (seconds < 730 * day)
        return PushText::tr("%n month(s) old", nullptr, whole(30 * day));
    return PushText::tr("%n year(s) old", nullptr, whole(365 * day));
}

QString amountText(qint64 done, qint64 total, bool exact)
{
    QString first = sizeText(done);
    const QString second = sizeText(total);
    const auto unitOf = [](const QString &size) { return size.section(QRegularExpression(QStringLiteral("\\s")), -1); };
    // The unit once where it is the same.
    if (unitOf(first) == unitOf(second))
        first.chop(unitOf(first).size() + 1);
    return exact ? PushText::tr("%1 of %2", "amounts of data").arg(first, second) : PushText::tr("%1 of about %2", "amounts of data").arg(first, second);
}

PushMark pushMark(const QueuedPush &push)
{
    using State = QueuedPush::State;
    switch (push.state) {
    case State::Waiting: return mark("waiting", Tone::Quiet, PushText::tr("Waiting"));
    case State::Running: return mark("upload", Tone::Quiet, PushText::tr("Pushing"));
    case State::Paused: return mark("pause", Tone::Caution, PushText::tr("Paused"));
    case State::Cancelling: return mark("checking", Tone::Quiet, PushText::tr("Cancelling"));
    case State::Interrupted: return mark("warning", Tone::Caution, PushText::tr("Interrupted"));
    case State::Done: return mark("ready", Tone::Good, PushText::tr("Pushed"));
    case State::Failed: return mark("refused", Tone::Bad, PushText::tr("Failed"));
    case State::Cancelled: return mark("notasked", Tone::Quiet, PushText::tr("Cancelled"));
    }
    Q_UNREACHABLE();
}

QString pushSentence(const QueuedPush &push)
{
    using State = QueuedPush::State;
    switch (push.state) {
    case State::Waiting: return PushText::tr("Starts when one before it is done.");
    case State::Running: return runningText(push.progress);
    case State::Paused: {
        const QString amounts = push.progress.total > 0 ? amountText(push.progress.done, push.progress.total, push.progress.totalIsKnown) : QString();
        return parts({ amounts, PushText::tr("Nothing is sent until you resume it.") });
    }
    case State::Cancelling: return PushText::tr("Ending what is under way…");
    case State::Interrupted: return PushText::tr("Wharfinger ended before this was done. What has arrived is not sent again.");
    case State::Done: return push.outcome ? outcomeSentence(*push.outcome) : QString();
    case State::Failed: return {};
    case State::Cancelled:
        return push.progress.sent > 0 ? PushText::tr("Cancelled after %1 were sent.", "an amount of data").arg(sizeText(push.progress.sent))
                                      : PushText::tr("Cancelled before anything was sent.");
    }
    Q_UNREACHABLE();
}

QString tokenSentence(const PushProgress &progress)
{
    if (progress.tokenSeconds < 0)
        return {};
    QStringList said { PushText::tr("Token %1", "and the time it has left").arg(countdownText(std::chrono::seconds(progress.tokenSeconds))) };
    if (progress.renewals > 0)
        said.append(PushText::tr("renewed %n time(s)", nullptr, progress.renewals));
    return parts(said);
}

QString outcomeSentence(const push::PushOutcome &outcome)
{
    QStringList layers;
    if (outcome.uploaded > 0)
        layers.append(PushText::tr("%n uploaded", nullptr, outcome.uploaded));
    if (outcome.existed > 0)
        layers.append(PushText::tr("%n there already", nullptr, outcome.existed));
    if (outcome.mounted > 0)
        layers.append(PushText::tr("%n taken from another repository", nullptr, outcome.mounted));
    const QString time = secondsText((outcome.milliseconds + 999) / 1000);
    return parts({ PushText::tr("%1 in %2", "an amount of data and a time").arg(sizeText(outcome.size), time),
                   layers.join(QStringLiteral(", ")),
                   outcome.renewals > 0 ? PushText::tr("token renewed %n time(s)", nullptr, outcome.renewals) : QString() });
}

QString blobName(const BlobProgress &blob)
{
    return blob.name.section(QLatin1Char(':'), -1).left(12);
}

PushMark blobMark(const BlobProgress &blob)
{
    using State = BlobProgress::State;
    switch (blob.state) {
    case State::Waiting: return mark("unchecked", Tone::Quiet, PushText::tr("Waiting"));
    case State::Checking: return mark("checking", Tone::Quiet, PushText::tr("Looking whether it is there"));
    case State::Compressing: return mark("compress", Tone::Quiet, PushText::tr("Compressing"));
    case State::Uploading: return mark("upload", Tone::Quiet, PushText::tr("Uploading"));
    case State::Verifying: return mark("checking", Tone::Quiet, PushText::tr("Being checked by the registry"));
    case State::Retrying: return mark("expiring", Tone::Caution, PushText::tr("Goes on soon"));
    case State::Done: return mark("ready", Tone::Good, PushText::tr("Uploaded"));
    case State::Exists: return mark("ready", Tone::Good, PushText::tr("There already"));
    case State::Mounted: return mark("link", Tone::Good, PushText::tr("Taken from another repository"));
    case State::Failed: return mark("refused", Tone::Bad, PushText::tr("Failed"));
    }
    Q_UNREACHABLE();
}

QString blobSentence(const BlobProgress &blob)
{
    const QString why = blob.trouble ? shortTrouble(*blob.trouble) : QString();
    switch (blob.state) {
    case BlobProgress::State::Retrying: {
        const QString when = PushText::tr("Goes on in %1", "a time").arg(secondsText(blob.retryInSeconds));
        return why.isEmpty() ? when : PushText::tr("%1: %2", "what happens to a layer, and why").arg(when, why);
    }
    case BlobProgress::State::Mounted:
        return blob.mountedFrom.isEmpty() ? blobMark(blob).word : PushText::tr("Taken from %1", "another repository").arg(blob.mountedFrom);
    case BlobProgress::State::Failed:
        return why.isEmpty() ? blobMark(blob).word : PushText::tr("%1: %2", "what happens to a layer, and why").arg(blobMark(blob).word, why);
    default: return blobMark(blob).word;
    }
}

QString blobAmount(const BlobProgress &blob)
{
    using State = BlobProgress::State;
    const bool isThere = blob.state == State::Done || blob.state == State::Exists || blob.state == State::Mounted;
    if (blob.total >= 0 && (isThere || blob.done == 0))
        return sizeText(blob.total);
    if (blob.total >= 0)
        return amountText(blob.done, blob.total);
    if (blob.done > 0)
        return sizeText(blob.done);
    // What is being packed; and what an engine pushes, which counts the unpacked layers.
    if ((blob.state == State::Compressing || blob.state == State::Uploading) && blob.sourceTotal > 0)
        return amountText(blob.sourceDone, blob.sourceTotal);
    return blob.sourceTotal > 0 ? sizeText(blob.sourceTotal) : QString();
}

double blobShare(const BlobProgress &blob)
{
    using State = BlobProgress::State;
    if (blob.state == State::Done || blob.state == State::Exists || blob.state == State::Mounted || blob.state == State::Verifying)
        return 1;
    const auto share = [](qint64 done, qint64 total) { return total > 0 ? std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0) : 0.0; };
    return blob.total > 0 ? share(blob.done, blob.total) : share(blob.sourceDone, blob.sourceTotal);
}

QString shortTrouble(const Failure &failure)
{
    switch (failure.kind) {
    case Kind::Offline: return PushText::tr("the connection broke");
    case Kind::Timeout: return PushText::tr("no answer in time");
    case Kind::Throttled: return PushText::tr("the registry asks to wait");
    case Kind::Server: return PushText::tr("the registry had trouble (%1)", "an HTTP status").arg(failure.httpStatus);
    case Kind::Unauthorized: return PushText::tr("the token was refused (401)");
    case Kind::Forbidden: return PushText::tr("not allowed (403)");
    case Kind::TooLarge: return PushText::tr("too large for one request (413)");
    case Kind::BadReply: return PushText::tr("an answer that makes no sense");
    case Kind::Tls: return PushText::tr("no secure connection");
    case Kind::Full: return PushText::tr("no space left");
    default: return failure.httpStatus > 0 ? PushText::tr("answered with %1", "an HTTP status").arg(failure.httpStatus) : QString();
    }
}

QString engineName(push::SourceName::Kind kind)
{
    return kind == push::SourceName::Kind::Podman ? QStringLiteral("Podman") : QStringLiteral("Docker");
}

QString sourceText(const push::SourceName &source)
{
    if (source.isEngine())
        return PushText::tr("%1 in %2", "an image, and Docker or Podman").arg(source.place, engineName(source.kind));
    const QString file = QFileInfo(source.place).fileName();
    return source.reference.isEmpty() ? file : PushText::tr("%1 in %2", "an image, and an archive").arg(source.reference, file);
}

wording::Words engineTrouble(push::SourceName::Kind kind, const Failure &failure)
{
    wording::Words words = wording::failureWords(failure, {});
    if (!words.sentence.isEmpty())
        words.sentence = PushText::tr("%1: %2", "Docker or Podman, and what is wrong with it").arg(engineName(kind), words.sentence);
    return words;
}

bool canBeDiagnosed(const Failure &failure)
{
    switch (failure.stage) {
    case Stage::Connect:
    case Stage::Proxy:
    case Stage::Tls:
    case Stage::Ping:
    case Stage::Challenge:
    case Stage::Token:
    case Stage::Registry: return true;
    default: return false;
    }
}

QString questionAbout(const QueuedPush &push)
{
    const QString image = push.order.destination.toString();
    if (!push.failure)
        return image;
    const Failure &failure = *push.failure;
    // In the clients' own words: those are what Diagnose reads, and no user sees them but in quotes.
    QString said;
    if (failure.httpStatus == 413 || failure.subject == QLatin1String("body-limit"))
        said = QStringLiteral("413 Request Entity Too Large");
    else if (failure.kind == Kind::Unauthorized)
        said = QStringLiteral("unauthorized: authentication required");
    else if (failure.kind == Kind::Forbidden)
        said = QStringLiteral("denied: requested access to the resource is denied");
    else if (failure.httpStatus > 0)
        said = QStringLiteral("received unexpected HTTP status: %1").arg(failure.httpStatus);
    if (!failure.serverSaid.isEmpty())
        said += (said.isEmpty() ? QString() : QStringLiteral(": ")) + failure.serverSaid;
    return said.isEmpty() ? image : QStringLiteral("failed to push %1: %2").arg(image, said);
}

} // namespace wharf::ui
