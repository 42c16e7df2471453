#pragma once

#include "core/base/result.h"
#include "core/registry/registry_host.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>

namespace wharf::docker {

/// The two files that container clients read their sign-ins from.
struct ClientFiles {
    QString dockerConfig;   ///< `$DOCKER_CONFIG/config.json`, `~/.docker/config.json`
    QString containersAuth; ///< `$REGISTRY_AUTH_FILE`, else `$XDG_CONFIG_HOME/containers/auth.json` (it outlives a reboot)

    static ClientFiles ofThisUser();
};

/// How things stand in one of the files for one registry.
enum class HelperEntry {
    Ours,     ///< `credHelpers` names wharfinger
    Foreign,  ///< `credHelpers` names another helper
    PlainText,///< no helper; `auths` holds a password in the clear
    Store,    ///< no helper entry; `credsStore` answers
    None,     ///< nothing answers
    NoFile,
};

struct HelperEntryState {
    HelperEntry entry = HelperEntry::NoFile;
    QString helper; ///< Foreign and Store: its name
};

/// The suffix of our program's name, as `credHelpers` has it.
inline constexpr QLatin1StringView helperSuffix("wharfinger");

/// The keys under which clients look for a registry's helper. Docker Hub has two: Docker, crane and regctl look for
/// `https://index.docker.io/v1/`; Podman and skopeo for `docker.io`, in Docker's file, too (seen with skopeo 1.9, podman 4.3).
[[nodiscard]] QStringList helperKeys(const registry::RegistryHost &host);

/// Reads one file. Errors: Stage::ClientFile with Malformed, Denied, Invalid (a folder, a pipe), TooLarge; subject is the path.
[[nodiscard]] Result<HelperEntryState> helperEntryState(const QString &file, const registry::RegistryHost &host);

/// Writes `"credHelpers": {"<key>": "wharfinger"}` into the file, making it (0600, folder 0700) where it is absent.
/// Key order, unknown keys, indentation, mode, owner and symlinks are kept; nothing is written when nothing changes.
/// A foreign helper entry that is replaced is remembered (see handed_over.h) and put back by removeHelperEntry().
/// Errors: as helperEntryState(), and ReadOnly, Full, Busy; the file is untouched then.
[[nodiscard]] Result<void> setHelperEntry(const QString &file, const registry::RegistryHost &host);

/// Undoes setHelperEntry(); an entry that is not ours is left alone. Errors: as setHelperEntry().
[[nodiscard]] Result<void> removeHelperEntry(const QString &file, const registry::RegistryHost &host);

/// Puts back what setHelperEntry() once set for these hosts and another program has since overwritten: Docker reads its
/// file, asks for a password, and writes back what it read, without a lock. An entry that names yet another helper is a
/// decision and stays. Cheap where nothing is missing. Returns the files that were mended.
/// Errors: as setHelperEntry(), the first one after both files were tried.
[[nodiscard]] Result<QStringList> ensureHelperEntries(const ClientFiles &files, const QList<registry::RegistryHost> &hosts,
                                                      std::chrono::milliseconds patience = std::chrono::seconds(5));

} // namespace wharf::docker
