#include "tests/sandbox/part.h"

#include <QStringList>

namespace wharf::sandbox {

namespace {

const QStringList &names()
{
    static const QStringList list { QStringLiteral("gitlab"), QStringLiteral("registry"), QStringLiteral("registry-plain"),
                                    QStringLiteral("registry-basic"), QStringLiteral("docker"), QStringLiteral("podman"),
                                    QStringLiteral("keyring"),
                                    QStringLiteral("registry-open") };
    return list;
}

} // namespace

QString partName(Part part)
{
    return names().at(static_cast<int>(part));
}

std::optional<Part> partFromName(const QString &name)
{
    const qsizetype index = names().indexOf(name);
    return index < 0 ? std::nullopt : std::optional(static_cast<Part>(index));
}

Parts allParts()
{
    return { Part::GitLab, Part::Registry, Part::PlainRegistry, Part::BasicRegistry, Part::Docker, Part::Podman, Part::Keyring };
}

Parts withNeeded(Parts parts)
{
    if (parts.contains(Part::Registry) || parts.contains(Part::PlainRegistry))
        parts.insert(Part::GitLab);
    return parts;
}

} // namespace wharf::sandbox
