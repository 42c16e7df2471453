#pragma once

#include "core/push/push_order.h"

#include <QStringList>

class QSettings;

namespace wharf::ui {

/// What the window remembers of pushes: where each project went at each registry, and how fast a registry's line was.
class PushMemory final {
public:
    explicit PushMemory(QSettings &settings)
        : m_settings(settings)
    {
    }

    /// `order` was given: what is named like its source goes there next time, too.
    void wentTo(const push::PushOrder &order);
    /// `registry.example.com/group/app`, where an image of the same repository went at this host; empty where none did.
    [[nodiscard]] QString destinationOf(const push::SourceName &source, const registry::RegistryHost &host) const;
    /// Every place at this host, the last one first.
    [[nodiscard]] QStringList destinations(const registry::RegistryHost &host) const;

    /// Bytes a second, of a push that took long enough to say something.
    void measured(const registry::RegistryHost &host, double bytesPerSecond);
    /// 0 where nothing was measured.
    [[nodiscard]] double speedTo(const registry::RegistryHost &host) const;

private:
    QSettings &m_settings;
};

} // namespace wharf::ui
