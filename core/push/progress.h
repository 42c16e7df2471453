#pragma once

#include "core/base/failure.h"

#include <QList>
#include <QString>

#include <optional>

namespace wharf::push {

/// How far one blob is. A value for those who look on.
struct BlobProgress {
    enum class State {
        Waiting,
        Checking,    ///< is it there already?
        Compressing, ///< read and packed, nothing sent yet
        Uploading,
        Verifying,   ///< sent whole, being asked for
        Retrying,    ///< waits `retryInSeconds`, then goes on where it stopped
        Done,
        Exists,      ///< was there
        Mounted,     ///< taken from another repository there
        Failed,
    };

    QString name;        ///< digest where it is known, else the diffId; whole
    bool isConfig = false;
    State state = State::Waiting;
    qint64 done = 0;     ///< bytes at the registry, as they go over the wire
    qint64 total = -1;   ///< -1 until it is known; then `sourceDone` of `sourceTotal` tells how far
    qint64 sourceDone = 0;
    qint64 sourceTotal = -1;
    QString mountedFrom; ///< the other repository
    int retryInSeconds = 0;
    std::optional<Failure> trouble; ///< why it retries or failed

    friend bool operator==(const BlobProgress &, const BlobProgress &) = default;
};

/// How far one push is.
struct PushProgress {
    enum class Phase { Preparing, Checking, Uploading, Finishing, Paused, Ended };

    Phase phase = Phase::Preparing;
    QList<BlobProgress> blobs; ///< in the order of the manifest; empty until the image has been read
    qint64 done = 0;           ///< bytes of the image that need not be sent any more, of `total`
    qint64 total = 0;          ///< bytes; an estimate until `totalIsKnown`
    bool totalIsKnown = false;
    qint64 sent = 0;           ///< bytes of bodies that went out, those sent twice included
    double bytesPerSecond = 0; ///< of the last seconds; 0 where nothing has been measured
    int secondsLeft = -1;      ///< -1 unknown
    int tokenSeconds = -1;     ///< what is left of the token's life; -1 where there is none (Basic, anonymous)
    int tokenLifetime = -1;    ///< seconds
    int renewals = 0;          ///< tokens fetched after the first

    friend bool operator==(const PushProgress &, const PushProgress &) = default;
};

/// How a push ended well.
struct PushOutcome {
    QString digest;    ///< of what the tag names now
    QString mediaType;
    qint64 size = 0;   ///< bytes of all blobs
    qint64 sent = 0;
    int existed = 0;   ///< blobs that were there
    int mounted = 0;
    int uploaded = 0;
    int renewals = 0;
    qint64 milliseconds = 0;

    friend bool operator==(const PushOutcome &, const PushOutcome &) = default;
};

} // namespace wharf::push
