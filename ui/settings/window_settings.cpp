#include "ui/settings/window_settings.h"

#include <QSettings>

namespace wharf::ui {

namespace {

const QString giveKey = QStringLiteral("give-to-clients");
const QString languageKey = QStringLiteral("language");

} // namespace

bool givesToClients(const QSettings &settings)
{
    return settings.value(giveKey, true).toBool();
}

void setGivesToClients(QSettings &settings, bool gives)
{
    settings.setValue(giveKey, gives);
}

QString chosenLanguage(const QSettings &settings)
{
    return settings.value(languageKey).toString();
}

void setChosenLanguage(QSettings &settings, const QString &language)
{
    settings.setValue(languageKey, language);
}

} // namespace wharf::ui
