#pragma once

#include <QString>
#include <QStringList>

namespace wharf::diagnosis {

/// An image or a host that a line of an output names.
struct NamedTarget {
    QString image; ///< as written; empty where it names a host alone
    QString host;
    bool hub = false; ///< the push went to docker.io
};

/// Reads one line: a command, or a message with a reference or a URL in it. Empty where it names nothing.
[[nodiscard]] NamedTarget targetIn(const QString &line);

/// `docker`, `podman`, `skopeo`, `buildx`, `kaniko`, `containerd`, `gitlab-ci`; empty where the lines do not tell.
[[nodiscard]] QString clientIn(const QStringList &lines);

/// `login`, `pull`, `push`; empty where the line does not tell.
[[nodiscard]] QString actionIn(const QString &line);

/// The URLs of a line, outermost first: Go nests the realm's into the registry's.
[[nodiscard]] QStringList urlsIn(const QString &line);

} // namespace wharf::diagnosis
