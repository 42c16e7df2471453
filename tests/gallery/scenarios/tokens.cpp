// A token is issued, and the registry or the grant says no.
#include "tests/gallery/gitlab_site.h"
#include "tests/gallery/scenario.h"
#include "tests/gallery/servers/haproxy.h"

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

const QString present = u"curl -sS -i -H \"Authorization: Bearer $TOKEN\" https://registry.example.com/v2/"_s;

/// Every reason why a registry throws a token out looks like this from outside.
void proveThatTokenIsInvalid(Stage &stage)
{
    stage.proves(u"a token is issued, and the registry calls it invalid"_s, tokenFor({}) + present, u"error=\"invalid_token\""_s);
}

void untrustedKey(Stage &stage)
{
    GitLabSite site(stage);
    site.twist.otherKey = true;
    site.open();
    proveThatTokenIsInvalid(stage);
    stage.diagnoses(site.ask(), u"token-key-untrusted"_s);
}

void keyIdFormat(Stage &stage)
{
    GitLabSite site(stage);
    site.twist.keyId = u"NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"_s; // a JWK thumbprint, as registry 3 wants it
    site.open();
    proveThatTokenIsInvalid(stage);
    stage.diagnoses(site.ask(), u"token-key-id-format"_s);
}

void issuer(Stage &stage)
{
    GitLabSite site(stage);
    site.demo.world.settings.issuer = u"Acme auth server"_s;
    site.open();
    stage.proves(u"the token is somebody else's"_s, tokenFor({}) + claimsOfToken(), u"Acme auth server"_s);
    proveThatTokenIsInvalid(stage);
    stage.diagnoses(site.ask(), u"token-issuer-mismatch"_s);
}

void issuerEmpty(Stage &stage)
{
    GitLabSite site(stage);
    site.demo.world.settings.issuer = QString();
    site.open();
    stage.proves(u"the token has no issuer"_s, tokenFor({}) + claimsOfToken(), u"\"iss\":\"\""_s);
    proveThatTokenIsInvalid(stage);
    stage.diagnoses(site.ask(), u"token-issuer-mismatch"_s);
}

void audience(Stage &stage)
{
    GitLabSite site(stage);
    site.twist.audience = u"another_registry"_s;
    site.open();
    stage.proves(u"the token is for another"_s, tokenFor({}) + claimsOfToken(), u"\"aud\":\"another_registry\""_s);
    proveThatTokenIsInvalid(stage);
    stage.diagnoses(site.ask(), u"token-audience-mismatch"_s);
}

void clockAhead(Stage &stage)
{
    GitLabSite site(stage);
    site.demo.world.settings.clockOffsetSeconds = 150;
    site.gitlabMore = "proxy_pass_header Date;";
    site.open();
    proveThatTokenIsInvalid(stage);
    stage.proves(u"GitLab's clock is ahead of the registry's"_s,
                 u"at() { date -d \"$(curl -sSI \"$1\" | sed -n 's/^[Dd]ate: //p' | tr -d '\\r')\" +%s; }; d=$(( $(at https://gitlab.example.com/jwt/auth) - $(at https://registry.example.com/v2/) )); [ $d -gt 140 ] && echo $d"_s);
    stage.diagnoses(site.ask(), u"server-clock-skew"_s);
}

void clockBehind(Stage &stage)
{
    GitLabSite site(stage);
    site.demo.world.settings.clockOffsetSeconds = -900;
    site.gitlabMore = "proxy_pass_header Date;";
    site.open();
    proveThatTokenIsInvalid(stage);
    stage.diagnoses(site.ask(), u"server-clock-skew"_s);
}

void dies(Stage &stage)
{
    GitLabSite site(stage);
    site.demo.world.settings.tokenLifetimeSeconds = 10;
    site.open();
    stage.proves(u"it lives ten seconds"_s, tokenFor({}) + claimsOfToken() + u" | sed 's/.*\"exp\":\\([0-9]*\\).*\"iat\":\\([0-9]*\\).*/echo lives $((\\1-\\2))/' | sh"_s,
                 u"lives 10"_s);
    stage.diagnoses(site.ask(), u"token-expires-during-push"_s);
}

