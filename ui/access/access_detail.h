#pragma once

#include "ui/accounts/account_snapshot.h"

#include <QWidget>

class QPushButton;

namespace wharf::ui {

class Label;
class Notice;
class Picture;

/// One repository in words: each action with the reason why it is refused, and the proof of the push right.
class AccessDetail final : public QWidget {
    Q_OBJECT
public:
    explicit AccessDetail(QWidget *parent = nullptr);

    void present(const accounts::Account &account, const accounts::AccessFindings &findings, bool asking);

Q_SIGNALS:
    void proofRequested();
    void refreshRequested();
    void whyRequested();

private:
    struct Row {
        Picture *picture = nullptr;
        Label *action = nullptr;
        Label *reason = nullptr;
    };
    void showProof(const accounts::Account &account, const accounts::AccessFindings &findings);

    Label *m_title;
    QList<Row> m_rows;
    Notice *m_notice;
    QPushButton *m_why;
    QPushButton *m_proof;
    QPushButton *m_refresh;
};

} // namespace wharf::ui
