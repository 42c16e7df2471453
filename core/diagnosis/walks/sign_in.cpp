#include "core/diagnosis/walks/walks.h"

#include "core/diagnosis/walks/experiment.h"

namespace wharf::diagnosis {

namespace {

/// None where the challenge is not about tokens, or its realm makes no address.
std::optional<Realm> realmOf(const ChallengeReading &door)
{
    const Realm realm { QUrl(door.evidence.realmUrl), door.evidence.service };
    const bool bearer = door.challenge && door.challenge->isBearer();
    return bearer && !realm.url.host().isEmpty() ? std::optional(realm) : std::nullopt;
}

} // namespace

Task<TokenReading> walkStrangers(std::shared_ptr<Run> run, ChallengeReading door)
{
    const auto realm = realmOf(door);
    if (!realm)
        co_return TokenReading();
    const TokenReading nobody = co_await askRealmAsStranger(run, *realm);
    co_return TokenReading(nobody);
}

Task<SignedIn> walkCredential(std::shared_ptr<Run> run, ChallengeReading door, TokenReading nobody, Credential credential)
{
    SignedIn signedIn;
    const auto realm = realmOf(door);
    if (realm) {
        const Taken taken = co_await askRealm(run, *realm, nobody, credential);
        signedIn.realm = taken.realm;
        if (taken.token)
            signedIn.proof = net::Authorization { .scheme = net::Authorization::Scheme::Bearer, .userName = {}, .secret = taken.token->token };
        // Without a sign-in, a pull may still be anybody's.
        signedIn.mayAsk = taken.token.has_value() || credential.isAnonymous();
    } else if (door.challenge && !door.challenge->isBearer()) {
        signedIn.mayAsk = co_await askBasic(run, door.api, credential);
        signedIn.proof = net::Authorization { .scheme = net::Authorization::Scheme::Basic, .userName = credential.userName, .secret = credential.secret };
    } else if (!door.challenge) {
        signedIn.mayAsk = door.evidence.ping.last().ok() && door.evidence.isRegistry();
    }
    co_return SignedIn(signedIn);
}

} // namespace wharf::diagnosis
