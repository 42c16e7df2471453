#include "core/accounts/account_book.h"

#include <QDir>
#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QTimer>

namespace wharf::accounts {

AccountBook::AccountBook(AccountFile file, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
    , m_watcher(new QFileSystemWatcher(this))
    , m_settle(new QTimer(this))
{
    // A save is several events (temporary file, rename); one reading after the last of them is enough.
    m_settle->setSingleShot(true);
    m_settle->setInterval(50);
    connect(m_settle, &QTimer::timeout, this, &AccountBook::reload);
    connect(m_watcher, &QFileSystemWatcher::fileChanged, m_settle, qOverload<>(&QTimer::start));
    connect(m_watcher, &QFileSystemWatcher::directoryChanged, m_settle, qOverload<>(&QTimer::start));
    reload();
}

Result<void> AccountBook::update(const std::function<void(Accounts &)> &change)
{
    auto written = m_file.update(change);
    watch();
    if (!written)
        return fail(written.error());
    m_trouble.reset();
    if (m_accounts != *written) {
        m_accounts = std::move(*written);
        Q_EMIT changed();
    }
    return {};
}

void AccountBook::reload()
{
    watch();
    auto loaded = m_file.load();
    const bool hadTrouble = m_trouble.has_value();
    if (!loaded) {
        const bool news = m_trouble != loaded.error();
        m_trouble = loaded.error();
        if (news)
            Q_EMIT changed();
        return;
    }
    m_trouble.reset();
    if (hadTrouble || m_accounts != *loaded) {
        m_accounts = std::move(*loaded);
        Q_EMIT changed();
    }
}

void AccountBook::watch()
{
    // The file is replaced at each save, which ends a watch on it; the folder's goes on. Before the first save the
    // nearest folder that exists is watched.
    QDir folder = QFileInfo(m_file.path()).dir();
    while (!folder.exists() && !folder.isRoot())
        folder.setPath(QFileInfo(folder.path()).path());
    const QStringList watched = m_watcher->files() + m_watcher->directories();
    for (const QString &path : { m_file.path(), folder.path() }) {
        if (!watched.contains(path) && QFileInfo::exists(path))
            m_watcher->addPath(path);
    }
}

} // namespace wharf::accounts
