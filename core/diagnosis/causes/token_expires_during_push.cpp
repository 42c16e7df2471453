#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace token_expires_during_push {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const UploadEvidence &upload = evidence.registry.upload;
    bool begun = upload.start.ok();
    for (const Answer &chunk : upload.chunks) {
        if (begun && upload.locationProblem.isEmpty() && chunk.challengeError() == "invalid_token"_L1) {
            Ground ground = certainly({ StepId::Upload });
            ground.severity = Severity::Error;
            return ground;
        }
        begun = begun && chunk.ok();
    }
    // Docker counts on 60 seconds, whatever a token says.
    const TokenEvidence &token = evidence.registry.push.token.issued ? evidence.registry.push.token : evidence.registry.token;
    if (token.issued && signedIn(evidence) && token.lifetimeSeconds > 0 && token.lifetimeSeconds < 60 && evidence.target.wantsPush())
        return likely({ StepId::Token }, { QString::number(token.lifetimeSeconds) });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString life = finding.about.isEmpty() ? QString() : span(finding.about.constFirst().toLongLong());
    return { Say::tr("The access token dies before a long push is through."),
             life.isEmpty() ? Say::tr("A token is good for some minutes. Docker does not renew it within a layer: a layer that takes "
                                      "longer ends with “unauthorized: authentication required”, after most of it was sent.")
                            : Say::tr("Tokens live %1 here, and Docker counts on 60 seconds at least. What takes longer ends with "
                                      "“unauthorized: authentication required”.")
                                  .arg(life),
             { evidence.isGitLab()
                   ? Say::tr(
                       "In GitLab: Admin → Settings → CI/CD → Container Registry → Authorization token duration (minutes), for example 60.")
                   : Say::tr("Let the token server give tokens a longer life (docker_auth: token.expiration; Harbor: Token Expiration)."),
               Say::tr("Until then push with Wharfinger, which renews the token on the way, or make the layers smaller."),
               Say::tr("If a proxy stores uploads before it passes them on, switch that off (nginx):"),
               block(u"proxy_request_buffering off;"_s) },
             { life.isEmpty() ? Say::tr("The push had begun when it was refused.") : Say::tr("The token's life is %1.").arg(life) },
             finding.seen ? QString() : Say::tr("Does a small image push well, and does the large one always fail after the same time?") };
}

} // namespace token_expires_during_push

const Cause tokenExpiresDuringPush {
    "token-expires-during-push", Owner::RegistryAdministrator, Severity::Warning, Layer::Request,
    token_expires_during_push::rule, token_expires_during_push::words,
};

} // namespace wharf::diagnosis::causes
