#pragma once

#include "core/accounts/account_book.h"
#include "core/docker/client_files.h"

#include <QObject>

class QFileSystemWatcher;
class QTimer;

namespace wharf::docker {

/// Keeps what was handed over handed over, for as long as a program with a window runs: puts an entry back when another
/// program has overwritten it (see ensureHelperEntries()). Looks once at start, and again whenever one of the two files
/// changes; in between nothing ticks.
class EntryKeeper final : public QObject {
    Q_OBJECT
public:
    EntryKeeper(accounts::AccountBook &book, ClientFiles files, QObject *parent = nullptr);

Q_SIGNALS:
    /// These files name the helper again.
    void mended(const QStringList &files);

private:
    void look();
    void watch();

    accounts::AccountBook &m_book;
    ClientFiles m_files;
    QFileSystemWatcher *m_watcher;
    QTimer *m_settle;
};

} // namespace wharf::docker
