#include "core/registry/target.h"

namespace wharf::registry {

namespace {

bool hasScheme(const QString &text)
{
    return text.contains(QLatin1String("://"));
}

/// Whether a word without a slash names a registry. What stands behind a colon is a tag unless it can be a port.
bool looksLikeHost(const QString &word)
{
    const QString name = word.section(QLatin1Char(':'), 0, 0);
    return name.contains(QLatin1Char('.')) || name.startsWith(QLatin1Char('[')) || name == QLatin1String("localhost")
        || (name != word && RegistryHost::parse(word));
}

} // namespace

Result<Target> readTarget(const QString &text)
{
    if (hasScheme(text) || (!text.contains(QLatin1Char('/')) && looksLikeHost(text))) {
        const auto host = RegistryHost::parse(text);
        if (!host)
            return fail(host.error());
        return Target { .host = *host, .image = {} };
    }
    const auto image = ImageReference::parse(text);
    if (!image)
        return fail(image.error());
    return Target { .host = image->host, .image = *image };
}

Result<RegistryHost> readHost(const QString &text)
{
    auto host = RegistryHost::parse(text);
    if (host || host.error().subject != QLatin1String("path") || hasScheme(text) || !text.contains(QLatin1Char('/')))
        return host;
    const auto image = readTarget(text);
    if (!image)
        return fail(image.error());
    const auto named = RegistryHost::parse(text.section(QLatin1Char('/'), 0, 0));
    if (!named || *named != image->host)
        return host;
    return image->host;
}

} // namespace wharf::registry
