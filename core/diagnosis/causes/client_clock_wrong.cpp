#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace client_clock_wrong {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const std::optional<qint64> ahead = thisClockAhead(evidence);
    constexpr qint64 odd = 300;
    if (!ahead || qAbs(*ahead) <= odd)
        return std::nullopt;
    const QStringList about { QString::number(*ahead) };
    const QDateTime now = evidence.taken.addSecs(-*ahead);
    for (const HostEvidence &host : evidence.hosts) {
        if (!host.tls.done() || host.tls.datesValid || !evidence.taken.isValid())
            continue;
        const bool validThen = std::all_of(host.tls.chain.begin(), host.tls.chain.end(), [&now](const CertificateEvidence &one) {
            return (!one.notAfter.isValid() || one.notAfter >= now) && (!one.notBefore.isValid() || one.notBefore <= now);
        });
        if (validThen)
            return certainly({ StepId::Tls, StepId::Clock }, about);
    }
    Ground ground = likely({ StepId::Clock }, about);
    ground.severity = Severity::Warning;
    return ground;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const qint64 ahead = finding.about.value(0).toLongLong();
    return { ahead >= 0 ? Say::tr("This machine's clock is %1 ahead.").arg(span(ahead))
                        : Say::tr("This machine's clock is %1 behind.").arg(span(ahead)),
             Say::tr(
                 "Certificates that are good look expired or not yet valid by it, and tokens are thrown away too early or kept too long."),
             { Say::tr("Set it, and let it be kept right:"), block(u"sudo timedatectl set-ntp true"_s),
               Say::tr("In a virtual machine that slept:"), block(u"sudo hwclock --hctosys"_s) },
             { Say::tr("Servers asked: %1; their clocks agree with each other.").arg(evidence.clocks.size()) },
             {} };
}

static QStringList consequences() { return { u"certificate-expired"_s }; }

} // namespace client_clock_wrong

const Cause clientClockWrong {
    "client-clock-wrong", Owner::You, Severity::Error, Layer::Tls,
    client_clock_wrong::rule, client_clock_wrong::words, client_clock_wrong::consequences,
};

} // namespace wharf::diagnosis::causes
