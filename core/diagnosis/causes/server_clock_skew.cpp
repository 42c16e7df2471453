#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace server_clock_skew {

// Registries allow 60 seconds on both ends of a token's life.
static std::optional<Ground> rule(const Evidence &evidence)
{
    constexpr qint64 leeway = 60;
    const TokenEvidence &token = evidence.registry.token;
    const std::optional<qint64> ahead = evidence.realmAheadOfRegistry();
    const bool apart = ahead && qAbs(*ahead) > leeway;
    if (tokenInvalid(evidence)) {
        const QDateTime there = evidence.registry.withToken.date;
        const QDateTime begins = token.notBefore.isValid() ? token.notBefore : token.issuedAt;
        const qint64 early = there.isValid() && begins.isValid() ? there.secsTo(begins) : 0;
        const qint64 late = there.isValid() && token.expires.isValid() ? token.expires.secsTo(there) : 0;
        if (evidence.registry.withTokenLater.ok() || early > leeway || late > leeway)
            return certainly({ StepId::Clock, StepId::Token, StepId::SignIn },
                             { QString::number(ahead.value_or(early > leeway ? early : -late)) });
        if (apart)
            return likely({ StepId::Clock, StepId::SignIn }, { QString::number(*ahead) }, { u"token-key-untrusted"_s });
        return std::nullopt;
    }
    if (!apart || !signedIn(evidence))
        return std::nullopt;
    Ground ground = likely({ StepId::Clock }, { QString::number(*ahead) });
    ground.severity = Severity::Warning;
    return ground;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const qint64 ahead = finding.about.value(0).toLongLong();
    const QString first = realmName(evidence);
    const QString second = registryName(evidence);
    QStringList why { ahead >= 0 ? Say::tr("The clock of %1 is %2 ahead of that of %3.").arg(first, span(ahead), second)
                                 : Say::tr("The clock of %1 is %2 behind that of %3.").arg(first, span(ahead), second) };
    if (evidence.registry.token.notBefore.isValid() && evidence.registry.withToken.date.isValid())
        why.append(Say::tr("The token is valid from %1 to %2; at the registry it is %3.")
                       .arg(instant(evidence.registry.token.notBefore), instant(evidence.registry.token.expires),
                            instant(evidence.registry.withToken.date)));
    if (evidence.registry.withTokenLater.ok())
        why.append(Say::tr("The very same token was taken a little later."));
    why.append(answered(second, evidence.registry.withToken));
    return { Say::tr("The clocks of the token server and of the registry do not agree, so good tokens count as not yet valid or expired."),
             Say::tr("The token server dates each token by its own clock, and the registry checks the dates by its own; more than 60 "
                     "seconds apart is too much. This machine's clock plays no part."),
             { Say::tr("Set both servers' clocks right and keep them so, on each:"), block(u"timedatectl set-ntp true"_s),
               block(u"chronyc tracking"_s) },
             why,
             finding.certainty == Certainty::Certain ? QString()
                                                     : Say::tr("The registry's log: “token used before time” or “token has expired”.") };
}

static QStringList consequences() { return { u"token-key-untrusted"_s, u"token-issuer-mismatch"_s, u"token-key-id-format"_s }; }

} // namespace server_clock_skew

const Cause serverClockSkew {
    "server-clock-skew", Owner::RegistryAdministrator, Severity::Error, Layer::Registry,
    server_clock_skew::rule, server_clock_skew::words, server_clock_skew::consequences,
};

} // namespace wharf::diagnosis::causes
