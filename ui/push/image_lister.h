#pragma once

#include "core/async/stop.h"
#include "core/async/task.h"
#include "core/push/source/source_name.h"

#include <QDateTime>
#include <QList>

#include <functional>
#include <memory>

namespace wharf::ui {

/// One name of one image that can be pushed: an engine's, or a file somebody chose.
struct LocalImage {
    push::SourceName source;
    qint64 size = -1;  ///< bytes as they lie there; -1 unknown
    QDateTime created; ///< UTC; invalid where nothing says

    friend bool operator==(const LocalImage &, const LocalImage &) = default;
};

/// The images of one engine, Docker or Podman. Errors: Stage::Daemon.
using ImageLister = std::function<Task<Result<QList<LocalImage>>>(push::SourceName::Kind, std::shared_ptr<Stop>)>;

} // namespace wharf::ui
