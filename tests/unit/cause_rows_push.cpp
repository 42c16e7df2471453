#include "cause_rows.h"
#include "evidence_samples.h"

using namespace Qt::StringLiterals;

namespace wharf::diagnosis::samples {

namespace {

const QString uploads = u"https://registry.example.com/v2/group/app/blobs/uploads/"_s;

Evidence chunk(const Answer &answer)
{
    Evidence evidence = gitlab();
    evidence.registry.upload.chunks = { answer };
    evidence.registry.upload.status.clear();
    evidence.registry.upload.sizeAccepted = 0;
    return evidence;
}

Evidence start(const Answer &answer)
{
    Evidence evidence = chunk({});
    evidence.registry.upload.chunks.clear();
    evidence.registry.upload.start = answer;
    return evidence;
}

// The live run is well; somebody pasted what failed.
Evidence pasted(Evidence evidence, const QString &line, const QStringList &suspects)
{
    evidence.pasted.given = true;
    evidence.pasted.client = u"docker"_s;
    evidence.pasted.action = u"push"_s;
    evidence.pasted.line = line;
    evidence.pasted.suspects = suspects;
    return evidence;
}

} // namespace

QList<CauseRow> pushRows()
{
    QList<CauseRow> rows;
    rows += { "the data goes to http",
              with(gitlab(),
                   [](Evidence &e) {
                       e.registry.upload.locationProblem = u"scheme"_s;
                       e.registry.upload.location = u"http://registry.example.com/v2/"_s;
                       e.registry.upload.chunks = { answer(u"http://registry.example.com/"_s, 401) };
                   }),
              "upload-location-wrong",
              {},
              { u"token-expires-during-push"_s, u"replicas-not-sharing"_s } };
    rows += { "nginx takes 1 MB",
              chunk(page(uploads, 413, u"<html><center>nginx</center></html>"_s)),
              "request-body-limit",
              {},
              { u"quota-or-immutable"_s, u"proxy-timeout-or-buffering"_s } };
    rows += { "the storage limit is reached",
              with(gitlab(),
                   [](Evidence &e) {
                       e.registry.push.trial = trial(
                           answer(u"https://gitlab.example.com/jwt/auth"_s, 403, u"DENIED"_s,
                                  u"Your action has been rejected because the namespace storage limit has been reached."_s));
                       e.registry.push.granted.clear();
                       e.registry.upload = {};
                   }),
              "quota-or-immutable",
              {},
              { u"request-body-limit"_s, u"no-permission-on-repository"_s, u"registry-storage-failing"_s } };
    rows += { "a quota of requests is no quota of storage",
              with(gitlab(),
                   [](Evidence &e) {
                       e.registry.push.trial = trial(answer(u"https://gitlab.example.com/jwt/auth"_s, 429, u"TOOMANYREQUESTS"_s,
                                                            u"Quota exceeded for quota metric 'requests per minute'."_s));
                       e.registry.push.granted.clear();
                       e.registry.upload = {};
                   }),
              "rate-limited-or-banned",
              {},
              { u"quota-or-immutable"_s } };
    rows += { "the upload is known now and then",
              with(gitlab(),
                   [](Evidence &e) {
                       e.registry.upload.status = { answer(uploads, 204),
                                                    answer(uploads, 404, u"BLOB_UPLOAD_UNKNOWN"_s, u"blob upload unknown to registry"_s) };
                   }),
              "replicas-not-sharing",
              {},
              { u"upload-location-wrong"_s } };
    rows += { "the other copy signs with another secret",
              chunk(answer(uploads, 400, u"BLOB_UPLOAD_INVALID"_s, u"blob upload invalid"_s)),
              "replicas-not-sharing",
              {},
              { u"registry-storage-failing"_s } };
    rows += { "the disk is full",
              chunk(answer(uploads, 500, u"UNKNOWN"_s, u"unknown error"_s)),
              "registry-storage-failing",
              {},
              { u"replicas-not-sharing"_s, u"vendor-outage"_s, u"realm-failing"_s } };
    rows += { "the health check fails",
              with(gitlab(),
                   [](Evidence &e) {
                       e.challenge.ping = trial(
                           answer(u"https://registry.example.com/v2/"_s, 503, u"UNAVAILABLE"_s, u"health check failed"_s));
                       e.challenge.schemes.clear();
                       e.challenge.realm.clear();
                       e.challenge.realmUrl.clear();
                       e.experiment = {};
                       e.registry = {};
                   }),
              "registry-storage-failing",
              {},
              { u"not-a-registry"_s, u"registry-disabled"_s } };
    rows += { "a proxy gives up after a minute",
              with(chunk(page(uploads, 504, u"<html>Gateway Time-out</html>"_s)),
                   [](Evidence &e) { e.registry.upload.chunks.first().milliseconds = 60000; }),
              "proxy-timeout-or-buffering",
              {},
              { u"registry-storage-failing"_s, u"token-expires-during-push"_s } };
    rows += { "a mirror",
              start(answer(uploads, 405, u"UNSUPPORTED"_s, u"The operation is unsupported."_s)),
              "registry-read-only",
              {},
              { u"maintenance-mode"_s, u"no-permission-on-repository"_s } };
    rows += { "the token dies under the upload",
              with(chunk(answer(uploads, 401, u"UNAUTHORIZED"_s, u"authentication required"_s)),
                   [](Evidence &e) {
                       e.registry.upload.chunks.first().headers.insert(
                           u"www-authenticate"_s, u"Bearer realm=\"https://gitlab.example.com/jwt/auth\",error=\"invalid_token\""_s);
                   }),
              "token-expires-during-push",
              {},
              { u"upload-location-wrong"_s, u"stored-credential-expired"_s } };
    rows += { "tokens live twenty seconds",
              with(gitlab(), [](Evidence &e) { e.registry.token.lifetimeSeconds = 20; }),
              "token-expires-during-push",
              {},
              { u"server-clock-skew"_s } };
    rows += { "the layers are elsewhere, and cannot be had",
              with(gitlab(),
                   [](Evidence &e) {
                       e.hosts += host(u"storage"_s, u"bucket.s3.example.net"_s);
                       e.hosts.last().connects.first().outcome = u"timeout"_s;
                       e.hosts.last().tls = {};
                   }),
              "storage-redirect-unreachable",
              {},
              { u"timeout"_s, u"realm-unreachable"_s } };
    rows += { "only the store's connection is re-signed",
              with(gitlab(),
                   [](Evidence &e) {
                       e.hosts += host(u"storage"_s, u"dseasb33srnrn.cloudfront.net"_s);
                       e.hosts.last().tls.chainTrusted = false;
                       e.hosts.last().tls.chain.resize(1);
                       e.hosts.last().tls.chain[0].issuer = u"Corporate Web Proxy CA"_s;
                       e.hosts.last().tls.chain[0].issuerOrganization = u"Example"_s;
                   }),
              "tls-inspected",
              {},
              { u"private-ca-not-trusted"_s, u"storage-redirect-unreachable"_s } };
    rows += { "Hub answers 503",
              with(gitlab(),
                   [](Evidence &e) {
                       e.target.registry = u"docker.io"_s;
                       e.challenge.api = u"https://registry-1.docker.io"_s;
                       e.registry.manifest = page(u"https://registry-1.docker.io/v2/jo/app/manifests/1"_s, 503, u"<html></html>"_s);
                       e.registry.upload = {};
                   }),
              "vendor-outage",
              {},
              { u"registry-storage-failing"_s } };
    rows += { "pasted: unauthorized at the end of a long push",
              pasted(gitlab(), u"unauthorized: authentication required after 12 GB"_s,
                     { u"token-expires-during-push"_s, u"upload-location-wrong"_s }),
              "token-expires-during-push",
              {},
              { u"upload-location-wrong"_s, u"client-sent-no-credential"_s } };
    rows += { "pasted: 502 after a minute",
              pasted(gitlab(), u"received unexpected HTTP status: 502 Bad Gateway"_s, { u"proxy-timeout-or-buffering"_s }),
              "proxy-timeout-or-buffering",
              {},
              { u"registry-storage-failing"_s } };
    rows += { "pasted: a runner does not know the authority",
              with(pasted(gitlab(), u"x509: certificate signed by unknown authority"_s, { u"private-ca-not-trusted"_s }),
                   [](Evidence &e) { e.pasted.client = u"kaniko"_s; }),
              "private-ca-not-trusted",
              {},
              { u"tls-inspected"_s } };
    rows += { "pasted: an x509 error that the daemon does not meet now",
              pasted(gitlab(), u"x509: certificate signed by unknown authority"_s, { u"private-ca-not-trusted"_s }),
              "healthy",
              {},
              { u"private-ca-not-trusted"_s } };
    rows += { "pasted, and nothing could be asked",
              pasted({}, u"denied: access forbidden"_s, { u"authorization-header-stripped"_s, u"token-lacks-registry-scope"_s }),
              "authorization-header-stripped",
              { u"token-lacks-registry-scope"_s },
              {} };
    rows += { "pasted, and the run finds another fault",
              pasted(refusedToken(), u"denied: access forbidden"_s, { u"authorization-header-stripped"_s }),
              "credential-rejected",
              {},
              { u"authorization-header-stripped"_s } };
    return rows;
}

} // namespace wharf::diagnosis::samples
