#pragma once

#include <QHash>
#include <QObject>
#include <QTimer>

class QWidget;

namespace wharf::ui {

/// The one second hand of the window. It moves only while something that counts down can be seen: no timer runs when the
/// window is hidden, minimised or covered, or when the page with the countdown is not the one in front.
class Ticker final : public QObject {
    Q_OBJECT
public:
    explicit Ticker(QObject *parent = nullptr);

    /// `client` has, or no longer has, something that counts down. Forgotten when it is destroyed.
    void setCounting(QWidget *client, bool counting);
    [[nodiscard]] bool isRunning() const { return m_timer.isActive(); }

Q_SIGNALS:
    /// About once a second.
    void tick();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] static bool canBeSeen(const QWidget *client);
    void watchWindowOf(QWidget *client);
    void decide();

    QHash<QWidget *, bool> m_clients;
    QTimer m_timer;
};

} // namespace wharf::ui
