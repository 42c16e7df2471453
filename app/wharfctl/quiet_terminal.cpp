#include "app/wharfctl/quiet_terminal.h"

#include "core/base/secret.h"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sys/select.h>
#include <unistd.h>

namespace wharf::ctl {

namespace {

constexpr std::array endings { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
constexpr std::array jobControl { SIGTSTP, SIGCONT };

volatile std::sig_atomic_t ending = 0; // the signal's number
volatile std::sig_atomic_t stopAsked = 0;
volatile std::sig_atomic_t continued = 0;

extern "C" void noteSignal(int signal)
{
    if (signal == SIGTSTP)
        stopAsked = 1;
    else if (signal == SIGCONT)
        continued = 1;
    else
        ending = signal;
}

/// Holds the signals back but while somebody waits for them, so that none comes between a look at the flags and the wait.
class HeldSignals {
public:
    HeldSignals()
    {
        ending = 0;
        stopAsked = 0;
        continued = 0;
        sigset_t held;
        ::sigemptyset(&held);
        for (const int signal : endings)
            ::sigaddset(&held, signal);
        for (const int signal : jobControl)
            ::sigaddset(&held, signal);
        ::sigprocmask(SIG_BLOCK, &held, &m_before);
        for (std::size_t i = 0; i < endings.size(); ++i)
            catchSignal(endings[i], m_endings[i]);
        for (std::size_t i = 0; i < jobControl.size(); ++i)
            catchSignal(jobControl[i], m_jobControl[i]);
    }
    ~HeldSignals()
    {
        for (std::size_t i = 0; i < endings.size(); ++i)
            ::sigaction(endings[i], &m_endings[i], nullptr);
        for (std::size_t i = 0; i < jobControl.size(); ++i)
            ::sigaction(jobControl[i], &m_jobControl[i], nullptr);
        if (ending != 0)
            ::raise(ending);
        ::sigprocmask(SIG_SETMASK, &m_before, nullptr);
    }
    HeldSignals(const HeldSignals &) = delete;
    HeldSignals &operator=(const HeldSignals &) = delete;

    /// False when a signal came instead.
    [[nodiscard]] bool waitForInput(int file) const
    {
        fd_set files;
        FD_ZERO(&files);
        FD_SET(file, &files);
        // Not poll(): on macOS it knows no terminals.
        return ::pselect(file + 1, &files, nullptr, nullptr, nullptr, &m_before) > 0 || errno != EINTR;
    }

    /// Stops here, as without a handler, and returns when the process goes on.
    void stop() const
    {
        struct sigaction mine {};
        ::sigaction(SIGTSTP, &m_jobControl[0], &mine);
        ::raise(SIGTSTP);
        sigset_t let;
        ::sigemptyset(&let);
        for (const int signal : jobControl)
            ::sigaddset(&let, signal);
        ::sigprocmask(SIG_UNBLOCK, &let, nullptr);
        ::sigprocmask(SIG_BLOCK, &let, nullptr);
        ::sigaction(SIGTSTP, &mine, nullptr);
        stopAsked = 0;
        continued = 0;
    }

private:
    /// What the caller's parent had it ignore stays ignored.
    static void catchSignal(int signal, struct sigaction &before)
    {
        ::sigaction(signal, nullptr, &before);
        if (before.sa_handler == SIG_IGN)
            return;
        struct sigaction action {};
        action.sa_handler = noteSignal;
        ::sigaction(signal, &action, nullptr);
    }

    sigset_t m_before {};
    std::array<struct sigaction, endings.size()> m_endings {};
    std::array<struct sigaction, jobControl.size()> m_jobControl {};
};

} // namespace

QuietTerminal::QuietTerminal()
    : m_file(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY))
{
    // Set to what it is: that it can be set is what counts.
    m_good = m_file >= 0 && m_file < FD_SETSIZE && ::tcgetattr(m_file, &m_before) == 0 && ::tcsetattr(m_file, TCSADRAIN, &m_before) == 0;
}

QuietTerminal::~QuietTerminal()
{
    if (m_file >= 0)
        ::close(m_file);
}

std::optional<QByteArray> QuietTerminal::ask(const QByteArray &prompt, qsizetype limit)
{
    const HeldSignals signalsHeld;
    QByteArray line;
    line.reserve(limit);
    silence();
    write(prompt);
    while (ending == 0 && line.size() < limit) {
        if (!signalsHeld.waitForInput(m_file)) {
            if (stopAsked) {
                restore();
                write("\n");
                signalsHeld.stop();
            } else if (!continued) {
                continue;
            }
            continued = 0;
            wipe(line);
            line.clear();
            line.reserve(limit);
            silence();
            write(prompt);
            continue;
        }
        char c = 0;
        const auto got = ::read(m_file, &c, 1);
        if (got != 1 || c == '\n')
            break;
        line.append(c);
    }
    restore();
    write("\n");
    if (ending == 0)
        return line;
    wipe(line);
    return std::nullopt;
}

/// From what it was before, and not from what it is now: a shell may have left it as it found it at the stop, which is silent.
void QuietTerminal::silence() const
{
    termios quiet = m_before;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(m_file, TCSAFLUSH, &quiet);
}

void QuietTerminal::restore() const
{
    ::tcsetattr(m_file, TCSAFLUSH, &m_before);
}

void QuietTerminal::write(const QByteArray &text) const
{
    const auto written = ::write(m_file, text.constData(), static_cast<std::size_t>(text.size()));
    Q_UNUSED(written)
}

} // namespace wharf::ctl
