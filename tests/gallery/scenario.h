#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace wharf::gallery {

class Stage;

/// One fault, or one healthy registry, built with real software, and the verdict that it deserves.
struct Scenario {
    QString name;
    QString code;      ///< the verdict: one of the finding codes
    QStringList cases; ///< ids in failure-cases.json that it stands for; empty for near misses and healthy registries
    void (*play)(Stage &stage);
    QString mechanism = {}; ///< the code of its cases, where that is never a verdict
    QString family = {};    ///< the file it stands in; set by Scenes
};

/// Every scenario that is linked in, by file and then in the order written.
[[nodiscard]] QList<Scenario> allScenarios();

/// Adds the scenarios of one file: a static object beside them.
class Scenes {
public:
    Scenes(const QString &family, const QList<Scenario> &scenarios);
};

} // namespace wharf::gallery
