#include "ui/wording/activity_words.h"

#include "ui/wording/push_words.h"

#include <QCoreApplication>

namespace wharf::ui {

namespace {

struct ActivityText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::ActivityText)
};

qint64 number(const activity::ActivityEntry &entry, const char *name)
{
    return entry.facts.value(QLatin1String(name)).toLongLong();
}

} // namespace

ActivityWords activityWords(const activity::ActivityEntry &entry)
{
    if (entry.kind == activity::pushDone) {
        const QString time = secondsText((number(entry, "milliseconds") + 999) / 1000);
        const qint64 size = number(entry, "size");
        const qint64 sent = number(entry, "sent");
        return { .icon = QStringLiteral("ready"),
                 .tone = Tone::Good,
                 .word = ActivityText::tr("Pushed"),
                 .sentence = sent < size ? ActivityText::tr("%1 in %2; only %3 had to be sent").arg(sizeText(size), time, sizeText(sent))
                                         : ActivityText::tr("%1 in %2", "an amount of data and a time").arg(sizeText(size), time) };
    }
    if (entry.kind == activity::pushFailed)
        return { .icon = QStringLiteral("refused"), .tone = Tone::Bad, .word = ActivityText::tr("Push failed"),
                 .sentence = entry.facts.value(QStringLiteral("words")) };
    if (entry.kind == activity::pushCancelled) {
        const qint64 sent = number(entry, "sent");
        return { .icon = QStringLiteral("notasked"), .tone = Tone::Quiet, .word = ActivityText::tr("Push cancelled"),
                 .sentence = sent > 0 ? ActivityText::tr("After %1 were sent", "an amount of data").arg(sizeText(sent))
                                      : ActivityText::tr("Before anything was sent") };
    }
    // Of a newer version: its kind says at least something.
    return { .icon = QStringLiteral("info"), .tone = Tone::Quiet, .word = entry.kind, .sentence = {} };
}

} // namespace wharf::ui
