#include "ui/style/detail_grid.h"

#include "ui/style/grid.h"
#include "ui/style/label.h"

#include <QFormLayout>

namespace wharf::ui {

DetailGrid::DetailGrid(QWidget *parent)
    : QWidget(parent)
    , m_form(new QFormLayout(this))
{
    const int unit = gridUnit(this);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(2 * unit);
    m_form->setVerticalSpacing(unit);
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_form->setFormAlignment(Qt::AlignLeft | Qt::AlignTop);
}

Label *DetailGrid::addText(const QString &name)
{
    auto *value = new Label(Label::Role::Body, {}, this);
    value->makeSelectable();
    addWidget(name, value);
    return value;
}

void DetailGrid::addWidget(const QString &name, QWidget *value)
{
    auto *label = new Label(Label::Role::Caption, name, this);
    label->setWordWrap(false);
    label->setBuddy(value);
    if (value->accessibleName().isEmpty() && !qobject_cast<Label *>(value))
        value->setAccessibleName(name);
    m_form->addRow(label, value);
}

void DetailGrid::setRowVisible(QWidget *value, bool visible)
{
    m_form->setRowVisible(value, visible);
}

} // namespace wharf::ui
