#include "core/diagnosis/causes/reading.h"

#include "core/registry/challenge.h"

#include <QHostAddress>
#include <QRegularExpression>

#include <algorithm>

namespace wharf::diagnosis::causes {

namespace {

Ground ground(Certainty certainty, bool seen, QList<StepId> &&restsOn, QStringList &&about, QStringList &&alternatives)
{
    return { certainty, std::move(restsOn), std::move(about), std::move(alternatives), seen, std::nullopt, std::nullopt };
}

bool containsAny(const QString &text, const QStringList &words)
{
    return std::any_of(words.begin(), words.end(), [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

bool refused(const GrantEvidence &grant, const QString &action)
{
    return grant.asked && grant.trial.last().ok() && grant.actions.contains(action) && !grant.opaque && !grant.has(action);
}

} // namespace

Ground certainly(QList<StepId> restsOn, QStringList about, QStringList alternatives)
{
    return ground(Certainty::Certain, true, std::move(restsOn), std::move(about), std::move(alternatives));
}

Ground likely(QList<StepId> restsOn, QStringList about, QStringList alternatives)
{
    return ground(Certainty::Likely, true, std::move(restsOn), std::move(about), std::move(alternatives));
}

Ground hypothesis(QList<StepId> restsOn, QStringList about, QStringList alternatives)
{
    return ground(Certainty::Possible, false, std::move(restsOn), std::move(about), std::move(alternatives));
}

Ground onThisMachine(const Evidence &evidence, QList<StepId> restsOn, QStringList about, QStringList alternatives)
{
    const Certainty certainty = registryWell(evidence) || !evidence.experiment.real.made ? Certainty::Certain : Certainty::Likely;
    return ground(certainty, true, std::move(restsOn), std::move(about), std::move(alternatives));
}

QStringList schemesOf(const Answer &answer)
{
    QStringList schemes;
    for (const registry::Challenge &challenge : registry::parseChallenges(answer.header(u"www-authenticate"_s).toUtf8())) {
        if (!schemes.contains(challenge.scheme))
            schemes.append(challenge.scheme);
    }
    return schemes;
}

bool isAccessForbidden(const Answer &answer)
{
    return answer.status == 403 && answer.errorMessage().contains("access forbidden"_L1, Qt::CaseInsensitive);
}

bool isThrottle(const Answer &answer)
{
    if (answer.status == 429)
        return true;
    if (answer.status != 403)
        return false;
    if (containsAny(answer.errorMessage(), { u"too many failed"_s, u"too many distinct"_s }))
        return true;
    const QString body = answer.body.trimmed();
    const bool rackAttack = answer.mediaType() == "text/plain"_L1 && body == "Forbidden"_L1;
    return rackAttack || (body.isEmpty() && !answer.header(u"retry-after"_s).isEmpty());
}

bool isPortal(const Trial &trial)
{
    static const QRegularExpression signInPath(
        u"(^|/)(login|signin|sign_in|sso|auth/realms|oauth2?/(authorize|start|sign_in)|saml2?|adfs|authorize|cdn-cgi/access|_oauth)(/|$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression signInHost(
        u"(^|\\.)(cloudflareaccess\\.com|login\\.microsoftonline\\.com|okta\\.com|accounts\\.google\\.com)$"_s);
    static const QRegularExpression signInPage(
        u"type=[\"']?password|<form[^>]*(login|sign.?in|auth)|single sign.?on|just a moment|cf-challenge|"
        "challenge-platform|checking your browser|enable javascript and cookies|making sure you(&#39;|')re not a bot|anubis|captcha"_s,
        QRegularExpression::CaseInsensitiveOption);
    for (const Answer &hop : trial.hops) {
        const QUrl to = hop.location();
        if (hop.isRedirect() && to.isValid() && (signInPath.match(to.path()).hasMatch() || signInHost.match(to.host()).hasMatch()))
            return true;
        if (hop.status < 500 && hop.isHtml() && signInPage.match(hop.body).hasMatch())
            return true;
    }
    return false;
}

QList<Answer> allAnswers(const Evidence &evidence)
{
    QList<Answer> all;
    const auto add = [&all](const Answer &answer) {
        if (answer.answered())
            all.append(answer);
    };
    const auto addTrial = [&add](const Trial &trial) {
        for (const Answer &hop : trial.hops)
            add(hop);
    };
    const RegistryEvidence &registry = evidence.registry;
    addTrial(evidence.challenge.ping);
    addTrial(evidence.experiment.anonymous);
    addTrial(evidence.experiment.wrong);
    addTrial(evidence.experiment.real);
    addTrial(evidence.experiment.realAtTarget);
    add(registry.withToken);
    add(registry.withTokenLater);
    addTrial(registry.pull.trial);
    addTrial(registry.push.trial);
    add(registry.manifest);
    add(registry.blob);
    add(registry.upload.start);
    for (const Answer &chunk : registry.upload.chunks)
        add(chunk);
    for (const Answer &status : registry.upload.status)
        add(status);
    return all;
}

std::optional<Answer> answerSaying(const Evidence &evidence, const QStringList &words)
{
    for (const Answer &answer : allAnswers(evidence)) {
        if (answer.status >= 400 && containsAny(answer.body, words) && !answer.isHtml())
            return answer;
    }
    return std::nullopt;
}

bool credentialIgnored(const Evidence &evidence)
{
    const ExperimentEvidence &trials = evidence.experiment;
    if (!trials.anonymous.made || !trials.wrong.made)
        return false;
    const Answer nobody = trials.anonymous.last();
    const bool says = nobody.status == 200 || nobody.status == 400 || nobody.status == 403;
    if (!says || nobody.isHtml() || isThrottle(nobody) || !nobody.sameAs(trials.wrong.last()))
        return false;
    if (trials.real.made && !nobody.sameAs(trials.real.last()))
        return false;
    const TokenEvidence &token = evidence.registry.token;
    return token.subject.isEmpty() && token.tokenUserName.isEmpty();
}

bool headerArrives(const Evidence &evidence)
{
    const ExperimentEvidence &trials = evidence.experiment;
    return trials.anonymous.made && trials.wrong.made && trials.wrong.last().answered()
        && !trials.wrong.last().sameAs(trials.anonymous.last());
}

bool credentialRefused(const Evidence &evidence)
{
    const Answer real = evidence.experiment.real.last();
    return evidence.experiment.real.made && real.status == 401 && !real.isHtml();
}

bool credentialTaken(const Evidence &evidence)
{
    const Trial &real = evidence.experiment.real;
    if (!real.made || !real.last().ok() || real.last().isHtml() || credentialIgnored(evidence))
        return false;
    return evidence.challenge.isBasicOnly() || evidence.registry.token.issued;
}

bool signedIn(const Evidence &evidence)
{
    return evidence.registry.withToken.ok() && !evidence.registry.withToken.isHtml()
        && (evidence.challenge.isBasicOnly() || evidence.registry.token.issued);
}

bool tokenRefused(const Evidence &evidence) { return evidence.registry.token.issued && evidence.registry.withToken.status == 401; }

bool scopedTokenWorks(const Evidence &evidence)
{
    const RegistryEvidence &registry = evidence.registry;
    return registry.manifest.ok() || registry.upload.start.ok()
        || (registry.manifest.status == 404 && registry.manifest.errorCode().contains("UNKNOWN"_L1));
}

bool tokenInvalid(const Evidence &evidence)
{
    return tokenRefused(evidence) && evidence.registry.withToken.challengeError() == "invalid_token"_L1 && !scopedTokenWorks(evidence);
}

bool registryWell(const Evidence &evidence)
{
    const RegistryEvidence &registry = evidence.registry;
    const auto given = [](const GrantEvidence &grant, const QString &action) { return !grant.asked || grant.opaque || grant.has(action); };
    const bool uploads = !registry.upload.tried
        || (registry.upload.start.ok() && registry.upload.locationProblem.isEmpty()
            && std::all_of(registry.upload.chunks.begin(), registry.upload.chunks.end(), [](const Answer &chunk) { return chunk.ok(); }));
    return credentialTaken(evidence) && signedIn(evidence) && given(registry.pull, u"pull"_s) && given(registry.push, u"push"_s) && uploads;
}

bool anonymousSuffices(const Evidence &evidence)
{
    const bool open = evidence.challenge.ping.last().status == 200 && evidence.challenge.schemes.isEmpty();
    return open
        || (!evidence.target.wantsPush() && evidence.registry.anonymousPull.asked && evidence.registry.anonymousPull.has(u"pull"_s));
}

bool pullRefused(const Evidence &evidence) { return refused(evidence.registry.pull, u"pull"_s); }

bool pushRefused(const Evidence &evidence) { return refused(evidence.registry.push, u"push"_s); }

bool pushHeldBack(const Evidence &evidence)
{
    return evidence.target.wantsPush() && evidence.isGitLab() && evidence.registry.push.notAsked == "repository-absent"_L1
        && evidence.gitlab.active;
}

bool hasScope(const Evidence &evidence, const QStringList &anyOf)
{
    return std::any_of(anyOf.begin(), anyOf.end(), [&evidence](const QString &scope) { return evidence.gitlab.scopes.contains(scope); });
}

std::optional<qint64> clockOffset(const Evidence &evidence, const QString &role)
{
    for (const ClockEvidence &clock : evidence.clocks) {
        if (clock.role == role)
            return clock.offsetSeconds;
    }
    return std::nullopt;
}

std::optional<qint64> thisClockAhead(const Evidence &evidence)
{
    QList<qint64> offsets;
    for (const ClockEvidence &clock : evidence.clocks) {
        if (clock.role != "daemon"_L1)
            offsets.append(clock.offsetSeconds);
    }
    if (offsets.isEmpty())
        return std::nullopt;
    std::sort(offsets.begin(), offsets.end());
    // Servers that do not agree among themselves say nothing about this machine.
    if (offsets.constLast() - offsets.constFirst() > 120)
        return std::nullopt;
    return -offsets.at(offsets.size() / 2);
}

QString nameOf(const HostEvidence &host)
{
    QUrl url;
    url.setScheme(host.scheme.isEmpty() ? u"https"_s : host.scheme);
    url.setHost(host.host);
    if (host.port > 0 && host.port < 65536)
        url.setPort(host.port);
    return hostAndPort(url);
}

bool isRealm(const HostEvidence &host) { return host.role == "realm"_L1; }

bool isLoopbackHost(const QString &host)
{
    return host == "localhost"_L1 || host.endsWith(".localhost"_L1) || QHostAddress(host).isLoopback();
}

bool isPrivateHost(const QString &host)
{
    if (isLoopbackHost(host))
        return true;
    const QHostAddress address(host);
    if (address.isNull())
        return !host.isEmpty() && !host.contains(u'.');
    static const QList<std::pair<QHostAddress, int>> inner = [] {
        QList<std::pair<QHostAddress, int>> nets;
        for (const char *net :
             { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10" })
            nets.append(QHostAddress::parseSubnet(QString::fromLatin1(net)));
        return nets;
    }();
    return std::any_of(inner.begin(), inner.end(), [&address](const auto &net) { return address.isInSubnet(net); });
}

bool isVendorHost(const QString &host)
{
    static const QStringList vendors { u"docker.io"_s,         u"docker.com"_s,     u"gitlab.com"_s, u"ghcr.io"_s,       u"github.com"_s,
                                       u"quay.io"_s,           u"gcr.io"_s,         u"pkg.dev"_s,     u"azurecr.io"_s,
                                       u"mcr.microsoft.com"_s, u"registry.k8s.io"_s };
    // The rest of amazonaws.com is other people's machines.
    const bool amazon = host.endsWith(".amazonaws.com"_L1) && (host.contains(".dkr.ecr."_L1) || host.contains("s3."_L1));
    return amazon || std::any_of(vendors.begin(), vendors.end(),
                       [&host](const QString &vendor) { return host == vendor || host.endsWith(u'.' + vendor); });
}

bool allConnects(const HostEvidence &host, const QStringList &outcomes)
{
    return !host.connects.isEmpty() && std::all_of(host.connects.begin(), host.connects.end(), [&outcomes](const ConnectEvidence &one) {
        return outcomes.contains(one.outcome);
    });
}

bool lacksIntermediate(const HostEvidence &host)
{
    const TlsEvidence &tls = host.tls;
    if (!tls.done() || tls.chainTrusted || tls.chain.isEmpty() || tls.chain.constLast().selfSigned)
        return false;
    if (tls.completeWithKnownIntermediate)
        return true;
    // A private authority may sign servers itself, and its root is not sent; a public one never does.
    static const QRegularExpression known(
        u"let's encrypt|digicert|sectigo|comodo|globalsign|godaddy|go daddy|google trust|amazon|entrust|geotrust|thawte|rapidssl|certum|"
        "buypass|zerossl|ssl\\.com|swisssign|quovadis|identrust|gandi|actalis|harica|telesec|d-trust"_s,
        QRegularExpression::CaseInsensitiveOption);
    const CertificateEvidence &last = tls.chain.constLast();
    return tls.chain.size() == 1 && (!last.caIssuersUrl.isEmpty() || known.match(last.issuerOrganization).hasMatch());
}

const CertificateEvidence *inspector(const HostEvidence &host)
{
    static const QRegularExpression products(
        u"zscaler|netskope|fortinet|fortigate|palo alto|blue ?coat|symantec web|sophos|cisco (umbrella|secure access)|opendns|forcepoint|"
        "websense|mcafee web|skyhigh|check ?point|kaspersky|eset ssl|bitdefender|avast|avg web|mitmproxy|squid|charles proxy|fiddler|burp|"
        "portswigger|barracuda|watchguard|sonicwall|menlo|iboss|\\bproxy\\b|inspect|intercept|decrypt|firewall|web gateway|secure web|\\bmitm\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    if (!host.tls.done() || host.tls.chain.isEmpty() || host.tls.chainTrusted || host.tls.completeWithKnownIntermediate)
        return nullptr;
    for (const CertificateEvidence &one : host.tls.chain) {
        if (products.match(one.issuer).hasMatch() || products.match(one.issuerOrganization).hasMatch())
            return &one;
    }
    return isVendorHost(host.host) && !lacksIntermediate(host) ? &host.tls.chain.constLast() : nullptr;
}

const ClientEvidence *clientInQuestion(const Evidence &evidence)
{
    const QString &failed = evidence.pasted.client;
    if (failed == "docker"_L1 || failed == "buildx"_L1)
        return evidence.client(u"docker"_s);
    if (failed == "podman"_L1 || failed == "skopeo"_L1)
        return evidence.client(u"podman"_s);
    if (const ClientEvidence *source = evidence.client(evidence.credential.from))
        return source;
    for (const QString &name : { u"docker"_s, u"podman"_s }) {
        const ClientEvidence *client = evidence.client(name);
        if (client && client->installed)
            return client;
    }
    return nullptr;
}

bool sendsNothing(const Evidence &evidence)
{
    const ClientEvidence *client = clientInQuestion(evidence);
    return client && !client->sent() && !anonymousSuffices(evidence);
}

const CredentialSource *brokenHelper(const Evidence &evidence)
{
    const ClientEvidence *client = clientInQuestion(evidence);
    if (!client)
        return nullptr;
    for (const CredentialSource &source : client->sources) {
        if (source.helper && source.helper->outcome != "found"_L1 && source.helper->outcome != "not-found"_L1
            && !source.helper->outcome.isEmpty())
            return &source;
        if (source.sent)
            return nullptr;
    }
    return nullptr;
}

QString helperTrouble(const Evidence &evidence)
{
    const CredentialSource *source = brokenHelper(evidence);
    if (!source)
        return {};
    const HelperRun &run = *source->helper;
    if (run.outcome == "missing"_L1 || run.outcome == "not-executable"_L1)
        return u"missing"_s;
    if (containsAny(
            run.said,
            { u"-25308"_s, u"interaction is not allowed"_s, u"is locked"_s, u"already exists in the keychain"_s, u"locked collection"_s }))
        return u"locked"_s;
    if (containsAny(run.said, { u"2560"_s, u"stub received bad data"_s, u"logon session does not exist"_s, u"too large"_s, u"too long"_s }))
        return u"too-large"_s;
    if (containsAny(run.said,
                    { u"D-Bus"_s, u"dbus"_s, u"org.freedesktop.secrets"_s, u"pass not initialized"_s, u"password store is empty"_s,
                      u"gpg"_s, u"DISPLAY"_s, u"secret service"_s, u"\"pass\": executable"_s }))
        return u"secret-service"_s;
    return u"other"_s;
}

QString pathOfClientFile(const Evidence &evidence)
{
    const ClientEvidence *client = clientInQuestion(evidence);
    if (client && !client->files.isEmpty())
        return client->files.constFirst().path;
    return client && client->client == "podman"_L1 ? u"${XDG_RUNTIME_DIR}/containers/auth.json"_s : u"~/.docker/config.json"_s;
}

DaemonSays daemonSays(const Evidence &evidence)
{
    const DaemonLoginEvidence &login = evidence.daemon.login;
    if (!login.made || login.ok())
        return DaemonSays::Nothing;
    const QString &said = login.said;
    static const QRegularExpression bareWord(
        u"/v2/\"?: (Forbidden|Service Unavailable|Bad Gateway|Gateway Timeout|Method Not Allowed|Not Found|Bad Request)\\.?$"_s);
    if (said.contains("proxyconnect"_L1))
        return DaemonSays::ProxyGone;
    if (said.contains("Proxy Authentication Required"_L1))
        return DaemonSays::ProxyWantsPassword;
    if (bareWord.match(said.trimmed()).hasMatch())
        return DaemonSays::ProxyRefuses;
    if (containsAny(said, { u"unknown authority"_s }))
        return DaemonSays::UnknownAuthority;
    if (containsAny(said, { u"expired or is not yet valid"_s }))
        return DaemonSays::BadDates;
    if (containsAny(said, { u"x509: certificate is valid for"_s, u"legacy Common Name"_s, u"IP SANs"_s, u"not valid for any names"_s }))
        return DaemonSays::WrongName;
    if (containsAny(said, { u"no such host"_s, u"server misbehaving"_s, u"dial tcp: lookup"_s }))
        return DaemonSays::NoSuchName;
    if (containsAny(said, { u"HTTP response to HTTPS client"_s, u"does not look like a TLS handshake"_s }))
        return DaemonSays::PlainHttp;
    if (containsAny(said, { u"connection refused"_s }))
        return DaemonSays::Refused;
    if (containsAny(said, { u"no route to host"_s, u"network is unreachable"_s }))
        return DaemonSays::NoRoute;
    if (containsAny(said, { u"timeout"_s, u"timed out"_s, u"deadline exceeded"_s, u"request canceled"_s }))
        return DaemonSays::Timeout;
    if (login.status == 401 || containsAny(said, { u"unauthorized"_s, u"denied"_s, u"401"_s }))
        return DaemonSays::Unauthorized;
    return DaemonSays::Other;
}

} // namespace wharf::diagnosis::causes
