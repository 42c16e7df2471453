#include "tests/sandbox/lifeline.h"

#include <QFile>
#include <QSocketNotifier>

#include <csignal>
#include <fcntl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace wharf::sandbox {

Lifeline::Lifeline(pid_t livesFor, QObject *parent)
    : QObject(parent)
{
    sigset_t set;
    sigemptyset(&set);
    for (const int number : { SIGTERM, SIGINT, SIGHUP })
        sigaddset(&set, number);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    m_signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    watch(m_signals);
    if (livesFor > 1) {
        m_process = static_cast<int>(syscall(SYS_pidfd_open, livesFor, 0));
        if (m_process < 0) // gone already
            QMetaObject::invokeMethod(this, &Lifeline::ended, Qt::QueuedConnection);
        else
            watch(m_process);
    }
}

Lifeline::~Lifeline()
{
    for (const int file : { m_signals, m_process }) {
        if (file >= 0)
            ::close(file);
    }
}

void Lifeline::watch(int file)
{
    auto *notifier = new QSocketNotifier(file, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
        notifier->setEnabled(false);
        Q_EMIT ended();
    });
}

bool takeOwnership(const QString &fileName)
{
    // Stays open for the life of the process: the kernel's record of who holds it is better than a file with a number in it.
    const int file = ::open(QFile::encodeName(fileName).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    return file >= 0 && ::fcntl(file, F_SETLK, &whole) == 0;
}

pid_t ownerOf(const QString &fileName)
{
    const int file = ::open(QFile::encodeName(fileName).constData(), O_RDWR | O_CLOEXEC);
    if (file < 0)
        return 0;
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    const bool asked = ::fcntl(file, F_GETLK, &whole) == 0;
    ::close(file);
    return asked && whole.l_type != F_UNLCK ? whole.l_pid : 0;
}

} // namespace wharf::sandbox
