#include "core/docker/helper_protocol.h"

#include "core/docker/helper_key.h"
#include "core/docker/helper_text.h"
#include "core/docker/logout_memory.h"

#include <algorithm>

namespace wharf::docker {

namespace {

using accounts::Account;
using accounts::AccountFile;
using accounts::Accounts;
using accounts::TokenKind;
using Store = std::shared_ptr<accounts::CredentialStore>;

// docker-credential-helpers, credentials/error.go. Clients compare them.
constexpr const char *notFound = "credentials not found in native keychain";
constexpr const char *noServer = "no credentials server URL";
constexpr const char *noUser = "no credentials username";

constexpr const char *programName = "docker-credential-wharfinger";

const QLatin1String identityUser(Credential::identityTokenUser);

HelperAnswer say(const QByteArray &text, int exitStatus)
{
    return { text + '\n', exitStatus, std::nullopt, {} };
}

HelperAnswer refuse(const Failure &failure, const registry::RegistryHost &host)
{
    return { {}, 1, failure, host };
}

HelperAnswer done(const registry::RegistryHost &host)
{
    return { {}, 0, std::nullopt, host };
}

QString userFor(const Account &account)
{
    return account.kind == TokenKind::IdentityToken ? QString(identityUser) : account.userName;
}

/// One of Docker's own tokens: the user name, a line end, the token. put() lets no name with a line end in.
SharedSecret packHubToken(const Credential &credential)
{
    QByteArray packed = credential.userName.toUtf8() + '\n';
    credential.secret->reveal([&](QByteArrayView bytes) { packed.append(bytes); });
    const auto secret = std::make_shared<const Secret>(packed);
    wipe(packed);
    return secret;
}

Credential unpackHubToken(const Secret &packed)
{
    return packed.reveal([](QByteArrayView bytes) {
        const qsizetype end = std::max(bytes.indexOf('\n'), qsizetype(0));
        return Credential { QString::fromUtf8(bytes.first(end)),
                            std::make_shared<const Secret>(bytes.sliced(std::min(end + 1, bytes.size()))) };
    });
}

Task<HelperAnswer> getHubToken(QString url, QString storeKey, Store store)
{
    const auto packed = co_await store->read(storeKey);
    if (!packed && accounts::isMissingEntry(packed.error()))
        co_return say(notFound, 1);
    if (!packed)
        co_return refuse(packed.error(), {});
    co_return HelperAnswer { printSignIn({ url, unpackHubToken(**packed) }), 0, std::nullopt, {} };
}

Task<HelperAnswer> get(QString url, Store store, AccountFile file)
{
    if (url.isEmpty())
        co_return say(noServer, 1);
    const HelperKey key = HelperKey::parse(url);
    if (!key.hubTokenKey.isEmpty())
        co_return co_await getHubToken(url, key.hubTokenKey, store);
    if (key.host.isEmpty())
        co_return say(notFound, 1);
    const auto accounts = file.load();
    if (!accounts)
        co_return refuse(accounts.error(), key.host);
    const Account *active = accounts->activeFor(key.host);
    if (!active && accounts->on(key.host).isEmpty())
        co_return say(notFound, 1);
    if (!active)
        co_return refuse({ .stage = Stage::AccountFile, .kind = Kind::Invalid, .subject = file.path() }, key.host);

    // An account whose secret is gone is not "not found" either: that would be a push without a sign-in, and no word of why.
    const auto secret = co_await store->read(active->storeKey());
    if (!secret)
        co_return refuse(secret.error(), key.host);
    co_return HelperAnswer { printSignIn({ url, { userFor(*active), *secret } }), 0, std::nullopt, key.host };
}

/// The account that a sign-in is for: the one of that user, or the one with an identity token.
const Account *accountOf(const Accounts &accounts, const registry::RegistryHost &host, const QString &user)
{
    const bool identity = user == identityUser;
    const auto fits = [&](const Account &account) {
        const bool hasIdentity = account.kind == TokenKind::IdentityToken;
        return account.host == host && identity == hasIdentity && (identity || account.userName == user);
    };
    const auto at = std::find_if(accounts.list.begin(), accounts.list.end(), fits);
    return at == accounts.list.end() ? nullptr : &*at;
}

Account newAccount(const registry::RegistryHost &host, const Credential &credential)
{
    Account account;
    account.id = QUuid::createUuid();
    account.host = host;
    account.userName = credential.userName;
    account.created = QDateTime::currentDateTimeUtc();
    return account;
}

TokenKind kindOf(const Credential &credential)
{
    return credential.isIdentityToken() ? TokenKind::IdentityToken
                                        : accounts::lookAtToken(credential.userName, *credential.secret).kind;
}

/// Enters the account into the file and makes it the active one. The id it has there: another process may have been faster.
Result<QUuid> enter(const AccountFile &file, const Account &fresh, bool secretIsNew)
{
    QUuid id = fresh.id;
    const auto updated = file.update([&](Accounts &accounts) {
        const Account *known = accountOf(accounts, fresh.host, fresh.userName);
        Account account = known ? *known : fresh;
        id = account.id;
        account.kind = fresh.kind;
        if (secretIsNew) {
            account.facts.reset();
            account.lastProven = {};
        }
        accounts.put(account);
        accounts.active.insert(account.host.name(), id);
    });
    if (!updated)
        return fail(updated.error());
    return id;
}

Task<Result<void>> keep(registry::RegistryHost host, Credential credential, Store store, AccountFile file)
{
    const auto known = file.load();
    if (!known && known.error().kind != Kind::Malformed) // update() sets a damaged file aside
        co_return fail(known.error());
    const Account *old = known ? accountOf(*known, host, credential.userName) : nullptr;
    const bool isNew = !old;
    Account account = old ? *old : newAccount(host, credential);
    account.kind = kindOf(credential);

    // Docker stores what it has just read when it signs in with what it knows.
    bool secretIsNew = true;
    if (!isNew) {
        const auto before = co_await store->read(account.storeKey());
        secretIsNew = !before || !(**before == *credential.secret);
    } else {
        account.facts.reset();
    }
    if (!secretIsNew)
        account.kind = old->kind; // the registry may have told more of it than its looks do
    if (secretIsNew) {
        const auto written = co_await store->write(account.storeKey(), credential.secret);
        if (!written)
            co_return fail(written.error());
    }
    const auto entered = enter(file, account, secretIsNew);
    if (entered && *entered == account.id)
        co_return Result<void>();
    if (isNew)
        co_await store->remove(account.storeKey());
    if (!entered)
        co_return fail(entered.error());
    account.id = *entered;
    co_return co_await store->write(account.storeKey(), credential.secret);
}

Task<HelperAnswer> put(QByteArray input, Store store, AccountFile file)
{
    auto signIn = parseSignIn(input);
    wipe(input);
    if (!signIn)
        co_return refuse(signIn.error(), {});
    if (signIn->serverUrl.isEmpty())
        co_return say(noServer, 1);
    if (signIn->credential.userName.isEmpty())
        co_return say(noUser, 1);
    const HelperKey key = HelperKey::parse(signIn->serverUrl);
    const QString &user = signIn->credential.userName;
    if (std::any_of(user.begin(), user.end(), [](QChar c) { return c.category() == QChar::Other_Control; }))
        co_return refuse({ .stage = Stage::Input, .kind = Kind::Invalid, .subject = QStringLiteral("user-name-control") }, key.host);
    if (signIn->credential.isAnonymous())
        co_return refuse({ .stage = Stage::Input, .kind = Kind::Invalid, .subject = QStringLiteral("empty") }, key.host);
    if (!key.hubTokenKey.isEmpty()) {
        const auto written = co_await store->write(key.hubTokenKey, packHubToken(signIn->credential));
        co_return written ? done(key.host) : refuse(written.error(), key.host);
    }
    if (key.host.isEmpty())
        co_return refuse({ .stage = Stage::Input, .kind = Kind::Malformed, .subject = signIn->serverUrl }, {});
    const auto kept = co_await keep(key.host, signIn->credential, store, file);
    co_return kept ? done(key.host) : refuse(kept.error(), key.host);
}

Task<HelperAnswer> erase(QString url, Store store, AccountFile file, QString caller)
{
    if (url.isEmpty())
        co_return say(noServer, 1);
    const HelperKey key = HelperKey::parse(url);
    if (!key.hubTokenKey.isEmpty()) {
        const auto removed = co_await store->remove(key.hubTokenKey);
        co_return removed ? done(key.host) : refuse(removed.error(), key.host);
    }
    const auto accounts = file.load();
    if (!accounts)
        co_return refuse(accounts.error(), key.host);
    // What is not there is erased: Docker tries other spellings, and calls it a failure when one says so.
    const Account *active = accounts->activeFor(key.host);
    if (!active || hasJustLoggedOut(key.host, caller))
        co_return done(key.host);

    const QUuid id = active->id;
    const auto removed = co_await store->remove(active->storeKey());
    if (!removed)
        co_return refuse(removed.error(), key.host);
    const auto updated = file.update([&](Accounts &all) { all.remove(id); });
    if (!updated)
        co_return refuse(updated.error(), key.host);
    if (!caller.isEmpty() && updated->activeFor(key.host))
        rememberLogout(key.host, caller);
    co_return done(key.host);
}

HelperAnswer list(const AccountFile &file)
{
    const auto accounts = file.load();
    if (!accounts)
        return refuse(accounts.error(), {});
    QByteArray printed;
    for (const Account &account : accounts->list) {
        const Account *active = accounts->activeFor(account.host);
        if (!active || active->id != account.id)
            continue;
        printed += printed.isEmpty() ? "{" : ",";
        printed += jsonString(account.host.dockerKey().toUtf8()) + ':' + jsonString(userFor(account).toUtf8());
    }
    return say(printed.isEmpty() ? QByteArray("{}") : printed + '}', 0);
}

QByteArray usage()
{
    return QByteArray("Usage: ") + programName + " <store|get|erase|list|version>";
}

} // namespace

Task<HelperAnswer> answerHelper(QString action, QByteArray input, Store store, AccountFile file, QString caller)
{
    if (action == QLatin1String("version") || action == QLatin1String("--version") || action == QLatin1String("-v"))
        co_return say(QByteArray(programName) + " (io.github.wharfinger) " WHARF_VERSION, 0);
    if (action == QLatin1String("list"))
        co_return list(file);
    if (action == QLatin1String("--help") || action == QLatin1String("-h"))
        co_return say(usage(), 0);
    if (action.isEmpty())
        co_return say(usage(), 1);
    const bool isGet = action == QLatin1String("get");
    const bool isErase = action == QLatin1String("erase");
    if (!isGet && !isErase && action != QLatin1String("store"))
        co_return say(QByteArray(programName) + ": unknown action: " + action.toUtf8(), 1);

    auto joined = joinLines(input);
    wipe(input);
    if (!joined)
        co_return refuse(joined.error(), {});
    if (isGet)
        co_return co_await get(QString::fromUtf8(joined->trimmed()), store, file);
    if (isErase)
        co_return co_await erase(QString::fromUtf8(joined->trimmed()), store, file, caller);
    co_return co_await put(std::move(*joined), store, file);
}

} // namespace wharf::docker
