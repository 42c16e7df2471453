#pragma once

#include "core/accounts/account.h"
#include "core/base/result.h"

#include <functional>

namespace wharf::accounts {

/// The versioned account file, shared by the window, the terminal program and the credential helper. A value: a path.
class AccountFile {
public:
    explicit AccountFile(QString path);

    /// A missing file is an empty list. Errors: Stage::AccountFile with Newer (left alone), Malformed (left alone),
    /// Denied, TooLarge, Invalid (a symlink that leads nowhere, PrivateFile::read()); `subject` is the path.
    [[nodiscard]] Result<Accounts> load() const;

    /// Reads, lets `change` work on it, and writes, all under a lock that other processes honour; what another process wrote
    /// a moment ago is therefore never lost. One rename, mode 0600, folder 0700. A file cut in half is first set aside as
    /// `accounts.json.damaged-<time>`, and only when something is to be written. Returns what is now in the file.
    /// Errors: as load() but Malformed; Busy (no lock within 5 s), ReadOnly, Full, Denied.
    Result<Accounts> update(const std::function<void(Accounts &)> &change) const;

    [[nodiscard]] const QString &path() const { return m_path; }

private:
    QString m_path;
};

} // namespace wharf::accounts
