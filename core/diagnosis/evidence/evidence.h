#pragma once

#include "core/diagnosis/evidence/client_evidence.h"
#include "core/diagnosis/evidence/daemon_evidence.h"
#include "core/diagnosis/evidence/host_evidence.h"
#include "core/diagnosis/evidence/registry_evidence.h"
#include "core/diagnosis/evidence/target_evidence.h"

namespace wharf::diagnosis {

/// Everything that one run has seen. Probes fill it, rules read it, and it can be written down and read again: a failure that
/// somebody recorded elsewhere goes through the same rules. No secret is in it.
struct Evidence {
    TargetEvidence target;
    PastedEvidence pasted;
    CredentialEvidence credential;
    QList<HostEvidence> hosts;
    QList<ClockEvidence> clocks;
    ChallengeEvidence challenge;
    ExperimentEvidence experiment;
    RegistryEvidence registry;
    GitLabEvidence gitlab;
    QList<ClientEvidence> clients;
    QList<OtherHomeEvidence> otherHomes;
    DaemonEvidence daemon;
    QStringList environment; ///< names of set variables that change what clients do: `DOCKER_CONFIG`, `SUDO_USER` … never a secret's value
    QDateTime taken;         ///< this machine's clock, UTC
    QStringList unfinished;  ///< steps that the time limit, or the person, cut off

    /// The way to the host in that role; the registry's own for a realm that shares its origin. Null where it was not walked.
    [[nodiscard]] const HostEvidence *host(const QString &role) const;
    [[nodiscard]] const ClientEvidence *client(const QString &name) const;
    /// The realm's clock minus the registry's, seconds; none where one of them sent no date.
    [[nodiscard]] std::optional<qint64> realmAheadOfRegistry() const;
    /// The challenge, the realm's path or an answer's headers say that GitLab stands behind it.
    [[nodiscard]] bool isGitLab() const;

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("target", self.target);
        visit("pasted", self.pasted);
        visit("credential", self.credential);
        visit("hosts", self.hosts);
        visit("clocks", self.clocks);
        visit("challenge", self.challenge);
        visit("experiment", self.experiment);
        visit("registry", self.registry);
        visit("gitlab", self.gitlab);
        visit("clients", self.clients);
        visit("other_homes", self.otherHomes);
        visit("daemon", self.daemon);
        visit("environment", self.environment);
        visit("taken", self.taken);
        visit("unfinished", self.unfinished);
    }
};

} // namespace wharf::diagnosis
