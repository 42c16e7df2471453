// Signing in works; the requests after it do not.
#include "tests/gallery/basic_site.h"
#include "tests/gallery/gitlab_site.h"
#include "tests/gallery/scenario.h"
#include "tests/gallery/servers/apache.h"
#include "tests/gallery/servers/haproxy.h"

#include <QJsonArray>

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

const QString start = u"curl -sS -i -X POST -u \"$NAME:$SECRET\" https://registry.example.com/v2/group/app/blobs/uploads/"_s;
/// Starts an upload and sends it so many bytes.
QString sendBytes(int bytes)
{
    return u"at=$(%1 | sed -n 's/^[Ll]ocation: //p' | tr -d '\\r'); head -c %2 /dev/zero | curl -sS -i -X PATCH -u \"$NAME:$SECRET\" -H 'Content-Type: application/octet-stream' --data-binary @- \"$at\""_s
        .arg(start).arg(bytes);
}

void bodyLimit(Stage &stage)
{
    BasicSite site(stage);
    site.server = "client_max_body_size 1m;";
    site.open();
    stage.proves(u"nginx refuses two megabytes"_s, sendBytes(2 << 20), u"413 Request Entity Too Large"_s);
    stage.diagnoses(site.ask(), u"request-body-limit"_s);
}

void bodyLimitOfCdn(Stage &stage)
{
    BasicSite site(stage);
    site.server = "client_max_body_size 10m;";
    site.nginx.around("map $status $ray { default 8f1a3a37b0c8-FRA; }");
    site.more = "proxy_hide_header Server; add_header CF-RAY $ray always;";
    site.open();
    stage.proves(u"it refuses 12 MB"_s, sendBytes(12 << 20), u"413 Request Entity Too Large"_s);
    stage.proves(u"and takes 2 MB"_s, sendBytes(2 << 20), u"HTTP/1.1 202"_s);
    stage.diagnoses(site.ask({ u"--probe-upload"_s, u"12M"_s }), u"request-body-limit"_s);
}

void quota(Stage &stage)
{
    // The registry's own no to an upload, as Harbor words it: no 413 of a proxy.
    BasicSite site(stage);
    site.server = "location ~ ^/v2/.*/blobs/uploads { default_type application/json; if ($http_authorization = '') { return 401; }"
                  " return 403 '{\"errors\":[{\"code\":\"DENIED\",\"message\":\"adding 151.7 MiB of storage resource, which when updated to current usage of 100.0 GiB will exceed the configured upper limit of 100.0 GiB.\"}]}'; }";
    site.open();
    stage.proves(u"the quota is used up"_s, start, u"will exceed the configured upper limit"_s);
    stage.diagnoses(site.ask(), u"quota-or-immutable"_s);
}

void protectedPath(Stage &stage)
{
    GitLabSite site(stage);
    for (sandbox::Project &project : site.demo.world.projects) {
        if (project.path == u"group/app"_s)
            project.repositoryRules = { { u"group/app*"_s, sandbox::Role::Owner } };
    }
    site.open();
    stage.proves(u"GitLab protects the path"_s, askRealm(u"-G -d scope=repository:group/app:pull,push -u \"$NAME:$SECRET\""_s), u"protected repository path forbidden"_s);
    stage.diagnoses(site.ask(), u"quota-or-immutable"_s);
}

void locationPlain(Stage &stage)
{
    BasicSite site(stage);
    site.withServer = false;
    site.open();
    site.nginx.tls(at::registry + u":443"_s, site.certificate, "location / { proxy_pass http://127.0.0.1:5000; proxy_set_header Host $http_host; }");
    site.nginx.plain(at::registry + u":80"_s, "location / { return 301 https://$host$request_uri; }");
    site.nginx.start();
    stage.proves(u"the upload goes on at http"_s, start, u"Location: http://registry.example.com/"_s);
    stage.diagnoses(site.ask(), u"upload-location-wrong"_s);
}

void locationOfBackend(Stage &stage)
{
    BasicSite site(stage);
    site.withServer = false;
    site.open();
    Apache apache(stage);
    apache.tls(at::registry, site.certificate, "ProxyPreserveHost Off\nRequestHeader set X-Forwarded-Proto https\nProxyPass / http://127.0.0.1:5000/ nocanon\n"
                                              "RequestHeader unset X-Forwarded-Host\nProxyAddHeaders Off\n");
    apache.start();
    stage.proves(u"the upload goes on at the backend"_s, start, u"Location: https://127.0.0.1:5000/"_s);
    stage.diagnoses(site.ask(), u"upload-location-wrong"_s);
}

