#pragma once

#include <QProgressBar>

#include <chrono>

namespace wharf::ui {

/// A ring that empties, with what is left in its middle. A progress bar in another shape, so that screen readers get its
/// value in seconds.
class CountdownRing final : public QProgressBar {
    Q_OBJECT
public:
    explicit CountdownRing(QWidget *parent = nullptr);

    void setTime(std::chrono::milliseconds left, std::chrono::milliseconds lifetime);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
    [[nodiscard]] QString text() const override { return m_text; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
};

} // namespace wharf::ui
