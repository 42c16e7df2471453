// What stands between the connection and a certificate that is believed. Dates, name and chain are each a fault of their own.
#include "tests/gallery/basic_site.h"
#include "tests/gallery/scenario.h"

#include <QFile>

namespace wharf::gallery {

using namespace Qt::StringLiterals;
using test::CertificateWish;
using test::TestCertificate;

namespace {

const QString ask = u"curl -sS -i https://registry.example.com/v2/"_s;
const QString handshake = u"openssl s_client -connect registry.example.com:443 -servername registry.example.com -verify_hostname registry.example.com </dev/null 2>&1"_s;

void chainIncomplete(Stage &stage)
{
    BasicSite site(stage);
    const TestCertificate intermediate = stage.certificates().issue(stage.webAuthority(), { .commonName = u"Example Intermediate R3"_s, .names = {}, .authority = true });
    const CertificateWish wish { .commonName = u"registry.example.com"_s, .names = { u"registry.example.com"_s }, .issuerUrl = u"http://other.example.com/r3.cer"_s };
    site.certificate = stage.certificates().issue(intermediate, wish);
    site.open();
    stage.provesAtServers(u"its issuer is to be had"_s, u"mkdir -p /run/gallery/www && openssl x509 -in %1 -outform DER -out /run/gallery/www/r3.cer"_s.arg(intermediate.certificateFile));
    Nginx authority(stage, u"authority"_s);
    authority.plain(at::other + u":80"_s, "root /run/gallery/www;");
    authority.start();
    stage.proves(u"one certificate comes, and its issuer is unknown"_s, handshake + u" | grep -c '^ [0-9] s:'"_s, u"1"_s);
    stage.proves(u"it is not believed"_s, ask, u"unable to get local issuer certificate"_s);
    const QString file = stage.write(u"intermediate.pem"_s, intermediate.certificate + stage.webAuthority().certificate);
    stage.proves(u"with the intermediate it is"_s, u"curl -sS -i --cacert %1 https://registry.example.com/v2/"_s.arg(file), u"HTTP/1.1 401"_s);
    stage.diagnoses(site.ask(), u"certificate-chain-incomplete"_s);

    // The healthy twin: the same certificate with its chain.
    stage.write(site.certificate.certificateFile, site.certificate.certificate + intermediate.certificate);
    site.nginx.restart();
    stage.proves(u"with the chain sent it is believed"_s, ask, u"HTTP/1.1 401"_s);
    stage.diagnoses(site.ask(), u"healthy"_s);
}

void expired(Stage &stage)
{
    BasicSite site(stage);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    site.certificate = stage.certificates().issue(stage.webAuthority(), { .commonName = u"registry.example.com"_s, .names = { u"registry.example.com"_s },
                                                                          .notBefore = now.addDays(-400), .notAfter = now.addDays(-10) });
    site.open();
    stage.proves(u"it has expired"_s, ask, u"certificate has expired"_s);
    stage.diagnoses(site.ask(), u"certificate-expired"_s);
}

void notYetValid(Stage &stage)
{
    BasicSite site(stage);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    site.certificate = stage.certificates().issue(stage.webAuthority(), { .commonName = u"registry.example.com"_s, .names = { u"registry.example.com"_s },
                                                                          .notBefore = now.addDays(3), .notAfter = now.addDays(90) });
    site.open();
    stage.proves(u"it is not valid yet"_s, ask, u"certificate is not yet valid"_s);
    stage.diagnoses(site.ask(), u"certificate-expired"_s);
}

void wrongName(Stage &stage)
{
    BasicSite site(stage);
    site.certificate = stage.certificateFor({ u"www.example.org"_s, u"example.org"_s });
    site.open();
    stage.proves(u"it is for another name"_s, ask, u"no alternative certificate subject name matches"_s);
    stage.diagnoses(site.ask(), u"certificate-name-mismatch"_s);
}

void staleHostsEntry(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    Nginx other(stage, u"other"_s);
    other.tls(at::other + u":443"_s, stage.certificateFor({ u"shop.example.org"_s }), "location / { return 404; }");
    other.start();
    stage.write(u"etc/hosts"_s, "127.0.0.1 localhost\n203.0.113.30 registry.example.com\n");
    stage.proves(u"the hosts file leads to another server"_s, ask, u"no alternative certificate subject name matches"_s);
    stage.proves(u"where DNS would not"_s, u"curl -sS -i --resolve registry.example.com:443:203.0.113.10 https://registry.example.com/v2/"_s, u"HTTP/1.1 401"_s);
    const Diagnosed diagnosed = stage.diagnoses(site.ask(), u"certificate-name-mismatch"_s);
    if (!diagnosed.said.out.contains("hosts"))
        stage.complain(u"the hosts file is not mentioned"_s);
}

void withoutSan(Stage &stage)
{
    BasicSite site(stage);
    site.certificate = stage.certificates().issue(stage.webAuthority(), { .commonName = u"registry.example.com"_s, .names = {} });
    site.open();
    stage.proves(u"curl is content with the common name"_s, ask, u"HTTP/1.1 401"_s);
    stage.proves(u"Go is not"_s, u"skopeo inspect --no-creds docker://registry.example.com/group/app:1.0"_s, u"relies on legacy Common Name field"_s);
    stage.diagnoses(site.ask(), u"certificate-without-san"_s);
}

void sanOfAddressOnly(Stage &stage)
{
    BasicSite site(stage);
    site.certificate = stage.certificates().issue(stage.webAuthority(), { .commonName = u"registry.example.com"_s, .names = { u"127.0.0.1"_s } });
    site.open();
    stage.proves(u"Go finds no name in it"_s, u"skopeo inspect --no-creds docker://registry.example.com/group/app:1.0"_s, u"x509: certificate is not valid for any names"_s);
    stage.diagnoses(site.ask(), u"certificate-without-san"_s);
}

TestCertificate privateAuthority(Stage &stage, BasicSite &site)
{
    const TestCertificate authority = stage.certificates().authority(u"Example Works Internal CA"_s);
    site.certificate = stage.certificates().issue(authority, { .commonName = u"registry.example.com"_s, .names = { u"registry.example.com"_s } });
    return authority;
}

void privateCa(Stage &stage)
{
    BasicSite site(stage);
    const TestCertificate authority = privateAuthority(stage, site);
    site.open();
    stage.proves(u"nobody here knows the authority"_s, ask, u"unable to get local issuer certificate"_s);
    stage.proves(u"with it all is well"_s, u"curl -sS -i --cacert %1 https://registry.example.com/v2/"_s.arg(authority.certificateFile), u"HTTP/1.1 401"_s);
    stage.diagnoses(site.ask(), u"private-ca-not-trusted"_s);
    // In certs.d the daemon finds it.
    stage.write(u"/etc/docker/certs.d/registry.example.com/ca.crt"_s, authority.certificate);
    stage.diagnoses(site.ask(), u"healthy"_s);
}

void selfSigned(Stage &stage)
{
    BasicSite site(stage);
    site.certificate = stage.certificates().selfSigned({ .commonName = u"registry.example.com"_s, .names = { u"registry.example.com"_s } });
    site.open();
    stage.proves(u"it vouches for itself"_s, ask, u"self-signed certificate"_s);
    stage.diagnoses(site.ask(), u"private-ca-not-trusted"_s);
}

void wrongFolder(Stage &stage)
{
    BasicSite site(stage);
    const TestCertificate authority = privateAuthority(stage, site);
    site.target = u"registry.example.com:5443/group/app:1.0"_s;
    site.withServer = false;
    site.open();
    site.nginx.tls(at::registry + u":5443"_s, site.certificate, proxyTo("http://127.0.0.1:5000"));
    site.nginx.start();
    stage.write(u"/etc/docker/certs.d/registry.example.com/ca.crt"_s, authority.certificate);
    Docker docker;
    docker.start(stage);
    stage.proves(u"dockerd does not look there"_s, u"printf %s \"$SECRET\" | docker login -u \"$NAME\" --password-stdin registry.example.com:5443"_s, u"signed by unknown authority"_s);
    const Diagnosed diagnosed = stage.diagnoses(site.ask(), u"private-ca-not-trusted"_s);
    if (!diagnosed.said.out.contains("certs.d/registry.example.com:5443"))
        stage.complain(u"the right folder is not named"_s);
}

void daemonDoesNotTrust(Stage &stage)
{
    BasicSite site(stage);
    const TestCertificate authority = privateAuthority(stage, site);
    site.open();
    // Trusted by this machine's store since after the daemon started: it reads the store once.
    Docker docker;
    docker.start(stage);
    stage.proves(u"dockerd reads its store"_s, u"docker pull registry.example.com/group/app:1.0"_s, u"signed by unknown authority"_s);
    stage.write(u"/etc/ssl/certs/ca-certificates.crt"_s, stage.webAuthority().certificate + authority.certificate);
    stage.write(u"/etc/ssl/certs/works.pem"_s, authority.certificate);
    stage.proves(u"now the machine trusts it"_s, u"openssl rehash /etc/ssl/certs && "_s + ask, u"HTTP/1.1 401"_s);
    stage.proves(u"and dockerd not yet"_s, u"docker pull registry.example.com/group/app:1.0"_s, u"signed by unknown authority"_s);
    stage.diagnoses(site.ask(), u"private-ca-not-trusted"_s);
}

void inspected(Stage &stage)
{
    BasicSite site(stage);
    const TestCertificate inspector = stage.certificates().authority(u"Zscaler Root CA"_s);
    site.certificate = stage.certificates().issue(inspector, { .commonName = u"registry.example.com"_s, .names = { u"registry.example.com"_s } });
    site.open();
    stage.proves(u"an inspector signed it"_s, handshake, u"issuer=CN = Zscaler Root CA"_s);
    stage.diagnoses(site.ask(), u"tls-inspected"_s);
}

void storageInspected(Stage &stage)
{
    BasicSite site(stage);
    const TestCertificate inspector = stage.certificates().authority(u"Fortinet Inspection CA"_s);
    site.server = "location ~ ^/v2/.*/blobs/sha256: { if ($http_authorization = '') { return 401; } return 307 https://storage.example.com$request_uri; }";
    site.open();
    Nginx storage(stage, u"storage"_s);
    storage.tls(at::storage + u":443"_s, stage.certificates().issue(inspector, { .commonName = u"storage.example.com"_s, .names = { u"storage.example.com"_s } }), "location / { return 200 'blob'; }");
    storage.start();
    stage.proves(u"blobs lie elsewhere"_s,
                 u"curl -sS -i -u \"$NAME:$SECRET\" https://registry.example.com/v2/group/app/blobs/sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"_s,
                 u"Location: https://storage.example.com/"_s);
    stage.proves(u"with a certificate that nobody knows"_s, u"curl -sS https://storage.example.com/"_s, u"unable to get local issuer certificate"_s);
    stage.diagnoses(site.ask(), u"tls-inspected"_s);
}

void clientCertificate(Stage &stage)
{
    BasicSite site(stage);
    const TestCertificate clients = stage.certificates().authority(u"Example Clients CA"_s);
    site.server = "ssl_client_certificate " + clients.certificateFile.toUtf8() + "; ssl_verify_client on; ssl_protocols TLSv1.2;";
    site.open();
    stage.proves(u"nginx wants a certificate"_s, ask, u"No required SSL certificate was sent"_s);
    stage.proves(u"and asks for it"_s, handshake, u"Example Clients CA"_s);
    stage.diagnoses(site.ask(), u"client-certificate-required"_s);
    const TestCertificate mine = stage.certificates().issue(clients, { .commonName = u"jo"_s, .names = {}, .forClients = true });
    stage.write(u"/etc/docker/certs.d/registry.example.com/client.cert"_s, mine.certificate);
    stage.write(u"/etc/docker/certs.d/registry.example.com/client.key"_s, mine.key);
    stage.keepSecret(mine.key.mid(60, 60));
    stage.diagnoses(site.ask(), u"healthy"_s);
}

void keyWithoutCertificate(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    stage.write(u"/etc/docker/certs.d/registry.example.com/client.key"_s, stage.certificates().selfSigned().key);
    Docker docker;
    docker.start(stage);
    stage.proves(u"dockerd gives the folder up"_s, u"printf %s \"$SECRET\" | docker login -u \"$NAME\" --password-stdin registry.example.com"_s, u"Missing client certificate"_s);
    stage.diagnoses(site.ask(), u"client-certificate-required"_s);
}

void oldProtocol(Stage &stage)
{
    BasicSite site(stage);
    site.server = "ssl_protocols TLSv1; ssl_ciphers ALL:@SECLEVEL=0;";
    site.open();
    stage.proves(u"there is no newer protocol in common"_s, u"openssl s_client -tls1_2 -connect registry.example.com:443 </dev/null 2>&1"_s, u"unsupported protocol"_s);
    stage.proves(u"an old client has"_s, u"curl -sS -i --tls-max 1.0 --ciphers 'ALL:@SECLEVEL=0' https://registry.example.com/v2/"_s, u"HTTP/1.1 401"_s);
    stage.diagnoses(site.ask(), u"tls-version-or-cipher"_s);
}

void oldCipher(Stage &stage)
{
    BasicSite site(stage);
    site.server = "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-AES128-CCM8;";
    site.open();
    stage.proves(u"Go has no cipher in common"_s, u"skopeo inspect --no-creds docker://registry.example.com/group/app:1.0"_s, u"tls: handshake failure"_s);
    stage.diagnoses(site.ask(), u"tls-version-or-cipher"_s);
}

void cipherUnknownToGo(Stage &stage)
{
    BasicSite site(stage);
    site.server = "ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-AES256-SHA384;";
    site.open();
    Docker docker;
    docker.start(stage);
    stage.proves(u"OpenSSL is content"_s, ask, u"HTTP/1.1 401"_s);
    stage.proves(u"the daemon has no cipher in common"_s, u"docker pull registry.example.com/group/app:1.0"_s, u"tls: handshake failure"_s);
    stage.diagnoses(site.ask(), u"tls-version-or-cipher"_s);
}

void clientClock(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    stage.proves(u"by a clock a year ahead it has expired"_s, u"faketime -f +400d "_s + ask, u"certificate has expired"_s);
    stage.proves(u"by the right one it has not"_s, ask, u"HTTP/1.1 401"_s);
    Ask late = site.ask();
    late.prefix = u"faketime -f +400d"_s;
    stage.diagnoses(late, u"client-clock-wrong"_s);
    Ask early = site.ask();
    early.prefix = u"faketime -f -400d"_s;
    stage.diagnoses(early, u"client-clock-wrong"_s);
}

const Scenes scenes { u"certificates"_s, {
    { u"chain-incomplete"_s, u"certificate-chain-incomplete"_s, { u"tls-incomplete-chain-harbor-helm"_s, u"tls-letsencrypt-leaf-only-cert-pem"_s }, &chainIncomplete },
    { u"certificate-expired"_s, u"certificate-expired"_s, { u"server-cert-really-expired"_s }, &expired },
    { u"certificate-not-yet-valid"_s, u"certificate-expired"_s, {}, &notYetValid },
    { u"certificate-wrong-name"_s, u"certificate-name-mismatch"_s, {}, &wrongName },
    { u"stale-hosts-entry"_s, u"certificate-name-mismatch"_s, { u"tls-stale-hosts-entry"_s }, &staleHostsEntry },
    { u"certificate-without-san"_s, u"certificate-without-san"_s, { u"tls-legacy-cn-only"_s, u"tls-legacy-cn-godebug-workaround"_s }, &withoutSan },
    { u"certificate-san-of-address"_s, u"certificate-without-san"_s, { u"tls-not-valid-for-any-names"_s }, &sanOfAddressOnly },
    { u"private-ca"_s, u"private-ca-not-trusted"_s, { u"tls-private-ca-not-in-daemon-trust"_s }, &privateCa },
    { u"private-ca-self-signed"_s, u"private-ca-not-trusted"_s, {}, &selfSigned },
    { u"private-ca-wrong-folder"_s, u"private-ca-not-trusted"_s, { u"tls-private-ca-not-in-daemon-trust"_s }, &wrongFolder },
    { u"private-ca-daemon-only"_s, u"private-ca-not-trusted"_s, {}, &daemonDoesNotTrust },
    { u"tls-inspected"_s, u"tls-inspected"_s, { u"docker-desktop-backend-ignores-host-ca"_s }, &inspected },
    { u"tls-inspected-storage"_s, u"tls-inspected"_s, { u"tls-interception-only-blob-cdn"_s }, &storageInspected },
    { u"client-certificate-required"_s, u"client-certificate-required"_s, { u"mtls-wrong-directory-name"_s }, &clientCertificate },
    { u"client-key-without-certificate"_s, u"client-certificate-required"_s, { u"certsd-missing-client-cert-for-key"_s }, &keyWithoutCertificate },
    { u"tls-old-protocol"_s, u"tls-version-or-cipher"_s, { u"tls-handshake-failure-18-09-artifactory"_s }, &oldProtocol },
    { u"tls-old-cipher"_s, u"tls-version-or-cipher"_s, { u"tls-handshake-failure-18-09-artifactory"_s }, &oldCipher },
    { u"tls-cipher-unknown-to-go"_s, u"tls-version-or-cipher"_s, {}, &cipherUnknownToGo },
    { u"client-clock-wrong"_s, u"client-clock-wrong"_s, { u"client-vm-clock-cert-not-yet-valid"_s }, &clientClock },
} };

} // namespace

} // namespace wharf::gallery