void locationConfigured(Stage &stage)
{
    BasicSite site(stage);
    site.registry.more = { { u"http"_s, QJsonObject { { u"host"_s, u"https://wrong.example.com"_s } } } };
    site.open();
    stage.proves(u"the registry thinks it is somebody else"_s, start, u"Location: https://wrong.example.com/"_s);
    stage.diagnoses(site.ask(), u"upload-location-wrong"_s);
}

void replicasWithSecrets(Stage &stage)
{
    BasicSite site(stage);
    site.withServer = false;
    site.registry.name = u"registry-one"_s;
    site.registry.secret = u"one"_s;
    site.open();
    Registry two = site.registry;
    two.name = u"registry-two"_s;
    two.listen = u"127.0.0.1:5100"_s;
    two.secret = u"two"_s;
    two.data = site.registry.dataFolder(stage);
    two.start(stage);
    site.nginx.around("upstream replicas { server 127.0.0.1:5000 max_fails=0; server 127.0.0.1:5100 max_fails=0; }");
    site.nginx.tls(at::registry + u":443"_s, site.certificate, proxyTo("http://replicas"));
    site.nginx.start();
    stage.proves(u"the next replica does not know the upload"_s, sendBytes(1000), u"BLOB_UPLOAD_INVALID"_s);
    stage.diagnoses(site.ask(), u"replicas-not-sharing"_s);
}

void replicasWithStores(Stage &stage)
{
    BasicSite site(stage);
    site.withServer = false;
    site.registry.name = u"registry-one"_s;
    site.open();
    Registry two = site.registry;
    two.name = u"registry-two"_s;
    two.listen = u"127.0.0.1:5100"_s;
    seedImage(stage, two.dataFolder(stage), u"group/app"_s, u"1.0"_s);
    two.start(stage);
    site.nginx.around("upstream replicas { server 127.0.0.1:5000 max_fails=0; server 127.0.0.1:5100 max_fails=0; }");
    site.nginx.tls(at::registry + u":443"_s, site.certificate, proxyTo("http://replicas"));
    site.nginx.start();
    stage.proves(u"the next replica does not know the upload"_s, sendBytes(1000), u"BLOB_UPLOAD_UNKNOWN"_s);
    stage.diagnoses(site.ask(), u"replicas-not-sharing"_s);
}

void diskFull(Stage &stage)
{
    BasicSite site(stage);
    site.registry.data = u"/run/gallery/small"_s;
    stage.provesAtServers(u"a small disk"_s, u"mkdir -p /run/gallery/small && mount -t tmpfs -o size=1m tmpfs /run/gallery/small"_s);
    site.open();
    stage.proves(u"fills up"_s, sendBytes(2 << 20), u"HTTP/1.1 500"_s);
    stage.diagnoses(site.ask(), u"registry-storage-failing"_s);
}

void storageGone(Stage &stage)
{
    BasicSite site(stage);
    site.registry.more = { { u"health"_s, QJsonObject { { u"storagedriver"_s, QJsonObject { { u"enabled"_s, true }, { u"interval"_s, u"100ms"_s }, { u"threshold"_s, 1 } } } } } };
    site.registry.data = u"/run/gallery/store/data"_s;
    site.open();
    stage.provesAtServers(u"the storage goes away"_s, u"rm -rf /run/gallery/store && touch /run/gallery/store && sleep 0.4"_s);
    stage.proves(u"the registry says so"_s, u"curl -sS -i -u \"$NAME:$SECRET\" https://registry.example.com/v2/"_s, u"HTTP/1.1 503"_s);
    stage.diagnoses(site.ask(), u"registry-storage-failing"_s);
}

