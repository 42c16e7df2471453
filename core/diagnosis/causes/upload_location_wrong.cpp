#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace upload_location_wrong {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const UploadEvidence &upload = evidence.registry.upload;
    if (!upload.tried || upload.locationProblem.isEmpty())
        return std::nullopt;
    return certainly({ StepId::Upload }, { upload.locationProblem, upload.location });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString which = finding.about.value(0);
    QString text = Say::tr("It sends clients to another address for the data, and they do not take the sign-in there: “unauthorized”, EOF, "
                           "or endless retries.");
    if (which == "scheme"_L1)
        text = Say::tr("It sends clients from https to http for the data, because it does not know that a proxy in front does TLS. They do "
                       "not take the sign-in there: “unauthorized: authentication required”.");
    return { Say::tr("The registry sends uploads to a wrong address."),
             text,
             passOutsideAddress(frontOf(evidence.registry.upload.start))
                 + QStringList { Say::tr("Or let the registry leave the host out, in its configuration:"), block(u"http:"_s),
                                 block(u"  relativeurls: true"_s), block(u"  host: https://%1"_s.arg(registryName(evidence))),
                                 Say::tr("At GitLab, in /etc/gitlab/gitlab.rb:"),
                                 block(u"registry_external_url 'https://%1'"_s.arg(registryName(evidence))) },
             { Say::tr("The upload was accepted, and goes on at: %1").arg(finding.about.value(1)),
               Say::tr("The registry itself was asked at: %1").arg(evidence.challenge.api) },
             {} };
}

static QStringList consequences() { return { u"token-expires-during-push"_s }; }

} // namespace upload_location_wrong

const Cause uploadLocationWrong {
    "upload-location-wrong", Owner::RegistryAdministrator, Severity::Error, Layer::Request,
    upload_location_wrong::rule, upload_location_wrong::words, upload_location_wrong::consequences,
};

} // namespace wharf::diagnosis::causes
