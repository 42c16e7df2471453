#include "ui/style/state_badge.h"

#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/style/picture.h"

#include <QHBoxLayout>

namespace wharf::ui {

StateBadge::StateBadge(QWidget *parent)
    : QWidget(parent)
    , m_picture(new Picture({}, iconSize(this), this))
    , m_text(new Label(Label::Role::Strong, {}, this))
{
    auto *row = new QHBoxLayout(this);
    setGap(row, this, 1);
    row->addWidget(m_picture);
    row->addWidget(m_text);
    m_text->setWordWrap(false);
    m_text->setObjectName(QStringLiteral("stateText"));
}

void StateBadge::setState(const QString &iconName, const QString &text, Tone tone)
{
    m_picture->setPicture(iconName, tone);
    m_text->setText(text);
    m_text->setTone(tone);
    setAccessibleName(text);
}

} // namespace wharf::ui
