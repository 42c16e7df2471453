// The credential itself, and what it may do.
#include "tests/gallery/gitlab_site.h"
#include "tests/gallery/scenario.h"

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

const QString withCredential = u"-u \"$NAME:$SECRET\""_s;
const QString denied = u"HTTP Basic: Access denied"_s;

/// A GitLab where this sign-in meets `says` at the realm, and the verdict that follows.
void signInOf(Stage &stage, const QString &signIn, const QString &says, const QString &code, const QStringList &options = {})
{
    GitLabSite site(stage);
    site.signIn = signIn;
    site.openAndProveRealm(u"what the realm says"_s, says);
    Ask ask = site.ask();
    ask.options = options;
    stage.diagnoses(ask, code);
}

void noRegistryScope(Stage &stage)
{
    GitLabSite site(stage);
    site.signIn = u"personal-no-registry"_s;
    site.openAndProveRealm(u"the right token is forbidden"_s, u"access forbidden"_s);
    stage.proves(u"a wrong one is denied, so it arrives"_s, askRealm(u"-u gitlab-ci-token:wrong"_s), denied);
    stage.diagnoses(site.ask(), u"token-lacks-registry-scope"_s);
}

/// What the token covers of `group/app`.
void proveGrant(Stage &stage, const QString &scope, const QString &says)
{
    stage.proves(u"what is granted"_s, tokenFor(scope) + claimsOfToken() + u" | tr -d ' '; curl -sS -i -X POST -H \"Authorization: Bearer $TOKEN\" https://registry.example.com/v2/group/app/blobs/uploads/"_s,
                 says);
}

void readOnly(Stage &stage)
{
    GitLabSite site(stage);
    site.signIn = u"personal-read-only"_s;
    site.open();
    proveGrant(stage, u"repository:group/app:pull,push"_s, u"\"actions\":[\"pull\"]"_s);
    proveGrant(stage, u"repository:group/app:pull,push"_s, u"insufficient_scope"_s);
    stage.diagnoses(site.ask(), u"token-lacks-registry-scope"_s);
    Ask pull = site.ask();
    pull.options = QStringList { u"--actions"_s, u"pull"_s };
    stage.diagnoses(pull, u"healthy"_s);
}

void hubReadOnly(Stage &stage)
{
    GitLabSite site(stage);
    site.twist.refusesPushScope = true;
    site.open();
    stage.proves(u"pull is granted"_s, askRealm(withCredential + u" -G -d scope=repository:group/app:pull"_s), u"\"token\""_s);
    stage.proves(u"push is not"_s, askRealm(withCredential + u" -G -d scope=repository:group/app:pull,push"_s), u"access token has insufficient scopes"_s);
    stage.diagnoses(site.ask(), u"token-lacks-registry-scope"_s);
}

void writeOnly(Stage &stage)
{
    GitLabSite site(stage);
    site.signIn = u"personal-write-only"_s;
    site.open();
    proveGrant(stage, u"repository:group/app:pull,push"_s, u"\"actions\":[\"push\"]"_s);
    stage.diagnoses(site.ask(), u"push-needs-read-too"_s);
}

void guest(Stage &stage)
{
    GitLabSite site(stage);
    site.signIn = u"personal-guest"_s;
    site.open();
    proveGrant(stage, u"repository:group/app:pull"_s, u"\"access\":[]"_s);
    Ask ask = site.ask();
    ask.options = QStringList { u"--actions"_s, u"pull"_s };
    stage.diagnoses(ask, u"no-permission-on-repository"_s);
}

void otherProject(Stage &stage)
{
    GitLabSite site(stage);
    site.signIn = u"job"_s;
    site.open();
    stage.proves(u"the job may not push there"_s, tokenFor(u"repository:elsewhere/secret:pull,push"_s) + claimsOfToken(), u"\"access\":[]"_s);
    Ask ask = site.ask();
    ask.target = u"registry.example.com/elsewhere/secret:1.0"_s;
    stage.diagnoses(ask, u"no-permission-on-repository"_s);
}

void noSuchProject(Stage &stage)
{
    GitLabSite site(stage);
    site.gitlabServer = "location = /group/old-name { return 301 https://gitlab.example.com/group/app; }";
    site.open();
    stage.proves(u"nothing is granted at the old path"_s, tokenFor(u"repository:group/old-name:pull"_s) + claimsOfToken(), u"\"access\":[]"_s);
    stage.proves(u"the project was moved"_s, u"curl -sSI https://gitlab.example.com/group/old-name"_s, u"/group/app"_s);
    Ask ask = site.ask();
    ask.target = u"registry.example.com/group/old-name:1.0"_s;
    stage.diagnoses(ask, u"no-permission-on-repository"_s);
}

