#pragma once

#include <QObject>

#include <chrono>

class QWidget;

namespace wharf::ui {

/// Tells when a window has been drawn for the first time, so that what can wait for that does. Says so after a while in any
/// case: a window may start minimised or covered.
class FirstPicture final : public QObject {
    Q_OBJECT
public:
    /// Belongs to `window`, and goes after it has spoken.
    explicit FirstPicture(QWidget *window, std::chrono::milliseconds patience = std::chrono::milliseconds(500));

Q_SIGNALS:
    /// Once.
    void drawn();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void tell();

    bool m_told = false;
};

} // namespace wharf::ui
