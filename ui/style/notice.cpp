#include "ui/style/notice.h"

#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace wharf::ui {

namespace {

QString pictureOf(Tone tone)
{
    switch (tone) {
    case Tone::Good: return QStringLiteral("ready");
    case Tone::Caution: return QStringLiteral("warning");
    case Tone::Bad: return QStringLiteral("refused");
    case Tone::Quiet: return QStringLiteral("info");
    }
    Q_UNREACHABLE();
}

} // namespace

Notice::Notice(QWidget *parent)
    : QFrame(parent)
    , m_sentence(new Label(Label::Role::Body, {}, this))
    , m_nextStep(new Label(Label::Role::Caption, {}, this))
    , m_button(new QPushButton(tr("Close"), this))
{
    const int unit = gridUnit(this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * unit + iconSize(this), unit + unit / 2, unit + unit / 2, unit + unit / 2);
    row->setSpacing(2 * unit);
    auto *words = new QVBoxLayout;
    words->setContentsMargins(unit, 0, 0, 0);
    words->setSpacing(unit / 2);
    words->addWidget(m_sentence);
    words->addWidget(m_nextStep);
    row->addLayout(words, 1);
    row->addWidget(m_button, 0, Qt::AlignVCenter);
    m_button->setObjectName(QStringLiteral("nextStep"));
    m_button->setAutoDefault(false);
    m_sentence->makeSelectable();
    connect(m_button, &QPushButton::clicked, this, &Notice::nextStepChosen);
    hide();
}

void Notice::say(Tone tone, const wording::Words &words, const QString &button)
{
    if (words.sentence.isEmpty()) {
        clear();
        return;
    }
    const bool isNews = words.sentence != m_sentence->text();
    m_tone = tone;
    m_sentence->setText(words.sentence);
    m_nextStep->setTextOrHide(words.nextStep);
    if (!button.isEmpty())
        m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    setAccessibleName(words.text());
    show();
    update();
    if (isNews) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void Notice::clear()
{
    m_sentence->clear();
    hide();
}

void Notice::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor window = palette().color(QPalette::Window);
    const QColor ground = blend(window, toneColor(m_tone, window), 0.08);
    const QColor tone = toneColor(m_tone, ground);
    const int unit = gridUnit(this);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(blend(ground, tone, 0.45), 1));
    painter.setBrush(ground);
    painter.drawRoundedRect(box, unit * 0.75, unit * 0.75);
    const int size = iconSize(this);
    const int x = unit + unit / 2;
    const QRectF place(layoutDirection() == Qt::RightToLeft ? width() - x - size : x, unit + unit / 2, size, size);
    paintIcon(&painter, pictureOf(m_tone), place, tone);
}

} // namespace wharf::ui
