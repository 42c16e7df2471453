#pragma once

#include "core/base/failure.h"

#include <QJsonObject>
#include <QString>

namespace wharf::ctl {

/// How `wharfctl` ends. Written down in the README and the man page.
enum ExitStatus {
    AllWell = 0,
    AnswerIsNo = 1, ///< refused, a problem found
    WrongUsage = 2, ///< the command line, or a value on it
    CouldNotRun = 3 ///< no network, keychain locked, a file, an engine or an image that cannot be used, told to come back later, interrupted
};

/// Where output goes: answers to standard output, everything else to standard error; with --json the one document.
class Console {
public:
    /// `lines`: documents are one line each, for commands that print several.
    explicit Console(bool json, bool lines = false) : m_json(json), m_lines(lines) {}

    [[nodiscard]] bool json() const { return m_json; }
    /// A line of the answer; nothing with --json.
    void say(const QString &line) const;
    /// A line on standard error, always.
    void note(const QString &line) const;
    /// The document, or the next one; nothing without --json.
    void document(const QString &schema, QJsonObject members) const;
    /// Says what went wrong (with --json as `wharfinger.error/1`) and gives the exit status for it.
    [[nodiscard]] int report(const Failure &failure, const QString &host) const;
    /// A sentence about how the command was called.
    [[nodiscard]] int wrongUsage(const QString &sentence) const;

    /// The exit status after all output: an answer that could not be written is none.
    [[nodiscard]] int finish(int status) const;

private:
    bool m_json;
    bool m_lines;
};

[[nodiscard]] ExitStatus exitStatusFor(const Failure &failure);

} // namespace wharf::ctl
