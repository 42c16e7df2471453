#pragma once

#include "core/diagnosis/evidence/target_evidence.h"

#include <QByteArray>

namespace wharf::diagnosis {

/// What the pasted output of a failed command tells before anything is asked.
struct PastedFailure {
    QString target; ///< the image, or else the host, as the output has it; empty where it names none
    PastedEvidence evidence;
};

/// Reads output of docker (classic, buildx), podman, skopeo, buildah, kaniko, containerd, the kubelet, or a GitLab CI log.
/// Colours, timestamps and section markers do not matter; nothing that looks like a secret gets out of here. Pure.
[[nodiscard]] PastedFailure readPastedFailure(const QString &text);

/// A file's or a clipboard's bytes as text: UTF-8 or UTF-16 with a mark, else UTF-8, else Latin-1. Of more than 4 MiB the
/// end is kept: that is where a command says why.
[[nodiscard]] QString decodePasted(QByteArray bytes);

} // namespace wharf::diagnosis
