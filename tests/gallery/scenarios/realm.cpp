// The place that signs people in is named wrongly, moved, broken or silent.
#include "tests/gallery/gitlab_site.h"
#include "tests/gallery/scenario.h"

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

const QString challenge = u"curl -sS -i https://registry.example.com/v2/ | grep -i www-authenticate"_s;

void redirectLosesAuthorization(Stage &stage)
{
    GitLabSite site(stage);
    site.registry.realm = u"http://gitlab.example.com/jwt/auth"_s;
    site.gitlabNginx.plain(at::gitlab + u":80"_s, "location / { return 301 https://$host$request_uri; }");
    site.open();
    const QString realm = site.registry.realm;
    stage.proves(u"the realm is http"_s, challenge, u"realm=\"http://gitlab.example.com/jwt/auth\""_s);
    stage.proves(u"and moves to https"_s, askRealm(u"-u \"$NAME:$SECRET\""_s, realm), u"Location: https://gitlab.example.com/jwt/auth"_s);
    stage.proves(u"where the sign-in works"_s, askRealm(u"-u \"$NAME:$SECRET\""_s), u"HTTP/1.1 200"_s);
    stage.proves(u"and nobody is forbidden"_s, askRealm({}), u"access forbidden"_s);
    stage.diagnoses(site.ask(), u"realm-redirect-loses-authorization"_s);
}

void redirectLosesAuthorizationAnonymous(Stage &stage)
{
    GitLabSite site(stage);
    site.registry.realm = u"http://gitlab.example.com/jwt/auth"_s;
    site.twist.anonymousGetsToken = true;
    site.gitlabNginx.plain(at::gitlab + u":80"_s, "location / { return 301 https://$host$request_uri; }");
    site.open();
    stage.proves(u"the realm moves to https"_s, askRealm(u"-u \"$NAME:$SECRET\""_s, site.registry.realm), u"Location: https://gitlab.example.com/jwt/auth"_s);
    stage.proves(u"where nobody gets a token, too"_s, askRealm({}), u"HTTP/1.1 200"_s);
    stage.diagnoses(site.ask(), u"realm-redirect-loses-authorization"_s);
}

void redirectToOtherHost(Stage &stage)
{
    GitLabSite site(stage);
    site.gitlabServer = "location /jwt/ { return 302 https://other.example.com$request_uri; }";
    site.open();
    Nginx other(stage, u"other"_s);
    other.tls(at::other + u":443"_s, stage.certificateFor({ u"other.example.com"_s }), proxyTo("http://127.0.0.1:8081"));
    other.start();
    stage.proves(u"the realm sends elsewhere"_s, askRealm(u"-u \"$NAME:$SECRET\""_s), u"Location: https://other.example.com/jwt/auth"_s);
    stage.proves(u"whereto curl does not take the password"_s, askRealm(u"-L -u \"$NAME:$SECRET\""_s), u"access forbidden"_s);
    stage.proves(u"although it would be right there"_s, askRealm(u"-u \"$NAME:$SECRET\""_s, u"https://other.example.com/jwt/auth"_s), u"\"token\""_s);
    stage.diagnoses(site.ask(), u"realm-redirects-to-other-host"_s);
}

void inClearText(Stage &stage)
{
    GitLabSite site(stage);
    site.registry.realm = u"http://gitlab.example.com/jwt/auth"_s;
    site.gitlabNginx.plain(at::gitlab + u":80"_s, proxyTo("http://127.0.0.1:8081"));
    site.open();
    stage.proves(u"the realm is http"_s, challenge, u"realm=\"http://gitlab.example.com/jwt/auth\""_s);
    stage.proves(u"and takes the password there"_s, askRealm(u"-u \"$NAME:$SECRET\""_s, site.registry.realm), u"\"token\""_s);
    stage.diagnoses(site.ask(), u"realm-in-clear-text"_s);
}

void localhost(Stage &stage)
{
    GitLabSite site(stage);
    site.registry.realm = u"http://localhost:8080/jwt/auth"_s;
    site.open();
    stage.proves(u"the realm is this machine"_s, challenge, u"http://localhost:8080"_s);
    stage.proves(u"where nothing listens"_s, askRealm({}, site.registry.realm), u"Failed to connect"_s);
    stage.diagnoses(site.ask(), u"realm-unreachable"_s);
}

void containerName(Stage &stage)
{
    GitLabSite site(stage);
    site.registry.realm = u"http://auth.internal:5001/jwt/auth"_s;
    site.open();
    stage.proves(u"its name is known nowhere"_s, askRealm({}, site.registry.realm), u"Could not resolve host: auth.internal"_s);
    stage.diagnoses(site.ask(), u"realm-unreachable"_s);
}

