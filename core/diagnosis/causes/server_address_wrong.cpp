#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace server_address_wrong {

static std::optional<Ground> rule(const Evidence &evidence)
{
    static const QStringList ofAddress { u"scheme"_s, u"path"_s, u"user-info"_s, u"host"_s, u"port"_s, u"empty"_s, u"spaces"_s };
    if (ofAddress.contains(evidence.target.problem))
        return certainly({ StepId::Target }, { evidence.target.problem });
    const QUrl found(evidence.challenge.foundAt.contains("://"_L1) ? evidence.challenge.foundAt
                                                                   : u"https://"_s + evidence.challenge.foundAt);
    const QUrl api(evidence.challenge.api);
    if (!evidence.challenge.foundAt.isEmpty() && !evidence.challenge.isRegistry() && found.host() == api.host()
        && hostAndPort(found) != hostAndPort(api))
        return certainly({ StepId::Ping }, { u"other-port"_s, hostAndPort(found) });
    // `reg/app` is a name on Docker Hub: a host needs a dot or a port.
    const ClientEvidence *client = clientInQuestion(evidence);
    const QString first = evidence.target.repository.section(u'/', 0, 0);
    const bool shortName = evidence.target.registry == "docker.io"_L1 && evidence.target.repository.contains(u'/')
        && !evidence.target.typed.contains("docker.io"_L1);
    if (client && shortName && first != "library"_L1 && (pushRefused(evidence) || pullRefused(evidence) || !credentialTaken(evidence))) {
        for (const ClientFileEvidence &file : client->files) {
            for (const QString &host : file.hosts) {
                if (host.section(u'.', 0, 0) == first && host.contains(u'.'))
                    return likely({ StepId::Target, StepId::Clients }, { u"short"_s, host }, { u"no-permission-on-repository"_s });
            }
        }
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString which = finding.about.value(0);
    const QString found = finding.about.value(1);
    QString title = Say::tr("“%1” is no address of a registry.").arg(evidence.target.typed);
    QStringList remedy { Say::tr("Write the host, and the port if it has one, and nothing else:"),
                         block(u"docker login registry.example.com:5050"_s) };
    QString text = Say::tr("A registry's address has no path, no query, and no user name in it; the user name goes in a place of its own.");
    if (which == "other-port"_L1) {
        title = Say::tr("The registry of this host is at another port: %1.").arg(found);
        text = Say::tr("What answers at %1 is something else.").arg(registryName(evidence));
        remedy = { Say::tr("Use it in the login and in the image's name:"), block(u"docker login %1"_s.arg(found)),
                   block(u"docker tag IMAGE %1/%2"_s.arg(found, evidence.target.repository)) };
    } else if (which == "short"_L1) {
        title = Say::tr("This name leads to Docker Hub; %1 was probably meant.").arg(found);
        text = Say::tr("The part before the first slash is a host only if it has a dot or a port in it.");
        remedy = { Say::tr("Write the host in full:"),
                   block(u"docker tag IMAGE %1/%2"_s.arg(found, evidence.target.repository.section(u'/', 1))) };
    } else if (which == "user-info"_L1) {
        text = Say::tr("There is a user name or a token in the address. Registries do not read it there, and it ends up in logs.");
    }
    return { title,
             text,
             remedy,
             { Say::tr("What was asked for is “%1”.").arg(evidence.target.typed) },
             finding.certainty == Certainty::Certain ? QString() : Say::tr("Which host is meant?") };
}

static QStringList consequences()
{
    return { u"not-a-registry"_s, u"connection-refused"_s, u"timeout"_s, u"no-permission-on-repository"_s, u"credential-rejected"_s };
}

} // namespace server_address_wrong

const Cause serverAddressWrong {
    "server-address-wrong", Owner::You, Severity::Error, Layer::Input,
    server_address_wrong::rule, server_address_wrong::words, server_address_wrong::consequences,
};

} // namespace wharf::diagnosis::causes
