#include "app/wharfinger/local_images.h"

#include "core/docker/engine_images.h"
#include "core/push/daemon/engine_of_source.h"

namespace wharf {

Task<Result<QList<ui::LocalImage>>> localImages(push::SourceName::Kind engine, std::shared_ptr<Stop> stop)
{
    using Kind = push::SourceName::Kind;
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const docker::EngineEndpoint endpoint = push::engineOfSource(engine, environment);
    QList<ui::LocalImage> found;
    if (engine == Kind::Podman && endpoint.address == push::engineOfSource(Kind::Docker, environment).address)
        co_return found;
    const Result<QList<docker::EngineImage>> images = co_await docker::engineImages(endpoint, environment, stop);
    if (!images)
        co_return fail(images.error());
    for (const docker::EngineImage &image : *images)
        found.append({ .source = { .kind = engine, .place = image.name, .reference = {} }, .size = image.size, .created = image.created });
    co_return found;
}

} // namespace wharf
