#include "ui/add_account/where_input.h"

#include "core/registry/image_reference.h"
#include "core/wording/wording.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace wharf::ui {

namespace {

struct WhereText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::WhereInput)
};

WhereInput wrong(const Failure &failure)
{
    return { .host = {}, .pasted = {}, .error = wording::failureWords(failure, {}).text() };
}

WhereInput fromPaste(const accounts::PastedSignIn &pasted)
{
    // Without a host, docker login means Docker Hub.
    const auto host = registry::RegistryHost::parse(pasted.host.isEmpty() ? QStringLiteral("docker.io") : pasted.host);
    if (!host)
        return wrong(host.error());
    return { .host = *host, .pasted = pasted, .error = {} };
}

/// One-line fields turn the ends of pasted lines into blanks or line separators.
WhereInput fromVariables(const QString &text)
{
    static const QRegularExpression gaps(QStringLiteral("[\\s\\x{2028}\\x{2029}]+(?=(?:export[ ]+)?[A-Z_]+=)"));
    const auto variables = accounts::readDotenv(QString(text).replace(gaps, QStringLiteral("\n")));
    if (!variables)
        return wrong(variables.error());
    const auto found = accounts::readCiVariables(*variables);
    if (!found) {
        return { .host = {}, .pasted = {},
                 .error = WhereText::tr("%1 is missing among these variables. Copy CI_REGISTRY, CI_REGISTRY_USER and CI_REGISTRY_PASSWORD together.")
                              .arg(found.error().subject) };
    }
    return fromPaste(found->first());
}

} // namespace

WhereInput WhereInput::read(const QString &text)
{
    QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return { .host = {}, .pasted = {}, .error = WhereText::tr("Type the registry's host, such as registry.example.com.") };
    if (trimmed.contains(QLatin1String("CI_")) && trimmed.contains(QLatin1Char('=')))
        return fromVariables(trimmed);
    if (const auto line = accounts::readLoginLine(trimmed))
        return fromPaste(*line);

    QString bare = trimmed;
    for (const QLatin1String scheme : { QLatin1String("https://"), QLatin1String("http://") }) {
        if (bare.startsWith(scheme, Qt::CaseInsensitive))
            bare.remove(0, scheme.size());
    }
    const qsizetype slash = bare.indexOf(QLatin1Char('/'));
    const QString first = slash < 0 ? bare : bare.left(slash);
    const bool namesHost = slash < 0 || bare.size() != trimmed.size() || first.contains(QLatin1Char('.'))
        || first.contains(QLatin1Char(':')) || first == QLatin1String("localhost");
    if (namesHost) {
        const auto host = registry::RegistryHost::parse(first);
        return host ? WhereInput { .host = *host, .pasted = {}, .error = {} } : wrong(host.error());
    }
    const auto image = registry::ImageReference::parse(trimmed);
    return image ? WhereInput { .host = image->host, .pasted = {}, .error = {} } : wrong(image.error());
}

} // namespace wharf::ui
