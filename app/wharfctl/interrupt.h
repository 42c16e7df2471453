#pragma once

#include <QObject>

class QSocketNotifier;

namespace wharf::ctl {

/// Turns the first SIGINT, SIGTERM or SIGHUP into a signal of Qt, so that a command can take back what it began.
/// The second one ends the program at once.
class Interrupt final : public QObject {
    Q_OBJECT
public:
    explicit Interrupt(QObject *parent = nullptr);
    ~Interrupt() override;

Q_SIGNALS:
    void asked();

private:
    QSocketNotifier *m_notifier;
};

/// Readable once a signal came, for waits that no event loop serves; -1 where there is no Interrupt.
[[nodiscard]] int interruptDescriptor();

} // namespace wharf::ctl
