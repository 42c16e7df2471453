#include "core/diagnosis/target.h"

#include "core/registry/target.h"

namespace wharf::diagnosis {

namespace {

/// Web pages and old names of services whose registry is called otherwise.
bool isOtherName(const QString &host)
{
    static const QStringList names { QStringLiteral("hub.docker.com"), QStringLiteral("registry.hub.docker.com"),
                                     QStringLiteral("cloud.docker.com"), QStringLiteral("auth.docker.io") };
    return names.contains(host);
}

} // namespace

Target readTarget(const QString &typed, const QStringList &actions)
{
    Target target;
    TargetEvidence &evidence = target.evidence;
    const QString text = typed.trimmed();
    evidence.typed = text;
    evidence.actions = actions;

    const auto named = registry::readTarget(text);
    if (!named) {
        evidence.problem = named.error().subject;
        return target;
    }
    target.host = named->host;
    if (named->image) {
        evidence.repository = named->image->repository;
        evidence.tag = named->image->tag;
        evidence.digest = named->image->digest;
    }
    evidence.registry = target.host.name();
    evidence.notTheRegistrysName = isOtherName(target.host.name());
    return target;
}

} // namespace wharf::diagnosis
