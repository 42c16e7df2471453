#pragma once

#include "core/accounts/account.h"
#include "core/accounts/account_state.h"
#include "core/base/clock.h"
#include "ui/wording/state_words.h"

#include <QAbstractListModel>

#include <functional>

namespace wharf::ui {

/// The accounts as the sidebar lists them: grouped by registry, each group under a row with its name.
class AccountModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole, HeaderRole, WordsRole, IconRole, ToneRole, KindRole, ActiveRole };
    using StateOf = std::function<accounts::AccountState(const QUuid &)>;

    AccountModel(StateOf stateOf, const Clock &clock, QObject *parent = nullptr);

    void setAccounts(const accounts::Accounts &accounts);
    /// Shows only the accounts whose name, user, registry or kind holds the text.
    void setSearch(const QString &text);
    void stateChanged(const QUuid &account);

    [[nodiscard]] QModelIndex indexOf(const QUuid &account) const;
    [[nodiscard]] QModelIndex firstAccount() const;
    /// True when a row shows time going by.
    [[nodiscard]] bool counts() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row {
        QString header; ///< a registry's name; empty for an account
        int account = -1;
    };
    void rebuild();
    [[nodiscard]] bool isMarkedActive(const accounts::Account &account) const;
    [[nodiscard]] QString accessibleText(const accounts::Account &account, const StateWords &words) const;

    StateOf m_stateOf;
    const Clock &m_clock;
    accounts::Accounts m_accounts;
    QString m_search;
    QList<Row> m_rows;
};

} // namespace wharf::ui
