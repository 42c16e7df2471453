#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

#include <array>

namespace wharf::diagnosis::causes {

namespace quota_or_immutable {

struct Word {
    const char *text;
    const char *which;
};

static std::optional<Ground> rule(const Evidence &evidence)
{
    static constexpr std::array words {
        Word { "protected repository path", "protected" },
        Word { "is protected", "protected" },
        Word { "storage limit", "quota" },
        Word { "quota", "quota" },
        Word { "upper limit", "quota" },
        Word { "is immutable", "immutable" },
        Word { "immutable", "immutable" },
        Word { "cannot be overwritten", "immutable" },
        Word { "already exists in the", "immutable" },
    };
    QStringList all;
    for (const Word &word : words)
        all.append(QLatin1String(word.text));
    const std::optional<Answer> answer = answerSaying(evidence, all);
    if (!answer || answer->status >= 500 || isThrottle(*answer))
        return std::nullopt;
    const auto said = std::find_if(words.begin(), words.end(), [&answer](const Word &word) {
        return answer->body.contains(QLatin1String(word.text), Qt::CaseInsensitive);
    });
    return certainly({ StepId::Push, StepId::Upload }, { QLatin1String(said->which), answer->errorMessage() });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString which = finding.about.value(0);
    QString title = Say::tr("The storage that this project may use is full.");
    QStringList remedy { Say::tr("Delete images that nobody needs, or ask for more room.") };
    if (which == "protected"_L1) {
        title = Say::tr("This repository or tag is protected against pushes by your role.");
        remedy = { Say::tr("Ask an owner to push, or to change the rule: in GitLab, Settings → Packages and registries → Container "
                           "registry protection rules.") };
    } else if (which == "immutable"_L1) {
        title = Say::tr("This tag is there already and may not be changed.");
        remedy = { Say::tr("Push under another tag, or have the rule changed:"),
                   block(u"docker tag IMAGE %1/%2:NEW-TAG"_s.arg(registryName(evidence), evidence.target.repository)) };
    }
    return { title,
             Say::tr("This is no matter of signing in: the account is recognised, and a rule of the project says no."),
             remedy,
             { finding.about.value(1).isEmpty() ? Say::tr("The layers went through, and the end was refused.")
                                                : Say::tr("The server says: “%1”.").arg(finding.about.value(1)) },
             {} };
}

static QStringList consequences()
{
    return { u"no-permission-on-repository"_s, u"token-lacks-registry-scope"_s, u"registry-storage-failing"_s };
}

} // namespace quota_or_immutable

const Cause quotaOrImmutable {
    "quota-or-immutable", Owner::ProjectOwner, Severity::Error, Layer::Request,
    quota_or_immutable::rule, quota_or_immutable::words, quota_or_immutable::consequences,
};

} // namespace wharf::diagnosis::causes
