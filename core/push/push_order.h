#pragma once

#include "core/push/source/source_name.h"
#include "core/registry/image_reference.h"

namespace wharf::push {

/// What is to be pushed where, and how. A value; nothing secret.
struct PushOrder {
    enum class Via {
        Direct, ///< Wharfinger's own uploads
        Daemon, ///< the engine pushes: SourceName::isEngine() only
    };

    SourceName source;
    registry::ImageReference destination; ///< tag `latest` where none is written
    Via via = Via::Direct;
    int jobs = 3;             ///< uploads at a time, 1 to 16
    qint64 chunkSize = 0;     ///< bytes at most in one request; 0: as large as goes
    qint64 bytesPerSecond = 0;///< limit of the whole push; 0: none

    friend bool operator==(const PushOrder &, const PushOrder &) = default;
};

} // namespace wharf::push
