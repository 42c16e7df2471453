#pragma once

#include "core/base/result.h"
#include "core/registry/registry_host.h"

#include <QString>

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

/// Reads one file. Errors: Stage::ClientFile with Malformed, Denied; subject is the path.
[[nodiscard]] Result<HelperEntryState> helperEntryState(const QString &file, const registry::RegistryHost &host);

/// Writes `"credHelpers": {"<key>": "wharfinger"}` into the file, making it (0600, folder 0700) where it is absent.
/// Key order, unknown keys, indentation, mode, owner and symlinks are kept; nothing is written when nothing changes.
/// A foreign helper entry that is replaced is remembered in `stateFile` and put back by removeHelperEntry().
/// Errors: Stage::ClientFile with Malformed (refused and untouched), Denied, ReadOnly, Full, Busy; subject is the path.
[[nodiscard]] Result<void> setHelperEntry(const QString &file, const registry::RegistryHost &host);

/// Undoes setHelperEntry(); an entry that is not ours is left alone.
[[nodiscard]] Result<void> removeHelperEntry(const QString &file, const registry::RegistryHost &host);

} // namespace wharf::docker
