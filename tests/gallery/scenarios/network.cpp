// Names, addresses, routes and forward proxies.
#include "tests/gallery/basic_site.h"
#include "tests/gallery/gitlab_site.h"
#include "tests/gallery/scenario.h"
#include "tests/gallery/servers/squid.h"

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

const QString ping = u"curl -sS -i -m 4 https://registry.example.com/v2/"_s;

void refused(Stage &stage)
{
    BasicSite site(stage);
    site.withServer = false;
    site.open();
    stage.proves(u"nothing listens"_s, u"curl -v https://registry.example.com/v2/"_s, u"Connection refused"_s);
    stage.diagnoses(site.ask(), u"connection-refused"_s);
}

void silent(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    stage.provesAtServers(u"a firewall swallows it"_s, u"iptables -A INPUT -p tcp --dport 443 -j DROP"_s);
    stage.proves(u"nothing comes back"_s, ping, u"timed out"_s);
    stage.diagnoses(site.ask(), u"timeout"_s);
}

void unknownName(Stage &stage)
{
    BasicSite site(stage);
    site.target = u"registry.internal/group/app:1.0"_s;
    site.open();
    stage.proves(u"the name is known nowhere"_s, u"curl -sS https://registry.internal/v2/"_s, u"Could not resolve host"_s);
    stage.diagnoses(site.ask(), u"dns-differs"_s);
}

void nameServerFails(Stage &stage)
{
    // The VPN's zone is handed to a server that is not there: SERVFAIL, or nothing in time.
    BasicSite site(stage);
    site.open();
    stage.write(u"etc/resolv.conf"_s, "nameserver 203.0.113.54\noptions timeout:1 attempts:1\n");
    stage.proves(u"the name server does not answer"_s, ping, u"resol"_s);
    stage.diagnoses(site.ask(), u"dns-differs"_s);
}

void daemonHasOtherDns(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    stage.names().serveOther(at::otherDns, {});
    stage.write(u"etc/resolv-other.conf"_s, "nameserver 203.0.113.54\n");
    Docker docker { .configuration = {}, .environment = {}, .before = u"mount --bind /run/gallery/etc/resolv-other.conf /etc/resolv.conf"_s };
    docker.start(stage);
    stage.proves(u"this machine resolves it"_s, ping, u"HTTP/1.1 401"_s);
    stage.proves(u"the daemon does not"_s, u"docker pull registry.example.com/group/app:1.0"_s, u"no such host"_s);
    stage.diagnoses(site.ask(), u"dns-differs"_s);
}

void noIpv4(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    stage.proves(u"this machine has IPv6 alone"_s, u"ip -4 addr flush dev eth0"_s);
    stage.write(u"etc/resolv.conf"_s, "nameserver fd00:113::1\noptions timeout:1 attempts:1\n");
    stage.names().serveOther(u"fd00:113::1"_s, { { u"registry.example.com"_s, { at::registry } } });
    stage.proves(u"the name has an IPv4 address alone"_s, u"getent ahosts registry.example.com"_s, at::registry);
    stage.proves(u"which is out of reach"_s, u"curl -v https://registry.example.com/v2/"_s, u"Network is unreachable"_s);
    stage.diagnoses(site.ask(), u"address-family-unreachable"_s);
}

void mtu(Stage &stage)
{
    // A hop that drops large packets and says nothing: the handshake hangs after ClientHello.
    BasicSite site(stage);
    site.open();
    stage.provesAtServers(u"large packets are dropped on the way"_s, u"nft add table inet path && nft 'add chain inet path out { type filter hook output priority 0; }'"
                                                                      " && nft add rule inet path out oifname wan meta length '>' 600 drop"_s);
    stage.proves(u"a connection is made"_s, u"python3 -c 'import socket; socket.create_connection((\"203.0.113.10\",443),3); print(\"connected\")'"_s, u"connected"_s);
    stage.proves(u"and no certificate comes"_s, ping, u"timed out"_s);
    stage.diagnoses(site.ask(), u"path-mtu-or-routing"_s);
}

void accessList(Stage &stage)
{
    BasicSite site(stage);
    site.more = "if ($remote_addr != 198.51.100.7) { return 403 '{\"errors\":[{\"code\":\"DENIED\",\"message\":\"client with IP \\'$remote_addr\\' is not allowed access.\"}]}'; } ";
    site.server = "default_type application/json;";
    site.open();
    stage.proves(u"this network is not on the list"_s, ping, u"client with IP '203.0.113.100' is not allowed access"_s);
    stage.diagnoses(site.ask(), u"network-access-list"_s);
}

void proxyDenies(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    startSquid(stage, "acl registry dstdomain registry.example.com\nhttp_access deny registry\nhttp_access allow all\n");
    stage.clientEnvironment().insert(u"HTTPS_PROXY"_s, u"http://proxy.example.com:3128"_s);
    stage.proves(u"squid blocks the host"_s, ping, u"403"_s);
    stage.diagnoses(site.ask(), u"proxy-refuses"_s);
}

void proxyWantsPassword(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    stage.keepSecret("canary-proxy-55e1");
    stage.write(u"squid/passwords"_s, stage.programs().run(Side::Servers, { u"htpasswd"_s, u"-n"_s, u"-i"_s, u"-m"_s, u"jo"_s }, "something else").out);
    startSquid(stage, "auth_param basic program /usr/lib/squid/basic_ncsa_auth /run/gallery/squid/passwords"
                      "\nacl known proxy_auth REQUIRED\nhttp_access allow known\nhttp_access deny all\n");
    stage.clientEnvironment().insert(u"HTTPS_PROXY"_s, u"http://jo:canary-proxy-55e1@proxy.example.com:3128"_s);
    stage.proves(u"squid wants another password"_s, ping, u"407"_s);
    stage.diagnoses(site.ask(), u"proxy-refuses"_s);
}

