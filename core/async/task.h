#pragma once

// The one include of the coroutine library; with signals.h, where signals are awaited.
//
// A coroutine here is a free function or a member of something that outlives it, never a lambda with captures.
// It takes `std::shared_ptr<Session>` and values, no references and no views.

#include <QCoro/QCoroTask>

namespace wharf {

template <class T = void>
using Task = QCoro::Task<T>;

} // namespace wharf
