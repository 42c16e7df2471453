#pragma once

#include <QWidget>

class QFormLayout;

namespace wharf::ui {

class Label;

/// Rows of a name and a value, as a card lists facts: the names in a quiet column, the values beside them, or below them
/// where the width is short.
class DetailGrid final : public QWidget {
    Q_OBJECT
public:
    explicit DetailGrid(QWidget *parent = nullptr);

    /// A row with a text that can be marked and copied.
    Label *addText(const QString &name);
    /// A row with any widget as its value.
    void addWidget(const QString &name, QWidget *value);
    void setRowVisible(QWidget *value, bool visible);

private:
    QFormLayout *m_form;
};

} // namespace wharf::ui
