#pragma once

#include "core/registry/jwt_signature.h"

#include <QWidget>

class QPushButton;

namespace wharf::ui {

class Label;
class Picture;

/// Whether the signature of a token was checked, and with which key; the place to give one.
class SignatureCard final : public QWidget {
    Q_OBJECT
public:
    explicit SignatureCard(QWidget *parent = nullptr);

    void present(const registry::SignatureVerdict &verdict);
    void showTrouble(const QString &text);

Q_SIGNALS:
    void keyChosen(const QString &file);

private:
    void choose();

    Picture *m_picture;
    Label *m_verdict;
    Label *m_hint;
    Label *m_trouble;
    QPushButton *m_choose;
};

} // namespace wharf::ui
