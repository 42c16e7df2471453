#pragma once

#include <QString>
#include <QStringList>

namespace wharf {

/// What the command line of `wharfinger` asks for.
struct Options {
    bool demo = false;
    QString renderTo;  ///< a folder for pictures of every screen; empty: none
    QString account;   ///< an account's id, `user@host`, label or host to open the window on
    bool add = false;  ///< open the window on *Add an account*

    /// Ends the program on `--help`, `--version` and unknown options.
    static Options read(const QStringList &arguments);
};

} // namespace wharf
