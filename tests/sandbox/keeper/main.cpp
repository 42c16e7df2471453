// Ends the sandbox's programs with their owner, even when the owner is killed, and takes their folder away.
#include "tests/sandbox/keeper/keep.h"
#include "tests/sandbox/keeper/sweep.h"

#include <cstdio>
#include <cstdlib>

namespace {

int usage()
{
    std::fputs("wharf-sandbox-keeper keep LOCK [--feed BYTES] [--private-mounts] -- PROGRAM [ARGUMENT…]\n"
               "wharf-sandbox-keeper sweep LOCK FOLDER\n",
               stderr);
    return 2;
}

} // namespace

int main(int argc, char **argv)
{
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() == 3 && words[0] == "sweep")
        return wharf::sandbox::sweep(words[2], words[1]);
    if (words.size() < 4 || words[0] != "keep")
        return usage();
    wharf::sandbox::KeepOptions options;
    options.lockFile = words[1];
    std::size_t at = 2;
    for (; at < words.size() && words[at] != "--"; ++at) {
        if (words[at] == "--private-mounts")
            options.privateMounts = true;
        else if (words[at] == "--feed" && at + 1 < words.size())
            options.feed = std::strtoul(words[++at].c_str(), nullptr, 10);
        else
            return usage();
    }
    if (at + 1 >= words.size())
        return usage();
    options.program.assign(words.begin() + static_cast<std::ptrdiff_t>(at) + 1, words.end());
    return wharf::sandbox::keep(options);
}
