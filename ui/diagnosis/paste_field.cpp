#include "ui/diagnosis/paste_field.h"

#include "ui/style/grid.h"

#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QStyleOptionFrame>
#include <QStylePainter>
#include <QVBoxLayout>

namespace wharf::ui {

namespace {

constexpr int mostLines = 7;

} // namespace

PasteField::PasteField(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QPlainTextEdit(this))
{
    const int unit = gridUnit(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(unit, unit, unit / 2, unit);
    column->addWidget(m_edit);
    m_edit->setFrameShape(QFrame::NoFrame);
    m_edit->setTabChangesFocus(true);
    m_edit->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_edit->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    m_edit->document()->setDocumentMargin(0);
    m_edit->viewport()->setAutoFillBackground(false);
    m_edit->viewport()->installEventFilter(this);
    m_edit->installEventFilter(this);
    setFocusProxy(m_edit);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    fit();
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        fit();
        Q_EMIT edited();
    });
}

QString PasteField::text() const
{
    return m_edit->toPlainText();
}

void PasteField::setText(const QString &text)
{
    m_edit->setPlainText(text);
}

void PasteField::setName(const QString &objectName, const QString &accessibleName)
{
    m_edit->setObjectName(objectName);
    m_edit->setAccessibleName(accessibleName);
}

void PasteField::setDescription(const QString &description)
{
    m_edit->setAccessibleDescription(description);
}

void PasteField::setPlaceholderText(const QString &text)
{
    m_edit->setPlaceholderText(text);
}

void PasteField::setReadOnly(bool readOnly)
{
    m_edit->setReadOnly(readOnly);
}

void PasteField::focusAll()
{
    m_edit->setFocus(Qt::OtherFocusReason);
    m_edit->selectAll();
}

void PasteField::fit()
{
    const bool scrolls = m_edit->document()->size().height() > mostLines;
    m_edit->setVerticalScrollBarPolicy(scrolls ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    updateGeometry();
}

int PasteField::lines() const
{
    // A plain text document measures its height in lines, wrapped ones counted.
    return qBound(1, qRound(m_edit->document()->size().height()), mostLines);
}

QSize PasteField::sizeHint() const
{
    const int unit = gridUnit(this);
    const int text = m_edit->fontMetrics().lineSpacing() * lines();
    return { 30 * unit, qMax(text + 2 * unit, 4 * unit) };
}

QSize PasteField::minimumSizeHint() const
{
    return { 16 * gridUnit(this), sizeHint().height() };
}

bool PasteField::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    else if (watched == m_edit->viewport() && event->type() == QEvent::Resize)
        fit(); // another width wraps into another number of lines
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && !key->modifiers().testFlag(Qt::ShiftModifier)) {
            Q_EMIT submitted();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void PasteField::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QStyleOptionFrame option;
    option.initFrom(this);
    option.lineWidth = style()->pixelMetric(QStyle::PM_DefaultFrameWidth, &option, this);
    option.state |= QStyle::State_Sunken;
    option.state.setFlag(QStyle::State_HasFocus, m_edit->hasFocus());
    QStylePainter painter(this);
    painter.drawPrimitive(QStyle::PE_PanelLineEdit, option);
}

} // namespace wharf::ui
