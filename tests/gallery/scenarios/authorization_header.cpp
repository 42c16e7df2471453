// The credential does not arrive where it should, or nobody asks for it.
#include "tests/gallery/gitlab_site.h"
#include "tests/gallery/scenario.h"
#include "tests/gallery/servers/apache.h"
#include "tests/gallery/servers/haproxy.h"

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

const QString forbidden = u"\"access forbidden\""_s;

/// The test that tells it: the same answer for the right, a wrong and no credential.
void proveThatNothingArrives(Stage &stage)
{
    stage.proves(u"the right password is forbidden"_s, askRealm(u"-u \"$NAME:$SECRET\""_s), forbidden);
    stage.proves(u"so is a wrong one"_s, askRealm(u"-u gitlab-ci-token:wrong"_s), forbidden);
    stage.proves(u"so is none"_s, askRealm({}), forbidden);
    stage.proves(u"skopeo is told the same"_s, u"printf %s \"$SECRET\" | skopeo login --authfile /run/gallery/auth.json -u \"$NAME\" --password-stdin registry.example.com"_s,
                 u"403"_s);
}

void strippedByNginx(Stage &stage)
{
    GitLabSite site(stage);
    site.gitlabMore = "proxy_set_header Authorization \"\";";
    site.open();
    proveThatNothingArrives(stage);
    stage.diagnoses(site.ask(), u"authorization-header-stripped"_s);
}

void strippedByApache(Stage &stage)
{
    GitLabSite site(stage);
    site.withGitLabServer = false;
    site.open();
    Apache apache(stage);
    apache.tls(at::gitlab, stage.certificateFor({ u"gitlab.example.com"_s }), "RequestHeader unset Authorization\nProxyPreserveHost On\nProxyPass / http://127.0.0.1:8081/\n");
    apache.start();
    proveThatNothingArrives(stage);
    stage.diagnoses(site.ask(), u"authorization-header-stripped"_s);
}

void strippedByHaproxy(Stage &stage)
{
    GitLabSite site(stage);
    site.withGitLabServer = false;
    site.open();
    startHaproxy(stage, "frontend gitlab\n  bind " + at::gitlab.toUtf8() + ":443 ssl crt " + pemFor(stage, { u"gitlab.example.com"_s }).toUtf8()
                     + "\n  http-request del-header Authorization\n  default_backend gitlab\nbackend gitlab\n  server one 127.0.0.1:8081\n",
                 at::gitlab, 443);
    proveThatNothingArrives(stage);
    stage.diagnoses(site.ask(), u"authorization-header-stripped"_s);
}

void strippedByCdn(Stage &stage)
{
    GitLabSite site(stage);
    site.gitlabMore = "proxy_set_header Authorization \"\"; add_header Via \"1.1 d2f6.cloudfront.net (CloudFront)\" always; add_header X-Cache \"Error from cloudfront\" always;";
    site.open();
    proveThatNothingArrives(stage);
    stage.proves(u"a CDN stands in between"_s, askRealm({}), u"cloudfront"_s);
    stage.diagnoses(site.ask(), u"authorization-header-stripped"_s);
}

void basicStripped(Stage &stage)
{
    const QByteArray password = "canary-basic-4c71";
    Registry registry { .passwordFile = passwordFile(stage, u"jo"_s, password), .data = {}, .more = {} };
    seedImage(stage, registry.dataFolder(stage), u"group/app"_s, u"1.0"_s);
    registry.start(stage);
    Nginx nginx(stage);
    nginx.tls(at::registry + u":443"_s, stage.certificateFor({ u"registry.example.com"_s }), proxyTo("http://127.0.0.1:5000", "proxy_set_header Authorization \"\";"));
    nginx.start();
    stage.signDockerIn(u"registry.example.com"_s, u"jo"_s, password);
    stage.useInProofs(u"jo"_s, password);
    stage.proves(u"the right password is refused"_s, u"curl -sS -i -u \"$NAME:$SECRET\" https://registry.example.com/v2/"_s, u"HTTP/1.1 401"_s);
    stage.provesAtServers(u"the registry itself takes it"_s, u"curl -sS -i -u \"$NAME:$SECRET\" http://127.0.0.1:5000/v2/"_s, u"HTTP/1.1 200"_s);
    // The registry answers nobody, a wrong and the right password alike: from outside this is a refused password, and what else it
    // may be is said beside it.
    const Diagnosed diagnosed = stage.diagnoses({ .userName = u"jo"_s, .secret = password, .options = {}, .prefix = {} }, u"credential-rejected"_s);
    if (!diagnosed.said.out.contains("authorization-header-stripped") && !diagnosed.said.out.contains("proxy_set_header Authorization"))
        stage.complain(u"that a proxy may take the header away is not even a hypothesis"_s);
}

