#include "evidence_samples.h"

using namespace Qt::StringLiterals;

namespace wharf::diagnosis::samples {

namespace {

const QString registryApi = u"https://registry.example.com"_s;
const QString realmUrl = u"https://gitlab.example.com/jwt/auth"_s;
const QDateTime &noon()
{
    static const QDateTime moment(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);
    return moment;
}

QString said(int status) { return status == 401 ? u"HTTP Basic: Access denied"_s : u"access forbidden"_s; }

Answer tokenAnswer()
{
    Answer one = answer(realmUrl, 200);
    one.body = u"{\"token\":\"…\"}"_s;
    return one;
}

CertificateEvidence certificate(const QString &name)
{
    CertificateEvidence leaf;
    leaf.subject = name;
    leaf.issuer = u"R10"_s;
    leaf.issuerOrganization = u"Let's Encrypt"_s;
    leaf.dnsNames = { name };
    leaf.notBefore = noon().addDays(-30);
    leaf.notAfter = noon().addDays(60);
    return leaf;
}

GrantEvidence grant(const QStringList &actions, const QStringList &granted)
{
    GrantEvidence one;
    one.asked = true;
    one.actions = actions;
    one.granted = granted;
    one.trial = trial(tokenAnswer());
    return one;
}

ClientEvidence docker(bool signedIn)
{
    ClientEvidence client;
    client.client = u"docker"_s;
    client.installed = true;
    ClientFileEvidence file;
    file.path = u"/home/jo/.docker/config.json"_s;
    file.state = u"read"_s;
    file.hosts = signedIn ? QStringList { u"registry.example.com"_s } : QStringList();
    client.files = { file };
    CredentialSource source;
    source.kind = u"auths"_s;
    source.where = file.path;
    source.key = u"registry.example.com"_s;
    source.hasCredential = signedIn;
    source.sent = signedIn;
    source.userName = signedIn ? u"jo"_s : QString();
    if (signedIn)
        source.sameAsExamined = true;
    client.sources = { source };
    return client;
}

DaemonEvidence daemon()
{
    DaemonEvidence one;
    one.state = u"reached"_s;
    one.engine = u"docker"_s;
    one.endpoint = u"unix:///var/run/docker.sock"_s;
    one.endpointFrom = u"default"_s;
    one.version = u"26.1.5"_s;
    one.goVersion = u"go1.21.11"_s;
    one.systemTime = noon();
    one.login.made = true;
    one.login.status = 200;
    one.login.said = u"Login Succeeded"_s;
    return one;
}

} // namespace

Answer answer(const QString &url, int status, const QString &code, const QString &message)
{
    Answer one;
    one.method = u"GET"_s;
    one.url = url;
    one.status = status;
    one.date = noon();
    one.received = noon();
    one.headers.insert(u"content-type"_s, u"application/json"_s);
    if (!code.isEmpty())
        one.body = u"{\"errors\":[{\"code\":\"%1\",\"message\":\"%2\"}]}"_s.arg(code, message);
    return one;
}

Answer page(const QString &url, int status, const QString &html)
{
    Answer one = answer(url, status);
    one.headers.insert(u"content-type"_s, u"text/html; charset=utf-8"_s);
    one.body = html;
    return one;
}

Answer silence(const QString &url, Kind kind)
{
    Answer one;
    one.url = url;
    one.failure = Failure { Stage::Connect, kind, 0, {}, {}, 0, {} };
    return one;
}

Trial trial(const Answer &answer)
{
    Trial one;
    one.made = true;
    one.hops = { answer };
    return one;
}

Trial redirected(const QString &url, const QString &target, Answer last)
{
    Answer hop = answer(url, 301);
    hop.headers.insert(u"location"_s, target);
    last.url = target;
    Trial one;
    one.made = true;
    one.hops = { hop, last };
    return one;
}

HostEvidence host(const QString &role, const QString &name, int port)
{
    HostEvidence one;
    one.role = role;
    one.scheme = u"https"_s;
    one.host = name;
    one.port = port;
    one.name.looked = true;
    one.name.addresses = { u"198.51.100.7"_s };
    one.name.nameServer = { u"198.51.100.7"_s };
    one.name.localFamilies = { u"ipv4"_s };
    one.connects = { ConnectEvidence { u"198.51.100.7"_s, u"connected"_s, 4 } };
    one.tls.tried = true;
    one.tls.outcome = u"done"_s;
    one.tls.protocol = u"TLSv1.3"_s;
    one.tls.datesValid = one.tls.nameMatches = one.tls.chainTrusted = one.tls.trustedBySystem = true;
    one.tls.chain = { certificate(name), certificate(u"R10"_s) };
    return one;
}

Evidence gitlab()
{
    Evidence evidence;
    evidence.taken = noon();
    evidence.target.typed = u"registry.example.com/group/app:1"_s;
    evidence.target.registry = u"registry.example.com"_s;
    evidence.target.repository = u"group/app"_s;
    evidence.target.tag = u"1"_s;
    evidence.target.actions = { u"pull"_s, u"push"_s };
    evidence.credential.given = true;
    evidence.credential.from = u"account"_s;
    evidence.credential.userName = u"jo"_s;
    evidence.credential.kind = u"personal-access-token"_s;
    evidence.credential.prefix = u"glpat-"_s;
    evidence.hosts = { host(u"registry"_s, u"registry.example.com"_s), host(u"realm"_s, u"gitlab.example.com"_s) };
    evidence.clocks = { { u"registry"_s, u"registry.example.com"_s, 0 }, { u"realm"_s, u"gitlab.example.com"_s, 1 } };

    ChallengeEvidence &challenge = evidence.challenge;
    Answer ping = answer(registryApi + u"/v2/"_s, 401, u"UNAUTHORIZED"_s, u"authentication required"_s);
    ping.headers.insert(u"docker-distribution-api-version"_s, u"registry/2.0"_s);
    ping.headers.insert(u"www-authenticate"_s, u"Bearer realm=\"%1\",service=\"container_registry\""_s.arg(realmUrl));
    challenge.ping = trial(ping);
    challenge.api = registryApi;
    challenge.schemes = { u"bearer"_s };
    challenge.realm = challenge.realmUrl = realmUrl;
    challenge.service = u"container_registry"_s;

    evidence.experiment.anonymous = trial(answer(realmUrl, 403, u"DENIED"_s, said(403)));
    evidence.experiment.wrong = trial(answer(realmUrl, 401, u"UNAUTHORIZED"_s, said(401)));
    evidence.experiment.real = trial(tokenAnswer());

    RegistryEvidence &registry = evidence.registry;
    registry.token.issued = true;
    registry.token.keyId = u"ABCD:EFGH:IJKL:MNOP:QRST:UVWX:YZ23:4567:ABCD:EFGH:IJKL:MNOP"_s;
    registry.token.issuer = u"omnibus-gitlab-issuer"_s;
    registry.token.subject = u"jo"_s;
    registry.token.audience = { u"container_registry"_s };
    registry.token.issuedAt = noon();
    registry.token.notBefore = noon().addSecs(-5);
    registry.token.expires = noon().addSecs(300);
    registry.token.lifetimeSeconds = 300;
    registry.withToken = answer(registryApi + u"/v2/"_s, 200);
    registry.withToken.headers.insert(u"docker-distribution-api-version"_s, u"registry/2.0"_s);
    registry.withToken.body = u"{}"_s;
    registry.pull = grant({ u"pull"_s }, { u"pull"_s });
    registry.push = grant({ u"pull"_s, u"push"_s }, { u"pull"_s, u"push"_s });
    registry.manifest = answer(registryApi + u"/v2/group/app/manifests/1"_s, 200);
    registry.repositoryExists = true;
    registry.upload.tried = true;
    registry.upload.start = answer(registryApi + u"/v2/group/app/blobs/uploads/"_s, 202);
    registry.upload.chunks = { answer(registryApi, 202) };
    registry.upload.status = { answer(registryApi, 204), answer(registryApi, 204) };
    registry.upload.sizeAsked = registry.upload.sizeAccepted = qint64(2) << 20;
    registry.upload.takenBack = answer(registryApi, 204);

    evidence.gitlab.asked = true;
    evidence.gitlab.active = true;
    evidence.gitlab.scopes = { u"read_registry"_s, u"write_registry"_s };
    evidence.clients = { docker(true) };
    evidence.daemon = daemon();
    return evidence;
}

Evidence basic()
{
    Evidence evidence = gitlab();
    evidence.credential.kind = u"password"_s;
    evidence.credential.prefix.clear();
    evidence.hosts.removeLast();
    evidence.clocks.removeLast();
    Answer ping = answer(registryApi + u"/v2/"_s, 401, u"UNAUTHORIZED"_s, u"authentication required"_s);
    ping.headers.insert(u"docker-distribution-api-version"_s, u"registry/2.0"_s);
    ping.headers.insert(u"www-authenticate"_s, u"Basic realm=\"Registry\""_s);
    evidence.challenge = {};
    evidence.challenge.ping = trial(ping);
    evidence.challenge.api = registryApi;
    evidence.challenge.schemes = { u"basic"_s };
    evidence.challenge.realm = u"Registry"_s;
    evidence.experiment = {};
    evidence.experiment.anonymous = trial(ping);
    evidence.experiment.wrong = trial(ping);
    evidence.experiment.real = trial(evidence.registry.withToken);
    evidence.registry.token = {};
    evidence.registry.pull = {};
    evidence.registry.pull.notAsked = u"basic"_s;
    evidence.registry.push = evidence.registry.pull;
    evidence.gitlab = {};
    return evidence;
}

Evidence anonymousPull()
{
    Evidence evidence = gitlab();
    evidence.target.actions = { u"pull"_s };
    evidence.credential = {};
    evidence.experiment.anonymous = trial(tokenAnswer());
    evidence.experiment.real = {};
    evidence.registry.token.subject.clear();
    evidence.registry.anonymousPull = grant({ u"pull"_s }, { u"pull"_s });
    evidence.registry.pull = {};
    evidence.registry.push = {};
    evidence.registry.upload = {};
    evidence.gitlab = {};
    evidence.clients = { docker(false) };
    evidence.daemon.login = {};
    return evidence;
}

Evidence privateCa()
{
    Evidence evidence = gitlab();
    HostEvidence &own = evidence.hosts.first();
    own.tls.trustedBySystem = false;
    own.tls.chain[0].issuer = own.tls.chain[1].subject = own.tls.chain[1].issuer = u"Example Root"_s;
    own.tls.chain[0].issuerOrganization = u"Example"_s;
    own.tls.chain[1].selfSigned = true;
    own.trustFiles.folders = { u"/etc/docker/certs.d/registry.example.com"_s };
    return evidence;
}

Evidence behindProxy(const QString &server)
{
    Evidence evidence = gitlab();
    for (Trial *one : { &evidence.challenge.ping, &evidence.experiment.anonymous, &evidence.experiment.wrong, &evidence.experiment.real })
        one->hops.first().headers.insert(u"server"_s, server);
    return evidence;
}

Evidence throughForwardProxy()
{
    Evidence evidence = gitlab();
    for (HostEvidence &one : evidence.hosts) {
        one.name = {};
        one.connects.clear();
        one.proxy.address = u"proxy.example.com:3128"_s;
        one.proxy.from = u"HTTPS_PROXY"_s;
        one.proxy.status = 200;
    }
    evidence.daemon.httpsProxy = u"http://proxy.example.com:3128"_s;
    return evidence;
}

Evidence podmanOnly()
{
    Evidence evidence = gitlab();
    evidence.clients.first().client = u"podman"_s;
    evidence.daemon = {};
    evidence.daemon.state = u"none"_s;
    return evidence;
}

Evidence noDaemon()
{
    Evidence evidence = gitlab();
    evidence.daemon = {};
    evidence.daemon.state = u"none"_s;
    return evidence;
}

Evidence plainHttpOnLoopback()
{
    Evidence evidence = basic();
    evidence.target.registry = u"localhost:5000"_s;
    evidence.challenge.api = u"http://localhost:5000"_s;
    evidence.challenge.overPlainHttp = true;
    HostEvidence &own = evidence.hosts.first();
    own.host = u"localhost"_s;
    own.port = 5000;
    own.tls = {};
    own.tls.tried = true;
    own.tls.outcome = u"not-tls"_s;
    own.plain = answer(u"http://localhost:5000/v2/"_s, 401);
    return evidence;
}

Evidence hostAlone()
{
    Evidence evidence = gitlab();
    evidence.target.repository.clear();
    evidence.target.tag.clear();
    evidence.registry.pull = {};
    evidence.registry.push = {};
    evidence.registry.manifest = {};
    evidence.registry.upload = {};
    return evidence;
}

Evidence refusedToken()
{
    Evidence evidence = gitlab();
    evidence.experiment.real = evidence.experiment.wrong;
    evidence.registry = {};
    evidence.gitlab = {};
    evidence.daemon.login.status = 401;
    evidence.daemon.login.said = u"unauthorized: HTTP Basic: Access denied"_s;
    return evidence;
}

Evidence invalidToken()
{
    Evidence evidence = gitlab();
    const TokenEvidence token = evidence.registry.token;
    evidence.registry = {};
    evidence.registry.token = token;
    evidence.registry.withToken = evidence.challenge.ping.last();
    evidence.registry.withToken.headers[u"www-authenticate"_s] += u",error=\"invalid_token\""_s;
    evidence.daemon.login.status = 401;
    evidence.daemon.login.said = u"login attempt to https://registry.example.com/v2/ failed with status: 401 Unauthorized"_s;
    return evidence;
}

Evidence clientWithout()
{
    Evidence evidence = gitlab();
    evidence.clients = { docker(false) };
    return evidence;
}

Evidence daemonSaying(const QString &text)
{
    Evidence evidence = gitlab();
    evidence.daemon.login.status = 500;
    evidence.daemon.login.said = text;
    return evidence;
}

Evidence realmElsewhere(const QString &realm)
{
    Evidence evidence = gitlab();
    const QUrl url(realm);
    evidence.challenge.realm = evidence.challenge.realmUrl = realm;
    evidence.hosts[1] = host(u"realm"_s, url.host(), url.port(url.scheme() == "http"_L1 ? 80 : 443));
    evidence.hosts[1].scheme = url.scheme();
    for (Trial *one : { &evidence.experiment.anonymous, &evidence.experiment.wrong, &evidence.experiment.real })
        one->hops.last().url = realm;
    return evidence;
}

} // namespace wharf::diagnosis::samples
