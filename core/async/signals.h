#pragma once

// `co_await qCoro(sender, &Sender::signal)`, for the files that wait for signals; apart from task.h because it is slow to read.

#include "core/async/task.h"

#include <QCoro/QCoroSignal>
