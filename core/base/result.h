#pragma once

#include "core/base/failure.h"

#include <tl/expected.hpp>

namespace wharf {

/// Either a value or the reason why there is none.
template <class T>
using Result = tl::expected<T, Failure>;

/// `return fail({.stage = Stage::Token, .kind = Kind::Forbidden});`
[[nodiscard]] inline tl::unexpected<Failure> fail(Failure failure)
{
    return tl::unexpected<Failure>(std::move(failure));
}

} // namespace wharf
