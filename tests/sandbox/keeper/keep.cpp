#include "tests/sandbox/keeper/keep.h"

#include "tests/sandbox/keeper/process_tree.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace wharf::sandbox {

namespace {

constexpr int politeMilliseconds = 8000;

int complain(const char *what)
{
    std::fprintf(stderr, "wharf-sandbox-keeper: %s: %s\n", what, std::strerror(errno));
    return 125;
}

/// Reads exactly so much, so that what follows stays in the pipe.
std::string readFeed(std::size_t size)
{
    std::string bytes(size, '\0');
    std::size_t have = 0;
    while (have < size) {
        const ssize_t got = read(STDIN_FILENO, bytes.data() + have, size - have);
        if (got <= 0)
            break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
}

[[noreturn]] void runProgram(const std::vector<std::string> &program, int input, pid_t keeper)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != keeper)
        _exit(125);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    signal(SIGPIPE, SIG_DFL);
    dup2(input, STDIN_FILENO);
    std::vector<char *> arguments;
    for (const std::string &argument : program)
        arguments.push_back(const_cast<char *>(argument.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments.front(), arguments.data());
    _exit(complain(arguments.front()));
}

} // namespace

int keep(const KeepOptions &options)
{
    setsid(); // Ctrl+C in the owner's terminal is the owner's affair
    const int lock = open(options.lockFile.c_str(), O_RDONLY | O_CLOEXEC);
    if (lock < 0 || flock(lock, LOCK_SH) != 0)
        return complain(options.lockFile.c_str());
    if (options.privateMounts && (unshare(CLONE_NEWNS) != 0 || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0))
        return complain("a mount namespace of its own");
    adoptOrphans();

    sigset_t signals;
    sigemptyset(&signals);
    for (const int number : { SIGTERM, SIGINT, SIGHUP, SIGCHLD })
        sigaddset(&signals, number);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    signal(SIGPIPE, SIG_IGN);
    const int events = signalfd(-1, &signals, SFD_CLOEXEC);

    const std::string feed = readFeed(options.feed);
    int input[2] = { -1, -1 };
    if (pipe2(input, O_CLOEXEC) != 0)
        return complain("pipe");
    const pid_t keeper = getpid();
    const pid_t child = fork();
    if (child < 0)
        return complain("fork");
    if (child == 0)
        runProgram(options.program, input[0], keeper);
    close(input[0]);
    // At most a pipe's buffer full, so this does not block.
    if (!feed.empty() && write(input[1], feed.data(), feed.size()) < 0)
        complain("feeding the program");
    close(input[1]);

    pollfd watched[2] = { { STDIN_FILENO, POLLIN, 0 }, { events, POLLIN, 0 } };
    while (true) {
        if (poll(watched, 2, -1) < 0 && errno != EINTR)
            break;
        if ((watched[0].revents & (POLLHUP | POLLERR)) != 0)
            break;
        if ((watched[0].revents & POLLIN) != 0) {
            char ignored[64];
            if (read(STDIN_FILENO, ignored, sizeof ignored) <= 0)
                break;
        }
        if ((watched[1].revents & POLLIN) == 0)
            continue;
        signalfd_siginfo event {};
        if (read(events, &event, sizeof event) != static_cast<ssize_t>(sizeof event))
            break;
        if (event.ssi_signo != SIGCHLD)
            break;
        siginfo_t exited {};
        if (waitid(P_PID, static_cast<id_t>(child), &exited, WEXITED | WNOHANG | WNOWAIT) == 0 && exited.si_pid == child)
            break;
        // An adopted orphan: take its status, and go on. The program itself is waited for at the end.
        while (waitid(P_ALL, 0, &exited, WEXITED | WNOHANG | WNOWAIT) == 0 && exited.si_pid != 0 && exited.si_pid != child)
            waitpid(exited.si_pid, nullptr, 0);
    }
    const int status = endAllChildren(child, politeMilliseconds);
    return status >= 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

} // namespace wharf::sandbox