void unscopedRefused(Stage &stage)
{
    // A gate that wants a right in every token, as some products have it: a login asks for none.
    GitLabSite site(stage);
    site.withRegistryServer = false;
    site.open();
    startHaproxy(stage, "frontend registry\n  bind " + at::registry.toUtf8() + ":443 ssl crt " + pemFor(stage, { u"registry.example.com"_s }).toUtf8()
                     + "\n  http-request set-header X-Forwarded-Proto https"
                       "\n  http-request set-var(txn.access) http_auth_bearer,jwt_payload_query('$.access[0].name')"
                       "\n  acl bearer http_auth_bearer -m found"
                       "\n  acl right var(txn.access) -m found"
                       "\n  http-request return status 401 content-type application/json string '{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"unauthorized\"}]}'"
                       " hdr WWW-Authenticate 'Bearer realm=\"https://gitlab.example.com/jwt/auth\",service=\"container_registry\"' if bearer !right"
                       "\n  default_backend registry\nbackend registry\n  server one 127.0.0.1:5000\n",
                 at::registry, 443);
    stage.proves(u"a token without a scope is refused"_s, tokenFor({}) + present, u"HTTP/1.1 401"_s);
    stage.proves(u"one with a scope works"_s, tokenFor(u"repository:group/app:pull"_s) + u"curl -sS -i -H \"Authorization: Bearer $TOKEN\" https://registry.example.com/v2/group/app/tags/list"_s,
                 u"\"1.0\""_s);
    stage.diagnoses(site.ask(), u"unscoped-token-refused"_s);
}

void everyBearerRefused(Stage &stage)
{
    GitLabSite site(stage);
    site.twist.opaque = true;
    site.registryMore = "proxy_hide_header Server; add_header Server 'Nexus/3.61.0-02 (OSS)' always;";
    site.open();
    stage.proves(u"Nexus says its name"_s, u"curl -sS -i https://registry.example.com/v2/"_s, u"Nexus/3.61"_s);
    stage.proves(u"its token is its own"_s, askRealm(u"-u \"$NAME:$SECRET\""_s), u"DockerToken."_s);
    stage.proves(u"and refused"_s, tokenFor({}) + present, u"HTTP/1.1 401"_s);
    stage.diagnoses(site.ask(), u"registry-product-setting"_s);
}

const Scenes scenes { u"tokens"_s, {
    { u"token-key-untrusted"_s, u"token-key-untrusted"_s, { u"jwt-untrusted-key-rootcertbundle"_s, u"gitlab-jwt-keypair-mismatch"_s, u"jwt-wrong-private-key-vs-cert"_s }, &untrustedKey },
    { u"token-key-id-format"_s, u"token-key-id-format"_s, { u"jwt-kid-format-registry-v3"_s }, &keyIdFormat },
    { u"token-issuer-other"_s, u"token-issuer-mismatch"_s, { u"token-issuer-docker-auth-mismatch"_s, u"jwt-issuer-mismatch"_s }, &issuer },
    { u"token-issuer-empty"_s, u"token-issuer-mismatch"_s, { u"jwt-issuer-mismatch"_s }, &issuerEmpty },
    { u"token-audience"_s, u"token-audience-mismatch"_s, { u"token-audience-mismatch"_s }, &audience },
    { u"server-clock-ahead"_s, u"server-clock-skew"_s, { u"token-nbf-server-skew-30s"_s, u"portus-nbf-unsynced-clocks"_s, u"token-nbf-leeway-1s"_s }, &clockAhead },
    { u"server-clock-behind"_s, u"server-clock-skew"_s, {}, &clockBehind },
    { u"token-dies-early"_s, u"token-expires-during-push"_s, { u"gitlab-saas-large-image-5min-15min"_s, u"token-expired-during-upload-gitlab"_s, u"token-expired-during-upload-docker-auth"_s }, &dies },
    { u"unscoped-token-refused"_s, u"unscoped-token-refused"_s, { u"harbor-oidc-login-fails-scoped-token-works"_s }, &unscopedRefused },
    { u"nexus-bearer-realm-off"_s, u"registry-product-setting"_s, { u"nexus-bearer-realm-inactive"_s }, &everyBearerRefused },
} };

} // namespace

} // namespace wharf::gallery
