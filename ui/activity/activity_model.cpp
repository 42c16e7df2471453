#include "ui/activity/activity_model.h"

#include "core/base/clock.h"
#include "ui/wording/activity_words.h"
#include "ui/wording/time_words.h"

#include <QLocale>

namespace wharf::ui {

namespace {

/// "10:41" today, "12 November, 10:41" before.
QString timeText(const QDateTime &time, const QDateTime &now)
{
    const QDateTime local = time.toLocalTime();
    const QString clock = QLocale().toString(local.time(), QLocale::ShortFormat);
    if (local.date() == now.toLocalTime().date())
        return clock;
    return ActivityModel::tr("%1, %2", "date, time").arg(dateText(local.date()), clock);
}

} // namespace

ActivityModel::ActivityModel(std::shared_ptr<const Clock> clock, QObject *parent)
    : QAbstractListModel(parent)
    , m_clock(std::move(clock))
{
}

void ActivityModel::setEntries(const QList<activity::ActivityEntry> &entries)
{
    if (entries == m_entries)
        return;
    beginResetModel();
    m_entries = entries;
    endResetModel();
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const activity::ActivityEntry &entry = m_entries[index.row()];
    const ActivityWords words = activityWords(entry);
    const QString place = entry.repository.isEmpty() ? entry.host : entry.host + QLatin1Char('/') + entry.repository;
    const QString time = timeText(entry.time, m_clock->now());
    switch (role) {
    case Qt::DisplayRole: return place;
    case WordRole: return words.word;
    case SentenceRole: return words.sentence;
    case TimeRole: return time;
    case IconRole: return words.icon;
    case ToneRole: return static_cast<int>(words.tone);
    case Qt::ToolTipRole: {
        QStringList lines { place, words.sentence, entry.facts.value(QStringLiteral("digest")), momentText(entry.time) };
        lines.removeAll(QString());
        return lines.join(QLatin1Char('\n'));
    }
    case Qt::AccessibleTextRole: {
        QStringList said { words.word, place, words.sentence, time };
        said.removeAll(QString());
        return said.join(QStringLiteral(", "));
    }
    default: return {};
    }
}

} // namespace wharf::ui
