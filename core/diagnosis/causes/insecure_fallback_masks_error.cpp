#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace insecure_fallback_masks_error {

// The message names http:// although https was meant: what counts happened at the https attempt.
static std::optional<Ground> rule(const Evidence &evidence)
{
    const bool insecure = evidence.daemon.insecure;
    if (!insecure)
        return std::nullopt;
    const QString &said = evidence.daemon.login.said;
    const DaemonSays kind = daemonSays(evidence);
    const bool viaHttp = kind != DaemonSays::Nothing && (said.contains("http://"_L1) || kind == DaemonSays::PlainHttp);
    const bool pastedHttp = evidence.pasted.given
        && (evidence.pasted.urlScheme == "http"_L1 || evidence.pasted.line.contains("HTTP response to HTTPS"_L1));
    const HostEvidence *own = evidence.host(u"registry"_s);
    const bool wantsTls = own && own->tls.done();
    const bool refused = credentialRefused(evidence);
    if ((viaHttp || pastedHttp) && (wantsTls || refused))
        return certainly({ StepId::Daemon, StepId::DaemonSignIn },
                         { viaHttp ? said : evidence.pasted.line, refused ? u"credential"_s : QString() });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    return { Say::tr("Docker's message is about its second attempt, over HTTP, and hides what the first one met."),
             Say::tr("%1 is on the daemon's insecure list. When the attempt over https fails for whatever reason, Docker tries http, and "
                     "reports that.")
                 .arg(registryName(evidence)),
             { finding.about.value(1) == "credential"_L1 ? Say::tr("The credential is refused: sign in again.")
                                                         : Say::tr("Look at the other findings: they say what https meets."),
               Say::tr("If the registry has a certificate, take it off the insecure list in /etc/docker/daemon.json, so that Docker "
                       "reports the true reason:"),
               block(u"\"insecure-registries\": []"_s), block(u"sudo systemctl restart docker"_s) },
             { Say::tr("Docker says: “%1”.").arg(finding.about.value(0)),
               Say::tr("The daemon's insecure list: %1.").arg(evidence.daemon.insecureEntries.join(u", "_s)) },
             {} };
}

static QStringList consequences() { return { u"daemon-disagrees"_s }; }

} // namespace insecure_fallback_masks_error

const Cause insecureFallbackMasksError {
    "insecure-fallback-masks-error", Owner::DockerHost, Severity::Error, Layer::Daemon,
    insecure_fallback_masks_error::rule, insecure_fallback_masks_error::words, insecure_fallback_masks_error::consequences,
};

} // namespace wharf::diagnosis::causes
