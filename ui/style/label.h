#pragma once

#include "ui/style/tone.h"

#include <QLabel>

#include <optional>

namespace wharf::ui {

/// Text as this program sets it: a few roles, plain text always (a server's words are never markup), wrapping instead of
/// eliding, and colours that follow the palette.
class Label final : public QLabel {
    Q_OBJECT
public:
    enum class Role { Body, Strong, Title, Verdict, Heading, Caption, Fixed };

    explicit Label(Role role, const QString &text = {}, QWidget *parent = nullptr);

    void setRole(Role role);
    /// Colours the text; none takes the palette's own.
    void setTone(std::optional<Tone> tone);
    /// Sets the text and hides the label when there is none.
    void setTextOrHide(const QString &text);
    /// Lets people mark and copy the text.
    void makeSelectable();

protected:
    void changeEvent(QEvent *event) override;

private:
    void applyFont();
    void applyColor();

    Role m_role;
    std::optional<Tone> m_tone;
    bool m_applying = false;
};

} // namespace wharf::ui
