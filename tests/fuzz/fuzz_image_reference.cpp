#include "core/registry/image_reference.h"
#include "tests/fuzz/targets.h"

using namespace wharf::registry;

void wharf::fuzz::imageReference(QByteArrayView input)
{
    const QString text = QString::fromUtf8(input);
    if (const auto image = ImageReference::parse(text)) {
        require(ImageReference::parse(image->toString()) == image, "an image written in full is the same image");
        require(!image->repository.isEmpty() && image->repository.size() <= 255, "a repository has 1 to 255 characters");
    } else {
        require(!image.error().subject.isEmpty(), "a refused image has a reason");
    }
    if (const auto host = RegistryHost::parse(text)) {
        require(RegistryHost::parse(host->name()) == host, "a host's name is the same host");
        require(RegistryHost::parse(host->dockerKey()) == host, "a host's key is the same host");
        const QUrl api = host->api(QStringLiteral("https"));
        require(api.isValid() && !api.host().isEmpty() && api.userInfo().isEmpty() && api.path().isEmpty(), "a host has an address");
    } else {
        require(!host.error().subject.isEmpty(), "a refused host has a reason");
    }
}
