#include "core/registry/challenge.h"
#include "tests/fuzz/targets.h"

using namespace wharf::registry;

void wharf::fuzz::challenge(QByteArrayView input)
{
    qsizetype size = 0;
    const QList<Challenge> challenges = parseChallenges(input);
    for (const Challenge &challenge : challenges) {
        require(!challenge.scheme.isEmpty() && challenge.scheme == challenge.scheme.toLower(), "a scheme is there, in lower case");
        size += challenge.scheme.size() + challenge.token68.size();
        for (const auto &[name, value] : challenge.parameters) {
            require(!name.isEmpty() && name == name.toLower(), "a parameter has a name, in lower case");
            size += name.size() + value.size();
        }
        (void)challenge.scopes();
    }
    require(size <= input.size(), "nothing is read twice");
    (void)preferredChallenge(challenges);

    const QList<Challenge> more = parseChallenges(input.toByteArray() + ", Bearer realm=\"x\"");
    require(!more.isEmpty() && more.last().isBearer() && more.last().realm() == QLatin1String("x"),
            "whatever comes before, a later challenge is read");
}
