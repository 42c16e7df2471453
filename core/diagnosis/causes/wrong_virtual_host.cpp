#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace wrong_virtual_host {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (const std::optional<Answer> answer = answerSaying(
            evidence, { u"Unsupported docker v2 repository request for 'null'"_s, u"Unsupported docker v1 repository request"_s }))
        return certainly({ StepId::Ping }, { QString(), answer->errorMessage() });
    const QString &foundAt = evidence.challenge.foundAt;
    if (foundAt.isEmpty() || evidence.challenge.isRegistry())
        return std::nullopt;
    const QUrl found(foundAt.contains("://"_L1) ? foundAt : u"https://"_s + foundAt);
    const QUrl api(evidence.challenge.api);
    if (found.host() == api.host() && hostAndPort(found) != hostAndPort(api))
        return std::nullopt; // another port: server-address-wrong
    return certainly({ StepId::Ping }, { foundAt });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString found = finding.about.value(0);
    return { found.isEmpty()
                 ? Say::tr("The proxy in front of %1 loses part of the name on the way to the registry.").arg(registryName(evidence))
                 : Say::tr("The name %1 leads to another service; the registry is at %2.").arg(registryName(evidence), found),
             Say::tr("A server that holds several sites chooses by the Host header or the path, and chose another one."),
             QStringList {
                 Say::tr("Give the registry's name a section of its own in the proxy, and pass /v2/ and the Host header on unchanged:"),
                 block(u"server_name %1;"_s.arg(registryName(evidence))), block(u"location /v2/ { proxy_pass http://127.0.0.1:5000; }"_s) }
                 + passOutsideAddress(frontOf(evidence.challenge.ping.last())),
             { answered(registryName(evidence) + u"/v2/"_s, evidence.challenge.ping.last()),
               found.isEmpty() ? finding.about.value(1) : Say::tr("A registry answers at %1.").arg(found) },
             {} };
}

static QStringList consequences() { return { u"not-a-registry"_s, u"realm-answers-html"_s }; }

} // namespace wrong_virtual_host

const Cause wrongVirtualHost {
    "wrong-virtual-host", Owner::ProxyAdministrator, Severity::Error, Layer::Registry,
    wrong_virtual_host::rule, wrong_virtual_host::words, wrong_virtual_host::consequences,
};

} // namespace wharf::diagnosis::causes
