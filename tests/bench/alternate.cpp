// Runs several commands in turn, again and again, and prints how long each takes against the first.
//
//   wharf-bench RUNS GOAL INPUT PROGRAM[ ARGUMENT]…  PROGRAM[ ARGUMENT]…  …
//
// Each command is one argument, cut at blanks; the first is the peer. INPUT goes to standard input, the output nowhere;
// `-` takes it from the first line of this program's own standard input.
// In turn, so that what else the machine does meets all of them alike: only the ratios mean something.
// Exit status: 0, 1 when a ratio is above GOAL, 2 when a command fails.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace {

struct Command {
    std::string text;
    std::vector<std::string> words;
    std::vector<double> milliseconds;
};

Command parse(const std::string &text)
{
    Command command { text, {}, {} };
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end > at)
            command.words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return command;
}

/// Milliseconds from the start of the process to its end; below zero when it failed.
double run(Command &command, const std::string &input)
{
    std::vector<char *> words;
    for (std::string &word : command.words)
        words.push_back(word.data());
    words.push_back(nullptr);
    int ends[2];
    if (pipe(ends) != 0)
        return -1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);

    const auto begin = std::chrono::steady_clock::now();
    pid_t process = 0;
    const int spawned = posix_spawnp(&process, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    const bool fed = write(ends[1], input.data(), input.size()) == static_cast<ssize_t>(input.size());
    close(ends[1]);
    close(ends[0]); // not before: a program that reads nothing may have ended already
    int status = -1;
    if (spawned != 0 || waitpid(process, &status, 0) != process || !fed || status != 0)
        return -1;
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 6) {
        std::fprintf(stderr, "Usage: wharf-bench RUNS GOAL INPUT PEER COMMAND...\n");
        return 2;
    }
    const int runs = std::atoi(argv[1]);
    const double goal = std::atof(argv[2]);
    std::string input = argv[3];
    if (input == "-")
        std::getline(std::cin, input);
    input += '\n';
    std::vector<Command> commands;
    for (int i = 4; i < argc; ++i)
        commands.push_back(parse(argv[i]));

    for (int round = -2; round < runs; ++round) { // two to warm up
        for (Command &command : commands) {
            const double time = run(command, input);
            if (time < 0) {
                std::fprintf(stderr, "%s failed\n", command.text.c_str());
                return 2;
            }
            if (round >= 0)
                command.milliseconds.push_back(time);
        }
    }

    bool reached = true;
    const double peer = median(commands.front().milliseconds);
    std::printf("| command | median ms | least ms | of the peer |\n|---|---|---|---|\n");
    for (const Command &command : commands) {
        const double ratio = median(command.milliseconds) / peer;
        reached = reached && (&command == &commands.front() || ratio <= goal);
        const std::string shown = command.words[0].substr(command.words[0].rfind('/') + 1) + (command.words.size() > 1 ? ' ' + command.words[1] : "");
        std::printf("| `%s` | %.1f | %.1f | %.2f |\n", shown.c_str(), median(command.milliseconds),
                    *std::min_element(command.milliseconds.begin(), command.milliseconds.end()), ratio);
    }
    std::printf("\nGoal: at most %.2f of the peer, median of %d runs each: %s.\n", goal, runs, reached ? "reached" : "missed");
    return reached ? 0 : 1;
}
