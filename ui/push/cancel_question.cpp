#include "ui/push/cancel_question.h"

#include "ui/style/flow_layout.h"
#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/style/tone.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace wharf::ui {

CancelQuestion::CancelQuestion(QWidget *parent)
    : QFrame(parent)
    , m_words(new Label(Label::Role::Body, {}, this))
    , m_keep(new QPushButton(tr("&Keep what arrived"), this))
    , m_delete(new QPushButton(tr("&Delete it at the registry"), this))
    , m_back(new QPushButton(tr("&Go on pushing"), this))
{
    const int unit = gridUnit(this);
    setObjectName(QStringLiteral("cancelQuestion"));
    m_keep->setObjectName(QStringLiteral("cancelKeep"));
    m_delete->setObjectName(QStringLiteral("cancelDelete"));
    m_back->setObjectName(QStringLiteral("cancelBack"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(unit + unit / 2, unit, unit + unit / 2, unit + unit / 2);
    column->setSpacing(unit);
    column->addWidget(m_words);
    auto *row = new FlowLayout;
    row->setSpacing(unit);
    for (QPushButton *button : { m_keep, m_delete, m_back }) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    column->addLayout(row);
    connect(m_keep, &QPushButton::clicked, this, [this] { Q_EMIT answered(false); });
    connect(m_delete, &QPushButton::clicked, this, [this] { Q_EMIT answered(true); });
    connect(m_back, &QPushButton::clicked, this, &CancelQuestion::withdrawn);
    hide();
}

void CancelQuestion::open(Keeps keeps, const QString &sent)
{
    switch (keeps) {
    case Keeps::Nothing: m_words->setText(tr("Cancel this push? Nothing has been sent yet.")); break;
    case Keeps::Parts:
        m_words->setText(tr("Cancel this push? What has arrived (%1) can stay, and pushing it again goes on from there.").arg(sent));
        break;
    case Keeps::WholeLayers: m_words->setText(tr("Cancel this push? Layers that have arrived whole are not sent again.")); break;
    }
    m_keep->setText(keeps == Keeps::Parts ? tr("&Keep what arrived") : tr("&Cancel it"));
    m_delete->setVisible(keeps == Keeps::Parts);
    setAccessibleName(m_words->text());
    show();
    m_keep->setFocus(Qt::OtherFocusReason);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void CancelQuestion::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT withdrawn();
    else
        QFrame::keyPressEvent(event);
}

void CancelQuestion::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor base = palette().color(QPalette::Base);
    const QColor ground = blend(base, toneColor(Tone::Caution, base), 0.08);
    painter.setPen(QPen(blend(ground, toneColor(Tone::Caution, ground), 0.45), 1));
    painter.setBrush(ground);
    const qreal radius = gridUnit(this) * 0.75;
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

} // namespace wharf::ui
