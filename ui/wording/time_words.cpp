#include "ui/wording/time_words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace wharf::ui {

namespace {

struct TimeWords {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::TimeWords)
};

} // namespace

QString countdownText(std::chrono::milliseconds left)
{
    const qint64 seconds = qMax<qint64>(0, left.count() / 1000);
    const auto two = [](qint64 n) { return QStringLiteral("%1").arg(n, 2, 10, QLatin1Char('0')); };
    if (seconds >= 3600)
        return QStringLiteral("%1:%2:%3").arg(seconds / 3600).arg(two(seconds / 60 % 60), two(seconds % 60));
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(two(seconds % 60));
}

QString agoText(const QDateTime &when, const QDateTime &now)
{
    const qint64 seconds = when.secsTo(now);
    if (seconds < 60)
        return TimeWords::tr("just now");
    if (seconds < 3600)
        return TimeWords::tr("%n minute(s) ago", nullptr, static_cast<int>(seconds / 60));
    if (seconds < 24 * 3600)
        return TimeWords::tr("%n hour(s) ago", nullptr, static_cast<int>(seconds / 3600));
    return TimeWords::tr("on %1").arg(dateText(when.toLocalTime().date()));
}

qint64 daysLeft(const QDate &expires, const QDateTime &now)
{
    return now.toUTC().date().daysTo(expires);
}

QString expiryWord(const QDate &expires, const QDateTime &now)
{
    const qint64 days = daysLeft(expires, now);
    if (days <= 0)
        return TimeWords::tr("Expired");
    if (days == 1)
        return TimeWords::tr("Expires tomorrow");
    return TimeWords::tr("Expires in %n day(s)", nullptr, static_cast<int>(qMin<qint64>(days, 99999)));
}

QString dateText(const QDate &date)
{
    return QLocale().toString(date, QLocale().dateFormat(QLocale::LongFormat).remove(QLatin1String("dddd, ")).remove(QLatin1String("dddd ")));
}

QString momentText(const QDateTime &when)
{
    const QDateTime local = when.toLocalTime();
    return TimeWords::tr("%1, %2").arg(dateText(local.date()), QLocale().toString(local.time(), QLocale::LongFormat));
}

QString sinceText(const QDateTime &when, const QDateTime &now)
{
    const QDateTime local = when.toLocalTime();
    if (local.date() == now.toLocalTime().date())
        return QLocale().toString(local.time(), QLocale::ShortFormat);
    return QLocale().toString(local.date(), QLocale::ShortFormat);
}

QString durationText(std::chrono::seconds duration)
{
    const int seconds = static_cast<int>(std::clamp<std::chrono::seconds::rep>(duration.count(), 0, 1'000'000'000));
    if (seconds < 60)
        return TimeWords::tr("%n second(s)", nullptr, seconds);
    if (seconds < 3600)
        return TimeWords::tr("%n minute(s)", nullptr, (seconds + 30) / 60);
    const QString hours = TimeWords::tr("%n hour(s)", nullptr, seconds / 3600);
    if (seconds % 3600 < 60)
        return hours;
    return TimeWords::tr("%1 %2").arg(hours, TimeWords::tr("%n minute(s)", nullptr, seconds % 3600 / 60));
}

} // namespace wharf::ui