void storageRedirect(Stage &stage)
{
    BasicSite site(stage);
    site.registry.more = { { u"middleware"_s, QJsonObject { { u"storage"_s, QJsonArray { QJsonObject { { u"name"_s, u"redirect"_s },
                                                                                                    { u"options"_s, QJsonObject { { u"baseurl"_s, u"https://10.255.255.1/"_s } } } } } } } } };
    site.open();
    stage.proves(u"blobs are sent for to a place of its own"_s,
                 u"digest=$(curl -sS -u \"$NAME:$SECRET\" -H 'Accept: application/vnd.docker.distribution.manifest.v2+json' https://registry.example.com/v2/group/app/manifests/1.0"
                 " | grep -o 'sha256:[0-9a-f]*' | head -1); curl -sS -i -u \"$NAME:$SECRET\" https://registry.example.com/v2/group/app/blobs/$digest"_s,
                 u"Location: https://10.255.255.1/"_s);
    stage.proves(u"that does not answer"_s, u"curl -m 2 -sS https://10.255.255.1/"_s, u"timed out"_s);
    stage.diagnoses(site.ask(), u"storage-redirect-unreachable"_s);
}

void pullThrough(Stage &stage)
{
    BasicSite site(stage);
    // The one that is cached has to be there when the cache starts.
    stage.names().serve();
    Registry upstream { .name = u"upstream"_s, .listen = u"127.0.0.1:5300"_s, .data = {}, .more = {} };
    seedImage(stage, upstream.dataFolder(stage), u"group/app"_s, u"1.0"_s);
    upstream.start(stage);
    Nginx other(stage, u"other"_s);
    other.tls(at::other + u":443"_s, stage.certificateFor({ u"other.example.com"_s }), proxyTo("http://127.0.0.1:5300"));
    other.start();
    site.registry.more = { { u"proxy"_s, QJsonObject { { u"remoteurl"_s, u"https://other.example.com"_s } } } };
    site.open();
    stage.proves(u"a cache takes no uploads"_s, start, u"HTTP/1.1 405"_s);
    stage.diagnoses(site.ask(), u"registry-read-only"_s);
}

void readOnly(Stage &stage)
{
    BasicSite site(stage);
    site.registry.more = { { u"storage"_s, QJsonObject { { u"maintenance"_s, QJsonObject { { u"readonly"_s, QJsonObject { { u"enabled"_s, true } } } } } } } };
    site.open();
    stage.proves(u"read-only mode takes no uploads"_s, start, u"HTTP/1.1 405"_s);
    stage.diagnoses(site.ask(), u"registry-read-only"_s);
}

void proxyTimeout(Stage &stage)
{
    // The upload goes through a line that is slower than the proxy's patience.
    BasicSite site(stage);
    site.withServer = false;
    site.open();
    stage.programs().awaitPort(stage.programs().serve(Side::Servers, u"slow"_s, { u"python3"_s, stage.write(u"slow.py"_s,
        "import socket,threading,time\n"
        "def carry(a,b,slow):\n"
        "  try:\n"
        "    while True:\n"
        "      d=a.recv(16384)\n"
        "      if not d: break\n"
        "      b.sendall(d)\n"
        "      if slow and len(d)>8192: time.sleep(8)\n"
        "  except OSError: pass\n"
        "  for s in (a,b):\n"
        "    try: s.shutdown(socket.SHUT_RDWR)\n"
        "    except OSError: pass\n"
        "l=socket.create_server(('127.0.0.1',5200))\n"
        "while True:\n"
        "  c,_=l.accept(); u=socket.create_connection(('127.0.0.1',5000))\n"
        "  threading.Thread(target=carry,args=(c,u,True),daemon=True).start(); threading.Thread(target=carry,args=(u,c,False),daemon=True).start()\n") }), 5200);
    startHaproxy(stage, "frontend registry\n  bind " + at::registry.toUtf8() + ":443 ssl crt " + pemFor(stage, { u"registry.example.com"_s }).toUtf8()
                     + "\n  http-request set-header X-Forwarded-Proto https\n  default_backend registry\n"
                       "backend registry\n  timeout server 3s\n  server one 127.0.0.1:5200\n",
                 at::registry, 443);
    stage.proves(u"HAProxy gives up on it"_s, sendBytes(2 << 20), u"504 Gateway"_s);
    stage.diagnoses(site.ask(), u"proxy-timeout-or-buffering"_s);
}

void virtualHost(Stage &stage)
{
    // The name reaches another backend of the same proxy; the registry stands at another port of it.
    BasicSite site(stage);
    site.withServer = false;
    site.open();
    site.nginx.tls(at::registry + u":443"_s, site.certificate,
                   "location / { default_type application/json; return 400 '{\"errors\":[{\"status\":400,\"message\":\"Unsupported docker v2 repository request for \\'null\\'\"}]}'; }");
    site.nginx.start();
    stage.proves(u"another backend answers"_s, u"curl -sS -i https://registry.example.com/v2/"_s, u"Unsupported docker v2 repository request for 'null'"_s);
    stage.diagnoses(site.ask(), u"wrong-virtual-host"_s);
}

