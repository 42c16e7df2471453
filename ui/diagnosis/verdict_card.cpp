#include "ui/diagnosis/verdict_card.h"

#include "core/diagnosis/verdict.h"
#include "ui/diagnosis/finding_view.h"
#include "ui/style/flow_layout.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"
#include "ui/style/pill.h"
#include "ui/wording/diagnosis_words.h"

#include <QAccessible>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

namespace wharf::ui {

VerdictCard::VerdictCard(QWidget *parent)
    : QFrame(parent)
    , m_band(new QWidget(this))
    , m_title(new Label(Label::Role::Verdict, {}, m_band))
    , m_pillArea(new QWidget(m_band))
    , m_pills(new FlowLayout(m_pillArea))
    , m_column(new QVBoxLayout(this))
{
    const int unit = gridUnit(this);
    setGap(m_column, this, 0);
    auto *band = new QVBoxLayout(m_band);
    band->setContentsMargins(3 * unit + iconSize(this) + unit / 2, 2 * unit, 2 * unit, 2 * unit);
    band->setSpacing(unit);
    band->addWidget(m_title);
    band->addWidget(m_pillArea);
    m_pills->setSpacing(unit);
    m_column->addWidget(m_band);
    m_title->setObjectName(QStringLiteral("verdictTitle"));
    m_title->makeSelectable();
}

void VerdictCard::present(const diagnosis::Diagnosis &diagnosis)
{
    const diagnosis::Finding &verdict = diagnosis.verdict();
    const diagnosis::FindingWords words = diagnosis::wordsFor(verdict, diagnosis.evidence);
    const DiagnosisMark mark = findingMark(verdict);
    m_icon = mark.icon;
    m_tone = mark.tone;
    m_title->setText(words.title);
    setAccessibleName(tr("%1: %2", "what sort of finding, and its sentence").arg(mark.word, words.title));
    setAccessibleDescription(words.explanation);
    showPills(verdict);
    delete m_body;
    m_body = nullptr;
    if (!words.explanation.isEmpty() || !words.remedy.isEmpty() || !words.evidence.isEmpty()) {
        const int unit = gridUnit(this);
        m_body = new FindingView(verdict, words, this);
        m_body->layout()->setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit);
        m_column->addWidget(m_body);
        m_body->show();
    }
    update();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void VerdictCard::showPills(const diagnosis::Finding &finding)
{
    qDeleteAll(m_pillArea->findChildren<Pill *>(QString(), Qt::FindDirectChildrenOnly));
    // What works, or is not known, needs no measure of certainty.
    const bool named = finding.code != QLatin1String("healthy") && finding.code != QLatin1String("unknown");
    QStringList words;
    if (named) {
        words.append(certaintyText(finding.certainty));
        words.append(ownerText(finding.owner));
    }
    words.removeAll(QString());
    for (const QString &word : std::as_const(words)) {
        auto *pill = new Pill(word, m_tone, m_pillArea);
        m_pills->addWidget(pill);
    }
    m_pillArea->setVisible(!words.isEmpty());
}

void VerdictCard::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int unit = gridUnit(this);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath card;
    card.addRoundedRect(box, unit * 0.75, unit * 0.75);
    const QColor base = palette().color(QPalette::Base);
    painter.fillPath(card, base);
    const QColor ground = blend(base, toneColor(m_tone, base), 0.1);
    const QColor tone = toneColor(m_tone, ground);
    painter.save();
    painter.setClipPath(card);
    painter.fillRect(m_band->geometry(), ground);
    // The band: wide enough to be seen from across the desk.
    const int stripe = qMax(4, unit / 2);
    painter.fillRect(QRect(layoutDirection() == Qt::RightToLeft ? width() - stripe : 0, 0, stripe, m_band->height()), tone);
    painter.restore();
    painter.setPen(QPen(m_body ? hairlineColor(palette()) : blend(ground, tone, 0.45), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(card);
    const int size = iconSize(this) + unit / 2;
    const int x = 2 * unit;
    const int top = 2 * unit + (m_title->fontMetrics().height() - size) / 2;
    paintIcon(&painter, m_icon, QRectF(layoutDirection() == Qt::RightToLeft ? width() - x - size : x, top, size, size), tone);
}

} // namespace wharf::ui
