#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace replicas_not_sharing {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const UploadEvidence &upload = evidence.registry.upload;
    if (!upload.start.ok() || !upload.locationProblem.isEmpty())
        return std::nullopt;
    const auto forgotten = [](const Answer &answer) {
        return (answer.status == 404 && (answer.errorCode() == "BLOB_UPLOAD_UNKNOWN"_L1 || answer.errorCode() == "BLOB_UPLOAD_INVALID"_L1))
            || (answer.status == 400 && answer.errorCode() == "BLOB_UPLOAD_INVALID"_L1) || answer.body.contains("invalid secret"_L1);
    };
    const bool someForgot = std::any_of(upload.status.begin(), upload.status.end(), forgotten);
    const bool someKnow = std::any_of(upload.status.begin(), upload.status.end(), [](const Answer &answer) { return answer.ok(); });
    if (someForgot && someKnow)
        return certainly({ StepId::Upload }, { u"alternates"_s });
    if (someForgot || std::any_of(upload.chunks.begin(), upload.chunks.end(), forgotten))
        return likely({ StepId::Upload });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &)
{
    const bool alternates = finding.about.contains(u"alternates"_s);
    return {
        Say::tr("Several copies of the registry answer, and they do not know of each other's uploads."),
        Say::tr("One accepts the start of an upload and another gets the data: “blob upload unknown”, now and then, and endless retries."),
        { Say::tr("Give all of them the same secret and the same storage:"), block(u"http:"_s), block(u"  secret: THE-SAME-EVERYWHERE"_s),
          block(u"# or REGISTRY_HTTP_SECRET in the environment"_s),
          Say::tr("Or let the proxy send one address always to the same copy (Kubernetes):"), block(u"sessionAffinity: ClientIP"_s),
          Say::tr("Cookies do not help: Docker sends none back.") },
        { alternates ? Say::tr("Asked several times, the registry knows the upload at times and at times does not.")
                     : Say::tr("The upload was started, and then unknown.") },
        finding.certainty == Certainty::Certain ? QString() : Say::tr("The registry's log, on each copy: which of them saw which request?")
    };
}

} // namespace replicas_not_sharing

const Cause replicasNotSharing {
    "replicas-not-sharing", Owner::RegistryAdministrator, Severity::Error, Layer::Request,
    replicas_not_sharing::rule, replicas_not_sharing::words,
};

} // namespace wharf::diagnosis::causes
