#include "ui/diagnosis/other_findings.h"

#include "core/diagnosis/verdict.h"
#include "ui/diagnosis/folding_head.h"
#include "ui/diagnosis/finding_view.h"
#include "ui/style/card.h"
#include "ui/style/grid.h"
#include "ui/wording/diagnosis_words.h"

#include <QVBoxLayout>

namespace wharf::ui {

OtherFindings::OtherFindings(QWidget *parent)
    : QWidget(parent)
{
    setGap(new QVBoxLayout(this), this, 0);
}

void OtherFindings::present(const diagnosis::Diagnosis &diagnosis)
{
    delete std::exchange(m_card, nullptr);
    setVisible(diagnosis.findings.size() > 1);
    if (diagnosis.findings.size() < 2)
        return;
    const int unit = gridUnit(this);
    Card *card = cardOfLines(tr("Also found"), this);
    m_card = card;
    for (const diagnosis::Finding &finding : diagnosis.findings.mid(1)) {
        const diagnosis::FindingWords words = diagnosis::wordsFor(finding, diagnosis.evidence);
        const DiagnosisMark mark = findingMark(finding);
        auto *head = new FoldingHead(card);
        head->setObjectName(QStringLiteral("finding-") + finding.code);
        const QString facts = QStringList { certaintyText(finding.certainty), ownerText(finding.owner) }.join(QStringLiteral(" · "));
        head->present({ .icon = mark.icon,
                        .tone = mark.tone,
                        .title = words.title,
                        .sentence = finding.owner == diagnosis::Owner::Nobody ? certaintyText(finding.certainty) : facts,
                        .figure = {},
                        .spoken = tr("%1: %2", "what sort of finding, and its sentence").arg(mark.word, words.title),
                        .opens = true });
        auto *body = new FindingView(finding, words, card);
        body->layout()->setContentsMargins(iconSize(this) + unit + unit / 2, unit / 2, unit / 2, unit);
        body->hide();
        connect(head, &QAbstractButton::toggled, body, &QWidget::setVisible);
        card->content()->addWidget(head);
        card->content()->addWidget(body);
    }
    layout()->addWidget(card);
}

} // namespace wharf::ui