void basicStrippedByCache(Stage &stage)
{
    const QByteArray password = "canary-cached-71aa";
    Registry registry { .passwordFile = passwordFile(stage, u"jo"_s, password), .data = {}, .more = {} };
    seedImage(stage, registry.dataFolder(stage), u"group/app"_s, u"1.0"_s);
    registry.start(stage);
    Nginx nginx(stage);
    nginx.around("proxy_cache_path /run/gallery/cache keys_zone=all:1m; map $upstream_cache_status $cached { HIT 'Hit from cloudfront'; default 'Error from cloudfront'; }");
    nginx.tls(at::registry + u":443"_s, stage.certificateFor({ u"registry.example.com"_s }),
              "location / { proxy_pass http://127.0.0.1:5000; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto https; proxy_set_header Authorization \"\";"
              " proxy_cache all; proxy_cache_valid 401 5m; add_header X-Cache $cached always; add_header Via '1.1 d2f6.cloudfront.net (CloudFront)' always; }");
    nginx.start();
    stage.signDockerIn(u"registry.example.com"_s, u"jo"_s, password);
    stage.useInProofs(u"jo"_s, password);
    stage.proves(u"the right password meets a cached refusal"_s,
                 u"curl -sS -o /dev/null https://registry.example.com/v2/; curl -sS -i -u \"$NAME:$SECRET\" https://registry.example.com/v2/"_s, u"Hit from cloudfront"_s);
    stage.diagnoses({ .userName = u"jo"_s, .secret = password, .options = {}, .prefix = {} }, u"authorization-header-stripped"_s);
}

void bearerStripped(Stage &stage)
{
    GitLabSite site(stage);
    site.registryMore = "proxy_set_header Authorization \"\";";
    site.open();
    stage.proves(u"a good token is refused through nginx"_s, tokenFor({}) + u"curl -sS -i -H \"Authorization: Bearer $TOKEN\" https://registry.example.com/v2/"_s, u"HTTP/1.1 401"_s);
    stage.provesAtServers(u"and is none of an invalid one: no error member"_s,
                          u"curl -sS -i -H 'Authorization: Bearer nonsense' http://127.0.0.1:5000/v2/ | grep -i www-auth"_s, u"invalid_token"_s);
    stage.diagnoses(site.ask(), u"bearer-stripped-at-registry"_s);
}

void basicInFrontOfBearer(Stage &stage)
{
    GitLabSite site(stage);
    site.registryServer = "auth_basic \"traefik\"; auth_basic_user_file " + passwordFile(stage, u"jo"_s, "canary-gate-91b0", u"-m"_s).toUtf8() + ";";
    site.registryMore = "proxy_set_header Authorization \"\";";
    site.open();
    stage.keepSecret("canary-gate-91b0");
    stage.proves(u"nobody is asked for Basic"_s, u"curl -sS -i https://registry.example.com/v2/"_s, u"Basic realm=\"traefik\""_s);
    stage.proves(u"who gives it is asked for Bearer"_s, u"curl -sS -i -u jo:canary-gate-91b0 https://registry.example.com/v2/"_s, u"Bearer realm="_s);
    stage.diagnoses({ .userName = u"jo"_s, .secret = "canary-gate-91b0", .options = {}, .prefix = {} }, u"two-authentications-on-one-header"_s);
}

