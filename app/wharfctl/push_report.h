#pragma once

#include "app/wharfctl/console.h"
#include "core/push/push.h"

#include <QHash>

namespace wharf::ctl {

/// Says how a push goes: a line that changes on a terminal, plain lines elsewhere, and with --json one event a line
/// (`wharfinger.push-event/1`) before the closing document.
class PushReport {
public:
    PushReport(Console console, const push::PushOrder &order);

    void begin() const;
    void look(const push::PushProgress &progress);
    void finish(const Result<push::PushOutcome> &outcome);

private:
    void sayChanges(const push::PushProgress &progress);
    void sayLine(const push::PushProgress &progress);
    void sayWhetherTheTokenLasts(const push::PushProgress &progress);
    void clearLine();
    void event(const QString &name, QJsonObject members) const;

    Console m_console;
    push::PushOrder m_order;
    QHash<QString, push::BlobProgress::State> m_seen; ///< by name
    push::PushProgress m_last;
    qint64 m_saidAt = -1;     ///< bytes done, at the last plain line
    bool m_onTerminal;
    bool m_lineIsThere = false;
    bool m_saidTokenEnds = false;
};

} // namespace wharf::ctl
