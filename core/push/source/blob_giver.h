#pragma once

#include "core/push/source/image_source.h"

namespace wharf::push {

/// Gives out the blobs of an image: ImageSource::next() without the rest.
class BlobGiver {
public:
    using Wanted = std::function<bool(int blob)>;

    virtual ~BlobGiver() = default;
    [[nodiscard]] virtual Result<std::optional<ImageSource::Opened>> next(const Wanted &wanted) = 0;
};

} // namespace wharf::push