void noRegistry(Stage &stage)
{
    BasicSite site(stage);
    site.withServer = false;
    site.open();
    site.nginx.tls(at::registry + u":443"_s, site.certificate, "location / { default_type text/html; return 200 '<html><head><title>Our wiki</title></head><body>Hello</body></html>'; }");
    site.nginx.start();
    stage.proves(u"a page"_s, u"curl -sS -i https://registry.example.com/v2/"_s, u"Our wiki"_s);
    stage.diagnoses(site.ask(), u"not-a-registry"_s);
}

void outage(Stage &stage)
{
    BasicSite site(stage);
    site.withServer = false;
    site.target = u"registry.gitlab.com/group/app:1.0"_s;
    stage.names().set(u"registry.gitlab.com"_s, { at::registry });
    site.certificate = stage.certificateFor({ u"registry.gitlab.com"_s });
    site.open();
    site.nginx.tls(at::registry + u":443"_s, site.certificate, "location / { default_type text/plain; return 503 'upstream connect error or disconnect/reset before headers'; }");
    site.nginx.start();
    stage.proves(u"the service is down"_s, u"curl -sS -i https://registry.gitlab.com/v2/"_s, u"HTTP/1.1 503"_s);
    stage.diagnoses(site.ask(), u"vendor-outage"_s);
}

const Scenes scenes { u"uploads"_s, {
    { u"body-limit-nginx"_s, u"request-body-limit"_s, { u"http-413-nginx"_s, u"http-413-second-proxy-in-chain"_s }, &bodyLimit },
    { u"body-limit-cdn"_s, u"request-body-limit"_s, { u"http-413-cloudflare-proxy-100mb"_s, u"http-413-cloudflare-worker"_s, u"gitlab-registry-cloudflare-1gb"_s }, &bodyLimitOfCdn },
    { u"quota"_s, u"quota-or-immutable"_s, { u"harbor-quota-exceeded"_s }, &quota },
    { u"protected-path"_s, u"quota-or-immutable"_s, {}, &protectedPath },
    { u"upload-location-plain"_s, u"upload-location-wrong"_s, { u"location-http-scheme-auth-dropped"_s, u"gitlab-restored-external-nginx-push"_s, u"location-http-scheme-nginx-basic"_s }, &locationPlain },
    { u"upload-location-of-backend"_s, u"upload-location-wrong"_s, { u"apache-proxypreservehost-off"_s, u"registry-behind-two-proxies-host"_s }, &locationOfBackend },
    { u"upload-location-configured"_s, u"upload-location-wrong"_s, { u"ingress-blob-unknown-host-config"_s }, &locationConfigured },
    { u"replicas-with-own-secrets"_s, u"replicas-not-sharing"_s, { u"blob-upload-invalid-secret-replicas"_s }, &replicasWithSecrets },
    { u"replicas-with-own-stores"_s, u"replicas-not-sharing"_s, { u"blob-upload-unknown-replicas-local-storage"_s, u"traefik-multi-backend-push"_s }, &replicasWithStores },
    { u"storage-full"_s, u"registry-storage-failing"_s, { u"registry-disk-full-500"_s }, &diskFull },
    { u"storage-gone"_s, u"registry-storage-failing"_s, { u"registry-storage-dir-missing"_s }, &storageGone },
    { u"storage-redirect"_s, u"storage-redirect-unreachable"_s, { u"storage-redirect-private-subnet"_s }, &storageRedirect },
    { u"pull-through-cache"_s, u"registry-read-only"_s, { u"registry-pull-through-cache-405"_s }, &pullThrough },
    { u"registry-read-only"_s, u"registry-read-only"_s, {}, &readOnly },
    { u"proxy-timeout"_s, u"proxy-timeout-or-buffering"_s, { u"haproxy-timeout-502-mid-upload"_s }, &proxyTimeout },
    { u"wrong-virtual-host"_s, u"wrong-virtual-host"_s, { u"artifactory-repo-null-400"_s }, &virtualHost },
    { u"not-a-registry"_s, u"not-a-registry"_s, {}, &noRegistry },
    { u"vendor-outage"_s, u"vendor-outage"_s, { u"vendor-outage-500"_s }, &outage },
} };

} // namespace

} // namespace wharf::gallery
