#pragma once

#include <QByteArray>

#include <optional>

#include <termios.h>

namespace wharf::ctl {

/// Asks for a line on the controlling terminal with the echo off.
///
/// Whatever comes meanwhile, the terminal is as it was before anybody else sees it: a stop (Ctrl-Z) turns the echo on again and
/// asks anew afterwards, and a signal that ends the wait reaches its handler only then.
class QuietTerminal {
public:
    QuietTerminal();
    ~QuietTerminal();
    QuietTerminal(const QuietTerminal &) = delete;
    QuietTerminal &operator=(const QuietTerminal &) = delete;

    /// False where there is no terminal whose echo can be switched.
    [[nodiscard]] bool good() const { return m_good; }

    /// The line without its end, `limit` bytes at most. None when SIGINT, SIGTERM, SIGHUP or SIGQUIT came; it is raised again
    /// before this returns.
    [[nodiscard]] std::optional<QByteArray> ask(const QByteArray &prompt, qsizetype limit);

private:
    void silence() const;
    void restore() const;
    void write(const QByteArray &text) const;

    int m_file;
    bool m_good = false;
    termios m_before {};
};

} // namespace wharf::ctl
