#pragma once

#include "core/accounts/account_file.h"

#include <QObject>

class QFileSystemWatcher;
class QTimer;

namespace wharf::accounts {

/// The accounts as a window sees them: always what the file says, whichever program wrote it last.
class AccountBook final : public QObject {
    Q_OBJECT
public:
    explicit AccountBook(AccountFile file, QObject *parent = nullptr);

    [[nodiscard]] const Accounts &accounts() const { return m_accounts; }
    [[nodiscard]] const AccountFile &file() const { return m_file; }
    /// Why the file could not be read, if it could not; accounts() then is what was known before.
    [[nodiscard]] const std::optional<Failure> &trouble() const { return m_trouble; }

    /// Changes the file (see AccountFile::update) and says so.
    Result<void> update(const std::function<void(Accounts &)> &change);
    void reload();

Q_SIGNALS:
    /// Something in accounts() or trouble() is different now.
    void changed();

private:
    void watch();

    AccountFile m_file;
    Accounts m_accounts;
    std::optional<Failure> m_trouble;
    QFileSystemWatcher *m_watcher;
    QTimer *m_settle;
};

} // namespace wharf::accounts
