#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace registry_storage_failing {

static bool ofTheRegistry(const Answer &answer) { return answer.status >= 500 && !answer.isHtml() && !answer.errorCode().isEmpty(); }

static std::optional<Ground> rule(const Evidence &evidence)
{
    const Answer ping = evidence.challenge.ping.last();
    if (isVendorHost(QUrl(evidence.challenge.api).host()))
        return std::nullopt;
    if (ping.status >= 500)
        return ofTheRegistry(ping) ? certainly({ StepId::Ping }, { u"door"_s }) : likely({ StepId::Ping }, { u"door"_s });
    const RegistryEvidence &registry = evidence.registry;
    QList<Answer> inside { registry.withToken, registry.upload.start, registry.manifest, registry.blob };
    inside += registry.upload.chunks;
    for (const Answer &answer : inside) {
        if (ofTheRegistry(answer))
            return certainly({ StepId::Repository, StepId::Upload }, { u"inside"_s, answer.errorMessage() });
    }
    if (registry.upload.start.status >= 500 || registry.manifest.status >= 500)
        return likely({ StepId::Repository, StepId::Upload }, { u"inside"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const bool door = finding.about.value(0) == "door"_L1;
    const Answer ping = evidence.challenge.ping.last();
    QStringList why;
    if (door)
        why.append(answered(registryName(evidence) + u"/v2/"_s, ping));
    else
        why.append(finding.about.value(1).isEmpty() ? Say::tr("Requests in the repository are answered with 5xx.")
                                                    : Say::tr("The registry says: “%1”.").arg(finding.about.value(1)));
    if (finding.certainty != Certainty::Certain && door)
        why.append(Say::tr("The page is the proxy's: the registry behind it may not be running at all."));
    return {
        door ? Say::tr("The registry %1 is broken: it answers %2.").arg(registryName(evidence)).arg(ping.status)
             : Say::tr("The registry signs you in, and its storage fails."),
        Say::tr(
            "The disk is full, the folder is missing or not writable, or the object store refuses it. The account plays no part in it."),
        { Say::tr("On the server, look at the registry's log and disk:"), block(u"docker logs REGISTRY"_s),
          block(u"df -h /var/lib/registry"_s), Say::tr("GitLab:"), block(u"sudo gitlab-ctl tail registry"_s),
          block(u"sudo gitlab-ctl status"_s) },
        why,
        finding.certainty == Certainty::Certain ? QString() : Say::tr("Is the registry's process running behind the proxy?")
    };
}

static QStringList consequences() { return { u"replicas-not-sharing"_s, u"request-body-limit"_s }; }

} // namespace registry_storage_failing

const Cause registryStorageFailing {
    "registry-storage-failing", Owner::RegistryAdministrator, Severity::Error, Layer::Request,
    registry_storage_failing::rule, registry_storage_failing::words, registry_storage_failing::consequences,
};

} // namespace wharf::diagnosis::causes
