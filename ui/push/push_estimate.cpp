#include "ui/push/push_estimate.h"

#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/style/tone.h"
#include "ui/wording/push_words.h"

#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace wharf::ui {

namespace {

/// gzip leaves 35 to 50 % of the layers of common images.
constexpr double packedShare = 0.45;
constexpr qint64 longest = qint64(30) * 24 * 3600;

} // namespace

qint64 PushEstimate::packed(qint64 bytes)
{
    return bytes < 0 ? bytes : std::llround(static_cast<double>(bytes) * packedShare);
}

qint64 PushEstimate::seconds() const
{
    if (bytes < 0 || bytesPerSecond <= 0)
        return -1;
    return std::clamp<qint64>(std::llround(static_cast<double>(bytes) / bytesPerSecond), 1, longest);
}

int PushEstimate::renewals() const
{
    const qint64 needed = seconds();
    if (needed < 0 || tokenSeconds <= 0)
        return 0;
    return static_cast<int>((needed - 1) / tokenSeconds);
}

/// Two bars on one axis. What they say is in the sentence above, too.
class PushEstimateView::Bars final : public QWidget {
public:
    explicit Bars(QWidget *parent)
        : QWidget(parent)
    {
        setObjectName(QStringLiteral("estimateBars"));
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void present(const PushEstimate &estimate)
    {
        m_estimate = estimate;
        updateGeometry();
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        const int line = fontMetrics().height();
        const int rows = isStacked() ? 4 : 2;
        return { 20 * gridUnit(this), rows * line + gridUnit(this) / 2 };
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QWidget::resizeEvent(event);
        updateGeometry();
    }

    void paintEvent(QPaintEvent *event) override
    {
        Q_UNUSED(event)
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QString needs = PushEstimateView::tr("The push needs");
        const QString lives = PushEstimateView::tr("A token lives");
        const int unit = gridUnit(this);
        const int line = fontMetrics().height();
        const bool stacked = isStacked();
        const int names = stacked ? 0 : std::max(fontMetrics().horizontalAdvance(needs), fontMetrics().horizontalAdvance(lives)) + 2 * unit;
        const QString needText = secondsText(m_estimate.seconds());
        const QString lifeText = secondsText(m_estimate.tokenSeconds);
        const int figures = std::max(fontMetrics().horizontalAdvance(needText), fontMetrics().horizontalAdvance(lifeText)) + unit;
        const double axis = std::max(8 * unit, width() - names - figures);
        const QColor ground = palette().color(QPalette::Window);
        const QColor life = toneColor(Tone::Good, ground);
        int y = 0;
        const auto row = [&](const QString &name, const QString &figure) {
            painter.setPen(captionColor(palette().color(QPalette::WindowText), ground));
            painter.drawText(QRect(0, y, stacked ? width() : names, line), Qt::AlignLeft | Qt::AlignVCenter, name);
            y += stacked ? line : 0;
            painter.setPen(palette().color(QPalette::WindowText));
            painter.drawText(QRectF(0, y, width(), line), Qt::AlignRight | Qt::AlignVCenter, figure);
            const QRectF bar(names, y + line / 2.0 - unit * 0.45, axis, unit * 0.9);
            y += line + unit / 2;
            painter.setPen(Qt::NoPen);
            return bar;
        };
        const QRectF need = row(needs, needText);
        painter.setBrush(palette().color(QPalette::Active, QPalette::Highlight));
        painter.drawRoundedRect(need, 2, 2);
        paintLives(painter, row(lives, lifeText), life, blend(ground, life, 0.35));
    }

private:
    [[nodiscard]] bool isStacked() const { return width() < 55 * gridUnit(this); }

    /// The life of the first token, and fainter those after it, as long as they can be told apart.
    void paintLives(QPainter &painter, const QRectF &bar, const QColor &first, const QColor &others) const
    {
        const double step = bar.width() * m_estimate.tokenSeconds / static_cast<double>(std::max<qint64>(1, m_estimate.seconds()));
        const double gap = step > 8 ? 2 : 0;
        painter.setBrush(others);
        if (gap == 0)
            painter.drawRoundedRect(bar, 2, 2);
        for (double x = 0; gap > 0 && x < bar.width() - gap; x += step) {
            painter.setBrush(x > 0 ? others : first);
            painter.drawRoundedRect(QRectF(bar.left() + x, bar.top(), std::min(step - gap, bar.width() - x), bar.height()), 2, 2);
        }
        if (gap == 0) {
            painter.setBrush(first);
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), std::max(2.0, step), bar.height()), 2, 2);
        }
    }

    PushEstimate m_estimate;
};

PushEstimateView::PushEstimateView(QWidget *parent)
    : QWidget(parent)
    , m_sentence(new Label(Label::Role::Caption, {}, this))
    , m_bars(new Bars(this))
{
    auto *column = new QVBoxLayout(this);
    setGap(column, this, 1);
    column->addWidget(m_sentence);
    column->addWidget(m_bars);
    m_sentence->setObjectName(QStringLiteral("estimate"));
    present({});
}

void PushEstimateView::present(const PushEstimate &estimate)
{
    const qint64 needed = estimate.seconds();
    const bool tokenMatters = estimate.renewals() > 0;
    QString sentence;
    if (estimate.bytes >= 0 && needed >= 0) {
        sentence = tr("About %1 if nothing of it is there yet: %2 at %3, as measured last time.")
                       .arg(sizeText(estimate.bytes), secondsText(needed), speedText(estimate.bytesPerSecond));
        if (tokenMatters)
            sentence += QLatin1Char(' ') + tr("That is longer than a token lives; Wharfinger renews it %n time(s) on the way.", nullptr, estimate.renewals());
    } else if (estimate.bytes >= 0) {
        sentence = tr("About %1 if nothing of it is there yet. How fast the line is shows while it is pushed.").arg(sizeText(estimate.bytes));
    }
    m_sentence->setTextOrHide(sentence);
    m_bars->setVisible(tokenMatters);
    if (tokenMatters)
        m_bars->present(estimate);
    setVisible(!sentence.isEmpty());
}

} // namespace wharf::ui