void tooDeep(Stage &stage)
{
    GitLabSite site(stage);
    site.open();
    stage.proves(u"nothing is granted that deep"_s, tokenFor(u"repository:group/app/one/two/three:pull"_s) + claimsOfToken(), u"\"access\":[]"_s);
    Ask ask = site.ask();
    ask.target = u"registry.example.com/group/app/one/two/three:1.0"_s;
    stage.diagnoses(ask, u"path-too-deep"_s);
}

void expired(Stage &stage)
{
    GitLabSite site(stage);
    site.signIn = u"personal-expired"_s;
    site.openAndProveRealm(u"the realm says no more than that"_s, denied);
    stage.proves(u"GitLab's API says why"_s, u"curl -sS -i -H \"PRIVATE-TOKEN: $SECRET\" https://gitlab.example.com/api/v4/personal_access_tokens/self"_s, u"Token is expired"_s);
    stage.diagnoses(site.ask(), u"stored-credential-expired"_s);
}

void revoked(Stage &stage)
{
    GitLabSite site(stage);
    site.signIn = u"personal-revoked"_s;
    site.openAndProveRealm(u"the realm says no more than that"_s, denied);
    stage.proves(u"GitLab's API says why"_s, u"curl -sS -i -H \"PRIVATE-TOKEN: $SECRET\" https://gitlab.example.com/api/v4/personal_access_tokens/self"_s, u"Token was revoked"_s);
    stage.diagnoses(site.ask(), u"stored-credential-expired"_s);
}

void twoFactor(Stage &stage) { signInOf(stage, u"password-two-factor"_s, denied, u"wrong-kind-of-secret"_s); }
void jobFinished(Stage &stage) { signInOf(stage, u"job-finished"_s, denied, u"job-token-finished"_s); }
void granular(Stage &stage)
{
    GitLabSite site(stage);
    site.signIn = u"personal-granular"_s;
    site.demo.world.settings.version = u"19.1.0"_s;
    site.demo.world.settings.wording = sandbox::Wording::V19;
    site.openAndProveRealm(u"it signs in"_s, u"\"token\""_s);
    stage.proves(u"GitLab says what it is"_s, u"curl -sS -H \"PRIVATE-TOKEN: $SECRET\" https://gitlab.example.com/api/v4/personal_access_tokens/self"_s, u"granular"_s);
    stage.diagnoses(site.ask(), u"granular-token-cannot-push"_s);
}


void deployUserName(Stage &stage)
{
    GitLabSite site(stage);
    site.signIn = u"deploy"_s;
    site.open();
    stage.proves(u"under its own name it works"_s, askRealm(withCredential), u"\"token\""_s);
    stage.proves(u"under another it does not"_s, askRealm(u"-u \"jo:$SECRET\""_s), denied);
    Ask ask = site.ask();
    ask.userName = u"jo"_s;
    stage.diagnoses(ask, u"deploy-token-user-name"_s);
}

void mistyped(Stage &stage)
{
    GitLabSite site(stage);
    site.open();
    Ask ask = site.ask();
    ask.secret = ask.secret.chopped(1);
    stage.useInProofs(ask.userName, ask.secret);
    stage.proves(u"the realm refuses it"_s, askRealm(withCredential), denied);
    stage.diagnoses(ask, u"credential-mangled"_s);
}

void unknownToken(Stage &stage)
{
    GitLabSite site(stage);
    site.open();
    Ask ask = site.ask();
    ask.secret = "canary-wrong-password-77";
    stage.useInProofs(ask.userName, ask.secret);
    stage.proves(u"the realm refuses it"_s, askRealm(withCredential), denied);
    const Diagnosed diagnosed = stage.diagnoses(ask, u"wrong-kind-of-secret"_s);
    if (diagnosed.codes().contains(u"authorization-header-stripped"_s))
        stage.complain(u"a wrong password is taken for a lost header"_s);
}

