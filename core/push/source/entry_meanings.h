#pragma once

#include "core/push/source/blob_stream.h"

#include <QStringList>

namespace wharf::push {

/// Tells blobs by the names of their entries, `entries` being those of `blobs` in order.
[[nodiscard]] BlobStream::Identify identifyByName(const QStringList &entries);

/// Tells the blobs in an engine's export by the digests that names hold: `HEX.json` and `HEX.tar` (Podman),
/// `blobs/sha256/HEX` (Docker 25 and newer). Docker's older `ID/layer.tar` is told by LegacyLayers, and where that fails it is
/// some layer. `layers` are the image's diffIds from the lowest up, the same one as often as it is there.
[[nodiscard]] BlobStream::Identify identifyExport(const QList<SourceBlob> &blobs, const QStringList &layers);

} // namespace wharf::push
