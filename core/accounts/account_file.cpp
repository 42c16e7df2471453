#include "core/accounts/account_file.h"

#include "core/accounts/account_json.h"
#include "core/base/private_file.h"

namespace wharf::accounts {

namespace {

// Some 10,000 accounts.
constexpr qint64 mostBytes = 4 * 1024 * 1024;

PrivateFile fileAt(const QString &path)
{
    return PrivateFile(path, Stage::AccountFile, mostBytes);
}

/// A missing file is an empty document.
Result<AccountDocument> parseFile(const PrivateFile &file, const std::optional<QByteArray> &bytes)
{
    if (!bytes)
        return AccountDocument {};
    auto document = parseAccounts(*bytes);
    if (!document) {
        Failure failure = document.error();
        failure.subject = file.path();
        return fail(failure);
    }
    return document;
}

} // namespace

AccountFile::AccountFile(QString path)
    : m_path(std::move(path))
{
}

Result<Accounts> AccountFile::load() const
{
    const PrivateFile file = fileAt(m_path);
    const auto bytes = file.read();
    if (!bytes)
        return fail(bytes.error());
    auto document = parseFile(file, *bytes);
    if (!document)
        return fail(document.error());
    return std::move(document->accounts);
}

Result<Accounts> AccountFile::update(const std::function<void(Accounts &)> &change) const
{
    const PrivateFile file = fileAt(m_path);
    const auto lock = file.lock();
    if (!lock)
        return fail(lock.error());
    const auto bytes = file.read();
    if (!bytes)
        return fail(bytes.error());
    const auto parsed = parseFile(file, *bytes);
    const bool damaged = !parsed && parsed.error().kind == Kind::Malformed;
    if (!parsed && !damaged)
        return fail(parsed.error());

    const AccountDocument before = damaged ? AccountDocument {} : *parsed;
    Accounts after = before.accounts;
    change(after);
    if (after == before.accounts)
        return after;
    const auto written = file.replace(*lock, printAccounts(after, before),
                                      damaged ? PrivateFile::Old::SetAside : PrivateFile::Old::Drop);
    if (!written)
        return fail(written.error());
    return after;
}

} // namespace wharf::accounts
