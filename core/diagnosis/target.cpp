#include "core/diagnosis/target.h"

#include "core/registry/image_reference.h"

#include <QRegularExpression>

namespace wharf::diagnosis {

namespace {

/// `registry.example.com`, `registry:5000`, `[::1]:5000`, `localhost`: an image would have a path or a tag that is no number.
bool looksLikeHost(const QString &text)
{
    static const QRegularExpression port(QStringLiteral(":[0-9]{1,5}$"));
    if (text.contains(QLatin1Char('/')) || text.contains(QLatin1Char('@')))
        return false;
    const QString bare = QString(text).remove(port);
    return text.contains(port) ? bare != text : (bare.contains(QLatin1Char('.')) && !bare.contains(QLatin1Char(':'))) || bare.startsWith(QLatin1Char('['))
            || bare == QLatin1String("localhost");
}

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

    const bool schemed = text.contains(QLatin1String("://"));
    if (looksLikeHost(text) || schemed) {
        const auto host = registry::RegistryHost::parse(text);
        // `https://host/` is a host written kindly; `https://host/group/app` is neither.
        if (!host || (schemed && QUrl(text).path().size() > 1)) {
            evidence.problem = host ? QStringLiteral("scheme") : host.error().subject;
            return target;
        }
        target.host = *host;
    } else {
        const auto image = registry::ImageReference::parse(text);
        if (!image) {
            evidence.problem = image.error().subject;
            return target;
        }
        target.host = image->host;
        evidence.repository = image->repository;
        evidence.tag = image->tag;
        evidence.digest = image->digest;
    }
    evidence.registry = target.host.name();
    evidence.notTheRegistrysName = isOtherName(target.host.name());
    return target;
}

} // namespace wharf::diagnosis
