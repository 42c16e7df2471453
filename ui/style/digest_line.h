#pragma once

#include <QLabel>

namespace wharf::ui {

/// A digest in the fixed font on one line: elided in the middle where the width is short, whole in the tooltip and for screen readers.
class DigestLine final : public QLabel {
    Q_OBJECT
public:
    explicit DigestLine(QWidget *parent = nullptr);

    /// An empty one hides it.
    void setDigest(const QString &digest);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void applyFont();

    bool m_applying = false;
};

} // namespace wharf::ui
