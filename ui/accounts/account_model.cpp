#include "ui/accounts/account_model.h"

#include "core/wording/wording.h"

#include <algorithm>

namespace wharf::ui {

namespace {

bool matches(const accounts::Account &account, const QString &text)
{
    const auto holds = [&text](const QString &where) { return where.contains(text, Qt::CaseInsensitive); };
    return text.isEmpty() || holds(account.displayName()) || holds(account.userName) || holds(account.host.name())
        || holds(wording::tokenKindWord(account.kind));
}

} // namespace

AccountModel::AccountModel(StateOf stateOf, const Clock &clock, QObject *parent)
    : QAbstractListModel(parent)
    , m_stateOf(std::move(stateOf))
    , m_clock(clock)
{
}

void AccountModel::setAccounts(const accounts::Accounts &accounts)
{
    m_accounts = accounts;
    std::sort(m_accounts.list.begin(), m_accounts.list.end(), [](const accounts::Account &a, const accounts::Account &b) {
        const int hosts = QString::localeAwareCompare(a.host.name(), b.host.name());
        return hosts != 0 ? hosts < 0 : QString::localeAwareCompare(a.displayName(), b.displayName()) < 0;
    });
    rebuild();
}

void AccountModel::setSearch(const QString &text)
{
    if (m_search == text.trimmed())
        return;
    m_search = text.trimmed();
    rebuild();
}

void AccountModel::stateChanged(const QUuid &account)
{
    const QModelIndex index = indexOf(account);
    if (index.isValid())
        Q_EMIT dataChanged(index, index);
}

QModelIndex AccountModel::indexOf(const QUuid &account) const
{
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].account >= 0 && m_accounts.list[m_rows[row].account].id == account)
            return index(static_cast<int>(row));
    }
    return {};
}

QModelIndex AccountModel::firstAccount() const
{
    return m_rows.size() > 1 ? index(1) : QModelIndex();
}

bool AccountModel::counts() const
{
    return std::any_of(m_rows.begin(), m_rows.end(), [this](const Row &row) {
        if (row.account < 0)
            return false;
        const accounts::AccountState state = m_stateOf(m_accounts.list[row.account].id);
        return state.standing == accounts::Standing::Ready && state.token
            && state.token->remaining(m_clock) > std::chrono::milliseconds::zero();
    });
}

int AccountModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant AccountModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Row &row = m_rows[index.row()];
    if (row.account < 0) {
        if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole)
            return row.header;
        return role == HeaderRole ? QVariant(true) : QVariant();
    }
    const accounts::Account &account = m_accounts.list[row.account];
    const auto words = [&] { return stateWords(account, m_stateOf(account.id), m_clock); };
    switch (role) {
    case Qt::DisplayRole: return account.displayName();
    case IdRole: return account.id;
    case HeaderRole: return false;
    case WordsRole: return words().text();
    case IconRole: return words().icon;
    case ToneRole: return static_cast<int>(words().tone);
    case KindRole: return shortKindWord(account.kind);
    case ActiveRole: return isMarkedActive(account);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: return accessibleText(account, words());
    default: return {};
    }
}

Qt::ItemFlags AccountModel::flags(const QModelIndex &index) const
{
    if (!index.isValid() || m_rows[index.row()].account < 0)
        return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

void AccountModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    QString group;
    for (int i = 0; i < m_accounts.list.size(); ++i) {
        const accounts::Account &account = m_accounts.list[i];
        if (!matches(account, m_search))
            continue;
        if (account.host.name() != group) {
            group = account.host.name();
            m_rows.append({ .header = group, .account = -1 });
        }
        m_rows.append({ .header = {}, .account = i });
    }
    endResetModel();
}

bool AccountModel::isMarkedActive(const accounts::Account &account) const
{
    // Where a registry has one account there is nothing to choose between.
    const auto alike = [&account](const accounts::Account &other) { return other.host == account.host; };
    return m_accounts.active.value(account.host.name()) == account.id
        && std::count_if(m_accounts.list.begin(), m_accounts.list.end(), alike) > 1;
}

QString AccountModel::accessibleText(const accounts::Account &account, const StateWords &words) const
{
    const QString text = tr("%1, %2. %3. %4", "account, kind, state and time left").arg(accountTitle(account), wording::tokenKindWord(account.kind), words.word, words.detail.isEmpty() ? QString() : tr("%1 left.").arg(words.detail)).trimmed();
    return isMarkedActive(account) ? tr("%1 Active account.").arg(text) : text;
}

} // namespace wharf::ui
