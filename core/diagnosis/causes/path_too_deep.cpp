#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace path_too_deep {

// GitLab looks for the project among the three longest prefixes: an image is the project's path and at most two names more.
static std::optional<Ground> rule(const Evidence &evidence)
{
    if (!evidence.isGitLab() || !(pullRefused(evidence) || pushRefused(evidence)))
        return std::nullopt;
    const GrantEvidence &project = evidence.registry.projectPull;
    if (!project.asked || !project.has(u"pull"_s) || !evidence.registry.pull.granted.isEmpty())
        return std::nullopt;
    const QString path = project.projectPath.isEmpty() ? evidence.target.repository.section(u'/', 0, 1) : project.projectPath;
    const qsizetype below = evidence.target.repository.count(u'/') - path.count(u'/');
    if (below <= 2)
        return std::nullopt;
    return certainly({ StepId::Pull, StepId::Repository }, { path });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString project = finding.about.value(0, Say::tr("the project"));
    return { Say::tr("The image name has more than two names below the project, and GitLab looks no deeper."),
             Say::tr("An image of the project %1 may be called %1, %1/name or %1/name/name. GitLab takes %2 for no project at all, and "
                     "grants nothing.")
                 .arg(project, evidence.target.repository),
             { Say::tr("Give the image a shorter name, for example:"),
               block(u"docker tag IMAGE %1/%2/%3"_s.arg(registryName(evidence), project,
                                                        evidence.target.repository.section(u'/', -2).replace(u'/', u'-'))) },
             { Say::tr("Pull was granted for %1 and not for %2.").arg(project, evidence.target.repository) },
             {} };
}

static QStringList consequences() { return { u"no-permission-on-repository"_s, u"path-invalid"_s }; }

} // namespace path_too_deep

const Cause pathTooDeep {
    "path-too-deep", Owner::You, Severity::Error, Layer::Grant,
    path_too_deep::rule, path_too_deep::words, path_too_deep::consequences,
};

} // namespace wharf::diagnosis::causes
