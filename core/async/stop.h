#pragma once

#include <QObject>

namespace wharf {

/// Tells everybody who waits for something slow to give up. Shared by all parts of one piece of work; one thread only.
class Stop final : public QObject {
    Q_OBJECT

public:
    [[nodiscard]] bool isStopped() const { return m_stopped; }
    /// Safe to call twice; the signal comes once.
    void stop()
    {
        if (m_stopped)
            return;
        m_stopped = true;
        Q_EMIT stopped();
    }

Q_SIGNALS:
    void stopped();

private:
    bool m_stopped = false;
};

} // namespace wharf
