#pragma once

#include "core/diagnosis/cause.h"
#include "core/diagnosis/causes/front_server.h"
#include "core/diagnosis/causes/say.h"

#include <QHostAddress>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

namespace wharf::diagnosis::causes {

// Grounds.
[[nodiscard]] Ground certainly(QList<StepId> restsOn, QStringList about = {}, QStringList alternatives = {});
[[nodiscard]] Ground likely(QList<StepId> restsOn, QStringList about = {}, QStringList alternatives = {});
/// Inferred, not seen.
[[nodiscard]] Ground hypothesis(QList<StepId> restsOn, QStringList about = {}, QStringList alternatives = {});
/// Of a fault in a client's or the daemon's own settings: certain only where the registry's side is well, for nearer the wire wins.
[[nodiscard]] Ground onThisMachine(const Evidence &evidence, QList<StepId> restsOn, QStringList about = {}, QStringList alternatives = {});

// The answers.
/// The offered schemes of one answer, lower case.
[[nodiscard]] QStringList schemesOf(const Answer &answer);
/// GitLab's 403 to who has nothing to show: no credential, or one without a registry scope.
[[nodiscard]] bool isAccessForbidden(const Answer &answer);
/// 429, or one of the three ways in which GitLab says that it will not listen to this address for a while.
[[nodiscard]] bool isThrottle(const Answer &answer);
/// A page with a form, a challenge of a bot wall, or a redirect to a sign-in.
[[nodiscard]] bool isPortal(const Trial &trial);
/// Every answer of the run that holds one, in the order of the walk.
[[nodiscard]] QList<Answer> allAnswers(const Evidence &evidence);
/// The first refusal among them, pages apart, that has one of these words in it, whatever their case.
[[nodiscard]] std::optional<Answer> answerSaying(const Evidence &evidence, const QStringList &words);

// What the three-way experiment and the sign-in say.
/// The same answer for nobody, a wrong credential and the real one, and it is no answer that a credential would get.
[[nodiscard]] bool credentialIgnored(const Evidence &evidence);
/// The wrong credential got another answer than nobody: `Authorization` arrives.
[[nodiscard]] bool headerArrives(const Evidence &evidence);
/// 401 for the real credential by something that looked at it.
[[nodiscard]] bool credentialRefused(const Evidence &evidence);
/// The realm gave a token for the real credential, or the Basic registry took it.
[[nodiscard]] bool credentialTaken(const Evidence &evidence);
/// `/v2/` let in what signed in.
[[nodiscard]] bool signedIn(const Evidence &evidence);
/// A token was issued and the registry answers it with 401.
[[nodiscard]] bool tokenRefused(const Evidence &evidence);
/// … although one with a scope is good inside the repository.
[[nodiscard]] bool scopedTokenWorks(const Evidence &evidence);
/// The token is refused as `invalid_token`, and not only for want of a scope.
[[nodiscard]] bool tokenInvalid(const Evidence &evidence);
/// All that was asked of the registry with the examined credential was granted.
[[nodiscard]] bool registryWell(const Evidence &evidence);
/// Nobody in particular may do what is wanted.
[[nodiscard]] bool anonymousSuffices(const Evidence &evidence);

// Grants.
[[nodiscard]] bool pullRefused(const Evidence &evidence); ///< asked, a token came, and it does not have pull
[[nodiscard]] bool pushRefused(const Evidence &evidence);
/// A push to a named repository is wanted and was not asked for, lest GitLab make the repository: what its REST API says of the
/// token must do.
[[nodiscard]] bool pushHeldBack(const Evidence &evidence);
/// GitLab's REST API listed the token's scopes and one of these is among them.
[[nodiscard]] bool hasScope(const Evidence &evidence, const QStringList &anyOf);

// Times. Seconds by which `when` lies ahead of that server's clock; none where it is not known.
[[nodiscard]] std::optional<qint64> clockOffset(const Evidence &evidence, const QString &role);
/// This machine's clock minus the right time, by what the servers agree on; none where nobody said.
[[nodiscard]] std::optional<qint64> thisClockAhead(const Evidence &evidence);

// Hosts.
[[nodiscard]] QString nameOf(const HostEvidence &host); ///< `host[:port]`
[[nodiscard]] bool isRealm(const HostEvidence &host);
[[nodiscard]] bool isLoopbackHost(const QString &host);
[[nodiscard]] bool isPrivateHost(const QString &host); ///< private, loopback or link-local address, or a single label
[[nodiscard]] bool isVendorHost(const QString &host);  ///< a public service: Hub, GitLab.com, GitHub, Quay, Google, Amazon, Azure
/// All addresses came to that outcome and there is at least one.
[[nodiscard]] bool allConnects(const HostEvidence &host, const QStringList &outcomes);
/// An intermediate certificate is missing from what the server sends: seen, or by all signs.
[[nodiscard]] bool lacksIntermediate(const HostEvidence &host);
/// The certificate of an untrusted chain whose issuer is a product that opens connections, or, for a public service, whose
/// issuer nobody knows; null where nothing speaks for one.
[[nodiscard]] const CertificateEvidence *inspector(const HostEvidence &host);
/// The first host of the run for which `test` holds; null where there is none.
template <class Test> [[nodiscard]] const HostEvidence *firstHost(const Evidence &evidence, Test test)
{
    for (const HostEvidence &host : evidence.hosts) {
        if (test(host))
            return &host;
    }
    return nullptr;
}

// Clients.
/// The client whose files count: the one the failed command was of, the one the credential is from, else Docker, else Podman.
[[nodiscard]] const ClientEvidence *clientInQuestion(const Evidence &evidence);
/// It would send nothing although nobody in particular is not enough.
[[nodiscard]] bool sendsNothing(const Evidence &evidence);
/// The helper run of that client that went wrong before any credential was found; null where none did.
[[nodiscard]] const CredentialSource *brokenHelper(const Evidence &evidence);
/// What kind of trouble a broken helper has: `secret-service`, `locked`, `too-large`, `missing`, `other`; empty: none.
[[nodiscard]] QString helperTrouble(const Evidence &evidence);
[[nodiscard]] QString pathOfClientFile(const Evidence &evidence);

// The daemon's own try.
enum class DaemonSays : std::uint8_t {
    Nothing, ///< it was not asked, or it got through
    UnknownAuthority,
    BadDates,
    WrongName,
    NoSuchName,
    ProxyGone,
    ProxyRefuses,
    ProxyWantsPassword,
    PlainHttp,
    Refused,
    Timeout,
    NoRoute,
    Unauthorized,
    Other,
};
[[nodiscard]] DaemonSays daemonSays(const Evidence &evidence);

} // namespace wharf::diagnosis::causes
