#pragma once

#include "core/registry/jwt.h"

#include <QWidget>

class QVBoxLayout;

namespace wharf::ui {

class Card;

/// What was asked for when a token was made, against what came.
class GrantCard final : public QWidget {
    Q_OBJECT
public:
    explicit GrantCard(QWidget *parent = nullptr);

    /// `readable`: the token tells what it grants; otherwise only what was asked is known.
    void present(const QList<registry::Scope> &requested, const QList<registry::AccessEntry> &granted, bool readable);

private:
    Card *m_card;
    QWidget *m_body = nullptr;
};

} // namespace wharf::ui
