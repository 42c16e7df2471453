#include "ui/diagnosis/folding_head.h"

#include "ui/style/card.h"
#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/style/picture.h"

#include <QEvent>
#include <QGridLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace wharf::ui {

Card *cardOfLines(const QString &heading, QWidget *parent)
{
    auto *card = new Card({}, parent);
    card->setAccessibleName(heading);
    const int unit = gridUnit(card);
    const int out = unit / 2;
    card->content()->setContentsMargins(2 * unit - out, 2 * unit, 2 * unit - out, 2 * unit - out);
    card->content()->setSpacing(0);
    auto *label = new Label(Label::Role::Heading, heading, card);
    label->setContentsMargins(out, 0, out, out);
    card->content()->addWidget(label);
    return card;
}

FoldingHead::FoldingHead(QWidget *parent)
    : QAbstractButton(parent)
    , m_mark(new Picture({}, ui::iconSize(this), this))
    , m_title(new Label(Label::Role::Strong, {}, this))
    , m_sentence(new Label(Label::Role::Caption, {}, this))
    , m_figure(new Label(Label::Role::Caption, {}, this))
    , m_fold(new Picture({}, ui::iconSize(this), this))
{
    const int unit = gridUnit(this);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(unit / 2, unit * 3 / 4, unit / 2, unit * 3 / 4);
    grid->setHorizontalSpacing(unit);
    grid->setVerticalSpacing(unit / 4);
    grid->setColumnStretch(1, 1);
    grid->addWidget(m_mark, 0, 0, Qt::AlignTop);
    grid->addWidget(m_title, 0, 1);
    grid->addWidget(m_figure, 0, 2, Qt::AlignTop | Qt::AlignRight);
    grid->addWidget(m_fold, 0, 3, Qt::AlignTop);
    grid->addWidget(m_sentence, 1, 1, 1, 2);
    m_figure->setWordWrap(false);
    for (QWidget *part : std::initializer_list<QWidget *> { m_mark, m_title, m_sentence, m_figure, m_fold })
        part->setAttribute(Qt::WA_TransparentForMouseEvents);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(this, &QAbstractButton::toggled, this, &FoldingHead::showFold);
}

void FoldingHead::present(const Content &content)
{
    m_mark->setPicture(content.icon, content.tone);
    m_title->setRole(content.tone ? Label::Role::Strong : Label::Role::Caption);
    m_title->setText(content.title);
    m_sentence->setTextOrHide(content.sentence);
    m_figure->setText(content.figure);
    setAccessibleName(content.spoken);
    setCheckable(content.opens);
    setCursor(content.opens ? Qt::PointingHandCursor : Qt::ArrowCursor);
    showFold();
    updateGeometry();
}

QRect FoldingHead::mark() const
{
    return m_mark->geometry();
}

QSize FoldingHead::sizeHint() const
{
    return layout()->sizeHint();
}

QSize FoldingHead::minimumSizeHint() const
{
    return layout()->minimumSize();
}

int FoldingHead::heightForWidth(int width) const
{
    return layout()->heightForWidth(width);
}

bool FoldingHead::hitButton(const QPoint &position) const
{
    return isCheckable() && rect().contains(position);
}

void FoldingHead::keyPressEvent(QKeyEvent *event)
{
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    switch (event->key()) {
    case Qt::Key_Right: setChecked(!mirrored); break;
    case Qt::Key_Left: setChecked(mirrored); break;
    case Qt::Key_Return:
    case Qt::Key_Enter: toggle(); break;
    case Qt::Key_Up:
    case Qt::Key_Down: event->ignore(); break; // from line to line: whoever has the lines
    default: QAbstractButton::keyPressEvent(event);
    }
}

void FoldingHead::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(1, 1, -1, -1);
    const qreal radius = gridUnit(this) * 0.5;
    painter.setPen(Qt::NoPen);
    if (underMouse() && isCheckable()) {
        QColor breath = palette().color(QPalette::WindowText);
        breath.setAlphaF(0.05F);
        painter.setBrush(breath);
        painter.drawRoundedRect(box, radius, radius);
    }
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Active, QPalette::Highlight), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box, radius, radius);
    }
}

void FoldingHead::showFold()
{
    // Where nothing opens its place stays, so that the figures of all lines stand in one column.
    const QString shape = isChecked() ? QStringLiteral("expand") : QStringLiteral("collapsed");
    m_fold->setPicture(isCheckable() ? shape : QString(), std::nullopt);
}

} // namespace wharf::ui
