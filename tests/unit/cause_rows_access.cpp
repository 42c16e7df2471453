#include "cause_rows.h"
#include "evidence_samples.h"

using namespace Qt::StringLiterals;

namespace wharf::diagnosis::samples {

namespace {

const QString realm = u"https://gitlab.example.com/jwt/auth"_s;

// What a run has after the realm gave nothing.
Evidence noToken(Evidence evidence)
{
    evidence.registry = {};
    evidence.gitlab = {};
    evidence.daemon.login.status = 500;
    evidence.daemon.login.said = u"denied: access forbidden"_s;
    return evidence;
}

Evidence realmSays(const Answer &everybody)
{
    Evidence evidence = noToken(gitlab());
    for (Trial *one : { &evidence.experiment.anonymous, &evidence.experiment.wrong, &evidence.experiment.real })
        *one = trial(everybody);
    return evidence;
}

Evidence realSays(const Answer &answer)
{
    Evidence evidence = noToken(gitlab());
    evidence.experiment.real = trial(answer);
    return evidence;
}

Evidence granted(const QStringList &pull, const QStringList &push)
{
    Evidence evidence = gitlab();
    evidence.registry.pull.granted = pull;
    evidence.registry.push.granted = push;
    evidence.registry.upload = {};
    if (pull.isEmpty())
        evidence.registry.manifest = {};
    return evidence;
}

const Answer forbidden = answer(realm, 403, u"DENIED"_s, u"access forbidden"_s);
const Answer denied = answer(realm, 401, u"UNAUTHORIZED"_s, u"HTTP Basic: Access denied"_s);

Answer text(int status, const QString &body)
{
    Answer one = answer(realm, status);
    one.headers.insert(u"content-type"_s, u"text/plain"_s);
    one.body = body;
    return one;
}

Answer tooMany()
{
    Answer one = text(403, {});
    one.headers.insert(u"retry-after"_s, u"3600"_s);
    return one;
}

} // namespace

QList<CauseRow> accessRows()
{
    QList<CauseRow> rows;
    // The three-way experiment.
    rows += { "all three alike",
              realmSays(forbidden),
              "authorization-header-stripped",
              {},
              { u"token-lacks-registry-scope"_s, u"client-sent-no-credential"_s, u"realm-redirect-loses-authorization"_s } };
    rows += { "only the real one is forbidden",
              realSays(forbidden),
              "token-lacks-registry-scope",
              {},
              { u"authorization-header-stripped"_s, u"external-authorization"_s, u"rate-limited-or-banned"_s, u"network-access-list"_s } };
    rows += { "GitLab lists no registry scope",
              with(realSays(forbidden), [](Evidence &e) { e.gitlab.scopes = { u"read_user"_s }; }),
              "token-lacks-registry-scope",
              {},
              { u"external-authorization"_s } };
    rows += { "GitLab lists the right scopes and forbids",
              with(realSays(forbidden),
                   [](Evidence &e) {
                       e.gitlab.scopes = { u"read_registry"_s, u"write_registry"_s };
                   }),
              "external-authorization",
              {},
              { u"token-lacks-registry-scope"_s } };
    rows += { "a ban in plain text",
              realSays(text(403, u"Too many failed authentication attempts from this IP"_s)),
              "rate-limited-or-banned",
              {},
              { u"token-lacks-registry-scope"_s, u"authorization-header-stripped"_s } };
    rows += { "a ban of Rack::Attack for everybody",
              realmSays(text(403, u"Forbidden\n"_s)),
              "rate-limited-or-banned",
              {},
              { u"authorization-header-stripped"_s } };
    rows += { "one user from too many addresses", realSays(tooMany()), "rate-limited-or-banned", {}, { u"token-lacks-registry-scope"_s } };
    rows += { "429", realSays(text(429, u"Retry later\n"_s)), "rate-limited-or-banned", {}, { u"credential-rejected"_s } };
    rows += { "anonymous tokens for everybody after the header was lost",
              with(noToken(realmElsewhere(u"https://auth.example.com/token"_s)),
                   [](Evidence &e) {
                       e.challenge.service = u"registry"_s;
                       Answer token = answer(u"https://auth.example.com/token"_s, 200);
                       token.body = u"{\"token\":\"…\"}"_s;
                       for (Trial *one : { &e.experiment.anonymous, &e.experiment.wrong, &e.experiment.real })
                           *one = trial(token);
                       e.registry.token.issued = true;
                       e.registry.token.opaque = true;
                       e.registry.withToken = answer(u"https://registry.example.com/v2/"_s, 200);
                   }),
              "authorization-header-stripped",
              {},
              { u"no-permission-on-repository"_s } };
    rows += { "CloudFront answers a Basic registry's 401 from its cache",
              with(basic(),
                   [](Evidence &e) {
                       Answer cached = e.experiment.anonymous.last();
                       cached.headers.insert(u"via"_s, u"1.1 abc.cloudfront.net (CloudFront)"_s);
                       cached.headers.insert(u"age"_s, u"12"_s);
                       e.experiment.anonymous = e.experiment.wrong = e.experiment.real = trial(cached);
                       e.registry = {};
                       e.daemon.login = {};
                   }),
              "authorization-header-stripped",
              {},
              { u"credential-rejected"_s } };

    // Redirects of the realm.
    const QString http = u"http://gitlab.example.com/jwt/auth"_s;
    rows += { "http leads to https on the same host, and nobody arrives",
              with(realmSays(forbidden),
                   [&](Evidence &e) {
                       e.challenge.realm = e.challenge.realmUrl = http;
                       e.experiment.anonymous = e.experiment.wrong = e.experiment.real = redirected(http, realm, forbidden);
                       e.experiment.realAtTarget = trial(answer(realm, 200));
                   }),
              "realm-redirect-loses-authorization",
              {},
              { u"authorization-header-stripped"_s, u"realm-in-clear-text"_s, u"realm-redirects-to-other-host"_s } };
    rows += { "http leads to https, the header is carried along here",
              with(gitlab(),
                   [&](Evidence &e) {
                       e.challenge.realm = e.challenge.realmUrl = http;
                       e.experiment.anonymous = redirected(http, realm, forbidden);
                       e.experiment.wrong = redirected(http, realm, denied);
                       e.experiment.real = redirected(http, realm, e.experiment.real.last());
                       e.daemon.goVersion = u"go1.19.8"_s;
                       e.daemon.login.status = 500;
                       e.daemon.login.said = u"denied: access forbidden"_s;
                   }),
              "realm-redirect-loses-authorization",
              {},
              { u"daemon-disagrees"_s, u"realm-in-clear-text"_s } };
    rows += { "http leads to https, and this daemon keeps the header",
              with(gitlab(),
                   [&](Evidence &e) {
                       e.challenge.realm = e.challenge.realmUrl = http;
                       e.experiment.anonymous = redirected(http, realm, forbidden);
                       e.experiment.wrong = redirected(http, realm, denied);
                       e.experiment.real = redirected(http, realm, e.experiment.real.last());
                   }),
              "realm-redirect-loses-authorization",
              {},
              { u"realm-in-clear-text"_s } };
    rows += { "the header is lost behind the redirect as well",
              with(realmSays(forbidden),
                   [&](Evidence &e) {
                       e.experiment.anonymous = e.experiment.wrong = e.experiment.real = redirected(http, realm, forbidden);
                       e.experiment.realAtTarget = trial(forbidden);
                   }),
              "authorization-header-stripped",
              {},
              { u"realm-redirect-loses-authorization"_s } };
    rows += { "the realm leads to another host",
              with(realmSays(forbidden),
                   [&](Evidence &e) {
                       Trial away = redirected(realm, u"https://sso.example.org/token"_s, forbidden);
                       away.hops.removeLast();
                       away.stoppedAtForeignOrigin = true;
                       e.experiment.anonymous = e.experiment.wrong = e.experiment.real = away;
                   }),
              "realm-redirects-to-other-host",
              {},
              { u"realm-redirect-loses-authorization"_s, u"authorization-header-stripped"_s } };
    rows += { "a path redirect within the origin does no harm",
              with(gitlab(),
                   [&](Evidence &e) {
                       for (Trial *one : { &e.experiment.anonymous, &e.experiment.wrong, &e.experiment.real })
                           *one = redirected(realm, realm + u'/', one->last());
                   }),
              "healthy",
              {},
              { u"realm-redirect-loses-authorization"_s } };
    rows += { "/v2 leads to /v2/",
              with(gitlab(),
                   [](Evidence &e) {
                       e.challenge.ping = redirected(u"https://registry.example.com/v2"_s, u"https://registry.example.com/v2/"_s,
                                                     e.challenge.ping.last());
                   }),
              "healthy",
              { u"harmless-redirect"_s },
              { u"realm-redirect-loses-authorization"_s } };
    rows += { "the realm is http and answers there",
              with(gitlab(), [&](Evidence &e) { e.challenge.realm = e.challenge.realmUrl = http; }),
              "realm-in-clear-text",
              {},
              { u"realm-redirect-loses-authorization"_s, u"harmless-redirect"_s } };

    // The realm itself.
    rows += { "localhost as realm",
              with(noToken(realmElsewhere(u"http://localhost:8080/api/auth"_s)),
                   [](Evidence &e) {
                       e.hosts[1].connects = { { u"127.0.0.1"_s, u"refused"_s, 0 } };
                       e.hosts[1].tls = {};
                       e.experiment = {};
                   }),
              "realm-unreachable",
              {},
              { u"realm-wrong-port"_s, u"connection-refused"_s, u"realm-in-clear-text"_s } };
    rows += { "a container's name as realm",
              with(noToken(realmElsewhere(u"http://docker-auth/token"_s)),
                   [](Evidence &e) {
                       e.hosts[1].name.problem = u"not-found"_s;
                       e.hosts[1].connects.clear();
                       e.hosts[1].tls = {};
                       e.experiment = {};
                   }),
              "realm-unreachable",
              {},
              { u"dns-differs"_s } };
    rows += { "the realm forgot the registry's port",
              with(noToken(realmElsewhere(u"https://registry.example.com/v2/token"_s)),
                   [](Evidence &e) {
                       e.challenge.api = u"https://registry.example.com:8443"_s;
                       e.hosts[1].connects.first().outcome = u"timeout"_s;
                       e.hosts[1].tls = {};
                       e.experiment = {};
                   }),
              "realm-wrong-port",
              {},
              { u"realm-unreachable"_s } };
    rows += { "the same host answers on its own port",
              with(noToken(realmElsewhere(u"https://auth.example.com:9443/token"_s)),
                   [](Evidence &e) {
                       e.hosts[1].connects.first().outcome = u"refused"_s;
                       e.hosts[1].tls = {};
                       e.hosts[1].defaultPortAnswers = true;
                       e.experiment = {};
                   }),
              "realm-wrong-port",
              {},
              { u"realm-unreachable"_s } };
    rows += { "the realm is a path alone",
              with(noToken(gitlab()),
                   [](Evidence &e) {
                       e.challenge.realm = u"/jwt/auth"_s;
                       e.challenge.realmUrl.clear();
                       e.challenge.realmProblem = u"relative"_s;
                       e.experiment = {};
                   }),
              "realm-malformed",
              {},
              { u"realm-unreachable"_s, u"unknown-service"_s } };
    rows += { "autoredirect leads to the registry's own /auth/token",
              with(realmSays(answer(u"https://registry.example.com/auth/token"_s, 404)),
                   [](Evidence &e) {
                       e.challenge.realm = e.challenge.realmUrl = u"https://registry.example.com/auth/token"_s;
                       e.challenge.realmProblem = u"autoredirect"_s;
                   }),
              "realm-malformed",
              {},
              { u"unknown-service"_s, u"realm-answers-html"_s } };
    rows += { "two slashes that do no harm",
              with(gitlab(), [](Evidence &e) { e.challenge.realmProblem = u"double-slash"_s; }),
              "healthy",
              {},
              { u"realm-malformed"_s } };
    rows += { "a page instead of a token",
              realmSays(page(realm, 200, u"<html><h1>Welcome</h1></html>"_s)),
              "realm-answers-html",
              {},
              { u"login-portal-in-front"_s, u"realm-failing"_s, u"authorization-header-stripped"_s } };
    rows += { "a bot wall instead of a token",
              realmSays(page(realm, 200, u"<html>Making sure you&#39;re not a bot!</html>"_s)),
              "login-portal-in-front",
              {},
              { u"realm-answers-html"_s } };
    rows += { "a page with 500",
              realmSays(page(realm, 500, u"<html><form action=login></form></html>"_s)),
              "realm-failing",
              {},
              { u"login-portal-in-front"_s, u"realm-answers-html"_s } };
    rows += { "the realm takes the connection and is silent",
              realmSays(silence(realm, Kind::Timeout)),
              "realm-failing",
              {},
              { u"realm-unreachable"_s, u"timeout"_s } };
    rows += { "GitLab's registry is switched off",
              realmSays(answer(realm, 404, u"UNAVAILABLE"_s, u"registry not enabled"_s)),
              "registry-disabled",
              {},
              { u"unknown-service"_s, u"realm-answers-html"_s } };
    rows += { "a service GitLab does not know",
              with(realmSays(answer(realm, 404)), [](Evidence &e) { e.challenge.service = u"my-registry"_s; }),
              "unknown-service",
              {},
              { u"registry-disabled"_s, u"realm-answers-html"_s } };

    // The door.
    rows += { "a portal before the registry",
              with(noToken(gitlab()),
                   [](Evidence &e) {
                       Answer hop = answer(u"https://registry.example.com/v2/"_s, 302);
                       hop.headers.insert(u"location"_s, u"https://sso.example.com/login?rd=…"_s);
                       e.challenge.ping = trial(hop);
                       e.challenge.schemes.clear();
                       e.experiment = {};
                   }),
              "login-portal-in-front",
              {},
              { u"not-a-registry"_s } };
    rows += { "nobody is asked for a password",
              with(basic(),
                   [](Evidence &e) {
                       e.challenge.ping = trial(e.registry.withToken);
                       e.challenge.schemes.clear();
                       e.experiment = {};
                   }),
              "registry-not-challenged",
              {},
              { u"healthy"_s, u"not-a-registry"_s } };
    rows += { "an open door, closed rooms",
              with(basic(),
                   [](Evidence &e) {
                       e.challenge.ping = trial(e.registry.withToken);
                       e.challenge.schemes.clear();
                       e.experiment = {};
                       e.registry.upload.start = answer(u"https://registry.example.com/v2/group/app/blobs/uploads/"_s, 401,
                                                        u"UNAUTHORIZED"_s, u"authentication required"_s);
                   }),
              "registry-not-challenged",
              {},
              { u"no-permission-on-repository"_s } };
    rows += { "the proxy's Basic before the registry's Bearer",
              with(noToken(gitlab()),
                   [](Evidence &e) {
                       e.challenge.schemes = { u"basic"_s };
                       e.challenge.schemesWithBasic = { u"bearer"_s };
                       e.experiment = {};
                   }),
              "two-authentications-on-one-header",
              {},
              { u"credential-rejected"_s, u"bearer-stripped-at-registry"_s } };
    rows += { "the networks that may come in",
              with(noToken(gitlab()),
                   [](Evidence &e) {
                       e.experiment.real = e.experiment.wrong = e.experiment.anonymous = trial(
                           answer(realm, 403, u"DENIED"_s, u"client with IP '203.0.113.5' is not allowed access"_s));
                   }),
              "network-access-list",
              {},
              { u"token-lacks-registry-scope"_s, u"rate-limited-or-banned"_s } };

    // What the registry does with the token.
    rows += { "the token does not arrive at the registry",
              with(invalidToken(), [](Evidence &e) { e.registry.withToken = e.challenge.ping.last(); }),
              "bearer-stripped-at-registry",
              {},
              { u"token-key-untrusted"_s, u"authorization-header-stripped"_s, u"two-authentications-on-one-header"_s } };
    rows += { "a key nobody trusts",
              invalidToken(),
              "token-key-untrusted",
              {},
              { u"server-clock-skew"_s, u"token-issuer-mismatch"_s, u"token-key-id-format"_s, u"token-audience-mismatch"_s,
                u"bearer-stripped-at-registry"_s, u"unscoped-token-refused"_s, u"registry-product-setting"_s } };
    rows += { "a key's thumbprint before a 2.x registry",
              with(invalidToken(), [](Evidence &e) { e.registry.token.keyId = u"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"_s; }),
              "token-key-id-format",
              {},
              { u"token-key-untrusted"_s } };
    rows += { "no issuer",
              with(invalidToken(), [](Evidence &e) { e.registry.token.issuer.clear(); }),
              "token-issuer-mismatch",
              {},
              { u"token-key-untrusted"_s } };
    rows += { "the sample's issuer",
              with(invalidToken(), [](Evidence &e) { e.registry.token.issuer = u"Acme auth server"_s; }),
              "token-issuer-mismatch",
              {},
              { u"token-key-untrusted"_s } };
    rows += { "made out to another",
              with(invalidToken(), [](Evidence &e) { e.registry.token.audience = { u"other"_s }; }),
              "token-audience-mismatch",
              {},
              { u"token-issuer-mismatch"_s, u"token-key-untrusted"_s } };
    rows += { "the realm's clock is ahead",
              with(invalidToken(),
                   [](Evidence &e) {
                       e.clocks[1].offsetSeconds = 180;
                       e.registry.token.notBefore = e.registry.token.notBefore.addSecs(180);
                       e.registry.token.expires = e.registry.token.expires.addSecs(180);
                   }),
              "server-clock-skew",
              {},
              { u"token-key-untrusted"_s, u"client-clock-wrong"_s } };
    rows += { "half a minute is within the leeway",
              with(invalidToken(),
                   [](Evidence &e) {
                       e.clocks[1].offsetSeconds = 30;
                       e.registry.token.notBefore = e.registry.token.notBefore.addSecs(30);
                   }),
              "token-key-untrusted",
              {},
              { u"server-clock-skew"_s } };
    rows += { "a token without scope is refused, one with is not",
              with(gitlab(),
                   [](Evidence &e) {
                       e.registry.withToken = invalidToken().registry.withToken;
                       e.daemon.login = {};
                   }),
              "unscoped-token-refused",
              {},
              { u"token-key-untrusted"_s, u"bearer-stripped-at-registry"_s } };
    rows += { "Nexus without its bearer realm",
              with(invalidToken(), [](Evidence &e) { e.registry.withToken.headers.insert(u"server"_s, u"Nexus/3.68.1-02 (OSS)"_s); }),
              "registry-product-setting",
              {},
              { u"token-key-untrusted"_s } };

    // A 401 for the real credential.
    rows += { "a token GitLab does not know",
              refusedToken(),
              "credential-rejected",
              {},
              { u"stored-credential-expired"_s, u"wrong-kind-of-secret"_s, u"credential-mangled"_s, u"password-file-hash"_s,
                u"deploy-token-user-name"_s, u"job-token-finished"_s, u"client-sent-no-credential"_s, u"stale-stored-credential"_s } };
    rows += { "a wrong password at a Basic registry",
              with(basic(),
                   [](Evidence &e) {
                       e.experiment.real = e.experiment.wrong;
                       e.registry = {};
                       e.daemon.login = {};
                   }),
              "credential-rejected",
              { u"password-file-hash"_s },
              { u"wrong-kind-of-secret"_s, u"authorization-header-stripped"_s } };
    rows += { "the REST API says expired",
              with(refusedToken(),
                   [](Evidence &e) {
                       e.gitlab.asked = true;
                       e.gitlab.failure = Failure { Stage::GitLab, Kind::Unauthorized, 401, {}, u"expired"_s, 0, {} };
                   }),
              "stored-credential-expired",
              {},
              { u"credential-rejected"_s, u"token-expires-during-push"_s } };
    rows += { "a password where a token is needed",
              with(refusedToken(), [](Evidence &e) { e.credential.kind = u"password"_s; }),
              "wrong-kind-of-secret",
              {},
              { u"credential-rejected"_s } };
    rows += { "a runner's token",
              with(refusedToken(),
                   [](Evidence &e) {
                       e.credential.kind = u"not-for-registries"_s;
                       e.credential.prefix = u"glrt-"_s;
                   }),
              "wrong-kind-of-secret",
              {},
              { u"token-lacks-registry-scope"_s } };
    rows += { "a deploy token as jo",
              with(refusedToken(), [](Evidence &e) { e.credential.kind = u"deploy-token"_s; }),
              "deploy-token-user-name",
              {},
              { u"credential-rejected"_s } };
    rows += { "a deploy token under a name like its own",
              with(refusedToken(),
                   [](Evidence &e) {
                       e.credential.kind = u"deploy-token"_s;
                       e.credential.userName = u"gitlab+deploy-token-7"_s;
                   }),
              "credential-rejected",
              {},
              { u"deploy-token-user-name"_s } };
    rows += { "the job is over",
              with(refusedToken(),
                   [](Evidence &e) {
                       e.credential.kind = u"ci-job-token"_s;
                       e.credential.userName = e.credential.requiredUserName = u"gitlab-ci-token"_s;
                       e.gitlab.jobStatus = u"success"_s;
                   }),
              "job-token-finished",
              {},
              { u"stored-credential-expired"_s, u"credential-rejected"_s } };
    rows += { "half a token",
              with(refusedToken(), [](Evidence &e) { e.credential.checksumWrong = true; }),
              "credential-mangled",
              {},
              { u"credential-rejected"_s } };
    rows += { "a line end after the token",
              with(refusedToken(), [](Evidence &e) { e.credential.mangled = true; }),
              "credential-mangled",
              {},
              { u"credential-encoding"_s } };
    rows += { "a colon in the user name",
              with(refusedToken(),
                   [](Evidence &e) {
                       e.credential.colonInUserName = true;
                       e.credential.kind = u"password"_s;
                   }),
              "credential-encoding",
              {},
              { u"credential-mangled"_s } };

    // Grants.
    rows += { "write without read",
              granted({}, { u"push"_s }),
              "push-needs-read-too",
              {},
              { u"no-permission-on-repository"_s, u"token-lacks-registry-scope"_s } };
    rows += { "a reporter",
              granted({ u"pull"_s }, { u"pull"_s }),
              "no-permission-on-repository",
              { u"maintenance-mode"_s },
              { u"push-needs-read-too"_s, u"token-lacks-registry-scope"_s, u"granular-token-cannot-push"_s } };
    const auto heldBack = [](const QStringList &scopes) {
        return with(granted({ u"pull"_s }, {}), [scopes](Evidence &e) {
            e.gitlab.active = true;
            e.gitlab.scopes = scopes;
            e.registry.push = {};
            e.registry.push.notAsked = u"repository-absent"_s;
            e.registry.repositoryExists = false;
            e.registry.upload = {};
            e.registry.upload.notTried = u"repository-absent"_s;
        });
    };
    rows += { "read_registry alone, and a repository that is not there yet", heldBack({ u"read_registry"_s }), "token-lacks-registry-scope", {}, {} };
    rows += { "write_registry alone, and a repository that is not there yet", heldBack({ u"write_registry"_s }), "push-needs-read-too", {}, {} };
    rows += { "both scopes, and a repository that is not there yet", heldBack({ u"read_registry"_s, u"write_registry"_s }), "healthy", {}, {} };
    rows += { "read_registry alone",
              with(granted({ u"pull"_s }, { u"pull"_s }), [](Evidence &e) { e.gitlab.scopes = { u"read_registry"_s }; }),
              "token-lacks-registry-scope",
              {},
              { u"no-permission-on-repository"_s, u"maintenance-mode"_s } };
    rows += { "a fine-grained token",
              with(granted({ u"pull"_s }, {}),
                   [](Evidence &e) {
                       e.gitlab.granular = true;
                       e.gitlab.scopes.clear();
                   }),
              "granular-token-cannot-push",
              {},
              { u"no-permission-on-repository"_s } };
    rows += { "GitLab says maintenance",
              with(granted({ u"pull"_s }, { u"pull"_s }),
                   [](Evidence &e) { e.gitlab.maintenanceMessage = u"GitLab is undergoing maintenance"_s; }),
              "maintenance-mode",
              {},
              { u"no-permission-on-repository"_s, u"registry-read-only"_s } };
    rows += {
        "no member", granted({}, {}), "no-permission-on-repository", {}, { u"path-too-deep"_s, u"path-invalid"_s, u"maintenance-mode"_s }
    };
    rows += { "three names below the project",
              with(granted({}, {}),
                   [](Evidence &e) {
                       e.target.repository = u"group/app/a/b/c"_s;
                       e.registry.projectPull = gitlab().registry.pull;
                   }),
              "path-too-deep",
              {},
              { u"no-permission-on-repository"_s } };
    rows += { "two names below, and no member",
              with(granted({}, {}),
                   [](Evidence &e) {
                       e.target.repository = u"group/app/a/b"_s;
                       e.registry.projectPull = gitlab().registry.pull;
                   }),
              "no-permission-on-repository",
              {},
              { u"path-too-deep"_s } };
    rows += { "one name alone at GitLab",
              with(granted({}, {}), [](Evidence &e) { e.target.repository = u"app"_s; }),
              "path-invalid",
              {},
              { u"no-permission-on-repository"_s } };
    rows += { "a protected repository",
              with(granted({ u"pull"_s }, {}),
                   [](Evidence &e) {
                       e.registry.push.trial = trial(answer(realm, 403, u"DENIED"_s, u"Pushing to protected repository path forbidden"_s));
                   }),
              "quota-or-immutable",
              {},
              { u"no-permission-on-repository"_s, u"token-lacks-registry-scope"_s } };
    return rows;
}

} // namespace wharf::diagnosis::samples
