#include "app/wharfctl/secret_input.h"

#include "app/wharfctl/interrupt.h"
#include "app/wharfctl/quiet_terminal.h"

#include <array>
#include <cerrno>
#include <optional>
#include <poll.h>
#include <unistd.h>

namespace wharf::ctl {

namespace {

/// Bytes.
constexpr std::size_t limit = 64 * 1024;

Failure inputFailure(const char *why)
{
    return { .stage = Stage::Input, .kind = Kind::Invalid, .subject = QLatin1String(why) };
}

void dropLineEnd(QByteArray &bytes)
{
    if (bytes.endsWith('\n'))
        bytes.chop(1);
    if (bytes.endsWith('\r'))
        bytes.chop(1);
}

Result<SharedSecret> secretFrom(QByteArray &bytes)
{
    dropLineEnd(bytes);
    if (bytes.isEmpty())
        return fail(inputFailure("empty"));
    auto secret = std::make_shared<const Secret>(QByteArrayView(bytes));
    wipe(bytes);
    return secret;
}

} // namespace

Result<SharedSecret> readSecretFromStandardInput(std::chrono::seconds patience)
{
    using Time = std::chrono::steady_clock;
    const auto until = Time::now() + patience;
    std::array<char, limit + 1> buffer {};
    std::size_t filled = 0;
    std::optional<Failure> trouble;
    // By hand: QFile spins on a pipe that has nothing to give, and a signal or the time limit must end the wait.
    while (!trouble) {
        int wait = -1;
        if (patience.count() > 0)
            wait = static_cast<int>(std::max<qint64>(0, std::chrono::ceil<std::chrono::milliseconds>(until - Time::now()).count()));
        // The signal's own descriptor, too: one that came just before the wait interrupts nothing.
        std::array<pollfd, 2> awaited { pollfd { STDIN_FILENO, POLLIN, 0 }, pollfd { interruptDescriptor(), POLLIN, 0 } };
        const int ready = ::poll(awaited.data(), awaited.size(), wait);
        if (ready == 0) {
            trouble = Failure { .stage = Stage::Input, .kind = Kind::Timeout };
        } else if (ready < 0 || awaited[1].revents != 0) {
            trouble = awaited[1].revents != 0 || errno == EINTR ? Failure { .stage = Stage::Input, .kind = Kind::Cancelled } : inputFailure("empty");
        } else {
            const auto got = ::read(STDIN_FILENO, buffer.data() + filled, buffer.size() - filled);
            if (got < 0 && errno != EAGAIN)
                trouble = errno == EINTR ? Failure { .stage = Stage::Input, .kind = Kind::Cancelled } : inputFailure("empty");
            if (got == 0)
                break;
            filled += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
            if (filled > limit)
                trouble = inputFailure("secret-too-long");
        }
    }
    QByteArray bytes;
    if (!trouble) {
        bytes.reserve(limit);
        bytes.append(buffer.data(), static_cast<qsizetype>(filled));
    }
    wipe(buffer.data(), buffer.size());
    if (trouble)
        return fail(*trouble);
    return secretFrom(bytes);
}

Result<SharedSecret> askForSecret(const QString &prompt)
{
    QuietTerminal terminal;
    if (!terminal.good())
        return fail(inputFailure("no-terminal"));
    auto bytes = terminal.ask(prompt.toUtf8(), static_cast<qsizetype>(limit));
    if (!bytes)
        return fail({ .stage = Stage::Input, .kind = Kind::Cancelled });
    return secretFrom(*bytes);
}

SharedSecret takeSecretFromEnvironment(const char *name)
{
    QByteArray bytes = qgetenv(name);
    if (bytes.isEmpty())
        return nullptr;
    qunsetenv(name);
    auto secret = std::make_shared<const Secret>(QByteArrayView(bytes));
    wipe(bytes);
    return secret;
}

} // namespace wharf::ctl
