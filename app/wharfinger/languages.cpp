#include "app/wharfinger/languages.h"

#include "ui/settings/window_settings.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

namespace wharf {

namespace {

const QString folder = QStringLiteral(":/wharf/translations");
const QString english = QStringLiteral("en");

bool install(QCoreApplication &application, const QLocale &locale, const QString &name, const QString &where)
{
    auto *translator = new QTranslator(&application);
    return translator->load(locale, name, QStringLiteral("_"), where) && application.installTranslator(translator);
}

} // namespace

QStringList translatedLanguages()
{
    QStringList languages;
    for (QString file : QDir(folder).entryList({ QStringLiteral("wharfinger_*.qm") })) {
        const QString language = file.remove(QStringLiteral("wharfinger_")).remove(QStringLiteral(".qm"));
        if (language != english)
            languages.append(language);
    }
    return languages;
}

void installTranslations(QCoreApplication &application, const QSettings &settings)
{
    const QString chosen = ui::chosenLanguage(settings);
    if (!chosen.isEmpty())
        QLocale::setDefault(QLocale(chosen));
    const QLocale locale;
    // Qt's own words (Cancel, file dialogs) first, so that ours win.
    install(application, locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    if (!install(application, locale, QStringLiteral("wharfinger"), folder))
        install(application, QLocale(QLocale::English), QStringLiteral("wharfinger"), folder);
}

} // namespace wharf
