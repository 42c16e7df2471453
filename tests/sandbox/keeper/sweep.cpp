#include "tests/sandbox/keeper/sweep.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <sys/mount.h>
#include <unistd.h>
#include <vector>

namespace wharf::sandbox {

namespace {

/// `\040` and its like, as mountinfo writes blanks.
std::string unescaped(const std::string &text)
{
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && at + 3 < text.size()) {
            plain += static_cast<char>(std::stoi(text.substr(at + 1, 3), nullptr, 8));
            at += 3;
        } else {
            plain += text[at];
        }
    }
    return plain;
}

void unmountUnder(const std::string &folder)
{
    std::ifstream file("/proc/self/mountinfo");
    std::vector<std::string> mounts;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string word;
        for (int column = 0; column < 5; ++column)
            words >> word;
        const std::string target = unescaped(word);
        if (target.rfind(folder + '/', 0) == 0)
            mounts.push_back(target);
    }
    for (auto mount = mounts.rbegin(); mount != mounts.rend(); ++mount)
        umount2(mount->c_str(), MNT_DETACH | UMOUNT_NOFOLLOW);
}

} // namespace

int sweep(const std::string &folder, const std::string &lockFile)
{
    setsid();
    for (const int number : { SIGTERM, SIGINT, SIGHUP })
        signal(number, SIG_IGN);
    char ignored[64];
    ssize_t got = 0;
    do
        got = read(STDIN_FILENO, ignored, sizeof ignored);
    while (got > 0 || (got < 0 && errno == EINTR));

    const int lock = open(lockFile.c_str(), O_RDONLY | O_CLOEXEC);
    if (lock >= 0) {
        while (flock(lock, LOCK_EX) != 0 && errno == EINTR) { }
    }
    unmountUnder(folder);
    std::error_code error;
    std::filesystem::remove_all(folder, error);
    if (error)
        std::fprintf(stderr, "wharf-sandbox-keeper: %s: %s\n", folder.c_str(), error.message().c_str());
    return error ? 1 : 0;
}

} // namespace wharf::sandbox
