#include "tests/gallery/scenario.h"

namespace wharf::gallery {

namespace {

QList<Scenario> &collected()
{
    static QList<Scenario> all;
    return all;
}

} // namespace

QList<Scenario> allScenarios()
{
    return collected();
}

Scenes::Scenes(const QList<Scenario> &scenarios)
{
    collected() << scenarios;
}

} // namespace wharf::gallery
