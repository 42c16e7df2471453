#include "app/wharfctl/amounts.h"
#include "app/wharfctl/commands.h"
#include "app/wharfctl/documents.h"
#include "app/wharfctl/push_report.h"
#include "core/accounts/sign_in.h"
#include "core/async/signals.h"
#include "core/push/push.h"
#include "core/registry/target.h"

namespace wharf::ctl {

namespace {

using push::PushOrder;
using push::PushOutcome;

/// How the push is to go, as the options say; a complaint where one of them makes no sense.
QString readManner(const Options &options, PushOrder &order)
{
    if (options.has(QStringLiteral("via"))) {
        const QString via = options.value(QStringLiteral("via"));
        if (via != QLatin1String("direct") && via != QLatin1String("daemon"))
            return QStringLiteral("--via takes direct or daemon.");
        order.via = via == QLatin1String("daemon") ? PushOrder::Via::Daemon : PushOrder::Via::Direct;
        if (order.via == PushOrder::Via::Daemon && !order.source.isEngine())
            return QStringLiteral("--via daemon pushes what an engine has: docker:IMAGE or podman:IMAGE.");
    }
    if (options.has(QStringLiteral("jobs"))) {
        order.jobs = options.value(QStringLiteral("jobs")).toInt();
        if (order.jobs < 1 || order.jobs > 16)
            return QStringLiteral("--jobs takes a whole number from 1 to 16.");
    }
    const std::pair<const char *, qint64 *> sizes[] = { { "chunk-size", &order.chunkSize }, { "limit-rate", &order.bytesPerSecond } };
    for (const auto &[name, into] : sizes) {
        if (!options.has(QLatin1String(name)))
            continue;
        const auto bytes = readBytes(options.value(QLatin1String(name)));
        if (!bytes)
            return QStringLiteral("--%1 takes a size, as in 512K, 10M or 1G.").arg(QLatin1String(name));
        *into = *bytes;
    }
    return {};
}

/// The account's, or nobody's where there is none and none was named: some registries take pushes from anybody.
Task<Result<push::PushAccess>> readAccess(std::shared_ptr<Workplace> workplace, registry::RegistryHost host)
{
    const auto account = chosenAccount(*workplace, host);
    if (!account && (account.error().kind != Kind::NotFound || workplace->options().has(QStringLiteral("account"))))
        co_return fail(account.error());
    accounts::Account like = account ? *account : accounts::Account();
    like.host = host;
    like.network = workplace->options().network(like.network);
    push::PushAccess access { .credential = {}, .network = accounts::networkSettings(like) };
    if (account) {
        auto secret = co_await workplace->store()->read(account->storeKey());
        if (!secret)
            co_return fail(secret.error());
        access.credential = { .userName = account->userName, .secret = std::move(*secret) };
    }
    co_return access;
}

Task<int> push(std::shared_ptr<Workplace> workplace)
{
    const Options options = workplace->options();
    const Console console = workplace->console();
    const auto source = push::SourceName::parse(options.positional().at(0));
    if (!source)
        co_return workplace->report(source.error(), {});
    const auto destination = registry::ImageReference::parse(options.positional().at(1));
    if (!destination)
        co_return workplace->report(destination.error(), {});
    PushOrder order { .source = *source, .destination = *destination };
    if (const QString complaint = readManner(options, order); !complaint.isEmpty())
        co_return console.wrongUsage(complaint);
    const QString host = destination->host.name();
    const auto access = co_await readAccess(workplace, destination->host);
    if (!access)
        co_return workplace->report(access.error(), host);

    const auto pushing = push::makePush(order, *access, std::make_shared<SystemClock>());
    const auto report = std::make_shared<PushReport>(console, pushing->order());
    QObject::connect(pushing.get(), &push::Push::progressed, [report, of = pushing.get()] { report->look(of->progress()); });
    // What was sent stays at the registry, and the next push goes on from there.
    QObject::connect(workplace->stop().get(), &Stop::stopped, pushing.get(), [of = pushing.get()] { of->cancel(false); });
    report->begin();
    pushing->start();
    if (workplace->stop()->isStopped()) // while the keychain was asked
        pushing->cancel(false);
    const Result<PushOutcome> outcome = co_await qCoro(pushing.get(), &push::Push::ended);
    report->finish(outcome);
    if (outcome)
        co_return AllWell;
    if (const Failure why = workplace->explained(outcome.error()); why.kind != Kind::Cancelled)
        co_return console.report(why, host);
    console.note(QStringLiteral("wharfctl: cancelled. What has arrived stays at the registry, and the same command goes on from there."));
    console.document(QStringLiteral("wharfinger.error/1"), { { QStringLiteral("error"), failureDocument(outcome.error(), host) } });
    co_return CouldNotRun;
}

} // namespace

Command pushCommand()
{
    return { .grammar = { .command = QStringLiteral("push"),
                          .arguments = QStringLiteral("SOURCE DESTINATION"),
                          .description = QStringLiteral("Push an image so that it arrives. SOURCE: docker:IMAGE, podman:IMAGE, docker-archive:FILE[:REF], oci:DIR[:REF] or oci-archive:FILE[:REF]."),
                          .least = 2,
                          .most = 2,
                          .own = { { QStringLiteral("via"), QStringLiteral("direct (Wharfinger's own uploads, the default) or daemon (the engine pushes)."), QStringLiteral("WAY") },
                                   { QStringLiteral("jobs"), QStringLiteral("How many uploads at a time: 3 is the default."), QStringLiteral("N") },
                                   { QStringLiteral("chunk-size"), QStringLiteral("Send no more than this in one request, as in 10M."), QStringLiteral("SIZE") },
                                   { QStringLiteral("limit-rate"), QStringLiteral("Send no more than this each second, as in 2M."), QStringLiteral("SIZE") },
                                   { QStringLiteral("account"), QStringLiteral("Another account than the active one."), QStringLiteral("ACCOUNT") } } },
             .run = push,
             .printsLines = true };
}

} // namespace wharf::ctl
