#include "core/accounts/sign_in.h"

namespace wharf::accounts {

namespace {

/// An access token goes by its owner's name, whatever was typed: GitLab ignores the name, people read it.
QString accountUserName(const SignInRequest &request, const std::optional<Proof> &proof)
{
    const bool anyNameWorks = proof
        && (proof->kind == TokenKind::PersonalAccessToken || proof->kind == TokenKind::ProjectAccessToken
            || proof->kind == TokenKind::GroupAccessToken);
    if (proof && !proof->userName.isEmpty() && (anyNameWorks || request.credential.userName.isEmpty()))
        return proof->userName;
    return request.credential.userName.isEmpty() ? nameForNamelessToken() : request.credential.userName;
}

Account accountFor(const Accounts &known, const SignInRequest &request, const std::optional<Proof> &proof, const QDateTime &now)
{
    const QString userName = accountUserName(request, proof);
    Account account;
    if (const Account *replaced = known.find(request.replaces)) {
        account = *replaced;
    } else {
        for (const Account &candidate : known.list) {
            if (candidate.host == request.host && candidate.userName == userName)
                account = candidate;
        }
    }
    if (account.id.isNull()) {
        account.id = QUuid::createUuid();
        account.created = now;
    }
    account.host = request.host;
    account.userName = userName;
    account.network = request.network;
    if (!request.label.isEmpty())
        account.label = request.label;
    account.kind = proof ? proof->kind : request.kind;
    account.facts.reset();
    if (proof) {
        account.lastProven = now;
        account.facts = factsOf(*proof, now);
    } else {
        account.lastProven = {};
        if (account.kind == TokenKind::Unknown)
            account.kind = lookAtToken(userName, *request.credential.secret).kind;
    }
    return account;
}

/// Holds the store for as long as it reads: a sign-in that fails does not wait for it.
Task<Result<SharedSecret>> readFrom(std::shared_ptr<CredentialStore> store, QString key)
{
    co_return co_await store->read(key);
}

} // namespace

std::optional<TokenFacts> factsOf(const Proof &proof, const QDateTime &now)
{
    if (!proof.tokenInfo)
        return std::nullopt;
    return TokenFacts { .name = proof.tokenInfo->name,
                        .scopes = proof.tokenInfo->scopes,
                        .expiresAt = proof.tokenInfo->expiresAt,
                        .askedAt = now };
}

net::NetworkSettings networkSettings(const Account &account)
{
    net::NetworkSettings settings;
    settings.userAgent = QByteArrayLiteral("wharfinger/" WHARF_VERSION);
    settings.hosts.insert(account.host.name(), account.network);
    if (!account.network.caFile.isEmpty())
        settings.extraCaFiles.append(account.network.caFile);
    return settings;
}

Task<Result<SignedIn>> signIn(std::shared_ptr<net::Session> session, std::shared_ptr<CredentialStore> store, AccountFile file,
                              SignInRequest request, ProofObserver observer)
{
    const auto known = file.load();
    // A damaged file is set aside when it is written; one from the future is not ours to touch.
    if (!known && known.error().kind != Kind::Malformed)
        co_return fail(known.error());

    if (auto objection = objectionTo(request.credential, request.kind))
        co_return fail(std::move(*objection));

    // A keychain takes its time to open: it does so while the network is asked. Its answer counts only after the proof.
    const Account expected = accountFor(known.value_or(Accounts()), request, std::nullopt, session->clock().now());
    auto reading = readFrom(store, expected.storeKey());

    SignedIn signedIn;
    if (request.verify) {
        auto proof = co_await proveCredential(session, request.host, request.credential, request.kind, observer);
        if (!proof)
            co_return fail(proof.error());
        signedIn.proof = std::move(*proof);
    }
    signedIn.account = accountFor(known.value_or(Accounts()), request, signedIn.proof, session->clock().now());
    const QString key = signedIn.account.storeKey();

    SharedSecret before;
    if (known && known->find(signedIn.account.id)) {
        if (signedIn.account.id != expected.id)
            reading = readFrom(store, key); // the registry knows somebody else by this token
        auto old = co_await reading;
        if (!old && !isMissingEntry(old.error()))
            co_return fail(old.error());
        before = old.value_or(nullptr);
    }
    if (session->isClosed())
        co_return fail({ .stage = Stage::Keychain, .kind = Kind::Cancelled });

    // The same token again, as most sign-ins of a script are, lies there already.
    const bool isKept = before && *before == *request.credential.secret;
    Result<void> done;
    if (!isKept)
        done = co_await store->write(key, request.credential.secret);
    if (!done)
        co_return fail(done.error());
    if (session->isClosed()) {
        done = fail({ .stage = Stage::Keychain, .kind = Kind::Cancelled });
    } else {
        const Account account = signedIn.account;
        const bool makeActive = request.makeActive;
        const auto written = file.update([account, makeActive](Accounts &accounts) {
            accounts.put(account);
            if (makeActive)
                accounts.active.insert(account.host.name(), account.id);
        });
        if (!written)
            done = fail(written.error());
    }
    if (!done && isKept)
        co_return fail(done.error());
    if (!done) {
        // Nothing is left behind: what was in the store before is there again.
        const auto undone = before ? co_await store->write(key, before) : co_await store->remove(key);
        Q_UNUSED(undone)
        co_return fail(done.error());
    }
    co_return signedIn;
}

Task<Result<void>> signOut(std::shared_ptr<CredentialStore> store, AccountFile file, QUuid account)
{
    const auto known = file.load();
    if (!known)
        co_return fail(known.error());
    const Account *found = known->find(account);
    if (!found)
        co_return fail({ .stage = Stage::Input, .kind = Kind::NotFound, .subject = account.toString(QUuid::WithoutBraces) });
    const QString key = found->storeKey();
    const auto written = file.update([account](Accounts &accounts) { accounts.remove(account); });
    if (!written)
        co_return fail(written.error());
    co_return co_await store->remove(key);
}

} // namespace wharf::accounts
