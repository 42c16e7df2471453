#pragma once

#include <string>
#include <vector>

namespace wharf::sandbox {

struct KeepOptions {
    std::string lockFile;     ///< held shared for as long as anything lives
    std::size_t feed = 0;     ///< so many bytes of standard input are the program's; then the pipe only says that the owner lives
    bool privateMounts = false;
    std::vector<std::string> program;
};

/// Runs a program until it ends or until standard input does, which is when the owner has gone, however it went.
/// Leaves no descendant behind. Returns an exit status.
int keep(const KeepOptions &options);

} // namespace wharf::sandbox
