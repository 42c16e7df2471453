// Registries of every sort that are well: nothing is found.
#include "tests/gallery/basic_site.h"
#include "tests/gallery/gitlab_site.h"
#include "tests/gallery/scenario.h"
#include "tests/gallery/servers/apache.h"
#include "tests/gallery/servers/haproxy.h"

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

void proveThatSkopeoWorks(Stage &stage, const QString &image = u"registry.example.com/group/app:1.0"_s)
{
    stage.proves(u"skopeo signs in"_s, u"printf %s \"$SECRET\" | skopeo login --authfile /run/gallery/auth.json -u \"$NAME\" --password-stdin "_s + image.section(u'/', 0, 0),
                 u"Login Succeeded!"_s);
    stage.proves(u"and reads the image"_s, u"skopeo inspect --authfile /run/gallery/auth.json docker://"_s + image, u"\"Architecture\": \"amd64\""_s);
}

void gitlab(Stage &stage)
{
    GitLabSite site(stage);
    site.open();
    proveThatSkopeoWorks(stage);
    stage.diagnoses(site.ask(), u"healthy"_s);
    // What Docker would send is the same.
    stage.diagnoses({}, u"healthy"_s);
    Ask host = site.ask();
    host.target = u"registry.example.com"_s;
    stage.diagnoses(host, u"healthy"_s);
}

void gitlabOfEveryToken(Stage &stage)
{
    GitLabSite site(stage);
    site.signIn = u"deploy"_s;
    site.open();
    proveThatSkopeoWorks(stage);
    for (const auto &name : { u"deploy"_s, u"job"_s, u"project"_s, u"password"_s }) {
        const sandbox::DemoSignIn &who = site.demo.signIn(name);
        stage.signDockerIn(u"registry.example.com"_s, who.userName, who.secret.toUtf8());
        stage.diagnoses({ .userName = who.userName, .secret = who.secret.toUtf8(), .options = {}, .prefix = {} }, u"healthy"_s);
    }
}

void gitlabBehindApache(Stage &stage)
{
    GitLabSite site(stage);
    site.withRegistryServer = false;
    site.withGitLabServer = false;
    site.open();
    Apache apache(stage);
    const QByteArray common = "ProxyPreserveHost On\nRequestHeader set X-Forwarded-Proto https\n";
    apache.tls(at::registry, stage.certificateFor({ u"registry.example.com"_s }), common + "ProxyPass / http://127.0.0.1:5000/ nocanon\n");
    apache.tls(at::gitlab, stage.certificateFor({ u"gitlab.example.com"_s }), common + "ProxyPass / http://127.0.0.1:8081/ nocanon\n");
    apache.start();
    proveThatSkopeoWorks(stage);
    stage.diagnoses(site.ask(), u"healthy"_s);
}

void gitlabBehindHaproxy(Stage &stage)
{
    GitLabSite site(stage);
    site.withRegistryServer = false;
    site.withGitLabServer = false;
    site.open();
    const QString registry = pemFor(stage, { u"registry.example.com"_s });
    const QString gitlab = pemFor(stage, { u"gitlab.example.com"_s });
    startHaproxy(stage, "frontend registry\n  bind 203.0.113.10:443 ssl crt " + registry.toUtf8() + "\n  http-request set-header X-Forwarded-Proto https\n  default_backend registry\n"
                        "frontend gitlab\n  bind 203.0.113.20:443 ssl crt " + gitlab.toUtf8() + "\n  http-request set-header X-Forwarded-Proto https\n  default_backend gitlab\n"
                        "backend registry\n  server one 127.0.0.1:5000\nbackend gitlab\n  server one 127.0.0.1:8081\n",
                 at::gitlab, 443);
    proveThatSkopeoWorks(stage);
    stage.diagnoses(site.ask(), u"healthy"_s);
}

void publicProject(Stage &stage)
{
    GitLabSite site(stage);
    site.dockerSignedIn = false;
    seedImage(stage, site.registry.dataFolder(stage), u"group/site"_s, u"1.0"_s);
    site.open();
    stage.proves(u"anybody reads it"_s, u"skopeo inspect docker://registry.example.com/group/site:1.0"_s, u"\"Architecture\": \"amd64\""_s);
    stage.diagnoses({ .target = u"registry.example.com/group/site:1.0"_s, .userName = {}, .secret = {}, .options = { u"--anonymous"_s, u"--actions"_s, u"pull"_s }, .prefix = {} },
                    u"healthy"_s);
}

