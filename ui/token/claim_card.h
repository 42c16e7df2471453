#pragma once

#include "ui/wording/claim_words.h"

#include <QWidget>

class QGridLayout;

namespace wharf::ui {

class Card;

/// Name, value and meaning of each member of a token.
class ClaimCard final : public QWidget {
    Q_OBJECT
public:
    explicit ClaimCard(const QString &heading, QWidget *parent = nullptr);

    /// Without rows the card hides.
    void setRows(const QList<ClaimRow> &rows);

private:
    Card *m_card;
    QWidget *m_body = nullptr;
    QList<ClaimRow> m_rows;
};

} // namespace wharf::ui