void registryOff(Stage &stage)
{
    GitLabSite site(stage);
    site.demo.world.settings.registryEnabled = false;
    site.openAndProveRealm(u"GitLab has no registry"_s, u"registry not enabled"_s);
    stage.diagnoses(site.ask(), u"registry-disabled"_s);
}

void maintenance(Stage &stage)
{
    GitLabSite site(stage);
    site.demo.world.settings.maintenanceMode = true;
    site.open();
    proveGrant(stage, u"repository:group/app:pull,push"_s, u"\"actions\":[\"pull\"]"_s);
    // From outside it looks like a smaller role; that it may be this is said beside it.
    if (!stage.diagnoses(site.ask(), u"no-permission-on-repository"_s).codes().contains(u"maintenance-mode"_s))
        stage.complain(u"maintenance-mode is not even a hypothesis"_s);
}

void external(Stage &stage)
{
    GitLabSite site(stage);
    site.demo.world.settings.externalAuthorization = true;
    site.openAndProveRealm(u"a token with the right scopes is forbidden"_s, u"access forbidden"_s);
    stage.diagnoses(site.ask(), u"external-authorization"_s);
}

void banned(Stage &stage)
{
    GitLabSite site(stage);
    site.demo.world.settings.ipBan.enabled = true;
    site.demo.world.settings.ipBan.maxRetry = 3;
    site.open();
    stage.proves(u"too many wrong passwords ban the address"_s,
                 u"for i in 1 2 3 4; do curl -sS -o /dev/null -u jo:wrong$i 'https://gitlab.example.com/jwt/auth?service=container_registry'; done; "_s + askRealm(withCredential),
                 u"HTTP/1.1 403"_s);
    stage.proves(u"and it is no JSON"_s, askRealm(withCredential), u"Content-Type: text/plain"_s);
    stage.diagnoses(site.ask(), u"rate-limited-or-banned"_s);
}

void throttled(Stage &stage)
{
    GitLabSite site(stage);
    site.demo.world.settings.throttle = { true, 2, 600, u"Retry later"_s };
    site.open();
    stage.proves(u"too many requests"_s, askRealm(withCredential) + u"; "_s + askRealm(withCredential) + u"; "_s + askRealm(withCredential), u"HTTP/1.1 429"_s);
    stage.diagnoses(site.ask(), u"rate-limited-or-banned"_s);
}

void limitedByNginx(Stage &stage)
{
    GitLabSite site(stage);
    site.nginx.around("limit_req_zone $binary_remote_addr zone=all:1m rate=1r/m; limit_req_status 429;");
    site.registryMore = "limit_req zone=all;";
    site.open();
    stage.proves(u"the second request is one too many"_s, u"curl -sS -o /dev/null https://registry.example.com/v2/; curl -sS -i https://registry.example.com/v2/"_s, u"HTTP/1.1 429"_s);
    stage.diagnoses(site.ask(), u"rate-limited-or-banned"_s);
}

void colonInName(Stage &stage)
{
    const QByteArray password = "canary-colon-8e55";
    // htpasswd refuses such a name itself; by hand it can be written, and never be used.
    const QString file = passwordFile(stage, u"jo"_s, password);
    Registry registry { .passwordFile = file, .data = {}, .more = {} };
    seedImage(stage, registry.dataFolder(stage), u"group/app"_s, u"1.0"_s);
    registry.start(stage);
    Nginx nginx(stage);
    nginx.tls(at::registry + u":443"_s, stage.certificateFor({ u"registry.example.com"_s }), proxyTo("http://127.0.0.1:5000"));
    nginx.start();
    stage.useInProofs(u"jo"_s, password);
    stage.proves(u"the account works"_s, u"curl -sS -i -u \"$NAME:$SECRET\" https://registry.example.com/v2/"_s, u"HTTP/1.1 200"_s);
    stage.proves(u"with a colon in its name it cannot"_s, u"curl -sS -i -u \"jo:build:$SECRET\" https://registry.example.com/v2/"_s, u"HTTP/1.1 401"_s);
    stage.diagnoses({ .userName = u"jo:build"_s, .secret = password, .options = {}, .prefix = {} }, u"credential-encoding"_s);
}

