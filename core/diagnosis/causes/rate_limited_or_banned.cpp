#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace rate_limited_or_banned {

static std::optional<Ground> rule(const Evidence &evidence)
{
    QList<Answer> answers;
    for (const Trial *trial : { &evidence.challenge.ping, &evidence.experiment.real, &evidence.experiment.anonymous,
                                &evidence.experiment.wrong, &evidence.registry.pull.trial, &evidence.registry.push.trial })
        answers.append(trial->last());
    answers += { evidence.registry.withToken, evidence.registry.manifest };
    for (const Answer &answer : answers) {
        if (!isThrottle(answer))
            continue;
        Ground ground = certainly({ StepId::Credential },
                                  { QUrl(answer.url).host(), answer.header(u"retry-after"_s), answer.status == 429 ? u"limit"_s : u"ban"_s,
                                    answer.errorMessage(), answer.header(u"docker-ratelimit-source"_s) });
        if (answer.status == 429)
            ground.owner = Owner::You; // waiting, or signing in, is all there is to do
        return ground;
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, realmName(evidence));
    const qint64 wait = finding.about.value(1).toLongLong();
    const bool limit = finding.about.value(2) == "limit"_L1;
    QStringList remedy { wait > 0 ? Say::tr("Wait %1, and let nobody try in the meantime.").arg(span(wait))
                                  : Say::tr("Wait: GitLab's ban lasts an hour, GitLab.com's 15 minutes.") };
    if (limit && !evidence.credential.given)
        remedy.append(Say::tr("Sign in: the limit for nobody in particular is shared by everybody behind your address."));
    remedy += { Say::tr("Find the client that keeps trying with an old password: a CI runner, a cron job, a cluster's pull secret."),
                Say::tr("GitLab's administrator can lift the ban, and allow an address:"), block(u"sudo gitlab-rails console"_s),
                block(u"Rack::Attack::Allow2Ban.reset('ADDRESS', Gitlab.config.rack_attack.git_basic_auth)"_s),
                block(u"gitlab_rails['rack_attack_git_basic_auth'] = { 'enabled' => true, 'ip_whitelist' => ['ADDRESS'] }"_s) };
    QStringList why = threeWays(evidence);
    if (!finding.about.value(3).isEmpty())
        why.prepend(Say::tr("%1 says: “%2”.").arg(host, finding.about.value(3)));
    if (!finding.about.value(4).isEmpty())
        why.append(Say::tr("It counts for: %1.").arg(finding.about.value(4)));
    return { limit ? Say::tr("%1 has had too many requests from here and asks to wait.").arg(host)
                   : Say::tr("%1 has banned this address after failed sign-ins.").arg(host),
             limit ? Say::tr("The credential may be fine; it is not looked at before the time is over.")
                   : Say::tr("Even a right credential is refused until the ban is over. It is no matter of rights or scopes."),
             remedy,
             why,
             {} };
}

static QStringList consequences()
{
    return {
        u"token-lacks-registry-scope"_s,    u"credential-rejected"_s,  u"no-permission-on-repository"_s, u"client-sent-no-credential"_s,
        u"authorization-header-stripped"_s, u"wrong-kind-of-secret"_s, u"realm-answers-html"_s,          u"not-a-registry"_s
    };
}

} // namespace rate_limited_or_banned

const Cause rateLimitedOrBanned {
    "rate-limited-or-banned", Owner::RegistryAdministrator, Severity::Error, Layer::Realm,
    rate_limited_or_banned::rule, rate_limited_or_banned::words, rate_limited_or_banned::consequences,
};

} // namespace wharf::diagnosis::causes
