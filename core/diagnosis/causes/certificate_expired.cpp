#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace certificate_expired {

static const CertificateEvidence *outOfDate(const TlsEvidence &tls, const QDateTime &when)
{
    for (const CertificateEvidence &one : tls.chain) {
        if ((one.notAfter.isValid() && one.notAfter < when) || (one.notBefore.isValid() && one.notBefore > when))
            return &one;
    }
    return nullptr;
}

static std::optional<Ground> rule(const Evidence &evidence)
{
    for (const HostEvidence &host : evidence.hosts) {
        if (!host.tls.done() || host.tls.datesValid || host.tls.chain.isEmpty() || !evidence.taken.isValid())
            continue;
        const std::optional<qint64> ahead = thisClockAhead(evidence);
        const QDateTime now = evidence.taken.addSecs(-ahead.value_or(0));
        const CertificateEvidence *bad = outOfDate(host.tls, now);
        if (!bad)
            continue; // by the servers' clocks it is valid: client-clock-wrong
        const bool early = bad->notBefore.isValid() && bad->notBefore > now;
        const QStringList about { nameOf(host), (early ? bad->notBefore : bad->notAfter).toString(Qt::ISODate),
                                  early ? u"early"_s : u"late"_s };
        return ahead ? certainly({ StepId::Tls, StepId::Clock }, about) : likely({ StepId::Tls }, about, { u"client-clock-wrong"_s });
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    const QString when = instant(QDateTime::fromString(finding.about.value(1), Qt::ISODate));
    const bool early = finding.about.value(2) == "early"_L1;
    return { early ? Say::tr("The certificate of %1 is not valid before %2.").arg(host, when)
                   : Say::tr("The certificate of %1 expired on %2.").arg(host, when),
             Say::tr("No client talks to it until it is replaced (“x509: certificate has expired or is not yet valid”). It may have other "
                     "faults that show only then."),
             { early ? Say::tr("Check the clock of the machine that made it, or wait.")
                     : Say::tr("Renew it on the server and load it, for example:"),
               block(early ? u"timedatectl"_s : u"sudo certbot renew && sudo nginx -s reload"_s), Say::tr("GitLab with Let's Encrypt:"),
               block(u"sudo gitlab-ctl renew-le-certs"_s) },
             { finding.certainty == Certainty::Certain ? Say::tr("The servers' own clocks agree that it is out of date.")
                                                       : Say::tr("By this machine's clock it is out of date.") },
             finding.certainty == Certainty::Certain ? QString()
                                                     : Say::tr("Is this machine's clock right? No server said what time it is.") };
}

} // namespace certificate_expired

const Cause certificateExpired {
    "certificate-expired", Owner::RegistryAdministrator, Severity::Error, Layer::Tls,
    certificate_expired::rule, certificate_expired::words,
};

} // namespace wharf::diagnosis::causes
