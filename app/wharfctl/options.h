#pragma once

#include "core/net/host_settings.h"

#include <QCommandLineParser>
#include <QStringList>

#include <chrono>
#include <optional>

namespace wharf::ctl {

/// The words after `wharfctl COMMAND`, read once. Options may stand anywhere.
class Options {
public:
    /// What one command takes beside the common options.
    struct Grammar {
        QString command;     ///< `login`
        QString arguments;   ///< `HOST`, as shown in the usage line
        QString description; ///< one sentence
        int least = 0;       ///< positional arguments
        int most = 0;
        QList<QCommandLineOption> own;
    };

    /// None after a wrong use; complaint() then says what is wrong in one sentence.
    static std::optional<Options> parse(const Grammar &grammar, const QStringList &words, QString &complaint);

    [[nodiscard]] bool wantsHelp() const { return m_parser->isSet(QStringLiteral("help")); }
    [[nodiscard]] QString helpText() const { return m_help; }
    [[nodiscard]] bool has(const QString &name) const { return m_parser->isSet(name); }
    [[nodiscard]] QString value(const QString &name) const { return m_parser->value(name); }
    [[nodiscard]] QStringList positional() const { return m_parser->positionalArguments(); }

    [[nodiscard]] bool json() const { return has(QStringLiteral("json")); }
    [[nodiscard]] bool verbose() const { return has(QStringLiteral("verbose")); }
    /// Zero: no limit beside each request's own.
    [[nodiscard]] std::chrono::seconds timeout() const { return m_timeout; }
    /// `--plain-http`, `--ca-file`, `--cert`, `--key`, put over `base`. Paths are made absolute.
    [[nodiscard]] net::HostSettings network(net::HostSettings base = {}) const;

private:
    std::shared_ptr<QCommandLineParser> m_parser;
    QString m_help;
    std::chrono::seconds m_timeout { 0 };
};

} // namespace wharf::ctl
