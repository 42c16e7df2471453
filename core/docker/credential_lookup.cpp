#include "core/docker/credential_lookup.h"

#include "core/docker/near_names.h"

#include <algorithm>

namespace wharf::docker {

namespace {

const StoredSignIn *exactly(const CredentialFile &file, const QString &key)
{
    // Of several with the same key the last counts.
    const auto found = std::find_if(file.auths.crbegin(), file.auths.crend(), [&key](const StoredSignIn &entry) { return entry.key == key; });
    return found == file.auths.crend() ? nullptr : &*found;
}

std::optional<QString> helperFor(const CredentialFile &file, const QString &key)
{
    std::optional<QString> helper;
    for (const auto &[name, suffix] : file.helpers) {
        if (name == key)
            helper = suffix;
    }
    return helper;
}

LookupStep authsStep(const QString &where, const StoredSignIn &entry)
{
    return { LookupStep::From::Auths, where, entry.key, {}, entry };
}

QString withoutScheme(const QString &key)
{
    for (const QLatin1String scheme : { QLatin1String("https://"), QLatin1String("http://") }) {
        if (key.startsWith(scheme))
            return key.mid(scheme.size());
    }
    return key;
}

/// containers/image, normalizeRegistry().
QString hubAsContainersHaveIt(const QString &host)
{
    return host == QLatin1String("docker.io") || host == QLatin1String("registry-1.docker.io") ? QStringLiteral("index.docker.io") : host;
}

QString asContainersCompare(const QString &key, bool legacy)
{
    const QString stripped = withoutScheme(key);
    return hubAsContainersHaveIt(legacy || stripped != key ? stripped.section(QLatin1Char('/'), 0, 0) : stripped);
}

/// What a person means by a key: no scheme, path, capitals or default port.
QString meaning(const QString &key)
{
    QString host = hostOfKey(key).section(QLatin1Char('@'), -1).toLower();
    if (host.endsWith(QLatin1String(":443")))
        host.chop(4);
    while (host.endsWith(QLatin1Char('.')))
        host.chop(1);
    return host == QLatin1String("index.docker.io") || host == QLatin1String("registry-1.docker.io") ? QStringLiteral("docker.io") : host;
}

bool means(const QString &key, const registry::RegistryHost &host)
{
    const QString meant = meaning(key);
    if (meant == meaning(host.name()))
        return true;
    // `*.example.com`, which no client of the two knows.
    return meant.startsWith(QLatin1String("*.")) && host.name().endsWith(meant.mid(1));
}

QStringList keysIn(const CredentialFile &file)
{
    QStringList keys;
    for (const StoredSignIn &entry : file.auths)
        keys.append(entry.key);
    for (const auto &[key, helper] : file.helpers)
        keys.append(key);
    return keys;
}

// What Docker keeps beside Hub's sign-in is no host's.
bool isHubToken(const QString &key)
{
    return key.endsWith(QLatin1String("/access-token")) || key.endsWith(QLatin1String("/refresh-token"));
}

} // namespace

QString hostOfKey(const QString &key)
{
    const qsizetype scheme = key.indexOf(QLatin1String("://"));
    return (scheme < 0 ? key : key.mid(scheme + 3)).section(QLatin1Char('/'), 0, 0);
}

QList<LookupStep> dockerSteps(const CredentialFile &file, const QString &where, const registry::RegistryHost &host, const QString &detectedStore)
{
    const QString key = host.dockerKey();
    QList<LookupStep> steps;
    if (const auto helper = helperFor(file, key)) {
        if (!helper->isEmpty()) // the empty name means the file itself
            steps.append({ LookupStep::From::Helper, where, key, *helper, {} });
    } else if (const QString store = file.saysAnything() ? file.store : detectedStore; !store.isEmpty()) {
        steps.append({ LookupStep::From::Store, where, key, store, {} });
    }
    if (const StoredSignIn *entry = exactly(file, key)) {
        steps.append(authsStep(where, *entry));
        return steps;
    }
    for (const StoredSignIn &entry : file.auths) {
        if (hostOfKey(entry.key) == key)
            steps.append(authsStep(where, entry)); // of several, chance picks one; the first stands for all
    }
    return steps;
}

QList<LookupStep> containersSteps(const CredentialFile &file, const QString &where, const registry::RegistryHost &host,
                                  const QString &repository, bool legacy)
{
    if (const auto helper = helperFor(file, host.name()); helper && !legacy)
        return { { LookupStep::From::Helper, where, host.name(), *helper, {} } };
    QStringList keys { host.name() };
    if (!legacy) {
        QString key = host.name();
        const QStringList names = repository.split(QLatin1Char('/'), Qt::SkipEmptyParts);
        for (const QString &name : names)
            keys.prepend(key += QLatin1Char('/') + name);
    }
    for (const QString &key : std::as_const(keys)) {
        if (const StoredSignIn *entry = exactly(file, key))
            return { authsStep(where, *entry) };
    }
    const QString wanted = hubAsContainersHaveIt(host.name());
    for (const StoredSignIn &entry : file.auths) {
        if (asContainersCompare(entry.key, legacy) == wanted)
            return { authsStep(where, entry) };
    }
    return {};
}

QStringList nearKeys(const CredentialFile &file, const registry::RegistryHost &host, const QList<LookupStep> &steps)
{
    const auto used = [&steps](const QString &key) {
        return std::any_of(steps.cbegin(), steps.cend(), [&key](const LookupStep &step) { return step.key == key; });
    };
    QStringList near;
    const QStringList keys = keysIn(file);
    for (const QString &key : keys) {
        if (means(key, host) && !isHubToken(key) && !used(key) && !near.contains(key))
            near.append(key);
    }
    return near;
}

QStringList nearHosts(const CredentialFile &file, const registry::RegistryHost &host)
{
    // People sign in to Hub's web site, whose names share nothing but the domain.
    const QString wanted = meaning(host.name());
    const auto looksLike = [&](const QString &meant) {
        return lookAlike(meant, wanted) || (host.isDockerHub() && meant.endsWith(QLatin1String(".docker.com")));
    };
    QStringList near;
    const QStringList keys = keysIn(file);
    for (const QString &key : keys) {
        const QString meant = meaning(key);
        if (!meant.isEmpty() && !isHubToken(key) && !means(key, host) && looksLike(meant) && !near.contains(meant))
            near.append(meant);
    }
    return near;
}

QStringList hostsIn(const CredentialFile &file)
{
    QStringList hosts;
    const QStringList keys = keysIn(file);
    for (const QString &key : keys) {
        if (const QString host = hostOfKey(key); !hosts.contains(host))
            hosts.append(host);
    }
    return hosts;
}

QStringList oddNames(const CredentialFile &file)
{
    static const QStringList right { QStringLiteral("auths"), QStringLiteral("credsStore"), QStringLiteral("credHelpers") };
    QStringList odd;
    for (const QString &name : file.names) {
        if (name.size() > 32 || right.contains(name))
            continue;
        const bool near = std::any_of(right.cbegin(), right.cend(), [&name](const QString &known) {
            return distance(name.toLower(), known.toLower()) <= (known.size() < 6 ? 1 : 2);
        });
        if (near)
            odd.append(name);
    }
    return odd;
}

} // namespace wharf::docker
