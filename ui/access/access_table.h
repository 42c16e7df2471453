#pragma once

#include <QTableView>

namespace wharf::ui {

class AccessModel;

/// Repositories × pull, push, delete, as tall as its rows. The names get what room there is, and whole names at least:
/// where the width is short the table scrolls sideways.
class AccessTable final : public QTableView {
    Q_OBJECT
public:
    explicit AccessTable(AccessModel *model, QWidget *parent = nullptr);

    void fit();

protected:
    void resizeEvent(QResizeEvent *event) override;
};

} // namespace wharf::ui
