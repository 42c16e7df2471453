#include "ui/access/repository_input.h"

#include "core/registry/image_reference.h"
#include "core/wording/wording.h"

#include <QCoreApplication>

namespace wharf::ui {

namespace {

struct RepositoryText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::RepositoryInput)
};

/// Docker's rule: the first part names a host when it has a dot or a colon, or is `localhost`.
bool startsWithHost(const QString &text)
{
    const qsizetype slash = text.indexOf(QLatin1Char('/'));
    if (slash <= 0)
        return false;
    const QString first = text.left(slash);
    return first.contains(QLatin1Char('.')) || first.contains(QLatin1Char(':')) || first == QLatin1String("localhost");
}

} // namespace

RepositoryInput RepositoryInput::read(const QString &text, const registry::RegistryHost &host)
{
    QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return { .repository = {}, .error = RepositoryText::tr("Type a repository, such as group/project, or paste an image name.") };
    // An address from the browser's bar is what people have at hand; its host is checked like any other.
    for (const QLatin1String scheme : { QLatin1String("https://"), QLatin1String("http://") }) {
        if (trimmed.startsWith(scheme))
            trimmed.remove(0, scheme.size());
    }
    const auto parsed = registry::ImageReference::parse(startsWithHost(trimmed) ? trimmed : host.name() + QLatin1Char('/') + trimmed);
    if (!parsed)
        return { .repository = {}, .error = wording::failureWords(parsed.error(), host.name()).text() };
    if (parsed->host != host)
        return { .repository = {},
                 .error = RepositoryText::tr("This image is on %1, and the account is for %2. Choose an account of that registry.")
                              .arg(parsed->host.name(), host.name()) };
    return { .repository = parsed->repository, .error = {} };
}

} // namespace wharf::ui
