#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace wharf::registry {

/// One resource and what may be done with it: `repository:group/app:pull,push`.
/// Source: distribution token scope documentation. The name may hold a colon, so it is cut at the first and the last.
struct Scope {
    QString type = QStringLiteral("repository");
    QString name;
    QStringList actions; ///< in the order written; `*` is an action like others

    static std::optional<Scope> parse(const QString &text);
    /// A space-separated list as in a challenge; what does not parse is left out.
    static QList<Scope> parseList(const QString &text);
    static Scope repository(const QString &name, const QStringList &actions);
    [[nodiscard]] QString toString() const;
    /// The same set of actions in one canonical order, so that equal scopes compare equal as keys.
    [[nodiscard]] Scope normalized() const;

    friend bool operator==(const Scope &, const Scope &) = default;
};

} // namespace wharf::registry
