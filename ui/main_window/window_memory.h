#pragma once

#include <QUuid>

class QMainWindow;
class QSettings;
class QSplitter;

namespace wharf::ui {

/// What the window remembers between starts: its size, the sidebar, the page and the account in front.
class WindowMemory final {
public:
    explicit WindowMemory(QSettings &settings)
        : m_settings(settings)
    {
    }

    void restore(QMainWindow &window, QSplitter &splitter) const;
    void save(const QMainWindow &window, const QSplitter &splitter);

    [[nodiscard]] bool isSidebarFolded() const;
    void setSidebarFolded(bool folded);
    [[nodiscard]] int page() const;
    void setPage(int page);
    [[nodiscard]] QUuid account() const;
    void setAccount(const QUuid &account);

private:
    QSettings &m_settings;
};

} // namespace wharf::ui