void privateAddress(Stage &stage)
{
    GitLabSite site(stage);
    site.registry.realm = u"http://10.255.255.1:5000/token"_s;
    site.open();
    stage.proves(u"nothing answers there"_s, askRealm(u"-m 2"_s, site.registry.realm), u"timed out"_s);
    stage.diagnoses(site.ask(), u"realm-unreachable"_s);
}

void portMissing(Stage &stage)
{
    // Registry and sign-in share a name and a port; the realm was made from the name alone.
    GitLabSite site(stage);
    site.withRegistryServer = false;
    site.dockerSignedIn = false;
    site.registry.realm = u"https://registry.example.com/jwt/auth"_s;
    site.open();
    const test::TestCertificate certificate = stage.certificateFor({ u"registry.example.com"_s });
    site.nginx.tls(at::registry + u":8443"_s, certificate, "location /jwt/ { proxy_pass http://127.0.0.1:8081; }" + proxyTo("http://127.0.0.1:5000"));
    site.nginx.tls(at::registry + u":443"_s, certificate, "location / { default_type text/html; return 404 '<html><title>404</title>a shop</html>'; }");
    site.nginx.start();
    const sandbox::DemoSignIn &who = site.account();
    stage.signDockerIn(u"registry.example.com:8443"_s, who.userName, who.secret.toUtf8());
    stage.proves(u"the realm has no port"_s, u"curl -sS -i https://registry.example.com:8443/v2/"_s, u"realm=\"https://registry.example.com/jwt/auth\""_s);
    stage.proves(u"another web server stands there"_s, askRealm(u"-u \"$NAME:$SECRET\""_s, site.registry.realm), u"a shop"_s);
    stage.proves(u"the sign-in at the registry's own"_s, askRealm(u"-u \"$NAME:$SECRET\""_s, u"https://registry.example.com:8443/jwt/auth"_s), u"\"token\""_s);
    Ask ask = site.ask();
    ask.target = u"registry.example.com:8443/group/app:1.0"_s;
    stage.diagnoses(ask, u"realm-wrong-port"_s);
}

void wrongPort(Stage &stage)
{
    GitLabSite site(stage);
    site.registry.realm = u"https://gitlab.example.com:8443/jwt/auth"_s;
    site.open();
    stage.proves(u"nothing listens there"_s, askRealm({}, site.registry.realm), u"Failed to connect"_s);
    stage.proves(u"the same host answers on 443"_s, askRealm(u"-u \"$NAME:$SECRET\""_s), u"\"token\""_s);
    stage.diagnoses(site.ask(), u"realm-wrong-port"_s);
}

void pathOnly(Stage &stage)
{
    GitLabSite site(stage);
    site.registry.realm = u"/jwt/auth"_s;
    site.open();
    stage.proves(u"the realm is a path"_s, challenge, u"realm=\"/jwt/auth\""_s);
    stage.proves(u"skopeo makes nothing of it"_s, u"skopeo inspect docker://registry.example.com/group/app:1.0"_s, u"unsupported protocol scheme"_s);
    stage.diagnoses(site.ask(), u"realm-malformed"_s);
}

void doubleSlash(Stage &stage)
{
    GitLabSite site(stage);
    site.registry.realm = u"https://gitlab.example.com//jwt/auth"_s;
    site.gitlabServer = "merge_slashes off; location ~ ^// { return 404; }";
    site.open();
    stage.proves(u"two slashes"_s, challenge, u"gitlab.example.com//jwt/auth"_s);
    stage.proves(u"find nothing"_s, askRealm(u"-u \"$NAME:$SECRET\""_s, site.registry.realm), u"HTTP/1.1 404"_s);
    stage.diagnoses(site.ask(), u"realm-malformed"_s);
}

void autoredirect(Stage &stage)
{
    GitLabSite site(stage);
    site.registry.more = { { u"auth"_s, QJsonObject { { u"token"_s, QJsonObject { { u"autoredirect"_s, true } } } } } };
    site.open();
    stage.proves(u"the registry names itself"_s, challenge, u"://registry.example.com/auth/token"_s);
    stage.proves(u"where it has nothing"_s, askRealm(u"-L -u \"$NAME:$SECRET\""_s, u"https://registry.example.com/auth/token"_s), u"404"_s);
    stage.diagnoses(site.ask(), u"realm-malformed"_s);
}

void answersHtml(Stage &stage)
{
    GitLabSite site(stage);
    site.gitlabServer = "location = /jwt/auth { default_type text/html; return 200 '<!DOCTYPE html><html><head><title>GitLab</title></head><body>Welcome</body></html>'; }";
    site.openAndProveRealm(u"the realm answers with a page"_s, u"<!DOCTYPE html>"_s);
    stage.proves(u"skopeo cannot read it"_s, u"printf %s \"$SECRET\" | skopeo login --authfile /run/gallery/auth.json -u \"$NAME\" --password-stdin registry.example.com"_s,
                 u"invalid character '<'"_s);
    stage.diagnoses(site.ask(), u"realm-answers-html"_s);
}

