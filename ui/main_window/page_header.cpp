#include "ui/main_window/page_header.h"

#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"
#include "ui/style/tone.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QRegularExpression>
#include <QToolButton>
#include <QVBoxLayout>

namespace wharf::ui {

namespace {

/// Lets a long host name break after its dots and dashes, without anything to be seen where it need not.
QString breakable(QString text)
{
    static const QRegularExpression joints(QStringLiteral("([.:/@_-])(?=\\S)"));
    return text.replace(joints, QStringLiteral("\\1\u200b"));
}

} // namespace

PageHeader::PageHeader(QWidget *parent)
    : QWidget(parent)
    , m_fold(new QToolButton(this))
    , m_title(new Label(Label::Role::Title, {}, this))
    , m_caption(new Label(Label::Role::Caption, {}, this))
    , m_grid(new QGridLayout(this))
    , m_actions(new QWidget(this))
    , m_actionRow(new QHBoxLayout(m_actions))
{
    const int unit = gridUnit(this);
    m_fold->setObjectName(QStringLiteral("foldSidebar"));
    setIcon(m_fold, QStringLiteral("sidebar"));
    m_fold->setAutoRaise(true);
    m_fold->setFocusPolicy(Qt::StrongFocus);
    setFolded(false);
    connect(m_fold, &QToolButton::clicked, this, &PageHeader::foldRequested);

    m_title->setObjectName(QStringLiteral("pageTitle"));
    m_caption->setObjectName(QStringLiteral("pageCaption"));
    auto *words = new QVBoxLayout;
    words->setSpacing(unit / 4);
    words->addWidget(m_title);
    words->addWidget(m_caption);
    setGap(m_actionRow, this, 1);
    m_actionRow->setSpacing(2 * unit);
    m_grid->setContentsMargins(unit, unit + unit / 2, 3 * unit, unit + unit / 2);
    m_grid->setHorizontalSpacing(unit);
    m_grid->setVerticalSpacing(unit);
    m_grid->setColumnStretch(1, 1);
    m_grid->addWidget(m_fold, 0, 0, Qt::AlignTop);
    m_grid->addLayout(words, 0, 1);
    m_grid->addWidget(m_actions, 0, 2, Qt::AlignVCenter);
}

void PageHeader::setTitle(const QString &title, const QString &caption)
{
    m_title->setText(breakable(title));
    m_title->setAccessibleName(title);
    m_caption->setTextOrHide(caption);
    arrange();
}

void PageHeader::addAction(QWidget *widget)
{
    m_actionRow->addWidget(widget, 0, Qt::AlignVCenter);
}

void PageHeader::setFolded(bool folded)
{
    const QString name = folded ? tr("Show the accounts") : tr("Hide the accounts");
    m_fold->setAccessibleName(name);
    m_fold->setToolTip(tr("%1 (F9)").arg(name));
}

void PageHeader::setRule(bool drawn)
{
    m_rule = drawn;
    update();
}

void PageHeader::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    if (!m_rule)
        return;
    QPainter painter(this);
    painter.setPen(hairlineColor(palette()));
    painter.drawLine(rect().bottomLeft(), rect().bottomRight());
}

void PageHeader::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void PageHeader::arrange()
{
    const int title = m_title->fontMetrics().horizontalAdvance(m_title->text());
    const int room = width() - m_actions->sizeHint().width() - iconSize(this) - 8 * gridUnit(this);
    const bool below = title > room && m_actionRow->count() > 0;
    if (below == m_below)
        return;
    m_below = below;
    m_grid->removeWidget(m_actions);
    m_grid->addWidget(m_actions, below ? 1 : 0, below ? 1 : 2, below ? Qt::AlignLeft : Qt::AlignVCenter);
}

} // namespace wharf::ui
