// Starts a program with a window, and tells how long it takes to be on screen, or what it costs while it stands there.
//
//   wharf-window-bench time RUNS GOAL PROGRAM[ ARGUMENT]…  PROGRAM[ ARGUMENT]…      the first is the peer
//   wharf-window-bench idle SECONDS MIB PROGRAM[ ARGUMENT]…  PROGRAM[ ARGUMENT]…
//
// On screen: from the start of the process to the first drawing of a picture of a window's size on the X display (the
// DAMAGE extension sees it from outside, so both sides are measured alike). Idle: the memory that is its own share (PSS) and
// how often its threads woke in SECONDS, shown and minimised; needs a window manager.
#include <xcb/damage.h>
#include <xcb/xcb.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

extern char **environ;

namespace {

using Time = std::chrono::steady_clock;

/// Smaller than any window, larger than a pointer or a tooltip. Pixels.
constexpr int windowArea = 300 * 200;
constexpr std::chrono::seconds patience { 30 };

struct Free {
    void operator()(void *what) const { std::free(what); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

std::vector<std::string> wordsOf(const std::string &text)
{
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (end > at)
            words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return words;
}

pid_t start(const std::string &command)
{
    std::vector<std::string> words = wordsOf(command);
    std::vector<char *> pointers;
    for (std::string &word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    pid_t process = -1;
    return posix_spawnp(&process, pointers[0], nullptr, nullptr, pointers.data(), environ) == 0 ? process : -1;
}

void end(pid_t process)
{
    ::kill(process, SIGTERM);
    int status = 0;
    ::waitpid(process, &status, 0);
}

class Display {
public:
    Display()
        : m_connection(xcb_connect(nullptr, nullptr))
    {
        if (xcb_connection_has_error(m_connection)) {
            std::fprintf(stderr, "There is no X display.\n");
            std::exit(2);
        }
        m_root = xcb_setup_roots_iterator(xcb_get_setup(m_connection)).data->root;
        const auto *extension = xcb_get_extension_data(m_connection, &xcb_damage_id);
        m_event = extension->first_event;
        const Owned<xcb_damage_query_version_reply_t> version(
            xcb_damage_query_version_reply(m_connection, xcb_damage_query_version(m_connection, 1, 1), nullptr));
        const uint32_t wanted = XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY;
        xcb_change_window_attributes(m_connection, m_root, XCB_CW_EVENT_MASK, &wanted);
        xcb_damage_create(m_connection, xcb_generate_id(m_connection), m_root, XCB_DAMAGE_REPORT_LEVEL_RAW_RECTANGLES);
        xcb_flush(m_connection);
    }
    ~Display() { xcb_disconnect(m_connection); }
    Display(const Display &) = delete;
    Display &operator=(const Display &) = delete;

    void forget()
    {
        roundTrip();
        while (const Owned<xcb_generic_event_t> event { xcb_poll_for_event(m_connection) }) { }
    }

    /// Waits for a picture of a window's size. False when none comes in time.
    bool waitForPicture()
    {
        const auto until = Time::now() + patience;
        while (Time::now() < until) {
            while (const Owned<xcb_generic_event_t> event { xcb_poll_for_event(m_connection) }) {
                const int type = event->response_type & 0x7f;
                if (type == XCB_MAP_NOTIFY)
                    m_mapped = reinterpret_cast<xcb_map_notify_event_t *>(event.get())->window;
                if (type != m_event + XCB_DAMAGE_NOTIFY)
                    continue;
                const auto *damage = reinterpret_cast<xcb_damage_notify_event_t *>(event.get());
                if (damage->area.width * damage->area.height >= windowArea)
                    return true;
            }
            pollfd wait { xcb_get_file_descriptor(m_connection), POLLIN, 0 };
            ::poll(&wait, 1, 100);
        }
        return false;
    }

    /// Asks the window manager to minimise the client whose window was mapped last. ICCCM §4.1.4.
    void minimise()
    {
        const char name[] = "WM_CHANGE_STATE";
        const Owned<xcb_intern_atom_reply_t> atom(
            xcb_intern_atom_reply(m_connection, xcb_intern_atom(m_connection, 0, sizeof name - 1, name), nullptr));
        xcb_client_message_event_t message {};
        message.response_type = XCB_CLIENT_MESSAGE;
        message.format = 32;
        message.window = clientOf(m_mapped);
        message.type = atom->atom;
        message.data.data32[0] = 3; // IconicState
        xcb_send_event(m_connection, 0, m_root, XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY | XCB_EVENT_MASK_SUBSTRUCTURE_REDIRECT,
                       reinterpret_cast<const char *>(&message));
        xcb_flush(m_connection);
    }

private:
    void roundTrip() const
    {
        const Owned<xcb_get_input_focus_reply_t> reply(xcb_get_input_focus_reply(m_connection, xcb_get_input_focus(m_connection), nullptr));
    }

    /// The window below a manager's frame that carries WM_STATE.
    xcb_window_t clientOf(xcb_window_t window) const
    {
        const char name[] = "WM_STATE";
        const Owned<xcb_intern_atom_reply_t> state(
            xcb_intern_atom_reply(m_connection, xcb_intern_atom(m_connection, 0, sizeof name - 1, name), nullptr));
        const Owned<xcb_get_property_reply_t> property(
            xcb_get_property_reply(m_connection, xcb_get_property(m_connection, 0, window, state->atom, XCB_ATOM_ANY, 0, 2), nullptr));
        if (property && property->type != XCB_ATOM_NONE)
            return window;
        const Owned<xcb_query_tree_reply_t> tree(xcb_query_tree_reply(m_connection, xcb_query_tree(m_connection, window), nullptr));
        for (int i = 0; tree && i < xcb_query_tree_children_length(tree.get()); ++i) {
            if (const xcb_window_t found = clientOf(xcb_query_tree_children(tree.get())[i]))
                return found;
        }
        return XCB_WINDOW_NONE;
    }

    xcb_connection_t *m_connection;
    xcb_window_t m_root = XCB_WINDOW_NONE;
    xcb_window_t m_mapped = XCB_WINDOW_NONE;
    int m_event = 0;
};

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

int time(int runs, double goal, const std::vector<std::string> &commands)
{
    std::vector<std::vector<double>> milliseconds(commands.size());
    for (int round = -1; round < runs; ++round) { // one to warm up
        for (std::size_t i = 0; i < commands.size(); ++i) {
            Display display;
            display.forget();
            const auto begin = Time::now();
            const pid_t process = start(commands[i]);
            const bool seen = process > 0 && display.waitForPicture();
            const double took = std::chrono::duration<double, std::milli>(Time::now() - begin).count();
            if (process > 0)
                end(process);
            if (!seen) {
                std::fprintf(stderr, "%s showed no window\n", commands[i].c_str());
                return 2;
            }
            if (round >= 0)
                milliseconds[i].push_back(took);
        }
    }
    const double peer = median(milliseconds.front());
    bool reached = true;
    std::printf("| window of | median ms | least ms | of the peer |\n|---|---|---|---|\n");
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const std::string path = wordsOf(commands[i]).front();
        const double ratio = median(milliseconds[i]) / peer;
        reached = reached && (i == 0 || ratio <= goal);
        std::printf("| `%s` | %.0f | %.0f | %.2f |\n", path.substr(path.rfind('/') + 1).c_str(), median(milliseconds[i]),
                    *std::min_element(milliseconds[i].begin(), milliseconds[i].end()), ratio);
    }
    std::printf("\nGoal: at most %.2f of the peer, median of %d runs each: %s.\n", goal, runs, reached ? "reached" : "missed");
    return reached ? 0 : 1;
}

/// Its proportional share of memory, MiB. proc(5), smaps_rollup.
double memoryOf(pid_t process)
{
    std::ifstream file("/proc/" + std::to_string(process) + "/smaps_rollup");
    for (std::string line; std::getline(file, line);) {
        if (line.rfind("Pss:", 0) == 0)
            return std::atof(line.c_str() + 4) / 1024;
    }
    return -1;
}

/// How often its threads gave up the processor of their own accord: each is a wake-up. proc(5), status.
long wakeUpsOf(pid_t process)
{
    long sum = 0;
    for (const pid_t thread : [process] {
             std::vector<pid_t> threads;
             const std::string list = "ls /proc/" + std::to_string(process) + "/task";
             if (std::FILE *pipe = ::popen(list.c_str(), "r")) {
                 for (int id = 0; std::fscanf(pipe, "%d", &id) == 1;)
                     threads.push_back(id);
                 ::pclose(pipe);
             }
             return threads;
         }()) {
        std::ifstream file("/proc/" + std::to_string(process) + "/task/" + std::to_string(thread) + "/status");
        for (std::string line; std::getline(file, line);) {
            if (line.rfind("voluntary_ctxt_switches:", 0) == 0)
                sum += std::atol(line.c_str() + std::strlen("voluntary_ctxt_switches:"));
        }
    }
    return sum;
}

int idle(int seconds, double most, const std::vector<std::string> &commands)
{
    bool reached = true;
    std::printf("| program, idle | PSS MiB | wake-ups/s shown | wake-ups/s minimised |\n|---|---|---|---|\n");
    for (const std::string &command : commands) {
        Display display;
        display.forget();
        const pid_t process = start(command);
        if (process <= 0 || !display.waitForPicture()) {
            std::fprintf(stderr, "%s showed no window\n", command.c_str());
            return 2;
        }
        const auto wakesIn = [&] {
            std::this_thread::sleep_for(std::chrono::seconds(5)); // what follows a start or a change settles
            const long before = wakeUpsOf(process);
            std::this_thread::sleep_for(std::chrono::seconds(seconds));
            // A thread that ends takes its count with it.
            return static_cast<double>(std::max(0L, wakeUpsOf(process) - before)) / seconds;
        };
        const double shown = wakesIn();
        display.minimise();
        const double minimised = wakesIn();
        const double memory = memoryOf(process);
        end(process);
        const std::string path = wordsOf(command).front();
        std::printf("| `%s` | %.1f | %.1f | %.1f |\n", path.substr(path.rfind('/') + 1).c_str(), memory, shown, minimised);
        reached = reached && memory <= most && minimised == 0;
    }
    std::printf("\nGoal: at most %.0f MiB, and no wake-up while minimised: %s.\n", most, reached ? "reached" : "missed");
    return reached ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    const std::string mode = argc > 4 ? argv[1] : "";
    std::vector<std::string> commands;
    for (int i = 4; i < argc; ++i)
        commands.emplace_back(argv[i]);
    if (mode == "time")
        return time(std::atoi(argv[2]), std::atof(argv[3]), commands);
    if (mode == "idle")
        return idle(std::atoi(argv[2]), std::atof(argv[3]), commands);
    std::fprintf(stderr, "Usage: wharf-window-bench time RUNS GOAL PEER COMMAND… | idle SECONDS MIB COMMAND…\n");
    return 2;
}
