#include "core/diagnosis/causes/front_server.h"

#include "core/diagnosis/causes/say.h"

namespace wharf::diagnosis::causes {

namespace {

// A sentence, then the lines. Without a known front the sentence says that they are an example.
QStringList lines(Front front, const QString &known, const QString &text)
{
    const QString lead = front == Front::Unknown ? Say::tr("In your proxy's settings; for nginx it reads:") : known;
    return QStringList { lead } + blocks(text);
}

QString inSettingsOf(Front front) { return Say::tr("In the settings of %1:").arg(frontName(front)); }

} // namespace

Front frontOf(const Answer &answer)
{
    const QString server = answer.header(u"server"_s).toLower();
    const QString via = answer.header(u"via"_s).toLower();
    const auto says = [&](QLatin1StringView word) { return server.contains(word) || via.contains(word); };
    if (says("cloudflare"_L1) || !answer.header(u"cf-ray"_s).isEmpty())
        return Front::Cloudflare;
    if (says("cloudfront"_L1) || !answer.header(u"x-amz-cf-id"_s).isEmpty())
        return Front::CloudFront;
    if (says("akamai"_L1) || says("fastly"_L1) || !answer.header(u"x-served-by"_s).isEmpty() || says("varnish"_L1))
        return Front::OtherCdn;
    if (says("envoy"_L1))
        return Front::Envoy;
    if (says("caddy"_L1))
        return Front::Caddy;
    if (says("traefik"_L1) || answer.header(u"www-authenticate"_s).contains("traefik"_L1))
        return Front::Traefik;
    if (says("apache"_L1))
        return Front::Apache;
    if (says("haproxy"_L1))
        return Front::HaProxy;
    if (says("nginx"_L1) || says("openresty"_L1) || says("tengine"_L1))
        return Front::Nginx;
    if (answer.isHtml() && answer.body.contains("nginx"_L1))
        return Front::Nginx;
    return Front::Unknown;
}

QString frontName(Front front)
{
    switch (front) {
    case Front::Nginx: return u"nginx"_s;
    case Front::Apache: return u"Apache"_s;
    case Front::HaProxy: return u"HAProxy"_s;
    case Front::Traefik: return u"Traefik"_s;
    case Front::Caddy: return u"Caddy"_s;
    case Front::Envoy: return u"Envoy"_s;
    case Front::Cloudflare: return u"Cloudflare"_s;
    case Front::CloudFront: return u"CloudFront"_s;
    case Front::OtherCdn: return Say::tr("the CDN");
    case Front::Unknown: break;
    }
    return Say::tr("the proxy");
}

QStringList passAuthorization(Front front)
{
    switch (front) {
    case Front::Apache:
        return lines(
            front, inSettingsOf(front),
            u"# take this line out:\nRequestHeader unset Authorization\n# and have these:\nSetEnvIf Authorization \"(.*)\" HTTP_AUTHORIZATION=$1\nCGIPassAuth On"_s);
    case Front::HaProxy: return lines(front, inSettingsOf(front), u"# take this line out:\nhttp-request del-header Authorization"_s);
    case Front::Traefik:
        return lines(front, inSettingsOf(front),
                     u"# take the basicAuth or forwardAuth middleware off this router,\n# or at least:\nremoveHeader: false"_s);
    case Front::Caddy: return lines(front, inSettingsOf(front), u"# take this line out:\nheader_up -Authorization"_s);
    case Front::Envoy: return lines(front, inSettingsOf(front), u"request_headers_to_remove: [authorization]   # take this out"_s);
    case Front::CloudFront:
        return lines(front,
                     Say::tr("In the behaviour for this path, use the cache policy CachingDisabled, and an origin request policy that "
                             "forwards the header:"),
                     u"Cache policy: CachingDisabled\nOrigin request policy: AllViewer"_s);
    case Front::Cloudflare:
        return lines(front, Say::tr("Look for a Transform Rule, a Worker or an Access policy that takes this header away:"),
                     u"Authorization"_s);
    case Front::OtherCdn: return lines(front, Say::tr("Let the CDN forward this header, and not cache the path:"), u"Authorization"_s);
    case Front::Nginx:
    case Front::Unknown: break;
    }
    return lines(
        front, inSettingsOf(front),
        u"# instead of: proxy_set_header Authorization \"\";\nproxy_set_header Authorization $http_authorization;"_s);
}

QStringList passOutsideAddress(Front front)
{
    switch (front) {
    case Front::Apache: return lines(front, inSettingsOf(front), u"ProxyPreserveHost On\nRequestHeader set X-Forwarded-Proto \"https\""_s);
    case Front::HaProxy: return lines(front, inSettingsOf(front), u"http-request set-header X-Forwarded-Proto https if { ssl_fc }"_s);
    case Front::Traefik:
        return lines(front, inSettingsOf(front), u"passHostHeader: true\n# and on the entry point: forwardedHeaders.trustedIPs"_s);
    case Front::Caddy: return lines(front, inSettingsOf(front), u"header_up Host {host}\nheader_up X-Forwarded-Proto {scheme}"_s);
    case Front::Envoy: return lines(front, inSettingsOf(front), u"use_remote_address: true\nxff_num_trusted_hops: 0"_s);
    case Front::Cloudflare:
    case Front::CloudFront:
    case Front::OtherCdn:
        return lines(front, Say::tr("Let %1 forward these headers to the origin:").arg(frontName(front)), u"Host\nX-Forwarded-Proto"_s);
    case Front::Nginx:
    case Front::Unknown: break;
    }
    return lines(front, inSettingsOf(front),
                 u"proxy_set_header Host              $http_host;\nproxy_set_header X-Forwarded-Proto $scheme;"_s);
}

QStringList takeLargeBodies(Front front)
{
    switch (front) {
    case Front::Apache: return lines(front, inSettingsOf(front), u"LimitRequestBody 0"_s);
    case Front::HaProxy:
        return lines(
            front, inSettingsOf(front),
            u"# HAProxy has no such limit of its own: look for this line, and at the server behind it\nhttp-request deny if { req.body_size gt … }"_s);
    case Front::Traefik:
        return lines(front, inSettingsOf(front), u"# take the buffering middleware off this router, or:\nmaxRequestBodyBytes: 0"_s);
    case Front::Caddy: return lines(front, inSettingsOf(front), u"request_body {\n    max_size …        # take this out\n}"_s);
    case Front::Envoy:
        return lines(front, inSettingsOf(front), u"# take out the buffer filter for this route, or raise:\nmax_request_bytes"_s);
    case Front::Cloudflare:
        return { Say::tr("Cloudflare takes 100 MB a request on the Free and Pro plans, 200 MB on Business, 500 MB on Enterprise. "
                         "Set the DNS record of the registry to “DNS only” (grey cloud).") };
    case Front::CloudFront:
    case Front::OtherCdn:
        return { Say::tr("Let pushes go past %1: give the registry a name of its own that leads straight to it.").arg(frontName(front)) };
    case Front::Nginx:
    case Front::Unknown: break;
    }
    return lines(front, inSettingsOf(front), u"client_max_body_size 0;"_s);
}

QStringList waitForUploads(Front front)
{
    switch (front) {
    case Front::Apache: return lines(front, inSettingsOf(front), u"ProxyTimeout 900\nRequestReadTimeout body=0"_s);
    case Front::HaProxy:
        return lines(front, inSettingsOf(front), u"timeout client 900s\ntimeout server 900s\nno option http-buffer-request"_s);
    case Front::Traefik: return lines(front, inSettingsOf(front), u"respondingTimeouts:\n  readTimeout: 0s\n  writeTimeout: 0s"_s);
    case Front::Caddy:
        return lines(front, inSettingsOf(front), u"flush_interval -1\ntransport http {\n    response_header_timeout 900s\n}"_s);
    case Front::Envoy: return lines(front, inSettingsOf(front), u"timeout: 0s\nstream_idle_timeout: 900s"_s);
    case Front::Cloudflare:
    case Front::CloudFront:
    case Front::OtherCdn:
        return { Say::tr("Let pushes go past %1: give the registry a name of its own that leads straight to it.").arg(frontName(front)) };
    case Front::Nginx:
    case Front::Unknown: break;
    }
    return lines(front, inSettingsOf(front), u"proxy_request_buffering off;\nproxy_read_timeout 900s;\nproxy_send_timeout 900s;"_s);
}

} // namespace wharf::diagnosis::causes
