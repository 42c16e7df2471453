#pragma once

#include "core/net/host_settings.h"

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace wharf::ui {

class Switch;

/// What few sign-ins need: a label, plain HTTP, a CA of one's own. Folded away until somebody asks.
class ConnectionOptions final : public QWidget {
    Q_OBJECT
public:
    explicit ConnectionOptions(QWidget *parent = nullptr);

    void reset(const QString &label, const net::HostSettings &settings);
    [[nodiscard]] QString label() const;
    [[nodiscard]] net::HostSettings settings() const;
    void unfold(bool open);

private:
    void chooseCa();

    QToolButton *m_fold;
    QWidget *m_body;
    QLineEdit *m_label;
    Switch *m_plainHttp;
    QLineEdit *m_ca;
    net::HostSettings m_kept; ///< what this page does not show stays as it was
};

} // namespace wharf::ui
