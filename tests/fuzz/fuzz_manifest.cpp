#include "core/registry/digest.h"
#include "core/registry/manifest.h"
#include "tests/fuzz/targets.h"

using namespace wharf::registry;

void wharf::fuzz::manifest(QByteArrayView input)
{
    for (const QLatin1String type : { mediatype::ociIndex, mediatype::ociManifest, QLatin1String() }) {
        const auto manifest = readManifest(input.toByteArray(), type);
        if (!manifest)
            continue;
        require(!manifest->mediaType.isEmpty(), "a manifest has a type");
        require(!manifest->hasConfig || !manifest->blobs.isEmpty(), "a configuration is a blob");
        for (const auto &descriptor : manifest->blobs + manifest->manifests)
            require(isDigest(descriptor.digest) && descriptor.size >= 0, "descriptors are whole");
    }
}