void backendDown(Stage &stage)
{
    GitLabSite site(stage);
    site.withGitLabServer = false;
    site.open();
    site.gitlabNginx.tls(at::gitlab + u":443"_s, stage.certificateFor({ u"gitlab.example.com"_s }), proxyTo("http://127.0.0.1:8089"));
    site.gitlabNginx.start();
    stage.proves(u"nothing is behind GitLab's nginx"_s, askRealm(u"-u \"$NAME:$SECRET\""_s), u"502 Bad Gateway"_s);
    stage.diagnoses(site.ask(), u"realm-failing"_s);
}

void fails(Stage &stage)
{
    // As GitLab does when it cannot read the registry's key: only somebody who is known gets that far.
    GitLabSite site(stage);
    site.gitlabServer = "location = /jwt/auth { default_type application/json; if ($http_authorization = '') { return 403 '{\"errors\":[{\"code\":\"DENIED\",\"message\":\"access forbidden\"}]}'; }"
                        " return 500 '{\"message\":\"500 Internal Server Error\"}'; }";
    site.openAndProveRealm(u"the realm answers 500"_s, u"HTTP/1.1 500"_s);
    stage.diagnoses(site.ask(), u"realm-failing"_s);
}

void slow(Stage &stage)
{
    GitLabSite site(stage);
    site.withGitLabServer = false;
    site.open();
    // Listens, takes the request, and never answers.
    stage.programs().awaitPort(stage.programs().serve(Side::Servers, u"silent"_s, { u"python3"_s, u"-c"_s,
        u"import socket,ssl,threading\ns=socket.create_server(('127.0.0.1',8090))\nheld=[]\nwhile True: held.append(s.accept())"_s }), 8090);
    site.gitlabNginx.tls(at::gitlab + u":443"_s, stage.certificateFor({ u"gitlab.example.com"_s }), proxyTo("http://127.0.0.1:8090", "proxy_read_timeout 60s;"));
    site.gitlabNginx.start();
    stage.proves(u"the realm is silent"_s, askRealm(u"-m 3"_s), u"timed out"_s);
    stage.diagnoses(site.ask(), u"realm-failing"_s);
}

const Scenes scenes { u"realm"_s, {
    { u"realm-http-to-https"_s, u"realm-redirect-loses-authorization"_s, { u"gitlab-realm-http-external-url-http"_s, u"go-redirect-http-to-https-drops-auth"_s }, &redirectLosesAuthorization },
    { u"realm-http-to-https-fake-success"_s, u"realm-redirect-loses-authorization"_s, { u"realm-http-301-https-auth-dropped-fake-success"_s }, &redirectLosesAuthorizationAnonymous },
    { u"realm-to-other-host"_s, u"realm-redirects-to-other-host"_s, { u"go-redirect-other-host-drops-auth"_s }, &redirectToOtherHost },
    { u"realm-in-clear-text"_s, u"realm-in-clear-text"_s, { u"https-downgrade-to-http-realm"_s }, &inClearText },
    { u"realm-localhost"_s, u"realm-unreachable"_s, { u"realm-localhost"_s }, &localhost },
    { u"realm-container-name"_s, u"realm-unreachable"_s, { u"realm-container-name"_s }, &containerName },
    { u"realm-private-address"_s, u"realm-unreachable"_s, { u"realm-internal-service-ip"_s, u"realm-docker-bridge-ip"_s }, &privateAddress },
    { u"realm-port-missing"_s, u"realm-wrong-port"_s, { u"realm-port-missing"_s, u"gitea-port-ignored-hits-other-webserver"_s, u"gitea-realm-host-without-port-nginx"_s }, &portMissing },
    { u"realm-wrong-port"_s, u"realm-wrong-port"_s, { u"gitea-realm-root-url-other-port"_s }, &wrongPort },
    { u"realm-path-only"_s, u"realm-malformed"_s, { u"gitlab-realm-path-only"_s }, &pathOnly },
    { u"realm-double-slash"_s, u"realm-malformed"_s, { u"gitlab-realm-double-slash"_s }, &doubleSlash },
    { u"realm-autoredirect"_s, u"realm-malformed"_s, { u"autoredirect-auth-token-404"_s }, &autoredirect },
    { u"realm-answers-html"_s, u"realm-answers-html"_s, { u"realm-returns-html"_s }, &answersHtml },
    { u"realm-backend-down"_s, u"realm-failing"_s, { u"gitlab-registry-key-unreadable-500"_s }, &backendDown },
    { u"realm-fails"_s, u"realm-failing"_s, { u"gitlab-registry-key-unreadable-500"_s }, &fails },
    { u"realm-silent"_s, u"realm-failing"_s, {}, &slow },
} };

} // namespace

} // namespace wharf::gallery
