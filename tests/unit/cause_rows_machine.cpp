#include "cause_rows.h"
#include "evidence_samples.h"

using namespace Qt::StringLiterals;

namespace wharf::diagnosis::samples {

namespace {

Evidence helper(const QString &outcome, const QString &said = {}, const QString &name = u"desktop"_s)
{
    Evidence evidence = clientWithout();
    CredentialSource source;
    source.kind = u"credentials-store"_s;
    source.where = u"/home/jo/.docker/config.json"_s;
    source.key = u"registry.example.com"_s;
    HelperRun run;
    run.name = name;
    run.outcome = outcome;
    run.exitStatus = 1;
    run.said = said;
    source.helper = run;
    evidence.clients.first().sources.prepend(source);
    return evidence;
}

Evidence pasted(Evidence evidence, const QString &client, const QString &line)
{
    evidence.pasted.given = true;
    evidence.pasted.client = client;
    evidence.pasted.line = line;
    return evidence;
}

Trial refusal() { return trial(answer(u"https://gitlab.example.com/jwt/auth"_s, 401, u"UNAUTHORIZED"_s, u"HTTP Basic: Access denied"_s)); }

} // namespace

QList<CauseRow> machineRows()
{
    QList<CauseRow> rows;
    // What the client would send.
    rows += { "Docker was denied, and has nothing to send",
              pasted(clientWithout(), u"docker"_s, u"denied: access forbidden"_s),
              "client-sent-no-credential",
              {},
              { u"token-lacks-registry-scope"_s, u"credential-for-other-host"_s } };
    rows +=
        { "an account that Docker was not given", clientWithout(), "client-sent-no-credential", {}, { u"credential-helper-missing"_s } };
    rows += { "a credential typed for this run alone",
              with(clientWithout(), [](Evidence &e) { e.credential.from = u"standard-input"_s; }),
              "healthy",
              { u"client-sent-no-credential"_s },
              {} };
    rows += { "the helper is gone",
              helper(u"missing"_s),
              "credential-helper-missing",
              {},
              { u"client-sent-no-credential"_s, u"credential-helper-failing"_s } };
    rows += { "credsStore misspelt",
              with(clientWithout(), [](Evidence &e) { e.clients.first().files.first().odd = { u"credSstore"_s }; }),
              "credential-helper-missing",
              {},
              { u"client-configuration-unreadable"_s } };
    rows += { "the helper finds nothing, which is no fault",
              helper(u"not-found"_s),
              "client-sent-no-credential",
              {},
              { u"credential-helper-failing"_s, u"credential-helper-missing"_s, u"keychain-locked"_s } };
    rows += { "the helper crashes",
              helper(u"failed"_s, u"panic: runtime error"_s),
              "credential-helper-failing",
              {},
              { u"secret-service-unavailable"_s, u"keychain-locked"_s, u"credential-too-large"_s } };
    rows += { "the helper hangs", helper(u"timeout"_s), "credential-helper-failing", {}, { u"client-sent-no-credential"_s } };
    rows += { "no session bus",
              helper(u"failed"_s, u"Cannot autolaunch D-Bus without X11 $DISPLAY"_s, u"secretservice"_s),
              "secret-service-unavailable",
              {},
              { u"credential-helper-failing"_s } };
    rows += { "pass was never set up",
              helper(u"failed"_s, u"pass not initialized: exec: \"pass\": executable file not found in $PATH"_s, u"pass"_s),
              "secret-service-unavailable",
              {},
              { u"credential-helper-missing"_s } };
    rows += { "the mac's keychain is locked",
              helper(u"failed"_s, u"User interaction is not allowed. (-25308)"_s, u"osxkeychain"_s),
              "keychain-locked",
              {},
              { u"secret-service-unavailable"_s, u"credential-too-large"_s } };
    rows += { "no logon session on Windows",
              helper(u"failed"_s, u"A specified logon session does not exist. It may already have been terminated."_s, u"wincred"_s),
              "credential-too-large",
              {},
              { u"keychain-locked"_s } };
    rows += { "another spelling of the host",
              with(clientWithout(), [](Evidence &e) { e.clients.first().nearKeys = { u"https://registry.example.com/v2/"_s }; }),
              "credential-key-mismatch",
              {},
              { u"credential-for-other-host"_s, u"client-sent-no-credential"_s } };
    rows += { "signed in at another port",
              with(clientWithout(),
                   [](Evidence &e) {
                       e.clients.first().nearHosts = { u"registry.example.com:5050"_s };
                       e.credential.from = u"standard-input"_s;
                   }),
              "credential-for-other-host",
              {},
              { u"credential-key-mismatch"_s, u"server-address-wrong"_s } };
    rows += { "sudo reads another file",
              with(clientWithout(),
                   [](Evidence &e) {
                       e.otherHomes = { { u"jo"_s, u"/home/jo/.docker/config.json"_s, u"sudo"_s } };
                   }),
              "other-users-configuration",
              {},
              { u"client-sent-no-credential"_s } };
    rows += { "another home does not matter to who is signed in",
              with(gitlab(),
                   [](Evidence &e) {
                       e.otherHomes = { { u"root"_s, u"/root/.docker/config.json"_s, u"root"_s } };
                   }),
              "healthy",
              {},
              { u"other-users-configuration"_s } };
    rows += { "an auth that is none",
              with(clientWithout(), [](Evidence &e) { e.clients.first().files.first().state = u"broken-entry"_s; }),
              "client-configuration-unreadable",
              {},
              { u"other-users-configuration"_s, u"client-sent-no-credential"_s } };
    rows += { "an old sign-in goes out first",
              with(gitlab(),
                   [](Evidence &e) {
                       e.clients.first().sources.first().sameAsExamined = false;
                       e.clients.first().trial = refusal();
                   }),
              "stale-stored-credential",
              {},
              { u"credential-rejected"_s, u"credential-key-mismatch"_s } };
    rows += { "a public image, and an old password",
              with(anonymousPull(),
                   [](Evidence &e) {
                       e.credential.given = true;
                       e.credential.from = u"docker"_s;
                       e.experiment.real = refusal();
                       e.experiment.wrong = refusal();
                       e.registry.token = {};
                       e.registry.withToken = {};
                       e.clients = gitlab().clients;
                   }),
              "stale-stored-credential",
              {},
              { u"credential-rejected"_s, u"stored-credential-expired"_s } };
    rows += { "another sign-in that works as well",
              with(gitlab(),
                   [](Evidence &e) {
                       e.clients.first().sources.first().sameAsExamined = false;
                       e.clients.first().trial = e.experiment.real;
                   }),
              "healthy",
              {},
              { u"stale-stored-credential"_s } };
    rows += { "a private image and nobody signed in",
              with(anonymousPull(),
                   [](Evidence &e) {
                       e.experiment.anonymous = e.registry.anonymousPull.trial = trial(
                           answer(u"https://gitlab.example.com/jwt/auth"_s, 403, u"DENIED"_s, u"access forbidden"_s));
                       e.registry.anonymousPull.granted.clear();
                       e.registry.token = {};
                       e.registry.withToken = {};
                       e.registry.manifest = {};
                   }),
              "client-sent-no-credential",
              {},
              { u"no-permission-on-repository"_s, u"token-lacks-registry-scope"_s } };
    rows += { "a private image asked for as nobody",
              with(anonymousPull(),
                   [](Evidence &e) {
                       e.credential.from = u"anonymous"_s;
                       e.registry.anonymousPull.granted.clear();
                   }),
              "no-permission-on-repository",
              {},
              { u"client-sent-no-credential"_s } };
    rows += { "a name without a dot goes to Hub",
              with(gitlab(),
                   [](Evidence &e) {
                       e.target.typed = u"mhcpoccr/app:1"_s;
                       e.target.registry = u"docker.io"_s;
                       e.target.repository = u"mhcpoccr/app"_s;
                       e.challenge.service = u"registry.docker.io"_s;
                       e.challenge.realmUrl = u"https://auth.docker.io/token"_s;
                       e.registry.push.granted = { u"pull"_s };
                       e.registry.upload = {};
                       e.gitlab = {};
                       e.clients.first().files.first().hosts = { u"mhcpoccr.azurecr.io"_s };
                   }),
              "no-permission-on-repository",
              { u"server-address-wrong"_s },
              { u"credential-for-other-host"_s } };

    // The daemon.
    rows += { "no daemon at its socket",
              with(noDaemon(),
                   [](Evidence &e) {
                       e.daemon.state = u"absent"_s;
                       e.daemon.endpoint = u"unix:///home/jo/.docker/desktop/docker.sock"_s;
                       e.daemon.otherEndpoint = u"unix:///var/run/docker.sock"_s;
                   }),
              "daemon-unreachable",
              {},
              { u"daemon-disagrees"_s } };
    rows += { "no daemon and Podman alone",
              with(podmanOnly(), [](Evidence &e) { e.daemon.state = u"absent"_s; }),
              "healthy",
              {},
              { u"daemon-unreachable"_s } };
    rows += { "the daemon cannot get through, and nobody knows why",
              daemonSaying(u"unexpected EOF"_s),
              "daemon-disagrees",
              {},
              { u"daemon-proxy-wrong"_s, u"dns-differs"_s, u"private-ca-not-trusted"_s } };
    rows += { "the daemon does not know the authority",
              daemonSaying(u"Get \"https://registry.example.com/v2/\": x509: certificate signed by unknown authority"_s),
              "private-ca-not-trusted",
              {},
              { u"daemon-disagrees"_s, u"builder-has-own-configuration"_s } };
    rows += { "the daemon's name server does not know it",
              daemonSaying(u"dial tcp: lookup registry.example.com on 192.168.65.3:53: no such host"_s),
              "dns-differs",
              {},
              { u"daemon-disagrees"_s, u"daemon-proxy-wrong"_s } };
    rows += { "the daemon's proxy is gone",
              with(daemonSaying(u"proxyconnect tcp: dial tcp: lookup proxy.example.com: no such host"_s),
                   [](Evidence &e) { e.daemon.httpsProxy = u"http://proxy.example.com:3128"_s; }),
              "daemon-proxy-wrong",
              {},
              { u"dns-differs"_s, u"daemon-disagrees"_s, u"proxy-refuses"_s } };
    rows += { "a bare word from the daemon's proxy",
              daemonSaying(u"Get \"https://registry.example.com/v2/\": Forbidden"_s),
              "daemon-proxy-wrong",
              {},
              { u"rate-limited-or-banned"_s, u"proxy-refuses"_s } };
    rows += { "the daemon's proxy wants a password",
              daemonSaying(u"Get \"https://registry.example.com/v2/\": Proxy Authentication Required"_s),
              "proxy-refuses",
              {},
              { u"daemon-proxy-wrong"_s } };
    rows += { "the daemon's clock stood still",
              with(daemonSaying(u"x509: certificate has expired or is not yet valid"_s),
                   [](Evidence &e) { e.daemon.clockOffsetSeconds = -86400 * 40; }),
              "daemon-clock-wrong",
              {},
              { u"client-clock-wrong"_s, u"certificate-expired"_s, u"daemon-disagrees"_s } };
    rows += { "plain HTTP, and not on the list",
              daemonSaying(u"Get \"https://registry.example.com/v2/\": http: server gave HTTP response to HTTPS client"_s),
              "plain-http-registry",
              {},
              { u"insecure-fallback-masks-error"_s } };
    rows += { "on the insecure list, and the message is about http",
              with(daemonSaying(u"Get \"http://registry.example.com/v2/\": read: connection reset by peer"_s),
                   [](Evidence &e) { e.daemon.insecure = true; }),
              "insecure-fallback-masks-error",
              {},
              { u"plain-http-registry"_s, u"daemon-disagrees"_s } };
    rows += { "on the insecure list, and the password is wrong",
              with(refusedToken(),
                   [](Evidence &e) {
                       e.daemon.insecure = true;
                       e.daemon.login.said = u"http: server gave HTTP response to HTTPS client"_s;
                   }),
              "credential-rejected",
              { u"insecure-fallback-masks-error"_s },
              { u"plain-http-registry"_s } };
    rows += { "the builder has an authority list of its own",
              with(pasted(gitlab(), u"buildx"_s, u"failed to fetch anonymous token: x509: certificate signed by unknown authority"_s),
                   [](Evidence &e) {
                       BuilderEvidence builder;
                       builder.name = u"ci"_s;
                       builder.driver = u"docker-container"_s;
                       builder.current = true;
                       e.daemon.builders = { builder };
                   }),
              "builder-has-own-configuration",
              {},
              { u"private-ca-not-trusted"_s } };
    rows += { "the daemon drops the header, this machine does not",
              daemonSaying(u"denied: access forbidden"_s),
              "daemon-disagrees",
              {},
              { u"realm-redirect-loses-authorization"_s } };
    return rows;
}

} // namespace wharf::diagnosis::samples
