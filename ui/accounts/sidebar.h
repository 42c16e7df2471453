#pragma once

#include <QUuid>
#include <QWidget>

class QLineEdit;
class QPushButton;
class QToolButton;

namespace wharf::ui {

class AccountList;
class AccountModel;
class Ticker;

/// The left side: search on top, the accounts, *Add account* below.
class Sidebar final : public QWidget {
    Q_OBJECT
public:
    Sidebar(AccountModel *model, Ticker &ticker, QWidget *parent = nullptr);

    [[nodiscard]] AccountList *list() const { return m_list; }
    void focusSearch();
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void addRequested();
    void diagnoseRequested();
    void settingsRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void searchChanged(const QString &text);

    AccountModel *m_model;
    QLineEdit *m_search;
    AccountList *m_list;
    QWidget *m_nothingFound;
    QPushButton *m_add;
    QToolButton *m_diagnose;
    QToolButton *m_settings;
};

} // namespace wharf::ui
