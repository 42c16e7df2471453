#include "core/push/source/entry_names.h"

#include "core/push/source/image_failure.h"

#include <QStringList>

namespace wharf::push {

QString entryName(const QString &raw)
{
    if (raw.startsWith(u'/'))
        return {};
    QStringList parts = raw.split(u'/', Qt::SkipEmptyParts);
    parts.removeAll(QStringLiteral("."));
    return parts.contains(QLatin1String("..")) ? QString() : parts.join(u'/');
}

Result<QString> namedEntry(const QString &name)
{
    QString entry = entryName(name);
    if (entry.isEmpty())
        return fail(imageFailure(Kind::Malformed, name, QStringLiteral("leads out of the archive")));
    return entry;
}

QString linkTarget(const QString &entry, const QString &target)
{
    if (target.startsWith(u'/'))
        return {};
    QStringList parts = entry.split(u'/');
    parts.removeLast();
    const QStringList steps = target.split(u'/', Qt::SkipEmptyParts);
    for (const QString &step : steps) {
        if (step == QLatin1String("."))
            continue;
        if (step != QLatin1String(".."))
            parts.append(step);
        else if (parts.isEmpty())
            return {};
        else
            parts.removeLast();
    }
    return parts.join(u'/');
}

} // namespace wharf::push
