#pragma once

#include <QString>

class QSettings;

namespace wharf::ui {

// What the user chose on the settings page, by name. The window's own memory (sizes, the last page) is window_memory.h.

/// Whether new sign-ins are given to Docker and Podman; yes unless the user said no.
[[nodiscard]] bool givesToClients(const QSettings &settings);
void setGivesToClients(QSettings &settings, bool gives);

/// `de`; empty for the system's language.
[[nodiscard]] QString chosenLanguage(const QSettings &settings);
void setChosenLanguage(QSettings &settings, const QString &language);

} // namespace wharf::ui
