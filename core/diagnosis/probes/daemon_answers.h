#pragma once

#include "core/base/credential.h"
#include "core/diagnosis/evidence/daemon_evidence.h"
#include "core/registry/registry_host.h"

#include <QProcessEnvironment>

namespace wharf::diagnosis {

// What an engine's answers and buildx's files say; nothing here talks to anybody.

/// `/v1.41` for a version that looks like one, else empty: engines answer without it, too, though the newest frown.
[[nodiscard]] QByteArray versionPrefix(const QString &apiVersion);

/// `GET /version`.
void takeVersion(const QByteArray &json, DaemonEvidence &evidence);
/// `GET /info`: clock, proxies without user and password, mirrors, the insecure list; `insecure` only where the list names the host.
void takeInfo(const QByteArray &json, const registry::RegistryHost &host, DaemonEvidence &evidence);

/// Those of the entries that are ranges of addresses: `10.0.0.0/8`.
[[nodiscard]] QStringList rangesIn(const QStringList &entries);
[[nodiscard]] bool isWithin(const QString &address, const QStringList &ranges);

/// An address of a proxy without its user and password. What is no URL is kept only where it has no `@`.
[[nodiscard]] QString withoutUserInfo(const QString &proxy);

/// `Status` or `message` of the answer, without the secret that was sent.
[[nodiscard]] QString messageIn(const QByteArray &json, const Credential &sent);

/// buildx's builders: `instances/*` and `current` in `$BUILDX_CONFIG`, else in `buildx` below Docker's folder; `BUILDX_BUILDER`
/// names the current one where it is set.
[[nodiscard]] QList<BuilderEvidence> readBuilders(const QString &dockerFolder, const QProcessEnvironment &environment);

} // namespace wharf::diagnosis
