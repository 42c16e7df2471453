#include "cause_rows.h"
#include "evidence_samples.h"

using namespace Qt::StringLiterals;

namespace wharf::diagnosis::samples {

namespace {

// Nothing behind the door was reached.
Evidence stopped(Evidence evidence)
{
    evidence.challenge.ping = trial(silence(u"https://registry.example.com/v2/"_s, Kind::Offline));
    evidence.challenge.schemes.clear();
    evidence.challenge.realm.clear();
    evidence.challenge.realmUrl.clear();
    evidence.experiment = {};
    evidence.registry = {};
    evidence.gitlab = {};
    evidence.clocks.clear();
    evidence.hosts.resize(1);
    evidence.daemon.login = {};
    return evidence;
}

template <class Change> Evidence stoppedAt(Change change)
{
    Evidence evidence = stopped(gitlab());
    change(evidence.hosts.first());
    return evidence;
}

Evidence connects(const QString &outcome)
{
    return stoppedAt([&](HostEvidence &own) {
        own.tls = {};
        own.connects.first().outcome = outcome;
    });
}

template <class Change> Evidence tls(Change change)
{
    return stoppedAt([&](HostEvidence &own) { change(own.tls); });
}

QString input(const char *problem) { return QLatin1String(problem); }

Evidence typed(const QString &text, const QString &problem)
{
    Evidence evidence;
    evidence.target.typed = text;
    evidence.target.problem = problem;
    return evidence;
}

} // namespace

QList<CauseRow> wayRows()
{
    QList<CauseRow> rows;
    rows += { "capital letters in the path",
              typed(u"registry.example.com/Group/App"_s, input("capitals")),
              "path-invalid",
              {},
              { u"server-address-wrong"_s } };
    rows += { "a query in the address",
              typed(u"registry.example.com?private_token=x"_s, input("host")),
              "server-address-wrong",
              {},
              { u"path-invalid"_s } };
    rows += { "the registry is at another port",
              with(stopped(gitlab()),
                   [](Evidence &e) {
                       e.challenge.ping = trial(answer(u"https://registry.example.com/v2/"_s, 404));
                       e.challenge.foundAt = u"https://registry.example.com:5050"_s;
                   }),
              "server-address-wrong",
              {},
              { u"wrong-virtual-host"_s, u"not-a-registry"_s } };
    rows += { "the registry is under another name",
              with(stopped(gitlab()),
                   [](Evidence &e) {
                       e.challenge.ping = trial(answer(u"https://registry.example.com/v2/"_s, 404));
                       e.challenge.foundAt = u"https://images.example.com"_s;
                   }),
              "wrong-virtual-host",
              {},
              { u"server-address-wrong"_s, u"not-a-registry"_s } };
    rows +=
        { "nothing about it is a registry",
          with(stopped(gitlab()),
               [](Evidence &e) { e.challenge.ping = trial(page(u"https://registry.example.com/v2/"_s, 404, u"<html>Not here</html>"_s)); }),
          "not-a-registry",
          {},
          { u"wrong-virtual-host"_s, u"login-portal-in-front"_s, u"registry-storage-failing"_s } };
    rows += { "a page with 200 is no open registry",
              with(stopped(gitlab()),
                   [](Evidence &e) {
                       e.challenge.ping = trial(page(u"https://registry.example.com/v2/"_s, 200, u"<html>Welcome to nginx!</html>"_s));
                   }),
              "not-a-registry",
              {},
              { u"registry-not-challenged"_s } };
    rows += { "hub.docker.com is a web page",
              with(stopped(gitlab()),
                   [](Evidence &e) {
                       e.target.registry = u"hub.docker.com"_s;
                       e.target.notTheRegistrysName = true;
                       e.challenge.ping = trial(page(u"https://hub.docker.com/v2/"_s, 404, u"<html></html>"_s));
                   }),
              "credential-for-other-host",
              {},
              { u"not-a-registry"_s } };

    rows += { "the name does not resolve",
              stoppedAt([](HostEvidence &own) {
                  own.name.addresses.clear();
                  own.name.problem = u"not-found"_s;
                  own.connects.clear();
                  own.tls = {};
              }),
              "dns-differs",
              {},
              { u"timeout"_s, u"connection-refused"_s, u"realm-unreachable"_s } };
    rows += { "an old line in the hosts file",
              stoppedAt([](HostEvidence &own) {
                  own.name.hostsFile = { u"203.0.113.9"_s };
                  own.connects.first().outcome = u"timeout"_s;
                  own.tls = {};
              }),
              "timeout",
              { u"dns-differs"_s },
              { u"certificate-name-mismatch"_s } };
    rows += { "nothing listens", connects(u"refused"_s), "connection-refused", {}, { u"timeout"_s, u"path-mtu-or-routing"_s } };
    rows += { "packets vanish", connects(u"timeout"_s), "timeout", {}, { u"connection-refused"_s, u"dns-differs"_s } };
    rows += { "no route", connects(u"unreachable"_s), "path-mtu-or-routing", {}, { u"address-family-unreachable"_s, u"timeout"_s } };
    rows += { "only IPv6, and none here",
              stoppedAt([](HostEvidence &own) {
                  own.name.addresses = { u"2001:db8::7"_s };
                  own.connects = { { u"2001:db8::7"_s, u"unreachable"_s, 0 } };
                  own.tls = {};
              }),
              "address-family-unreachable",
              {},
              { u"path-mtu-or-routing"_s, u"timeout"_s } };
    rows += { "the handshake stalls",
              tls([](TlsEvidence &one) {
                  one = {};
                  one.tried = true;
                  one.outcome = u"timeout"_s;
              }),
              "path-mtu-or-routing",
              {},
              { u"tls-version-or-cipher"_s, u"timeout"_s } };
    rows += { "the registry takes the connection and is silent",
              with(stopped(gitlab()),
                   [](Evidence &e) { e.challenge.ping = trial(silence(u"https://registry.example.com/v2/"_s, Kind::Timeout)); }),
              "timeout",
              {},
              { u"realm-failing"_s, u"connection-refused"_s } };
    rows += { "the forward proxy says 403",
              stoppedAt([](HostEvidence &own) {
                  own.connects.clear();
                  own.tls = {};
                  own.proxy.address = u"proxy:3128"_s;
                  own.proxy.status = 403;
              }),
              "proxy-refuses",
              {},
              { u"daemon-proxy-wrong"_s, u"connection-refused"_s } };
    rows += { "the forward proxy wants NTLM",
              stoppedAt([](HostEvidence &own) {
                  own.connects.clear();
                  own.tls = {};
                  own.proxy.address = u"proxy:3128"_s;
                  own.proxy.status = 407;
                  own.proxy.schemes = { u"ntlm"_s };
              }),
              "proxy-refuses",
              {},
              { u"timeout"_s } };

    rows += { "expired by every clock",
              with(tls([](TlsEvidence &one) {
                       one.datesValid = false;
                       one.chain[0].notAfter = QDateTime(QDate(2026, 5, 1), QTime(0, 0), Qt::UTC);
                   }),
                   [](Evidence &e) {
                       e.clocks = { { u"registry"_s, u"registry.example.com"_s, 0 } };
                   }),
              "certificate-expired",
              {},
              { u"client-clock-wrong"_s } };
    rows += { "this machine lives in the past",
              with(tls([](TlsEvidence &one) { one.datesValid = false; }),
                   [](Evidence &e) {
                       e.taken = e.taken.addDays(-90);
                       e.clocks = { { u"registry"_s, u"registry.example.com"_s, 90 * 86400 } };
                   }),
              "client-clock-wrong",
              {},
              { u"certificate-expired"_s, u"server-clock-skew"_s, u"daemon-clock-wrong"_s } };
    rows += { "another name",
              tls([](TlsEvidence &one) {
                  one.nameMatches = false;
                  one.chain[0].dnsNames = { u"other.example.org"_s };
              }),
              "certificate-name-mismatch",
              {},
              { u"certificate-without-san"_s, u"dns-differs"_s } };
    rows += { "another name, by the hosts file",
              stoppedAt([](HostEvidence &own) {
                  own.name.hostsFile = { u"203.0.113.9"_s };
                  own.tls.nameMatches = false;
              }),
              "certificate-name-mismatch",
              { u"dns-differs"_s },
              {} };
    rows += { "a common name only",
              tls([](TlsEvidence &one) {
                  one.nameMatches = false;
                  one.chain[0].dnsNames.clear();
              }),
              "certificate-without-san",
              {},
              { u"certificate-name-mismatch"_s } };
    rows += { "the leaf alone",
              tls([](TlsEvidence &one) {
                  one.chainTrusted = false;
                  one.chain.resize(1);
                  one.completeWithKnownIntermediate = true;
              }),
              "certificate-chain-incomplete",
              {},
              { u"private-ca-not-trusted"_s, u"tls-inspected"_s } };
    rows += { "the leaf alone, of Let's Encrypt",
              tls([](TlsEvidence &one) {
                  one.chainTrusted = false;
                  one.chain.resize(1);
              }),
              "certificate-chain-incomplete",
              {},
              { u"private-ca-not-trusted"_s } };
    rows += { "an authority of its own",
              with(stopped(privateCa()),
                   [](Evidence &e) {
                       e.hosts.first().tls.chainTrusted = false;
                       e.hosts.first().trustFiles = {};
                   }),
              "private-ca-not-trusted",
              {},
              { u"certificate-chain-incomplete"_s, u"tls-inspected"_s } };
    rows += { "a leaf alone, signed by a private root",
              with(stopped(privateCa()),
                   [](Evidence &e) {
                       e.hosts.first().tls.chainTrusted = false;
                       e.hosts.first().tls.chain.resize(1);
                   }),
              "private-ca-not-trusted",
              {},
              { u"certificate-chain-incomplete"_s } };
    rows += { "a company's proxy signs again",
              tls([](TlsEvidence &one) {
                  one.chainTrusted = false;
                  one.chain.resize(1);
                  one.chain[0].issuer = u"Zscaler Intermediate Root CA"_s;
                  one.chain[0].issuerOrganization = u"Zscaler Inc."_s;
              }),
              "tls-inspected",
              {},
              { u"private-ca-not-trusted"_s, u"certificate-chain-incomplete"_s } };
    rows += { "expired, and of an unknown authority",
              with(stopped(privateCa()),
                   [](Evidence &e) {
                       e.hosts.first().tls.chainTrusted = false;
                       e.hosts.first().tls.datesValid = false;
                       e.hosts.first().tls.chain[0].notAfter = e.taken.addDays(-2);
                       e.clocks = { { u"registry"_s, u"registry.example.com"_s, 0 } };
                   }),
              "certificate-expired",
              { u"private-ca-not-trusted"_s },
              {} };
    rows += { "a client certificate is asked for",
              tls([](TlsEvidence &one) {
                  one.outcome = u"alert"_s;
                  one.alert = u"certificate required"_s;
                  one.clientCertificateAsked = true;
                  one.chain.clear();
              }),
              "client-certificate-required",
              {},
              { u"tls-version-or-cipher"_s } };
    rows +=
        { "a key without its certificate in certs.d",
          with(privateCa(),
               [](Evidence &e) {
                   e.hosts.first().trustFiles.problems = { u"key-without-certificate /etc/docker/certs.d/registry.example.com/ca.key"_s };
               }),
          "client-certificate-required",
          {},
          { u"private-ca-not-trusted"_s } };
    rows += { "an alert at once",
              tls([](TlsEvidence &one) {
                  one.outcome = u"alert"_s;
                  one.alert = u"handshake failure"_s;
                  one.chain.clear();
                  one.takesOnly = u"AES128-SHA256"_s;
              }),
              "tls-version-or-cipher",
              {},
              { u"client-certificate-required"_s } };
    rows += { "plain HTTP",
              stoppedAt([](HostEvidence &own) {
                  own.tls = {};
                  own.tls.tried = true;
                  own.tls.outcome = u"not-tls"_s;
                  own.plain = answer(u"http://registry.example.com/v2/"_s, 401);
              }),
              "plain-http-registry",
              {},
              { u"insecure-fallback-masks-error"_s, u"tls-version-or-cipher"_s } };
    rows += { "the realm's port speaks HTTP",
              with(realmElsewhere(u"https://auth.example.com:5001/token"_s),
                   [](Evidence &e) {
                       e.hosts[1].tls = {};
                       e.hosts[1].tls.tried = true;
                       e.hosts[1].tls.outcome = u"not-tls"_s;
                       e.hosts[1].plain = answer(u"http://auth.example.com:5001/"_s, 401);
                       e.experiment = {};
                       e.registry = {};
                       e.daemon.login = {};
                   }),
              "plain-http-registry",
              {},
              { u"realm-in-clear-text"_s, u"realm-unreachable"_s } };
    rows += { "this machine's clock is off and all works",
              with(gitlab(),
                   [](Evidence &e) {
                       e.clocks[0].offsetSeconds = e.clocks[1].offsetSeconds = 900;
                       e.daemon.clockOffsetSeconds = 900;
                   }),
              "client-clock-wrong",
              {},
              { u"daemon-clock-wrong"_s, u"server-clock-skew"_s } };
    return rows;
}

} // namespace wharf::diagnosis::samples
