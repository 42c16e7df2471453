#include "core/diagnosis/evidence/evidence.h"

#include "core/gitlab/token_info.h"

#include <algorithm>

namespace wharf::diagnosis {

bool HostEvidence::connected() const
{
    const bool direct = std::any_of(connects.begin(), connects.end(),
                                    [](const ConnectEvidence &one) { return one.outcome == QLatin1String("connected"); });
    return direct || (!proxy.address.isEmpty() && proxy.connected && (proxy.status == 0 || proxy.status / 100 == 2));
}

bool HostEvidence::usable() const
{
    return connected() && (scheme == QLatin1String("http") || tls.trusted());
}

bool ChallengeEvidence::isRegistry() const
{
    const Answer answer = ping.last();
    if (!answer.header(QStringLiteral("docker-distribution-api-version")).isEmpty())
        return true;
    if (answer.isHtml() || !answer.answered())
        return false;
    const QString code = answer.errorCode();
    const bool registryError = !code.isEmpty() && code == code.toUpper();
    return isBearer() || registryError || (isBasicOnly() && answer.status == 401) || (answer.status == 200 && answer.body.trimmed() == QLatin1String("{}"));
}

const CredentialSource *ClientEvidence::sent() const
{
    const auto found = std::find_if(sources.begin(), sources.end(), [](const CredentialSource &source) { return source.sent; });
    return found == sources.end() ? nullptr : &*found;
}

const HostEvidence *Evidence::host(const QString &role) const
{
    const auto inRole = [this](const QString &wanted) {
        return std::find_if(hosts.begin(), hosts.end(), [&wanted](const HostEvidence &host) { return host.role == wanted; });
    };
    auto found = inRole(role);
    if (found == hosts.end() && role == QLatin1String("realm") && QUrl(challenge.realmUrl).authority() == QUrl(challenge.api).authority())
        found = inRole(QStringLiteral("registry"));
    return found == hosts.end() ? nullptr : &*found;
}

const ClientEvidence *Evidence::client(const QString &name) const
{
    const auto found = std::find_if(clients.begin(), clients.end(), [&name](const ClientEvidence &client) { return client.client == name; });
    return found == clients.end() ? nullptr : &*found;
}

std::optional<qint64> Evidence::realmAheadOfRegistry() const
{
    const auto offset = [this](const QString &role) -> std::optional<qint64> {
        for (const ClockEvidence &clock : clocks) {
            if (clock.role == role)
                return clock.offsetSeconds;
        }
        return std::nullopt;
    };
    const std::optional<qint64> ofRealm = offset(QStringLiteral("realm"));
    const std::optional<qint64> ofRegistry = offset(QStringLiteral("registry"));
    if (!ofRealm || !ofRegistry)
        return std::nullopt;
    return *ofRealm - *ofRegistry;
}

bool Evidence::isGitLab() const
{
    const auto hasMark = [](const Trial &trial) { return !trial.last().header(QStringLiteral("x-gitlab-meta")).isEmpty(); };
    return gitlab::restApi(QUrl(challenge.realmUrl)).isValid() || challenge.service == QLatin1String("container_registry")
        || hasMark(experiment.anonymous) || hasMark(experiment.real);
}

} // namespace wharf::diagnosis
