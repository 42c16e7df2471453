#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace registry_read_only {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const Answer &start = evidence.registry.upload.start;
    const bool unsupported = start.status == 405 || start.errorCode() == "UNSUPPORTED"_L1
        || (start.status == 503 && start.errorMessage().contains("read-only"_L1, Qt::CaseInsensitive));
    if (!evidence.registry.upload.tried || !unsupported)
        return std::nullopt;
    return certainly({ StepId::Upload }, { QString::number(start.status) });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    return { Say::tr("This registry takes no pushes: it is a mirror, or in read-only mode."),
             Say::tr("Pulls work; the start of an upload is answered with %1 (UNSUPPORTED).").arg(finding.about.value(0, u"405"_s)),
             { Say::tr("Push to the registry that this one mirrors."), Say::tr("If it should take pushes, in its configuration:"),
               block(u"# take the proxy: section out (pull-through cache), and"_s), block(u"storage:"_s), block(u"  maintenance:"_s),
               block(u"    readonly:"_s), block(u"      enabled: false"_s),
               Say::tr("GitLab puts its registry into this mode while it collects garbage: wait for the end.") },
             { answered(registryName(evidence), evidence.registry.upload.start) },
             {} };
}

static QStringList consequences() { return { u"no-permission-on-repository"_s }; }

} // namespace registry_read_only

const Cause registryReadOnly {
    "registry-read-only", Owner::RegistryAdministrator, Severity::Error, Layer::Request,
    registry_read_only::rule, registry_read_only::words, registry_read_only::consequences,
};

} // namespace wharf::diagnosis::causes
