#pragma once

// The include for coroutines that await a QFuture: `co_await future` gives its result.

#include "core/async/task.h"

#include <QCoro/QCoroFuture>
