#include "app/wharfctl/console.h"

#include "app/wharfctl/documents.h"
#include "core/wording/wording.h"

#include <QJsonDocument>
#include <QTextStream>

namespace wharf::ctl {

namespace {

void line(std::FILE *to, const QString &text)
{
    QTextStream(to) << text << '\n';
}

} // namespace

void Console::say(const QString &text) const
{
    if (!m_json)
        line(stdout, text);
}

void Console::note(const QString &text) const
{
    line(stderr, text);
}

void Console::document(const QString &schema, QJsonObject members) const
{
    if (!m_json)
        return;
    members.insert(QStringLiteral("schema"), schema);
    line(stdout, QString::fromUtf8(QJsonDocument(members).toJson(QJsonDocument::Indented)).trimmed());
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
        return CouldNotRun;
    default:
        break;
    }
    // A ban ends by itself: like an absent network, it says nothing about the credential.
    return couldNotTalk(failure) || failure.kind == Kind::Throttled ? CouldNotRun : AnswerIsNo;
}

} // namespace wharf::ctl