void hashKind(Stage &stage)
{
    const QByteArray password = "canary-md5-3a9c";
    Registry registry { .passwordFile = passwordFile(stage, u"jo"_s, password, u"-m"_s), .data = {}, .more = {} };
    seedImage(stage, registry.dataFolder(stage), u"group/app"_s, u"1.0"_s);
    registry.start(stage);
    Nginx nginx(stage);
    nginx.tls(at::registry + u":443"_s, stage.certificateFor({ u"registry.example.com"_s }), proxyTo("http://127.0.0.1:5000"));
    nginx.start();
    stage.useInProofs(u"jo"_s, password);
    stage.signDockerIn(u"registry.example.com"_s, u"jo"_s, password);
    stage.provesAtServers(u"the file has MD5"_s, u"cat /run/gallery/htpasswd"_s, u"$apr1$"_s);
    stage.proves(u"and the right password is refused"_s, u"curl -sS -i -u \"$NAME:$SECRET\" https://registry.example.com/v2/"_s, u"HTTP/1.1 401"_s);
    // Never certain from outside: a hypothesis beside the refusal.
    const Diagnosed diagnosed = stage.diagnoses({ .userName = u"jo"_s, .secret = password, .options = {}, .prefix = {} }, u"credential-rejected"_s);
    if (!diagnosed.codes().contains(u"password-file-hash"_s) && !diagnosed.said.out.contains("password-file-hash"))
        stage.complain(u"password-file-hash is not even a hypothesis"_s);
}

const Scenes scenes { u"credentials"_s, {
    { u"token-without-registry-scope"_s, u"token-lacks-registry-scope"_s, { u"gitlab-token-only-write-registry"_s }, &noRegistryScope },
    { u"token-read-only"_s, u"token-lacks-registry-scope"_s, { u"ghcr-pat-missing-write-packages"_s }, &readOnly },
    { u"token-read-only-hub"_s, u"token-lacks-registry-scope"_s, { u"hub-pat-readonly-push"_s }, &hubReadOnly },
    { u"token-write-only"_s, u"push-needs-read-too"_s, {}, &writeOnly },
    { u"no-permission-to-pull"_s, u"no-permission-on-repository"_s, { u"hub-push-namespace-missing"_s }, &guest },
    { u"no-permission-other-project"_s, u"no-permission-on-repository"_s, { u"gitlab-job-token-push-other-project"_s }, &otherProject },
    { u"project-moved"_s, u"no-permission-on-repository"_s, { u"gitlab-project-transferred-old-path"_s }, &noSuchProject },
    { u"path-too-deep"_s, u"path-too-deep"_s, {}, &tooDeep },
    { u"token-expired"_s, u"stored-credential-expired"_s, { u"acr-service-principal-secret-expired"_s }, &expired },
    { u"token-revoked"_s, u"stored-credential-expired"_s, {}, &revoked },
    { u"password-with-two-factor"_s, u"wrong-kind-of-secret"_s, { u"gitlab-2fa-password"_s, u"hub-2fa-needs-pat"_s }, &twoFactor },
    { u"job-token-finished"_s, u"job-token-finished"_s, {}, &jobFinished },
    { u"granular-token"_s, u"granular-token-cannot-push"_s, {}, &granular },
    { u"deploy-token-user-name"_s, u"deploy-token-user-name"_s, {}, &deployUserName },
    { u"token-cut-short"_s, u"credential-mangled"_s, { u"harbor-robot-double-dollar"_s }, &mistyped },
    { u"password-wrong"_s, u"wrong-kind-of-secret"_s, { u"gitlab-2fa-password"_s }, &unknownToken },
    { u"registry-disabled"_s, u"registry-disabled"_s, {}, &registryOff },
    { u"maintenance-mode"_s, u"no-permission-on-repository"_s, {}, &maintenance },
    { u"external-authorization"_s, u"external-authorization"_s, {}, &external },
    { u"address-banned"_s, u"rate-limited-or-banned"_s, { u"gitlab-rack-attack-ip-ban"_s }, &banned },
    { u"throttled-by-gitlab"_s, u"rate-limited-or-banned"_s, { u"hub-too-many-failed-logins"_s }, &throttled },
    { u"throttled-by-nginx"_s, u"rate-limited-or-banned"_s, { u"hub-pull-rate-limit-anonymous"_s }, &limitedByNginx },
    { u"colon-in-user-name"_s, u"credential-encoding"_s, { u"password-with-colon-rejected-by-client"_s }, &colonInName },
    { u"password-file-md5"_s, u"credential-rejected"_s, { u"htpasswd-not-bcrypt"_s }, &hashKind, u"password-file-hash"_s },
} };

} // namespace

} // namespace wharf::gallery
