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

Scenes::Scenes(const QString &family, const QList<Scenario> &scenarios)
{
    for (Scenario scenario : scenarios) {
        scenario.family = family;
        collected() << scenario;
    }
}

} // namespace wharf::gallery
