#include "ui/push/push_memory.h"

#include <QFileInfo>
#include <QSettings>

namespace wharf::ui {

namespace {

constexpr qsizetype mostKept = 50;

/// A host in a key of its own; a colon or a slash would mean something there.
QString keyOf(const char *what, const registry::RegistryHost &host)
{
    QString name = host.name();
    name.replace(QLatin1Char(':'), QLatin1Char('_'));
    return QLatin1String("push/") + QLatin1String(what) + QLatin1Char('/') + name;
}

/// What belongs together: an image's repository whatever its tag, a file's name.
QString projectOf(const push::SourceName &source)
{
    if (!source.isEngine())
        return QLatin1String("file ") + QFileInfo(source.place).fileName();
    const auto image = registry::ImageReference::parse(source.place);
    return image ? image->host.name() + QLatin1Char('/') + image->repository : source.place;
}

} // namespace

void PushMemory::wentTo(const push::PushOrder &order)
{
    const registry::ImageReference &to = order.destination;
    const QString key = keyOf("destinations", to.host);
    const QString project = projectOf(order.source);
    QStringList kept = m_settings.value(key).toStringList();
    kept.removeIf([&project](const QString &line) { return line.section(QLatin1Char('\t'), 0, 0) == project; });
    kept.prepend(project + QLatin1Char('\t') + to.host.name() + QLatin1Char('/') + to.repository);
    m_settings.setValue(key, kept.mid(0, mostKept));
}

QString PushMemory::destinationOf(const push::SourceName &source, const registry::RegistryHost &host) const
{
    const QString project = projectOf(source);
    const QStringList kept = m_settings.value(keyOf("destinations", host)).toStringList();
    for (const QString &line : kept) {
        if (line.section(QLatin1Char('\t'), 0, 0) == project)
            return line.section(QLatin1Char('\t'), 1);
    }
    return {};
}

QStringList PushMemory::destinations(const registry::RegistryHost &host) const
{
    QStringList all;
    const QStringList kept = m_settings.value(keyOf("destinations", host)).toStringList();
    for (const QString &line : kept) {
        const QString place = line.section(QLatin1Char('\t'), 1);
        if (!place.isEmpty() && !all.contains(place))
            all.append(place);
    }
    return all;
}

void PushMemory::measured(const registry::RegistryHost &host, double bytesPerSecond)
{
    m_settings.setValue(keyOf("speed", host), qRound64(bytesPerSecond));
}

double PushMemory::speedTo(const registry::RegistryHost &host) const
{
    return m_settings.value(keyOf("speed", host)).toDouble();
}

} // namespace wharf::ui
