#include "app/wharfctl/secret_input.h"

#include <QFile>

#include <cstdio>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace wharf::ctl {

namespace {

constexpr qint64 limit = 64 * 1024;

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

/// The controlling terminal with its echo off, for as long as this lives.
class QuietTerminal {
public:
    QuietTerminal() : m_file(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY))
    {
        if (m_file >= 0 && ::tcgetattr(m_file, &m_before) == 0) {
            termios quiet = m_before;
            quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            m_good = ::tcsetattr(m_file, TCSAFLUSH, &quiet) == 0;
        }
    }
    ~QuietTerminal()
    {
        if (m_good)
            ::tcsetattr(m_file, TCSAFLUSH, &m_before);
        if (m_file >= 0)
            ::close(m_file);
    }
    QuietTerminal(const QuietTerminal &) = delete;
    QuietTerminal &operator=(const QuietTerminal &) = delete;

    [[nodiscard]] bool good() const { return m_good; }
    void write(const QByteArray &text) const
    {
        const auto written = ::write(m_file, text.constData(), static_cast<std::size_t>(text.size()));
        Q_UNUSED(written)
    }
    [[nodiscard]] QByteArray line() const
    {
        QByteArray bytes;
        bytes.reserve(limit);
        char c = 0;
        while (bytes.size() < limit && ::read(m_file, &c, 1) == 1 && c != '\n')
            bytes.append(c);
        return bytes;
    }

private:
    int m_file;
    bool m_good = false;
    termios m_before {};
};

} // namespace

Result<SharedSecret> readSecretFromStandardInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return fail(inputFailure("empty"));
    QByteArray bytes;
    bytes.reserve(limit + 1);
    while (bytes.size() <= limit) {
        QByteArray more = input.read(limit + 1 - bytes.size());
        if (more.isEmpty())
            break;
        bytes.append(more);
        wipe(more);
    }
    if (bytes.size() > limit) {
        wipe(bytes);
        return fail(inputFailure("secret-too-long"));
    }
    return secretFrom(bytes);
}

Result<SharedSecret> askForSecret(const QString &prompt)
{
    const QuietTerminal terminal;
    if (!terminal.good())
        return fail(inputFailure("no-terminal"));
    terminal.write(prompt.toUtf8());
    QByteArray bytes = terminal.line();
    terminal.write("\n");
    return secretFrom(bytes);
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
