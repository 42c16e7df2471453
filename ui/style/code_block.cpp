#include "ui/style/code_block.h"

#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/tone.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyle>
#include <QTextLayout>
#include <QTimer>
#include <QToolButton>

namespace wharf::ui {

CodeBlock::CodeBlock(const QString &text, const QString &name, QWidget *parent)
    : QFrame(parent)
    , m_text(new QPlainTextEdit(text, this))
    , m_copy(new QToolButton(this))
{
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_text->document()->setDocumentMargin(0);
    m_text->viewport()->setAutoFillBackground(false);
    m_text->setFocusPolicy(Qt::ClickFocus);
    m_text->setAccessibleName(name);
    applyFont();
    setIcon(m_copy, QStringLiteral("copy"));
    m_copy->setObjectName(QStringLiteral("copyBlock"));
    m_copy->setAutoRaise(true);
    m_copy->setFocusPolicy(Qt::StrongFocus);
    m_copy->setToolTip(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy: %1", "a name or the first line of what is copied").arg(name));
    // Not Fixed: that would hold it to the height of its hint, whatever the width asks for.
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(m_copy, &QToolButton::clicked, this, &CodeBlock::copy);
}

QString CodeBlock::text() const
{
    return m_text->toPlainText();
}

QRect CodeBlock::textPlace(const QSize &size) const
{
    const int unit = gridUnit(this);
    const int button = m_copy->sizeHint().width() + unit / 2;
    const QRect place = QRect(QPoint(0, 0), size).adjusted(unit + unit / 2, unit, -button - unit / 2, -unit);
    return QStyle::visualRect(layoutDirection(), QRect(QPoint(0, 0), size), place);
}

int CodeBlock::textHeight(int width) const
{
    // Laid out anew for that width: the editor's own layout knows only the width it has.
    const int room = qMax(1, width);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    qreal height = 0;
    for (const QString &line : text().split(QLatin1Char('\n'))) {
        QTextLayout layout(line, m_text->font());
        layout.setTextOption(option);
        layout.beginLayout();
        QTextLine wrapped = layout.createLine();
        do {
            if (wrapped.isValid())
                wrapped.setLineWidth(room);
            height += wrapped.isValid() ? wrapped.height() : QFontMetricsF(m_text->font()).height();
            wrapped = layout.createLine();
        } while (wrapped.isValid());
        layout.endLayout();
    }
    return qCeil(height);
}

int CodeBlock::heightForWidth(int width) const
{
    const int unit = gridUnit(this);
    return qMax(textHeight(textPlace({ width, 0 }).width()) + 2 * unit + 2, m_copy->sizeHint().height() + unit);
}

QSize CodeBlock::sizeHint() const
{
    const int width = 60 * gridUnit(this);
    return { width, heightForWidth(width) };
}

QSize CodeBlock::minimumSizeHint() const
{
    return { 20 * gridUnit(this), m_copy->sizeHint().height() + gridUnit(this) };
}

void CodeBlock::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        applyFont();
}

void CodeBlock::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hairlineColor(palette()), 1));
    painter.setBrush(palette().color(QPalette::Window));
    const qreal radius = gridUnit(this) * 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

void CodeBlock::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    // A single line stands on the height of its button.
    const QRect place = textPlace(size());
    const int spare = qMax(0, place.height() - textHeight(place.width()) - 2);
    m_text->setGeometry(place.adjusted(0, spare / 2, 0, 0));
    const QSize button = m_copy->sizeHint();
    const int gap = gridUnit(this) / 2;
    m_copy->setGeometry(QStyle::visualRect(layoutDirection(), rect(), QRect(QPoint(width() - button.width() - gap, gap), button)));
}

void CodeBlock::copy()
{
    QApplication::clipboard()->setText(text());
    ui::setIcon(m_copy, QStringLiteral("ready"));
    QTimer::singleShot(1500, m_copy, [copy = m_copy] { ui::setIcon(copy, QStringLiteral("copy")); });
}

void CodeBlock::applyFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(QApplication::font().pointSizeF());
    m_text->setFont(font);
    updateGeometry();
}

} // namespace wharf::ui
