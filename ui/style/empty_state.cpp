#include "ui/style/empty_state.h"

#include "ui/style/grid.h"
#include "ui/style/label.h"
#include "ui/style/picture.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace wharf::ui {

EmptyState::EmptyState(const QString &drawing, const QString &title, const QString &sentence, const QString &button, QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
    , m_title(new Label(Label::Role::Title, title, this))
    , m_sentence(new Label(Label::Role::Caption, sentence, this))
{
    const int unit = gridUnit(this);
    QVBoxLayout *column = m_column;
    column->setContentsMargins(3 * unit, 3 * unit, 3 * unit, 3 * unit);
    column->setSpacing(unit);
    column->addStretch(2);
    auto *picture = new Picture(drawing, 9 * unit, this);
    column->addWidget(picture, 0, Qt::AlignHCenter);
    column->addSpacing(unit);
    for (Label *label : { m_title, m_sentence }) {
        label->setAlignment(Qt::AlignHCenter);
        label->setVisible(!label->text().isEmpty());
        column->addWidget(label);
    }
    if (!button.isEmpty()) {
        m_button = new QPushButton(button, this);
        m_button->setDefault(true);
        connect(m_button, &QPushButton::clicked, this, &EmptyState::chosen);
        column->addSpacing(unit);
        column->addWidget(m_button, 0, Qt::AlignHCenter);
    }
    column->addStretch(3);
}

void EmptyState::setWords(const QString &title, const QString &sentence)
{
    m_title->setTextOrHide(title);
    m_sentence->setTextOrHide(sentence);
}

QPushButton *EmptyState::addSecond(const QString &text)
{
    m_second = new QPushButton(text, this);
    m_second->setFlat(true);
    m_second->setAutoDefault(false);
    m_column->insertWidget(m_column->count() - 1, m_second, 0, Qt::AlignHCenter);
    return m_second;
}

} // namespace wharf::ui