void proxyBlocksRealm(Stage &stage)
{
    GitLabSite site(stage);
    site.open();
    startSquid(stage, "acl realm dstdomain gitlab.example.com\nhttp_access deny realm\nhttp_access allow all\n");
    stage.clientEnvironment().insert(u"HTTPS_PROXY"_s, u"http://proxy.example.com:3128"_s);
    stage.proves(u"the registry is let through"_s, ping, u"HTTP/1.1 401"_s);
    stage.proves(u"the realm is not"_s, askRealm({}), u"403"_s);
    stage.diagnoses(site.ask(), u"proxy-refuses"_s);
}

void throughProxy(Stage &stage)
{
    GitLabSite site(stage);
    site.open();
    startSquid(stage, "http_access allow all\n");
    stage.clientEnvironment().insert(u"HTTPS_PROXY"_s, u"http://proxy.example.com:3128"_s);
    stage.proves(u"the registry answers through it"_s, ping, u"HTTP/1.1 401"_s);
    stage.diagnoses(site.ask(), u"healthy"_s);
}

void daemonProxyUnknown(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    Docker docker { .configuration = {}, .environment = { u"HTTPS_PROXY=http://old-proxy.internal:3128"_s, u"HTTP_PROXY=http://old-proxy.internal:3128"_s }, .before = {} };
    docker.start(stage);
    stage.proves(u"the daemon's proxy is unknown"_s, u"docker pull registry.example.com/group/app:1.0"_s, u"proxyconnect tcp: dial tcp: lookup old-proxy.internal"_s);
    stage.diagnoses(site.ask(), u"daemon-proxy-wrong"_s);
}

void daemonProxyRefuses(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    startSquid(stage, "acl registry dstdomain registry.example.com\nhttp_access deny registry\nhttp_access allow all\n");
    Docker docker { .configuration = {}, .environment = { u"HTTPS_PROXY=http://proxy.example.com:3128"_s }, .before = {} };
    docker.start(stage);
    stage.proves(u"the daemon's proxy blocks it"_s, u"docker pull registry.example.com/group/app:1.0"_s, u"Forbidden"_s);
    stage.diagnoses(site.ask(), u"daemon-proxy-wrong"_s);
}

void daemonHasNoProxy(Stage &stage)
{
    BasicSite site(stage);
    site.open();
    startSquid(stage, "http_access allow all\n");
    stage.provesAtServers(u"only the proxy gets out"_s, u"iptables -A INPUT -i wan -p tcp --dport 443 -j REJECT"_s);
    Docker docker;
    docker.start(stage);
    stage.clientEnvironment().insert(u"HTTPS_PROXY"_s, u"http://proxy.example.com:3128"_s);
    stage.proves(u"with it the registry answers"_s, ping, u"HTTP/1.1 401"_s);
    stage.proves(u"the daemon has none"_s, u"docker pull registry.example.com/group/app:1.0"_s, u"connection refused"_s);
    stage.diagnoses(site.ask(), u"daemon-proxy-wrong"_s);
}

const Scenes scenes { u"network"_s, {
    { u"connection-refused"_s, u"connection-refused"_s, {}, &refused },
    { u"connection-timeout"_s, u"timeout"_s, {}, &silent },
    { u"name-unknown"_s, u"dns-differs"_s, { u"dns-public-resolver-for-internal-name"_s }, &unknownName },
    { u"name-server-silent"_s, u"dns-differs"_s, { u"dns-vpn-split-horizon-vm"_s }, &nameServerFails },
    { u"daemon-has-other-dns"_s, u"dns-differs"_s, { u"dns-docker-desktop-vm-resolver"_s }, &daemonHasOtherDns },
    { u"ipv6-only-machine"_s, u"address-family-unreachable"_s, { u"ipv6-only-host-no-aaaa"_s }, &noIpv4 },
    { u"path-mtu"_s, u"path-mtu-or-routing"_s, { u"mtu-tls-handshake-timeout"_s, u"interface-mtu-too-big"_s }, &mtu },
    { u"network-access-list"_s, u"network-access-list"_s, { u"acr-firewall-client-ip"_s }, &accessList },
    { u"proxy-denies"_s, u"proxy-refuses"_s, { u"daemon-proxy-blocks-hostname"_s }, &proxyDenies },
    { u"proxy-wants-password"_s, u"proxy-refuses"_s, { u"proxy-407-auth-required"_s }, &proxyWantsPassword },
    { u"proxy-blocks-realm"_s, u"proxy-refuses"_s, { u"daemon-proxy-blocks-hostname"_s }, &proxyBlocksRealm },
    { u"healthy-through-proxy"_s, u"healthy"_s, {}, &throughProxy },
    { u"daemon-proxy-unknown"_s, u"daemon-proxy-wrong"_s, { u"daemon-proxy-host-does-not-exist"_s }, &daemonProxyUnknown },
    { u"daemon-proxy-refuses"_s, u"daemon-proxy-wrong"_s, { u"daemon-proxy-from-systemd-cannot-reach-internal"_s, u"gitlab-forbidden-via-proxy"_s }, &daemonProxyRefuses },
    { u"daemon-has-no-proxy"_s, u"daemon-proxy-wrong"_s, { u"gui-proxy-not-used-by-engine"_s }, &daemonHasNoProxy },
} };

} // namespace

} // namespace wharf::gallery