void basic(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    proveThatSkopeoWorks(stage);
    stage.diagnoses(site.ask(), u"healthy"_s);
}

void withoutProxy(Stage &stage)
{
    BasicSite site(stage);
    site.withServer = false;
    site.target = u"registry.example.com:5443/group/app:1.0"_s;
    site.registry.listen = at::registry + u":5443"_s;
    site.registry.more = { { u"http"_s, QJsonObject { { u"tls"_s, QJsonObject { { u"certificate"_s, site.certificate.certificateFile }, { u"key"_s, site.certificate.keyFile } } } } } };
    site.open();
    proveThatSkopeoWorks(stage, site.target);
    stage.diagnoses(site.ask(), u"healthy"_s);
}

void authorityOfTheAccount(Stage &stage)
{
    // A private authority, in certs.d for the daemon and given to Wharfinger besides.
    BasicSite site(stage);
    const test::TestCertificate authority = stage.certificates().authority(u"Example Works Internal CA"_s);
    site.certificate = stage.certificates().issue(authority, { .commonName = u"registry.example.com"_s, .names = { u"registry.example.com"_s } });
    site.open();
    stage.write(u"/etc/docker/certs.d/registry.example.com/ca.crt"_s, authority.certificate);
    Docker docker;
    docker.start(stage);
    stage.proves(u"Docker signs in"_s, u"printf %s \"$SECRET\" | docker login -u \"$NAME\" --password-stdin registry.example.com"_s, u"Login Succeeded"_s);
    stage.diagnoses(site.ask({ u"--ca-file"_s, authority.certificateFile }), u"healthy"_s);
}

void bothFamilies(Stage &stage)
{
    BasicSite site(stage);
    site.withServer = false;
    stage.names().set(u"registry.example.com"_s, { at::registry, at::registry6 });
    site.open();
    for (const QString &listen : { at::registry + u":443"_s, u"["_s + at::registry6 + u"]:443"_s })
        site.nginx.tls(listen, site.certificate, proxyTo("http://127.0.0.1:5000"));
    site.nginx.start();
    stage.proves(u"it answers over IPv6"_s, u"curl -6 -sS -i https://registry.example.com/v2/"_s, u"HTTP/1.1 401"_s);
    stage.diagnoses(site.ask(), u"healthy"_s);
}

void harmlessRedirect(Stage &stage)
{
    BasicSite site(stage);
    site.server = "location = /v2 { return 301 /v2/; }";
    site.open();
    stage.proves(u"/v2 is sent to /v2/"_s, u"curl -sS -i https://registry.example.com/v2"_s, u"Location: https://registry.example.com/v2/"_s);
    stage.diagnoses(site.ask(), u"healthy"_s);
}

void relativeUrl(Stage &stage)
{
    GitLabSite site(stage);
    site.demo.world.settings.relativeUrl = u"/gitlab"_s;
    site.registry.realm = u"https://gitlab.example.com/gitlab/jwt/auth"_s;
    site.open();
    proveThatSkopeoWorks(stage);
    stage.diagnoses(site.ask(), u"healthy"_s);
}

const Scenes scenes { u"healthy"_s, {
    { u"healthy-gitlab-behind-nginx"_s, u"healthy"_s, {}, &gitlab },
    { u"healthy-gitlab-every-token"_s, u"healthy"_s, {}, &gitlabOfEveryToken },
    { u"healthy-gitlab-behind-apache"_s, u"healthy"_s, {}, &gitlabBehindApache },
    { u"healthy-gitlab-behind-haproxy"_s, u"healthy"_s, {}, &gitlabBehindHaproxy },
    { u"healthy-gitlab-public-project"_s, u"healthy"_s, {}, &publicProject },
    { u"healthy-gitlab-relative-url"_s, u"healthy"_s, {}, &relativeUrl },
    { u"healthy-basic"_s, u"healthy"_s, {}, &basic },
    { u"healthy-without-proxy"_s, u"healthy"_s, {}, &withoutProxy },
    { u"healthy-private-ca"_s, u"healthy"_s, {}, &authorityOfTheAccount },
    { u"healthy-both-families"_s, u"healthy"_s, {}, &bothFamilies },
    { u"healthy-harmless-redirect"_s, u"healthy"_s, {}, &harmlessRedirect },
} };

} // namespace

} // namespace wharf::gallery
