#pragma once

#include "core/accounts/account.h"
#include "core/base/result.h"

#include <QByteArrayView>
#include <QJsonObject>

namespace wharf::accounts {

/// The account file's text, both ways.
///
/// What this version does not know in a file of its own version (a key, a whole entry) is kept in `document` and written again,
/// and an account that was not changed is written as it was found.
struct AccountDocument {
    QJsonObject document;
    Accounts accounts;
};

/// Errors: Stage::AccountFile with Malformed, Newer; `serverSaid` tells json::notAnObject and json::noVersion from what is no JSON.
[[nodiscard]] Result<AccountDocument> parseAccounts(QByteArrayView json);

/// `accounts` as JSON, together with what only `before` knows.
[[nodiscard]] QByteArray printAccounts(const Accounts &accounts, const AccountDocument &before);

} // namespace wharf::accounts
