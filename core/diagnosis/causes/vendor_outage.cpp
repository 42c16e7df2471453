#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace vendor_outage {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!isVendorHost(QUrl(evidence.challenge.api).host()))
        return std::nullopt;
    for (const Answer &answer : allAnswers(evidence)) {
        if (answer.status >= 500)
            return likely({ StepId::Ping, StepId::Credential }, { QUrl(answer.url).host(), QString::number(answer.status) });
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    return { Say::tr("%1 has trouble of its own at the moment.").arg(finding.about.value(0, registryName(evidence))),
             Say::tr("It answers %1. Nothing here is wrong, and nothing here can mend it.").arg(finding.about.value(1, u"5xx"_s)),
             { Say::tr("Look at the service's status page, for example:"), block(u"https://status.gitlab.com"_s),
               block(u"https://www.dockerstatus.com"_s), Say::tr("Try again in a while.") },
             { Say::tr("%1 answered %2.").arg(finding.about.value(0, registryName(evidence)), finding.about.value(1, u"5xx"_s)) },
             Say::tr("The service's status page, or the same request a few minutes later.") };
}

static QStringList consequences() { return { u"registry-storage-failing"_s, u"realm-failing"_s }; }

} // namespace vendor_outage

const Cause vendorOutage {
    "vendor-outage", Owner::Vendor, Severity::Error, Layer::Registry,
    vendor_outage::rule, vendor_outage::words, vendor_outage::consequences,
};

} // namespace wharf::diagnosis::causes
