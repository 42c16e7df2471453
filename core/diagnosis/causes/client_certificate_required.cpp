#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace client_certificate_required {

static bool wantsCertificate(const HostEvidence &host)
{
    const TlsEvidence &tls = host.tls;
    if (!tls.tried || tls.clientCertificateGiven)
        return false;
    if (tls.alert == "certificate required"_L1)
        return true;
    return tls.clientCertificateAsked && (tls.outcome == "alert"_L1 || tls.outcome == "closed"_L1 || tls.outcome == "reset"_L1);
}

static std::optional<Ground> rule(const Evidence &evidence)
{
    for (const HostEvidence &host : evidence.hosts) {
        for (const QString &problem : host.trustFiles.problems) {
            if (problem.startsWith("key-without-certificate"_L1) || problem.startsWith("certificate-without-key"_L1))
                return certainly({ StepId::Tls }, { nameOf(host), problem.section(u' ', 1), problem.section(u' ', 0, 0) });
        }
    }
    if (const HostEvidence *host = firstHost(evidence, wantsCertificate))
        return certainly({ StepId::Tls }, { nameOf(*host) });
    const HostEvidence *own = evidence.host(u"registry"_s);
    const Answer ping = evidence.challenge.ping.last();
    const Answer seen = ping.answered() || !own ? ping : own->unverified;
    const bool saysSo = seen.status == 400 && seen.body.contains("SSL certificate"_L1, Qt::CaseInsensitive);
    if (saysSo || seen.status == 496 || seen.status == 495)
        return certainly({ StepId::Tls, StepId::Ping }, { registryName(evidence) });
    if (own && own->tls.clientCertificateAsked && !own->tls.clientCertificateGiven && ping.status == 403
        && !evidence.challenge.isRegistry())
        return likely({ StepId::Tls, StepId::Ping }, { nameOf(*own) });
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString host = finding.about.value(0, registryName(evidence));
    const QString file = finding.about.value(1);
    if (!file.isEmpty()) {
        const bool key = finding.about.value(2) == "key-without-certificate"_L1;
        return { key ? Say::tr("There is a key without its certificate in the folder for %1, and Docker then refuses the whole folder.")
                           .arg(host)
                     : Say::tr(
                           "There is a client certificate without its key in the folder for %1, and Docker then refuses the whole folder.")
                           .arg(host),
                 Say::tr("In certs.d, *.crt are authorities; NAME.cert and NAME.key belong together and are shown to the server."),
                 { key ? Say::tr("If it is an authority's key, it does not belong here: take it away. Else put its certificate beside it, "
                                 "with the same name and the ending .cert:")
                       : Say::tr("If it is an authority, give it the ending .crt. Else put its key beside it, with the same name and the "
                                 "ending .key:"),
                   block(file) },
                 { Say::tr("Found: %1").arg(file) },
                 {} };
    }
    return { Say::tr("%1 lets nobody in without a client certificate.").arg(host),
             Say::tr("The server asks for one while the connection is made (mutual TLS), and none was given."),
             { Say::tr("Get a certificate and its key from the registry's administrator and put them here, on the machine where the Docker "
                       "daemon runs:"),
               block(u"/etc/docker/certs.d/%1/client.cert"_s.arg(host)), block(u"/etc/docker/certs.d/%1/client.key"_s.arg(host)) },
             { Say::tr("The server sent a certificate request.") },
             finding.certainty == Certainty::Certain ? QString() : Say::tr("The same request with a client certificate.") };
}

static QStringList consequences() { return { u"tls-version-or-cipher"_s, u"private-ca-not-trusted"_s }; }

} // namespace client_certificate_required

const Cause clientCertificateRequired {
    "client-certificate-required", Owner::You, Severity::Error, Layer::Tls,
    client_certificate_required::rule, client_certificate_required::words, client_certificate_required::consequences,
};

} // namespace wharf::diagnosis::causes
