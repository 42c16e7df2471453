// The container engine stands elsewhere than its user.
#include "tests/gallery/basic_site.h"
#include "tests/gallery/scenario.h"

#include <QJsonArray>

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

const QString pull = u"docker pull registry.example.com/group/app:1.0"_s;

void plainHttp(Stage &stage)
{
    BasicSite site(stage);
    site.withServer = false;
    site.open();
    site.nginx.plain(at::registry + u":443"_s, proxyTo("http://127.0.0.1:5000"));
    site.nginx.start();
    Docker docker;
    docker.start(stage);
    stage.proves(u"dockerd expects TLS"_s, pull, u"server gave HTTP response to HTTPS client"_s);
    stage.diagnoses(site.ask(), u"plain-http-registry"_s);
}

void plainHttpOwnPort(Stage &stage)
{
    BasicSite site(stage);
    site.withServer = false;
    site.target = u"registry.example.com:5000/group/app:1.0"_s;
    site.open();
    site.nginx.plain(at::registry + u":5000"_s, proxyTo("http://127.0.0.1:5000"));
    site.nginx.start();
    stage.proves(u"it speaks plain HTTP"_s, u"curl -sS -i https://registry.example.com:5000/v2/"_s, u"wrong version number"_s);
    stage.diagnoses(site.ask(), u"plain-http-registry"_s);
}

void insecureConfigured(Stage &stage)
{
    BasicSite site(stage);
    site.withServer = false;
    site.target = u"registry.example.com:5000/group/app:1.0"_s;
    site.open();
    site.nginx.plain(at::registry + u":5000"_s, proxyTo("http://127.0.0.1:5000"));
    site.nginx.start();
    Docker docker { .configuration = { { u"insecure-registries"_s, QJsonArray { u"registry.example.com:5000"_s } } }, .environment = {}, .before = {} };
    docker.start(stage);
    stage.proves(u"Docker signs in"_s, u"printf %s \"$SECRET\" | docker login -u \"$NAME\" --password-stdin registry.example.com:5000"_s, u"Login Succeeded"_s);
    stage.diagnoses(site.ask({ u"--plain-http"_s }), u"healthy"_s);
}

void insecureFallback(Stage &stage)
{
    // The daemon's own hosts file is stale: https is refused there, and then it tries http and talks of nothing else.
    BasicSite site(stage);
    site.open();
    stage.write(u"etc/hosts-of-daemon"_s, "127.0.0.1 localhost\n203.0.113.30 registry.example.com\n");
    Docker docker { .configuration = { { u"insecure-registries"_s, QJsonArray { u"registry.example.com"_s } } }, .environment = {},
                    .before = u"mount --bind /run/gallery/etc/hosts-of-daemon /etc/hosts"_s };
    docker.start(stage);
    stage.proves(u"this machine is content"_s, u"curl -sS -i -u \"$NAME:$SECRET\" https://registry.example.com/v2/"_s, u"HTTP/1.1 200"_s);
    stage.proves(u"the daemon's error names http"_s, pull, u"http://registry.example.com"_s);
    stage.diagnoses(site.ask(), u"insecure-fallback-masks-error"_s);
}

void socketDenied(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    Docker docker;
    docker.start(stage);
    stage.clientEnvironment().insert(u"DOCKER_HOST"_s, u"unix:///run/gone/docker.sock"_s);
    stage.proves(u"the chosen socket is not there"_s, u"docker version"_s, u"Cannot connect to the Docker daemon"_s);
    stage.diagnoses(site.ask(), u"daemon-unreachable"_s);
}

void deadContext(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    Docker docker;
    docker.start(stage);
    stage.proves(u"a context of old"_s, u"docker context create old --docker host=tcp://203.0.113.30:2375 && docker context use old"_s, u"old"_s);
    stage.proves(u"leads nowhere"_s, u"docker version"_s, u"Cannot connect to the Docker daemon"_s);
    stage.diagnoses(site.ask(), u"daemon-unreachable"_s);
}

