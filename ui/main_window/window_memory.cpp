#include "ui/main_window/window_memory.h"

#include "ui/style/grid.h"

#include <QMainWindow>
#include <QSettings>
#include <QSplitter>

namespace wharf::ui {

namespace {

const QString geometryKey = QStringLiteral("window/geometry");
const QString splitterKey = QStringLiteral("window/splitter");
const QString foldedKey = QStringLiteral("window/sidebar-folded");
const QString pageKey = QStringLiteral("window/page");
const QString accountKey = QStringLiteral("window/account");

constexpr QSize firstSize { 1040, 680 };

/// Each value that is set makes QSettings write its file.
void keep(QSettings &settings, const QString &key, const QVariant &value)
{
    if (settings.value(key) != value)
        settings.setValue(key, value);
}

} // namespace

void WindowMemory::restore(QMainWindow &window, QSplitter &splitter) const
{
    if (!window.restoreGeometry(m_settings.value(geometryKey).toByteArray()))
        window.resize(firstSize);
    if (!splitter.restoreState(m_settings.value(splitterKey).toByteArray())) {
        const int sidebar = qMin(36 * gridUnit(&window), window.width() * 2 / 5);
        splitter.setSizes({ sidebar, window.width() - sidebar });
    }
}

void WindowMemory::save(const QMainWindow &window, const QSplitter &splitter)
{
    m_settings.setValue(geometryKey, window.saveGeometry());
    // A folded sidebar has no width worth remembering.
    if (!isSidebarFolded())
        m_settings.setValue(splitterKey, splitter.saveState());
}

bool WindowMemory::isSidebarFolded() const
{
    return m_settings.value(foldedKey, false).toBool();
}

void WindowMemory::setSidebarFolded(bool folded)
{
    keep(m_settings, foldedKey, folded);
}

int WindowMemory::page() const
{
    return m_settings.value(pageKey, 0).toInt();
}

void WindowMemory::setPage(int page)
{
    keep(m_settings, pageKey, page);
}

QUuid WindowMemory::account() const
{
    return m_settings.value(accountKey).toUuid();
}

void WindowMemory::setAccount(const QUuid &account)
{
    keep(m_settings, accountKey, account.toString());
}

} // namespace wharf::ui
