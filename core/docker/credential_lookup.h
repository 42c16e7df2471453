#pragma once

#include "core/docker/credential_file.h"

namespace wharf::docker {

/// One place that a client looks at for a registry's sign-in.
struct LookupStep {
    enum class From {
        Environment, ///< `DOCKER_AUTH_CONFIG`
        Helper,      ///< `credHelpers`
        Store,       ///< `credsStore`, or the one Docker picked by itself
        Auths,
    };
    From from = From::Auths;
    QString where;  ///< the file, or the variable
    QString key;    ///< under which it is there, or, with a helper, what the helper is asked for
    QString helper; ///< Helper and Store: the suffix of its name
    std::optional<StoredSignIn> stored; ///< Environment and Auths
};

/// As Docker's ConvertToHostname: without a scheme, up to the first slash, port and case kept.
[[nodiscard]] QString hostOfKey(const QString &key);

/// Docker's order within its file: the helper of this registry, else the store; then `auths`, which counts where there is no
/// helper or it fails. `detectedStore`: what Docker picks where the file says nothing; empty for none.
[[nodiscard]] QList<LookupStep> dockerSteps(const CredentialFile &file, const QString &where, const registry::RegistryHost &host,
                                            const QString &detectedStore);

/// Podman's, skopeo's and Buildah's order within one of their files: the registry's helper, and nothing after it; else
/// `host/team/app`, `host/team`, `host`, and last a key with a scheme. `repository` may be empty.
[[nodiscard]] QList<LookupStep> containersSteps(const CredentialFile &file, const QString &where, const registry::RegistryHost &host,
                                                const QString &repository, bool legacy);

/// Keys that mean the host to a person and that none of `steps` uses: with a scheme, a path, port 443, capitals, Docker Hub's
/// other names, an asterisk. As written.
[[nodiscard]] QStringList nearKeys(const CredentialFile &file, const registry::RegistryHost &host, const QList<LookupStep> &steps);

/// Hosts with a sign-in that look like this one: another port, region, account or spelling.
[[nodiscard]] QStringList nearHosts(const CredentialFile &file, const registry::RegistryHost &host);

/// Every host the file has something for, each once, in the order of the text.
[[nodiscard]] QStringList hostsIn(const CredentialFile &file);

/// Top-level members that look like a misspelt `auths`, `credHelpers` or `credsStore`. `credSstore` counts: Docker takes it,
/// other readers do not.
[[nodiscard]] QStringList oddNames(const CredentialFile &file);

} // namespace wharf::docker
