#include "ui/wording/hand_over_words.h"

#include <QCoreApplication>
#include <QDir>

namespace wharf::ui {

namespace {

struct HandOver {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::HandOver)
};

} // namespace

QString handOverText(const docker::HelperEntryState &state)
{
    using docker::HelperEntry;
    switch (state.entry) {
    case HelperEntry::Ours: return HandOver::tr("Asks Wharfinger, and gets the active account of this registry.");
    case HelperEntry::Foreign: return HandOver::tr("Asks another helper: %1. Switching this on replaces it for this registry.").arg(state.helper);
    case HelperEntry::PlainText: return HandOver::tr("Uses a password that its file holds unencrypted.");
    case HelperEntry::Store: return HandOver::tr("Asks its usual credential store: %1.").arg(state.helper);
    case HelperEntry::None: return HandOver::tr("Has no sign-in for this registry.");
    case HelperEntry::NoFile: return HandOver::tr("Has no sign-in for this registry; the file does not exist yet.");
    }
    Q_UNREACHABLE();
}

QString homeRelative(const QString &path)
{
    const QString home = QDir::homePath() + QLatin1Char('/');
    return path.startsWith(home) ? QLatin1String("~/") + path.mid(home.size()) : path;
}

} // namespace wharf::ui
