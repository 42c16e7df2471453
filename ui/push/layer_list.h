#pragma once

#include <QListView>

namespace wharf::ui {

class LayerModel;

/// The layers of one push; as tall as they are, and no taller than a few. Paints only what can be seen, however many there are.
class LayerList final : public QListView {
    Q_OBJECT
public:
    explicit LayerList(LayerModel *model, QWidget *parent = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fit();
};

} // namespace wharf::ui
