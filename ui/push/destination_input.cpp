#include "ui/push/destination_input.h"

#include "core/wording/wording.h"

#include <QCoreApplication>

namespace wharf::ui {

namespace {

struct DestinationText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::DestinationInput)
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

QString takeTag(QString &text)
{
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    if (colon <= 0 || text.indexOf(QLatin1Char('/'), colon) >= 0 || text.contains(QLatin1Char('@')))
        return {};
    // `localhost:5000` is a host with a port until a slash follows.
    if (!text.contains(QLatin1Char('/')) && text.left(colon).contains(QLatin1Char('.')))
        return {};
    const QString tag = text.mid(colon + 1);
    text.truncate(colon);
    return tag;
}

DestinationInput DestinationInput::read(const QString &text, const QString &tag, const registry::RegistryHost &host)
{
    DestinationInput input;
    QString name = text.trimmed();
    for (const QLatin1String scheme : { QLatin1String("https://"), QLatin1String("http://") }) {
        if (name.startsWith(scheme))
            name.remove(0, scheme.size());
    }
    const QString hostOnly = host.name();
    if (name.isEmpty() || name == hostOnly || name == hostOnly + QLatin1Char('/')) {
        input.error = DestinationText::tr("Type the repository to push to, such as %1/group/project.").arg(hostOnly);
        return input;
    }
    const QString inName = takeTag(name);
    const QString wanted = !tag.trimmed().isEmpty() ? tag.trimmed() : inName;
    const QString whole = startsWithHost(name) ? name : hostOnly + QLatin1Char('/') + name;
    auto parsed = registry::ImageReference::parse(whole);
    if (!parsed) {
        input.error = wording::failureWords(parsed.error(), hostOnly).text();
        return input;
    }
    if (parsed->host != host) {
        input.error = DestinationText::tr("This is on %1, and the account is for %2. Choose an account of that registry.")
                          .arg(parsed->host.name(), hostOnly);
        return input;
    }
    if (wanted.isEmpty() && parsed->digest.isEmpty()) {
        input.tagError = DestinationText::tr("Type a tag, such as latest or 1.2.");
        return input;
    }
    if (!wanted.isEmpty()) {
        const auto tagged = registry::ImageReference::parse(parsed->toString().section(QLatin1Char('@'), 0, 0) + QLatin1Char(':') + wanted);
        if (!tagged || tagged->tag != wanted) {
            input.tagError = DestinationText::tr("This is no tag: letters, digits, “_”, “.” and “-”, 128 at most, and not “.” or “-” first.");
            return input;
        }
        parsed->tag = wanted;
    }
    input.destination = *parsed;
    return input;
}

QString suggestedDestination(const QString &image, const registry::RegistryHost &host)
{
    const auto parsed = registry::ImageReference::parse(image);
    if (!parsed)
        return host.name() + QLatin1Char('/');
    if (parsed->host == host)
        return host.name() + QLatin1Char('/') + parsed->repository;
    QString repository = parsed->repository;
    if (repository.startsWith(QLatin1String("library/")))
        repository.remove(0, 8);
    return host.name() + QLatin1Char('/') + repository;
}

QString suggestedTag(const QString &image)
{
    const auto parsed = registry::ImageReference::parse(image);
    return parsed && !parsed->tag.isEmpty() ? parsed->tag : QStringLiteral("latest");
}

} // namespace wharf::ui
