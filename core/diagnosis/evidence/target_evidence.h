#pragma once

#include <QString>
#include <QStringList>

namespace wharf::diagnosis {

/// What is to be examined, and how it was written.
struct TargetEvidence {
    QString typed; ///< without the password that some addresses hold
    QString registry;   ///< `host[:port]` as image references have it; empty where it makes none
    QString repository; ///< empty: the registry alone
    QString tag;
    QString digest;
    QStringList actions; ///< `pull`, `push`
    /// The stable reason why it does not parse (registry::ImageReference, registry::RegistryHost): `capitals`, `scheme`, `path` …
    QString problem;
    /// A known other name of the service that is no registry: `hub.docker.com`, `registry.hub.docker.com`.
    bool notTheRegistrysName = false;

    [[nodiscard]] bool wantsPush() const { return actions.contains(QLatin1String("push")); }

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("typed", self.typed);
        visit("registry", self.registry);
        visit("repository", self.repository);
        visit("tag", self.tag);
        visit("digest", self.digest);
        visit("actions", self.actions);
        visit("problem", self.problem);
        visit("not_the_registrys_name", self.notTheRegistrysName);
    }
};

/// What the pasted output of a failed command says.
struct PastedEvidence {
    bool given = false;
    QString client;   ///< `docker`, `podman`, `skopeo`, `buildx`, `kaniko`, `containerd`, `gitlab-ci`; empty where nothing tells
    QString action;   ///< `login`, `pull`, `push`; empty where nothing tells
    QString line;     ///< the line that says most, cleaned, without a secret
    QStringList suspects; ///< codes, the likeliest first
    QString nestedUrl;    ///< the URL that a transport error names: the realm's where it is not the registry's
    QString urlScheme;    ///< of the URL in the error
    QString dnsServer;    ///< `lookup X on ADDRESS:53`
    bool partial = false; ///< the upload had begun

    template <class Self, class Visit>
    static void members(Self &self, Visit &&visit)
    {
        visit("given", self.given);
        visit("client", self.client);
        visit("action", self.action);
        visit("line", self.line);
        visit("suspects", self.suspects);
        visit("nested_url", self.nestedUrl);
        visit("url_scheme", self.urlScheme);
        visit("dns_server", self.dnsServer);
        visit("partial", self.partial);
    }
};

} // namespace wharf::diagnosis
