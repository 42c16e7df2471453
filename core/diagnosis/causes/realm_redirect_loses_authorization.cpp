#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace realm_redirect_loses_authorization {

// Whether Go's HTTP client, and so Docker, takes the header along to another port or scheme of the same host: seen dropped by
// 1.19.8 and kept by 1.24.3; what lies between is not known.
static bool keepsHeader(const QString &goVersion)
{
    static const QRegularExpression number(u"^go1\\.(\\d+)"_s);
    const QRegularExpressionMatch match = number.match(goVersion);
    return match.hasMatch() && match.captured(1).toInt() >= 24;
}

static bool dropsHeader(const QString &goVersion)
{
    static const QRegularExpression number(u"^go1\\.(\\d+)"_s);
    const QRegularExpressionMatch match = number.match(goVersion);
    return match.hasMatch() && match.captured(1).toInt() <= 19;
}

static std::optional<Ground> rule(const Evidence &evidence)
{
    const ExperimentEvidence &trials = evidence.experiment;
    for (const Trial *trial : { &trials.real, &trials.wrong, &trials.anonymous }) {
        for (const Answer &hop : trial->hops) {
            const QUrl from(hop.url);
            const QUrl to = hop.location();
            if (!hop.isRedirect() || !to.isValid() || from.host() != to.host())
                continue;
            const bool leavesOrigin = from.scheme() != to.scheme() || from.port(-1) != to.port(-1);
            if (!leavesOrigin && !credentialIgnored(evidence))
                continue;
            if (trials.realAtTarget.made && trials.realAtTarget.last().sameAs(trials.anonymous.last()) && !trials.realAtTarget.last().ok())
                continue; // the header is lost behind the redirect as well: not the redirect's doing
            const QStringList about { hop.url, to.toString(QUrl::RemoveQuery), evidence.daemon.goVersion };
            if (!leavesOrigin && !trials.realAtTarget.made) // clients keep the header there, and it is lost all the same
                return likely({ StepId::Realm, StepId::Credential }, about, { u"authorization-header-stripped"_s });
            // A login proves it only where nobody in particular is turned away.
            const bool daemonKeeps = keepsHeader(evidence.daemon.goVersion)
                || (evidence.daemon.login.ok() && !trials.anonymous.last().ok() && trials.anonymous.last().answered());
            if (daemonKeeps && credentialTaken(evidence) && !credentialIgnored(evidence)) {
                Ground ground = likely({ StepId::Realm, StepId::Credential, StepId::Daemon }, about);
                ground.severity = Severity::Warning;
                return ground;
            }
            if (dropsHeader(evidence.daemon.goVersion) || credentialIgnored(evidence) || trials.realAtTarget.last().ok())
                return certainly({ StepId::Realm, StepId::Credential }, about);
            return likely({ StepId::Realm, StepId::Credential }, about);
        }
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString from = QUrl(finding.about.value(0)).toString(QUrl::RemoveQuery);
    const QString to = finding.about.value(1);
    const QString go = finding.about.value(2);
    QStringList remedy { Say::tr("Let the registry name the final address as its realm, so that nobody is redirected:"),
                         block(to.isEmpty() ? u"https://…"_s : to) };
    if (evidence.isGitLab()) {
        const QString root = QUrl(to).adjusted(QUrl::RemovePath | QUrl::RemoveQuery).toString();
        remedy += { Say::tr("In /etc/gitlab/gitlab.rb:"),
                    block(u"external_url '%1'"_s.arg(root)),
                    block(u"registry['token_realm'] = '%1'"_s.arg(root)),
                    Say::tr("If a proxy in front does TLS, besides:"),
                    block(u"nginx['listen_port'] = 80"_s),
                    block(u"nginx['listen_https'] = false"_s),
                    block(u"sudo gitlab-ctl reconfigure"_s) };
    } else {
        remedy += passOutsideAddress(frontOf(evidence.challenge.ping.last()));
    }
    QStringList why { Say::tr("%1 leads to %2.").arg(from, to) };
    if (!go.isEmpty())
        why.append(Say::tr("The Docker daemon here is built with %1.").arg(go));
    if (evidence.experiment.realAtTarget.made)
        why.append(Say::tr("Asked at the final address with the real credential: %1")
                       .arg(answered(hostAndPort(QUrl(to)), evidence.experiment.realAtTarget.last())));
    return { Say::tr("The sign-in address is redirected, and clients drop the credential on the way."),
             Say::tr("The registry sends people to %1, which leads on to %2. Docker built with Go 1.19 or older does not take "
                     "Authorization along to another scheme or port, so GitLab sees nobody: "
                     "“denied: access forbidden”, or “Login Succeeded” with any password and no rights.")
                 .arg(from, to),
             remedy, why + threeWays(evidence),
             finding.certainty == Certainty::Certain
                 ? QString()
                 : Say::tr("docker version: the Go version of the server decides (1.19 drops the header, 1.24 keeps it).") };
}

static QStringList consequences()
{
    return { u"authorization-header-stripped"_s, u"realm-in-clear-text"_s, u"token-lacks-registry-scope"_s,
             u"client-sent-no-credential"_s,     u"daemon-disagrees"_s,    u"credential-rejected"_s,
             u"no-permission-on-repository"_s,   u"realm-wrong-port"_s };
}

} // namespace realm_redirect_loses_authorization

const Cause realmRedirectLosesAuthorization {
    "realm-redirect-loses-authorization", Owner::GitLabAdministrator, Severity::Error, Layer::Realm,
    realm_redirect_loses_authorization::rule, realm_redirect_loses_authorization::words, realm_redirect_loses_authorization::consequences,
};

} // namespace wharf::diagnosis::causes
