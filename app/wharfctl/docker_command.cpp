#include "app/wharfctl/commands.h"
#include "app/wharfctl/hand_over.h"
#include "core/wording/wording.h"

namespace wharf::ctl {

namespace {

/// The hosts a call is about: the one that is named, or every host with an account.
Result<QList<registry::RegistryHost>> hostsMeant(const Workplace &workplace)
{
    const QStringList words = workplace.options().positional();
    if (words.size() > 1) {
        const auto host = registry::RegistryHost::parse(words[1]);
        if (!host)
            return fail(host.error());
        return QList<registry::RegistryHost> { *host };
    }
    const auto known = workplace.accountFile().load();
    if (!known)
        return fail(known.error());
    QList<registry::RegistryHost> hosts;
    for (const accounts::Account &account : known->list) {
        if (!hosts.contains(account.host))
            hosts.append(account.host);
    }
    return hosts;
}

QString stateWords(const QJsonObject &entry)
{
    const QString state = entry.value(QStringLiteral("state")).toString();
    const QString helper = entry.value(QStringLiteral("helper")).toString();
    if (state == QLatin1String("wharfinger"))
        return QStringLiteral("Wharfinger answers");
    if (state == QLatin1String("other-helper"))
        return QStringLiteral("docker-credential-%1 answers").arg(helper);
    if (state == QLatin1String("credentials-store"))
        return QStringLiteral("the store %1 answers").arg(helper);
    if (state == QLatin1String("plain-text"))
        return QStringLiteral("a password in plain text answers");
    if (state == QLatin1String("unreadable"))
        return entry.value(QStringLiteral("trouble")).toString();
    return QStringLiteral("nothing answers");
}

Task<int> docker(std::shared_ptr<Workplace> workplace)
{
    const Console console = workplace->console();
    const QString verb = workplace->options().positional().first();
    const bool setUp = verb == QLatin1String("setup");
    const bool remove = verb == QLatin1String("remove");
    if (!setUp && !remove && verb != QLatin1String("status"))
        co_return console.wrongUsage(QStringLiteral("docker takes status, setup or remove, and not “%1”.").arg(verb));
    const auto hosts = hostsMeant(*workplace);
    if (!hosts)
        co_return workplace->report(hosts.error(), {});
    if (hosts->isEmpty())
        console.say(QStringLiteral("There is no account yet. wharfctl login HOST adds one."));

    int status = AllWell;
    QJsonArray documents;
    for (const registry::RegistryHost &host : *hosts) {
        HandOver done;
        if (setUp)
            done = giveToClients(workplace->clientFiles(), host);
        else if (remove)
            done = takeFromClients(workplace->clientFiles(), host);
        if (done.trouble) {
            console.note(QStringLiteral("wharfctl: ") + wording::failureWords(*done.trouble, host.name(), wording::Voice::Terminal).text());
            status = CouldNotRun;
        }
        const QJsonArray entries = entryDocuments(workplace->clientFiles(), host);
        documents.append(QJsonObject { { QStringLiteral("host"), host.name() }, { QStringLiteral("clients"), entries } });
        console.say(host.name());
        for (const QJsonValue entry : entries) {
            const QJsonObject one = entry.toObject();
            console.say(QStringLiteral("  %1 %2 (%3)").arg(one.value(QStringLiteral("client")).toString().leftJustified(10), stateWords(one), one.value(QStringLiteral("file")).toString()));
            if (verb == QLatin1String("status") && one.value(QStringLiteral("state")).toString() != QLatin1String("wharfinger") && status == AllWell)
                status = AnswerIsNo;
        }
    }
    console.document(QStringLiteral("wharfinger.docker/1"), { { QStringLiteral("hosts"), documents } });
    co_return status;
}

} // namespace

Command dockerCommand()
{
    return { .grammar = { .command = QStringLiteral("docker"),
                          .arguments = QStringLiteral("status|setup|remove [HOST]"),
                          .description = QStringLiteral("See, make or undo the helper entries of Docker and Podman."),
                          .least = 1,
                          .most = 2,
                          .own = {} },
             .run = docker };
}

} // namespace wharf::ctl
