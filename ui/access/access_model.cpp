#include "ui/access/access_model.h"

#include "ui/wording/access_words.h"

namespace wharf::ui {

void AccessModel::setFindings(const accounts::Account &account, const QList<accounts::AccessFindings> &findings)
{
    beginResetModel();
    m_account = account;
    m_findings = findings;
    endResetModel();
}

const accounts::AccessFindings *AccessModel::findingsAt(int row) const
{
    return row >= 0 && row < m_findings.size() ? &m_findings[row] : nullptr;
}

int AccessModel::rowOf(const QString &repository) const
{
    for (qsizetype row = 0; row < m_findings.size(); ++row) {
        if (m_findings[row].repository == repository)
            return static_cast<int>(row);
    }
    return -1;
}

int AccessModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_findings.size());
}

int AccessModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AccessModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const accounts::AccessFindings &findings = m_findings[index.row()];
    if (index.column() == Repository)
        return role == Qt::DisplayRole || role == Qt::ToolTipRole ? QVariant(findings.repository) : QVariant();
    const QString action = actionOf(index.column());
    const GrantWords words = grantWords(grantOf(findings, action));
    switch (role) {
    case Qt::DisplayRole: return words.word;
    case Qt::ToolTipRole: return grantReason(m_account, findings, action);
    case Qt::AccessibleTextRole:
        return tr("%1 in %2: %3", "action, repository, granted or not").arg(actionWord(action), findings.repository, words.word);
    case IconRole: return words.icon;
    case ToneRole: return static_cast<int>(words.tone);
    default: return {};
    }
}

QVariant AccessModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Repository ? tr("Repository") : actionWord(actionOf(section));
}

QString AccessModel::actionOf(int column)
{
    switch (column) {
    case Pull: return QStringLiteral("pull");
    case Push: return QStringLiteral("push");
    case Delete: return QStringLiteral("delete");
    default: return {};
    }
}

} // namespace wharf::ui
