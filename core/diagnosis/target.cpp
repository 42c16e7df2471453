#include "core/diagnosis/target.h"

#include "core/diagnosis/pasted_text.h"
#include "core/registry/target.h"

#include <QRegularExpression>

namespace wharf::diagnosis {

namespace {

/// Web pages and old names of services whose registry is called otherwise.
bool isOtherName(const QString &host)
{
    static const QStringList names { QStringLiteral("hub.docker.com"), QStringLiteral("registry.hub.docker.com"),
                                     QStringLiteral("cloud.docker.com"), QStringLiteral("auth.docker.io") };
    return names.contains(host);
}

const QString userInfo = QStringLiteral("user-info");

/// A user name or a password stands before the host. A digest's `@` comes after the image's name.
bool hasUserInfo(const QString &text)
{
    const QString host = text.section(QLatin1String("://"), -1).section(QLatin1Char('/'), 0, 0);
    return host.contains(QLatin1Char('@')) && !host.contains(QLatin1String("@sha"));
}

/// What does not parse may hold a password, before an `@` or in a query.
QString withoutSecretParts(QString text)
{
    static const QRegularExpression before(QStringLiteral("^([A-Za-z][A-Za-z0-9+.-]*://)?\\S*@(?!sha(?:256|384|512):)"));
    static const QRegularExpression after(QStringLiteral("[?#].*$"));
    return withoutSecrets(text.replace(before, QStringLiteral("\\1***@")).replace(after, QStringLiteral("?***")));
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
        evidence.typed = withoutSecretParts(text);
        evidence.problem = hasUserInfo(text) ? userInfo : named.error().subject;
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
