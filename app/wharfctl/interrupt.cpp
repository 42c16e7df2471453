#include "app/wharfctl/interrupt.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace wharf::ctl {

namespace {

constexpr std::array signalsOfInterest { SIGINT, SIGTERM, SIGHUP };
std::array<int, 2> ends { -1, -1 };

/// A signal handler may do little more than write to a descriptor. POSIX, async-signal-safe functions.
extern "C" void passOn(int)
{
    const char byte = 1;
    const auto written = ::write(ends[0], &byte, 1);
    (void)written;
}

} // namespace

Interrupt::Interrupt(QObject *parent)
    : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        qFatal("No socket pair for signals");
    m_notifier = new QSocketNotifier(ends[1], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        const auto got = ::read(ends[1], &byte, 1);
        Q_UNUSED(got)
        Q_EMIT asked();
    });
    struct sigaction action {};
    action.sa_handler = passOn;
    // No SA_RESTART: a read from the terminal ends with the signal. SA_RESETHAND: the second one has its usual effect.
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int signal : signalsOfInterest)
        ::sigaction(signal, &action, nullptr);
}

Interrupt::~Interrupt()
{
    for (const int signal : signalsOfInterest)
        std::signal(signal, SIG_DFL);
    for (int &end : ends) {
        ::close(end);
        end = -1;
    }
}

int interruptDescriptor()
{
    return ends[1];
}

} // namespace wharf::ctl
