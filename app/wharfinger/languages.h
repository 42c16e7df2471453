#pragma once

#include <QStringList>

class QCoreApplication;
class QSettings;

namespace wharf {

/// Languages there are translations for, besides English: `de`.
[[nodiscard]] QStringList translatedLanguages();

/// Installs the translations of the language that the settings or the system ask for; English needs only its plurals.
void installTranslations(QCoreApplication &application, const QSettings &settings);

} // namespace wharf
