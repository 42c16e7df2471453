#pragma once

#include "core/push/queued_push.h"
#include "core/wording/wording.h"
#include "ui/style/tone.h"

namespace wharf::ui {

/// A state of a push or of one of its layers as shape, tone and word.
struct PushMark {
    QString icon;
    Tone tone = Tone::Quiet;
    QString word; ///< "Uploading", "There already"
};

/// "588 MB", in powers of 1000 as registries count.
[[nodiscard]] QString sizeText(qint64 bytes);
/// "34 MB/s"
[[nodiscard]] QString speedText(double bytesPerSecond);
/// "11 s", "4:12", "1:04:12"
[[nodiscard]] QString secondsText(qint64 seconds);
/// "3 hours old", "12 days old"; as images' ages are told, to the nearest that says something.
[[nodiscard]] QString ageText(const QDateTime &created, const QDateTime &now);
/// "212 of 588 MB"; "about" before a total that is an estimate.
[[nodiscard]] QString amountText(qint64 done, qint64 total, bool exact = true);

[[nodiscard]] PushMark pushMark(const push::QueuedPush &push);
/// What its card says below the bar: "212 of 588 MB · 34 MB/s · 11 s left". Of one that failed: nothing, that takes failureWords().
[[nodiscard]] QString pushSentence(const push::QueuedPush &push);
/// "Token 4:12 · renewed 2 times"; empty where there is none.
[[nodiscard]] QString tokenSentence(const push::PushProgress &progress);
/// "588 MB in 0:18 · 3 uploaded, 12 there already, 1 taken from another repository"
[[nodiscard]] QString outcomeSentence(const push::PushOutcome &outcome);

/// 12 digits of the digest, as engines show it.
[[nodiscard]] QString blobName(const push::BlobProgress &blob);
[[nodiscard]] PushMark blobMark(const push::BlobProgress &blob);
/// The word, and what belongs to it: "Taken from group/base", "Goes on in 4 s: the connection broke".
[[nodiscard]] QString blobSentence(const push::BlobProgress &blob);
/// "12 of 48 MB", "48 MB"; empty where nothing is known.
[[nodiscard]] QString blobAmount(const push::BlobProgress &blob);
/// 0 to 1; of one that is being compressed, of its source.
[[nodiscard]] double blobShare(const push::BlobProgress &blob);
/// A failure in a few words that go on after a colon: "the connection broke".
[[nodiscard]] QString shortTrouble(const Failure &failure);

/// "Docker", "Podman"
[[nodiscard]] QString engineName(push::SourceName::Kind kind);
/// "app:1.2 in Docker", "image.tar"
[[nodiscard]] QString sourceText(const push::SourceName &source);
/// Why an engine's images cannot be listed, and what to do.
[[nodiscard]] wording::Words engineTrouble(push::SourceName::Kind kind, const Failure &failure);

/// Something at or before the registry failed, so that Diagnose has something to look at.
[[nodiscard]] bool canBeDiagnosed(const Failure &failure);
/// The failure as a client would have printed it, for Diagnose to read.
[[nodiscard]] QString questionAbout(const push::QueuedPush &push);

} // namespace wharf::ui
