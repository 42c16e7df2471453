#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace maintenance_mode {

static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!evidence.isGitLab())
        return std::nullopt;
    const bool pushCut = pushRefused(evidence) && evidence.registry.push.has(u"pull"_s);
    if (!evidence.gitlab.maintenanceMessage.isEmpty())
        return pushCut || evidence.target.wantsPush()
            ? std::optional(certainly({ StepId::Push, StepId::GitLab }, { evidence.gitlab.maintenanceMessage }))
            : std::nullopt;
    if (const std::optional<Answer> answer = answerSaying(evidence, { u"maintenance mode"_s, u"read-only mode"_s });
        answer && !evidence.registry.upload.tried)
        return certainly({ StepId::Push }, { answer->errorMessage() });
    // A role that may only pull looks the same.
    if (pushCut && hasScope(evidence, { u"write_registry"_s, u"api"_s }))
        return hypothesis({ StepId::Push }, {}, { u"no-permission-on-repository"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &)
{
    return { Say::tr("GitLab is in maintenance mode: it lets everybody pull and nobody push."),
             Say::tr("The right to push is cut from what GitLab grants until maintenance is over."),
             { Say::tr("Wait, or ask GitLab's administrator: Admin → Settings → General → Maintenance mode.") },
             { finding.about.value(0).isEmpty() ? Say::tr("Push was asked for, the token's scopes cover it, and only pull was granted.")
                                                : Say::tr("GitLab says: “%1”.").arg(finding.about.value(0)) },
             finding.seen ? QString()
                          : Say::tr("GitLab's own pages: do they show a maintenance banner? If not, it is the role in the project.") };
}

static QStringList consequences() { return { u"no-permission-on-repository"_s }; }

} // namespace maintenance_mode

const Cause maintenanceMode {
    "maintenance-mode", Owner::GitLabAdministrator, Severity::Error, Layer::Grant,
    maintenance_mode::rule, maintenance_mode::words, maintenance_mode::consequences,
};

} // namespace wharf::diagnosis::causes
