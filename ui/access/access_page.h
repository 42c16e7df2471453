#pragma once

#include "ui/accounts/account_snapshot.h"

#include <QWidget>

class QCompleter;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QStringListModel;

namespace wharf::ui {

class AccessDetail;
class AccessModel;
class AccessTable;
class EmptyState;
class Label;

/// What an account may do in which repository.
class AccessPage final : public QWidget {
    Q_OBJECT
public:
    explicit AccessPage(const Clock &clock, QWidget *parent = nullptr);

    void present(const AccountSnapshot &snapshot);
    /// Asks again about the repository in front.
    void refresh();

Q_SIGNALS:
    void asked(const wharf::registry::AccessQuestion &question);
    void cancelled();
    void whyRequested(const QString &repository);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *makeQuestion();
    void ask();
    void confirmProof();
    void showCurrent();

    const Clock &m_clock;
    AccountSnapshot m_shown;
    QString m_wanted; ///< the repository to bring to the front when its answer is there
    QLineEdit *m_field;
    QStringListModel *m_known;
    QPushButton *m_ask;
    QPushButton *m_cancel;
    QProgressBar *m_progress;
    Label *m_error;
    AccessModel *m_model;
    AccessTable *m_table;
    AccessDetail *m_detail;
    EmptyState *m_empty;
};

} // namespace wharf::ui