void daemonClock(Stage &stage)
{
    // A clock of its own cannot be given to dockerd alone (a Go program asks the kernel): here everybody else lives in a later year.
    const QString later = u"faketime -f +500d"_s;
    BasicSite site(stage);
    const QDateTime then = QDateTime::currentDateTimeUtc().addDays(500);
    site.certificate = stage.certificates().issue(stage.webAuthority(), { .commonName = u"registry.example.com"_s, .names = { u"registry.example.com"_s },
                                                                          .notBefore = then.addDays(-30), .notAfter = then.addDays(60) });
    const test::TestCertificate root = stage.certificates().selfSigned({ .commonName = u"Long Root"_s, .names = {}, .notBefore = then.addDays(-600), .notAfter = then.addDays(600), .authority = true });
    site.certificate = stage.certificates().issue(root, { .commonName = u"registry.example.com"_s, .names = { u"registry.example.com"_s },
                                                          .notBefore = then.addDays(-30), .notAfter = then.addDays(60) });
    stage.write(u"/etc/ssl/certs/ca-certificates.crt"_s, root.certificate);
    stage.write(u"/etc/ssl/certs/long.pem"_s, root.certificate);
    site.prefix = later;
    site.open();
    stage.provesAtServers(u"the machine trusts the authority"_s, u"openssl rehash /etc/ssl/certs"_s);
    Docker docker;
    docker.start(stage);
    stage.proves(u"for the daemon the certificate is not yet valid"_s, pull, u"certificate has expired or is not yet valid"_s);
    stage.proves(u"for this machine it is"_s, later + u" curl -sS -i https://registry.example.com/v2/"_s, u"HTTP/1.1 401"_s);
    Ask ask = site.ask();
    ask.prefix = later;
    stage.diagnoses(ask, u"daemon-clock-wrong"_s);
}

void builder(Stage &stage)
{
    // buildx keeps its builders in files; one in a container has its own authorities.
    BasicSite site(stage);
    const test::TestCertificate authority = stage.certificates().authority(u"Example Works Internal CA"_s);
    site.certificate = stage.certificates().issue(authority, { .commonName = u"registry.example.com"_s, .names = { u"registry.example.com"_s } });
    site.open();
    stage.write(u"/etc/docker/certs.d/registry.example.com/ca.crt"_s, authority.certificate);
    Docker docker;
    docker.start(stage);
    stage.write(u"/root/.docker/buildx/instances/works"_s, R"({"Name":"works","Driver":"docker-container","Nodes":[{"Name":"works0","Endpoint":"unix:///run/docker.sock","Platforms":null,"Flags":null,"DriverOpts":null,"Files":null}],"Dynamic":false})");
    stage.write(u"/root/.docker/buildx/current"_s, R"({"Key":"unix:///run/docker.sock","Name":"works","Global":false})");
    stage.proves(u"dockerd itself is content"_s, u"printf %s \"$SECRET\" | docker login -u \"$NAME\" --password-stdin registry.example.com"_s, u"Login Succeeded"_s);
    // What it said, as its report has it: buildx itself is no part of Debian 12.
    const QString said = stage.write(u"build.txt"_s, "ERROR: failed to solve: failed to push registry.example.com/group/app:1.0: failed to authorize: failed to fetch anonymous token: "
                                                     "Get \"https://registry.example.com/v2/token\": tls: failed to verify certificate: x509: certificate signed by unknown authority\n");
    stage.diagnoses(site.ask({ u"--text"_s, said }), u"builder-has-own-configuration"_s);
}

void podman(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    startPodman(stage);
    stage.diagnoses(site.ask(), u"healthy"_s);
}

void docker(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    Docker engine;
    engine.start(stage);
    stage.proves(u"Docker signs in"_s, u"printf %s \"$SECRET\" | docker login -u \"$NAME\" --password-stdin registry.example.com"_s, u"Login Succeeded"_s);
    stage.diagnoses(site.ask(), u"healthy"_s);
}

const Scenes scenes { u"daemon"_s, {
    { u"plain-http-on-443"_s, u"plain-http-registry"_s, { u"http-realm-https-on-http-port"_s }, &plainHttp },
    { u"plain-http-own-port"_s, u"plain-http-registry"_s, {}, &plainHttpOwnPort },
    { u"healthy-plain-http-configured"_s, u"healthy"_s, {}, &insecureConfigured },
    { u"insecure-fallback"_s, u"insecure-fallback-masks-error"_s, { u"http-insecure-wrong-password-misleading"_s }, &insecureFallback },
    { u"daemon-socket-gone"_s, u"daemon-unreachable"_s, { u"docker-socket-permission"_s }, &socketDenied },
    { u"daemon-dead-context"_s, u"daemon-unreachable"_s, { u"docker-context-wrong-endpoint"_s }, &deadContext },
    { u"daemon-clock-wrong"_s, u"daemon-clock-wrong"_s, {}, &daemonClock },
    { u"builder-of-its-own"_s, u"builder-has-own-configuration"_s, { u"buildx-fetch-token-own-ca"_s }, &builder },
    { u"healthy-podman"_s, u"healthy"_s, {}, &podman },
    { u"healthy-docker"_s, u"healthy"_s, {}, &docker },
} };

} // namespace

} // namespace wharf::gallery
