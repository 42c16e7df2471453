#pragma once

#include "core/push/push_order.h"

#include <QWidget>

class QComboBox;
class QSpinBox;
class QToolButton;

namespace wharf::ui {

class Label;

/// How a push is to go, folded away: who uploads, how many at a time, how much in one request, how fast.
class PushOptions final : public QWidget {
    Q_OBJECT
public:
    explicit PushOptions(QWidget *parent = nullptr);

    /// Only what an engine has can be pushed by it.
    void setSource(const push::SourceName &source);
    void apply(push::PushOrder &order) const;

private:
    void unfold(bool open);
    void showWay();

    QToolButton *m_fold;
    QWidget *m_body;
    QComboBox *m_via;
    Label *m_viaNote;
    QSpinBox *m_jobs;
    QSpinBox *m_chunk;
    QSpinBox *m_rate;
    push::SourceName m_source;
};

} // namespace wharf::ui
