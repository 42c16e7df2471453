#include "core/push/source/open_source.h"

#include "core/docker/podman_endpoint.h"
#include "core/push/source/engine_source.h"
#include "core/push/source/file_source.h"
#include "core/registry/image_reference.h"

namespace wharf::push {

Result<std::unique_ptr<ImageSource>> openSource(const SourceName &name, const SourceSurroundings &surroundings)
{
    if (!name.isEngine())
        return makeFileSource(name);
    if (const auto image = registry::ImageReference::parse(name.place); !image)
        return fail(image.error());
    EngineLine line { .endpoint = {}, .environment = surroundings.environment, .patience = {} };
    line.endpoint = name.kind == SourceName::Kind::Podman ? docker::findPodman(surroundings.environment, surroundings.podmanSocket)
                                                          : docker::findEngine(surroundings.environment, surroundings.home, surroundings.dockerSocket);
    return makeEngineSource(line, name.place);
}

} // namespace wharf::push