void notChallenged(Stage &stage)
{
    const QByteArray password = "canary-open-5d20";
    Registry registry;
    seedImage(stage, registry.dataFolder(stage), u"group/app"_s, u"1.0"_s);
    registry.start(stage);
    Nginx nginx(stage);
    nginx.tls(at::registry + u":443"_s, stage.certificateFor({ u"registry.example.com"_s }),
              proxyTo("http://127.0.0.1:5000", "limit_except GET HEAD { auth_basic \"Registry\"; auth_basic_user_file " + passwordFile(stage, u"jo"_s, password, u"-m"_s).toUtf8() + "; }"));
    nginx.start();
    stage.signDockerIn(u"registry.example.com"_s, u"jo"_s, password);
    stage.useInProofs(u"jo"_s, password);
    stage.proves(u"anybody may read"_s, u"curl -sS -i https://registry.example.com/v2/"_s, u"HTTP/1.1 200"_s);
    stage.proves(u"any password logs in"_s, u"printf wrong | skopeo login --authfile /run/gallery/auth.json -u jo --password-stdin registry.example.com"_s, u"Login Succeeded!"_s);
    stage.proves(u"and an upload is refused"_s, u"curl -sS -i -X POST https://registry.example.com/v2/group/app/blobs/uploads/"_s, u"HTTP/1.1 401"_s);
    stage.diagnoses({ .userName = u"jo"_s, .secret = password, .options = {}, .prefix = {} }, u"registry-not-challenged"_s);
}

void loginPortal(Stage &stage)
{
    GitLabSite site(stage);
    site.registryServer = "location = /check { internal; return 401; }"
                          "location @portal { return 302 https://other.example.com/login?rd=$scheme://$host$request_uri; }";
    site.registryMore = "auth_request /check; error_page 401 = @portal;";
    site.open();
    Nginx portal(stage, u"portal"_s);
    portal.tls(at::other + u":443"_s, stage.certificateFor({ u"other.example.com"_s }),
               "location / { default_type text/html; return 200 '<html><title>Sign in</title><form action=\"/login\" method=\"post\"><input name=\"user\"><input type=\"password\" name=\"pw\"></form></html>'; }");
    portal.start();
    stage.proves(u"the registry sends to a portal"_s, u"curl -sS -i https://registry.example.com/v2/"_s, u"Location: https://other.example.com/login"_s);
    stage.proves(u"which is a page with a form"_s, u"curl -sSL https://registry.example.com/v2/"_s, u"type=\"password\""_s);
    stage.diagnoses(site.ask(), u"login-portal-in-front"_s);
}

const Scenes scenes { u"authorization-header"_s, {
    { u"authorization-stripped-by-nginx"_s, u"authorization-header-stripped"_s, { u"gitlab-auth-header-stripped-docs"_s, u"nginx-auth-header-blanked"_s }, &strippedByNginx },
    { u"authorization-stripped-by-apache"_s, u"authorization-header-stripped"_s, { u"gitlab-auth-header-stripped-docs"_s }, &strippedByApache },
    { u"authorization-stripped-by-haproxy"_s, u"authorization-header-stripped"_s, { u"gitlab-auth-header-stripped-docs"_s }, &strippedByHaproxy },
    { u"authorization-stripped-by-cdn"_s, u"authorization-header-stripped"_s, { u"cloudfront-whitelist-authorization"_s }, &strippedByCdn },
    { u"authorization-stripped-basic"_s, u"credential-rejected"_s, {}, &basicStripped },
    { u"authorization-stripped-by-cache"_s, u"authorization-header-stripped"_s, { u"cloudfront-whitelist-authorization"_s }, &basicStrippedByCache },
    { u"bearer-stripped-at-registry"_s, u"bearer-stripped-at-registry"_s, {}, &bearerStripped },
    { u"two-authentications"_s, u"two-authentications-on-one-header"_s, { u"traefik-basicauth-removeheader"_s, u"traefik-basic-plus-backend-bearer"_s }, &basicInFrontOfBearer },
    { u"registry-not-challenged"_s, u"registry-not-challenged"_s, { u"v2-unauthenticated-no-successful-auth-challenge"_s }, &notChallenged },
    { u"login-portal"_s, u"login-portal-in-front"_s, { u"proxy-sso-portal-in-front"_s, u"cloudflare-access-in-front"_s }, &loginPortal },
} };

} // namespace

} // namespace wharf::gallery
