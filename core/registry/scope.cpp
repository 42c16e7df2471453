#include "core/registry/scope.h"

#include <QRegularExpression>

#include <algorithm>

namespace wharf::registry {

std::optional<Scope> Scope::parse(const QString &text)
{
    const qsizetype first = text.indexOf(QLatin1Char(':'));
    const qsizetype last = text.lastIndexOf(QLatin1Char(':'));
    if (first < 1 || last <= first + 1)
        return std::nullopt;
    if (std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSpace() || c.category() == QChar::Other_Control; }))
        return std::nullopt;
    // `repository(plugin)`: the class belongs to the type.
    static const QRegularExpression type(QStringLiteral("\\A[A-Za-z0-9_.-]+(?:\\([A-Za-z0-9_.-]+\\))?\\z"));
    if (!type.match(text.left(first)).hasMatch())
        return std::nullopt;

    Scope scope;
    scope.type = text.left(first);
    scope.name = text.mid(first + 1, last - first - 1);
    scope.actions = text.mid(last + 1).split(QLatin1Char(','), Qt::SkipEmptyParts);
    return scope;
}

QList<Scope> Scope::parseList(const QString &text)
{
    static const QRegularExpression blanks(QStringLiteral("\\s+"));
    QList<Scope> scopes;
    const QStringList parts = text.split(blanks, Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        if (auto scope = parse(part))
            scopes.append(*std::move(scope));
    }
    return scopes;
}

Scope Scope::repository(const QString &name, const QStringList &actions)
{
    Scope scope;
    scope.name = name;
    scope.actions = actions;
    return scope;
}

QString Scope::toString() const
{
    return type + QLatin1Char(':') + name + QLatin1Char(':') + actions.join(QLatin1Char(','));
}

Scope Scope::normalized() const
{
    Scope scope = *this;
    scope.actions.sort();
    scope.actions.removeDuplicates();
    return scope;
}

} // namespace wharf::registry
