#include "ui/style/label.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QScopedValueRollback>

namespace wharf::ui {

Label::Label(Role role, const QString &text, QWidget *parent)
    : QLabel(text, parent)
    , m_role(role)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    // Whatever it stands on: a button would lend it the colour of its own text.
    setForegroundRole(QPalette::WindowText);
    applyFont();
    applyColor();
}

void Label::setRole(Role role)
{
    m_role = role;
    applyFont();
    applyColor();
}

void Label::setTone(std::optional<Tone> tone)
{
    m_tone = tone;
    applyColor();
}

void Label::setTextOrHide(const QString &text)
{
    setText(text);
    setVisible(!text.isEmpty());
}

void Label::makeSelectable()
{
    setTextInteractionFlags(Qt::TextSelectableByMouse);
}

void Label::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (m_applying)
        return;
    if (event->type() == QEvent::PaletteChange)
        applyColor();
    else if (event->type() == QEvent::ApplicationFontChange)
        applyFont();
}

void Label::applyFont()
{
    const QScopedValueRollback guard(m_applying, true);
    QFont font = QApplication::font();
    switch (m_role) {
    case Role::Title:
        font.setPointSizeF(font.pointSizeF() * 1.4);
        font.setWeight(QFont::DemiBold);
        break;
    case Role::Verdict:
        font.setPointSizeF(font.pointSizeF() * 1.15);
        font.setWeight(QFont::DemiBold);
        break;
    case Role::Heading:
    case Role::Strong:
        font.setWeight(QFont::DemiBold);
        break;
    case Role::Fixed:
        font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        font.setPointSizeF(QApplication::font().pointSizeF());
        break;
    case Role::Body:
    case Role::Caption:
        break;
    }
    setFont(font);
}

void Label::applyColor()
{
    const QScopedValueRollback guard(m_applying, true);
    const QPalette application = QApplication::palette();
    QColor color = application.color(QPalette::WindowText);
    // Cards are the lighter of the two grounds in a light palette and of the same lightness in a dark one: what can be read
    // on the window is checked on the card as well.
    const QColor window = application.color(QPalette::Window);
    const QColor base = application.color(QPalette::Base);
    const QColor ground = contrastRatio(color, window) < contrastRatio(color, base) ? window : base;
    if (m_tone)
        color = toneColor(*m_tone, ground);
    else if (m_role == Role::Caption)
        color = captionColor(color, ground);
    QPalette own;
    own.setColor(QPalette::Active, QPalette::WindowText, color);
    own.setColor(QPalette::Inactive, QPalette::WindowText, color);
    setPalette(own);
}

} // namespace wharf::ui
