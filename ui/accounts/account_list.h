#pragma once

#include <QListView>
#include <QUuid>

namespace wharf::ui {

class AccountModel;
class Ticker;

/// The sidebar's list. Up and down walk from account to account, Enter opens one.
class AccountList final : public QListView {
    Q_OBJECT
public:
    AccountList(AccountModel *model, Ticker &ticker, QWidget *parent = nullptr);

    [[nodiscard]] QUuid currentAccount() const;
    void select(const QUuid &account);

Q_SIGNALS:
    void selected(const QUuid &account);
    /// Enter or a double click.
    void opened(const QUuid &account);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    void keepCounting();

    AccountModel *m_model;
    Ticker &m_ticker;
    QUuid m_wanted; ///< stays selected through a reset of the model
    bool m_resetting = false;
};

} // namespace wharf::ui
