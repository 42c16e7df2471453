#include "tests/sandbox/gitlab/repository_path.h"

#include <QRegularExpression>

namespace wharf::sandbox {

bool isRepositoryPath(const QString &path, int namespaceDepthLimit)
{
    static const QRegularExpression grammar(QStringLiteral("\\A[a-z0-9]+(([._/]|__|-*)[a-z0-9])*\\z"));
    const qsizetype components = path.count(QLatin1Char('/')) + 1;
    return components >= 2 && components < namespaceDepthLimit && grammar.match(path).hasMatch();
}

const Project *owningProject(const GitLabWorld &world, const QString &path)
{
    constexpr int levels = 3;
    QString prefix = path;
    for (int level = 0; level < levels && prefix.contains(QLatin1Char('/')); ++level) {
        if (const Project *project = world.projectAt(prefix))
            return project;
        prefix.truncate(prefix.lastIndexOf(QLatin1Char('/')));
    }
    return nullptr;
}

} // namespace wharf::sandbox
