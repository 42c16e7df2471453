#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace path_invalid {

static std::optional<Ground> rule(const Evidence &evidence)
{
    static const QStringList ofPath { u"capitals"_s, u"repository"_s, u"tag"_s, u"digest"_s, u"too-long"_s };
    if (ofPath.contains(evidence.target.problem))
        return certainly({ StepId::Target }, { evidence.target.problem });
    // lib/container_registry/path.rb: at least two names, and each in this form.
    static const QRegularExpression gitlabPath(u"^[a-z0-9]+(([._/]|__|-*)[a-z0-9])*$"_s);
    const QString &repository = evidence.target.repository;
    const bool nothing = (pullRefused(evidence) || pushRefused(evidence)) && evidence.registry.pull.granted.isEmpty()
        && evidence.registry.push.granted.isEmpty();
    if (!evidence.isGitLab() || repository.isEmpty() || !nothing)
        return std::nullopt;
    if (!repository.contains(u'/'))
        return certainly({ StepId::Target, StepId::Pull }, { u"one-name"_s });
    if (!gitlabPath.match(repository).hasMatch())
        return certainly({ StepId::Target, StepId::Pull }, { u"form"_s });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString which = finding.about.value(0);
    QString title = Say::tr("The image name has a form that no registry takes.");
    QString next = Say::tr(
        "Write it as host/group/project:tag, in lower-case letters, digits, and single dots, dashes or underscores between them.");
    if (which == "capitals"_L1) {
        title = Say::tr("The image name has capital letters, and image names are lower case.");
        next = Say::tr("Write it in lower case, although the project's own address may have capitals:");
    } else if (which == "one-name"_L1) {
        title = Say::tr("An image at GitLab needs a group and a project in its name.");
        next = Say::tr("Write it as %1/group/project.").arg(registryName(evidence));
    } else if (which == "form"_L1) {
        title = Say::tr("GitLab never matches this path: a name in it begins with an underscore or ends in a dash.");
        next = Say::tr("Rename the project's or group's path in GitLab, or use another image name below it.");
    } else if (which == "tag"_L1 || which == "digest"_L1) {
        title = Say::tr("The part after the image's name is no tag or digest.");
        next = Say::tr(
            "A tag has letters, digits, dots, dashes and underscores, 128 at most; a digest reads sha256: and 64 hexadecimal digits.");
    }
    QStringList remedy { next };
    if (which == "capitals"_L1)
        remedy.append(block(evidence.target.typed.toLower()));
    return { title,
             Say::tr("What was asked for is “%1”. Nothing has to be wrong with the account.").arg(evidence.target.typed),
             remedy,
             { Say::tr("The name was read as every client reads it.") },
             {} };
}

static QStringList consequences() { return { u"no-permission-on-repository"_s }; }

} // namespace path_invalid

const Cause pathInvalid {
    "path-invalid", Owner::You, Severity::Error, Layer::Input,
    path_invalid::rule, path_invalid::words, path_invalid::consequences,
};

} // namespace wharf::diagnosis::causes
