#pragma once

#include "core/base/failure.h"

namespace wharf::push {

/// A failure of the image itself: `subject` is the path, the digest or the entry that it is about, `why` a short reason for who
/// looks closer.
[[nodiscard]] inline Failure imageFailure(Kind kind, const QString &subject, const QString &why = {})
{
    return { .stage = Stage::Image, .kind = kind, .serverSaid = cleanServerText(why), .subject = subject };
}

} // namespace wharf::push
