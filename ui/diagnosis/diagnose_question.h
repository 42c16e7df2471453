#pragma once

#include "ui/diagnosis/diagnose_input.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QProgressBar;
class QPushButton;

namespace wharf::accounts {
class AccountBook;
}

namespace wharf::ui {

class Label;
class PasteField;

/// What is to be diagnosed, and with whose sign-in; *Diagnose*, or *Cancel* while it runs.
class DiagnoseQuestion final : public QWidget {
    Q_OBJECT
public:
    /// Something that can be examined.
    struct Asked {
        DiagnoseInput input;
        diagnosis::Question question; ///< without a secret
        QString storeKey;             ///< of the secret; empty where none is needed
    };

    DiagnoseQuestion(const accounts::AccountBook &book, QWidget *parent = nullptr);

    /// The account whose sign-in is examined unless somebody chooses otherwise; none for any of them.
    void setAccount(const std::optional<accounts::Account> &account);
    /// The same account as it is now.
    void renewAccount(const std::optional<accounts::Account> &account);
    void setText(const QString &text);
    /// The first choice: the account, or what the clients send.
    void chooseFirst();
    void setRunning(bool running);
    /// What is under way, for screen readers.
    void setProgress(const QString &step);
    void focusField();
    /// As a click on *Diagnose* does.
    void ask();

Q_SIGNALS:
    void asked(const wharf::ui::DiagnoseQuestion::Asked &asked);
    void cancelled();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void layOut();
    [[nodiscard]] QWidget *makeChoice();
    void fillChoice();
    [[nodiscard]] Examined examined() const;
    [[nodiscard]] const accounts::Account *chosenAccount() const;
    void textEdited();
    void showError(const QString &error);

    const accounts::AccountBook &m_book;
    std::optional<accounts::Account> m_account;
    bool m_running = false;
    QBoxLayout *m_row;
    QBoxLayout *m_choiceRow = nullptr;
    PasteField *m_field;
    QComboBox *m_choice;
    QPushButton *m_ask;
    QPushButton *m_cancel;
    QProgressBar *m_progress;
    Label *m_recognised;
    Label *m_error;
};

} // namespace wharf::ui
