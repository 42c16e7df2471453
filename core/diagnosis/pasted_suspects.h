#pragma once

#include <QStringList>

#include <optional>

namespace wharf::diagnosis {

/// What one line of an output speaks for.
struct LineReading {
    int rank = 0;         ///< of the rule that matched: the smaller, the more it says
    QStringList suspects; ///< codes, the likeliest first
};

/// None where no rule knows the line. Rules go from the words that one mechanism alone makes to those that many share.
/// Source of the texts: facts on look-alikes and recorded failures.
[[nodiscard]] std::optional<LineReading> readLine(const QString &line);

/// What the whole output changes about the suspects of its telling line.
struct PastedContext {
    bool uploadBegan = false; ///< layers were on their way
    bool loginOk = false;     ///< `Login Succeeded` above
    bool builder = false;     ///< BuildKit speaks, not the daemon
    bool toDockerHub = false; ///< the push refers to docker.io
    bool nestedElsewhere = false; ///< the URL within the error names another host than the registry
    bool nestedOtherPort = false; ///< the same host on another port
    bool nestedPlain = false;     ///< it is http, and the registry is https
    bool typedHost = false;       ///< the command named a registry
};
[[nodiscard]] QStringList inContext(QStringList suspects, const QString &line, const PastedContext &context);

} // namespace wharf::diagnosis
