#include "core/docker/entry_keeper.h"

#include "core/base/log.h"

#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QTimer>

namespace wharf::docker {

namespace {

/// A save is several events, and a `docker login` reads and writes once more at its end. Milliseconds.
constexpr int settleTime = 300;

} // namespace

EntryKeeper::EntryKeeper(accounts::AccountBook &book, ClientFiles files, QObject *parent)
    : QObject(parent)
    , m_book(book)
    , m_files(std::move(files))
    , m_watcher(new QFileSystemWatcher(this))
    , m_settle(new QTimer(this))
{
    m_settle->setSingleShot(true);
    m_settle->setInterval(settleTime);
    connect(m_settle, &QTimer::timeout, this, &EntryKeeper::look);
    connect(m_watcher, &QFileSystemWatcher::fileChanged, m_settle, qOverload<>(&QTimer::start));
    connect(m_watcher, &QFileSystemWatcher::directoryChanged, m_settle, qOverload<>(&QTimer::start));
    connect(&m_book, &accounts::AccountBook::changed, m_settle, qOverload<>(&QTimer::start));
    // Not at once: the window comes first.
    m_settle->start();
}

void EntryKeeper::look()
{
    watch();
    QList<registry::RegistryHost> hosts;
    for (const accounts::Account &account : m_book.accounts().list) {
        if (!hosts.contains(account.host))
            hosts.append(account.host);
    }
    // No waiting for a lock in the thread of the window: whoever holds it changes the file, and that comes back here.
    const auto done = ensureHelperEntries(m_files, hosts, std::chrono::milliseconds(0));
    if (!done)
        qCDebug(logDocker) << "helper entries not looked after:" << kindName(done.error().kind) << done.error().subject;
    else if (!done->isEmpty())
        Q_EMIT mended(*done);
}

void EntryKeeper::watch()
{
    const QStringList watched = m_watcher->files() + m_watcher->directories();
    for (const QString &file : { m_files.dockerConfig, m_files.containersAuth }) {
        // A file that is replaced loses its watch; its folder keeps one.
        for (const QString &path : { file, QFileInfo(file).path() }) {
            if (!watched.contains(path) && QFileInfo::exists(path))
                m_watcher->addPath(path);
        }
    }
}

} // namespace wharf::docker

#include "moc_entry_keeper.cpp"
