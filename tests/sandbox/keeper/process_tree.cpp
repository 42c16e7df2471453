#include "tests/sandbox/keeper/process_tree.h"

#include <cctype>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fstream>
#include <poll.h>
#include <string>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace wharf::sandbox {

namespace {

pid_t parentOf(const char *pid)
{
    std::ifstream file(std::string("/proc/") + pid + "/stat");
    std::string line;
    std::getline(file, line);
    // "pid (name) state ppid …": the name may hold anything, a closing bracket too.
    const std::size_t bracket = line.rfind(')');
    if (bracket == std::string::npos || bracket + 4 > line.size())
        return -1;
    return static_cast<pid_t>(std::strtol(line.c_str() + bracket + 4, nullptr, 10));
}

void killChildren()
{
    DIR *processes = opendir("/proc");
    if (processes == nullptr)
        return;
    while (const dirent *entry = readdir(processes)) {
        if (std::isdigit(static_cast<unsigned char>(entry->d_name[0])) != 0 && parentOf(entry->d_name) == getpid())
            kill(static_cast<pid_t>(std::strtol(entry->d_name, nullptr, 10)), SIGKILL);
    }
    closedir(processes);
}

} // namespace

void adoptOrphans()
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
}

int endAllChildren(pid_t first, int milliseconds)
{
    int firstStatus = -1;
    const int handle = static_cast<int>(syscall(SYS_pidfd_open, first, 0));
    kill(first, SIGTERM);
    pollfd exited { handle, POLLIN, 0 };
    const auto limit = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    while (handle >= 0) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(limit - std::chrono::steady_clock::now());
        if (left.count() <= 0 || poll(&exited, 1, static_cast<int>(left.count())) >= 0 || errno != EINTR)
            break;
    }
    if (handle >= 0)
        close(handle);
    while (true) {
        // What dies leaves its own children here, so look again after each.
        killChildren();
        int status = 0;
        const pid_t gone = waitpid(-1, &status, 0);
        if (gone == first)
            firstStatus = status;
        if (gone < 0 && errno == ECHILD)
            return firstStatus;
    }
}

} // namespace wharf::sandbox
