#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace builder_has_own_configuration {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const auto own = std::find_if(evidence.daemon.builders.begin(), evidence.daemon.builders.end(), [](const BuilderEvidence &builder) {
        return builder.current && !builder.driver.isEmpty() && builder.driver != "docker"_L1;
    });
    if (own == evidence.daemon.builders.end() || evidence.pasted.client != "buildx"_L1 || !evidence.pasted.given)
        return std::nullopt;
    static const QRegularExpression itsOwn(
        u"x509|unknown authority|HTTP response to HTTPS|failed to fetch (anonymous|oauth) token|no such host|connection refused"_s,
        QRegularExpression::CaseInsensitiveOption);
    // Its settings are inside a container: this machine was seen to fare well where it did not.
    if (!itsOwn.match(evidence.pasted.line).hasMatch() || (!registryWell(evidence) && !anonymousSuffices(evidence)))
        return std::nullopt;
    return likely({ StepId::Daemon, StepId::SignIn }, { own->name, own->driver });
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    const QString name = finding.about.value(0, u"BUILDER"_s);
    return { Say::tr("The builder %1 has settings of its own: the authority, insecure list and names of this machine do not reach it.")
                 .arg(name),
             Say::tr("It runs in a container (driver %1), and knows only what was put into its buildkitd.toml.")
                 .arg(finding.about.value(1, u"docker-container"_s)),
             { Say::tr("Write the registry into a file buildkitd.toml:"), block(u"[registry.\"%1\"]"_s.arg(registryName(evidence))),
               block(u"  ca = [\"/path/to/ca.crt\"]"_s), Say::tr("And make the builder again with it:"),
               block(u"docker buildx rm %1"_s.arg(name)),
               block(u"docker buildx create --name %1 --use --config buildkitd.toml"_s.arg(name)) },
             { Say::tr("The pasted text says: “%1”.").arg(evidence.pasted.line), Say::tr("From this machine the same registry is well.") },
             Say::tr("docker buildx build with --builder default: does it get through?") };
}

static QStringList consequences() { return { u"daemon-disagrees"_s }; }

} // namespace builder_has_own_configuration

const Cause builderHasOwnConfiguration {
    "builder-has-own-configuration", Owner::You, Severity::Error, Layer::Daemon,
    builder_has_own_configuration::rule, builder_has_own_configuration::words, builder_has_own_configuration::consequences,
};

} // namespace wharf::diagnosis::causes
