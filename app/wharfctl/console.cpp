#include "app/wharfctl/console.h"

#include "app/wharfctl/documents.h"
#include "core/wording/wording.h"

#include <QJsonDocument>

#include <cstdio>

namespace wharf::ctl {

namespace {

void line(std::FILE *to, const QByteArray &utf8)
{
    std::fwrite(utf8.constData(), 1, static_cast<std::size_t>(utf8.size()), to);
    std::fputc('\n', to);
    std::fflush(to);
}

/// A registry's claims and user names are shown as they come, and must not move the cursor or begin a line.
QByteArray forTerminal(QString text)
{
    for (QChar &c : text) {
        if (c.category() == QChar::Other_Control)
            c = QLatin1Char(' ');
    }
    return text.toUtf8();
}

} // namespace

void Console::say(const QString &text) const
{
    if (!m_json)
        line(stdout, forTerminal(text));
}

void Console::note(const QString &text) const
{
    line(stderr, forTerminal(text));
}

void Console::document(const QString &schema, QJsonObject members) const
{
    if (!m_json)
        return;
    members.insert(QStringLiteral("schema"), schema);
    line(stdout, QJsonDocument(members).toJson(m_lines ? QJsonDocument::Compact : QJsonDocument::Indented).trimmed());
}

int Console::report(const Failure &failure, const QString &host) const
{
    const auto words = wording::failureWords(failure, host, wording::Voice::Terminal);
    if (failure.kind == Kind::Cancelled)
        note(QStringLiteral("wharfctl: cancelled; nothing was changed."));
    else
        note(QStringLiteral("wharfctl: ") + words.text());
    document(QStringLiteral("wharfinger.error/1"), { { QStringLiteral("error"), failureDocument(failure, host) } });
    return exitStatusFor(failure);
}

int Console::wrongUsage(const QString &sentence) const
{
    note(QStringLiteral("wharfctl: ") + sentence);
    document(QStringLiteral("wharfinger.error/1"),
             { { QStringLiteral("error"),
                 QJsonObject { { QStringLiteral("stage"), QStringLiteral("input") },
                               { QStringLiteral("kind"), QStringLiteral("invalid") },
                               { QStringLiteral("sentence"), sentence },
                               { QStringLiteral("nextStep"), QString() } } } });
    return WrongUsage;
}

int Console::finish(int status) const
{
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0)
        return status;
    note(QStringLiteral("wharfctl: the answer could not be written to standard output. Look at where it goes, and ask again."));
    return status == AllWell || status == AnswerIsNo ? CouldNotRun : status;
}

ExitStatus exitStatusFor(const Failure &failure)
{
    if (failure.kind == Kind::Cancelled || failure.kind == Kind::Timeout)
        return CouldNotRun;
    switch (failure.stage) {
    case Stage::Input:
        return WrongUsage;
    case Stage::Keychain:
    case Stage::AccountFile:
    case Stage::ClientFile:
    case Stage::Daemon:
    case Stage::Image: // what should be pushed cannot be had: the registry has said nothing
        return CouldNotRun;
    default:
        break;
    }
    // A ban ends by itself: like an absent network, it says nothing about the credential.
    return couldNotTalk(failure) || failure.kind == Kind::Throttled ? CouldNotRun : AnswerIsNo;
}

} // namespace wharf::ctl
