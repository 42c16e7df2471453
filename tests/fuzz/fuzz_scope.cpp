#include "core/registry/scope.h"
#include "tests/fuzz/targets.h"

using wharf::registry::Scope;

void wharf::fuzz::scope(QByteArrayView input)
{
    const QString text = QString::fromUtf8(input);
    if (const auto scope = Scope::parse(text))
        require(Scope::parse(scope->toString()) == scope, "a scope written down is the same scope");
    for (const Scope &scope : Scope::parseList(text)) {
        require(Scope::parse(scope.toString()) == scope, "a scope of a list can be read alone");
        require(scope.normalized().normalized() == scope.normalized(), "one canonical order");
    }
}
