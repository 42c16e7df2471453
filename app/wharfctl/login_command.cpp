#include "app/wharfctl/commands.h"
#include "app/wharfctl/documents.h"
#include "app/wharfctl/hand_over.h"
#include "app/wharfctl/secret_input.h"
#include "app/wharfctl/sign_in_report.h"
#include "core/accounts/sign_in.h"
#include "core/registry/target.h"

#include <unistd.h>

namespace wharf::ctl {

namespace {

Result<SharedSecret> secretFor(const Options &options, const QString &prompt)
{
    if (options.has(QStringLiteral("password-stdin")))
        return readSecretFromStandardInput(options.timeout());
    if (auto secret = takeSecretFromEnvironment("WHARFINGER_PASSWORD"))
        return secret;
    return askForSecret(prompt);
}

std::optional<accounts::TokenKind> kindFrom(const Options &options)
{
    const QString name = options.value(QStringLiteral("kind"));
    return name.isEmpty() ? accounts::TokenKind::Unknown : accounts::tokenKindFromName(name);
}

Task<int> login(std::shared_ptr<Workplace> workplace)
{
    const Options options = workplace->options();
    const Console console = workplace->console();
    const auto host = registry::readHost(options.positional().first());
    if (!host)
        co_return workplace->report(host.error(), {});
    const auto kind = kindFrom(options);
    if (!kind)
        co_return console.wrongUsage(QStringLiteral("--kind knows no “%1”; personal-access-token, deploy-token, ci-job-token, password and others are known.")
                                         .arg(options.value(QStringLiteral("kind"))));

    const QString user = options.value(QStringLiteral("username"));
    auto secret = secretFor(options, QStringLiteral("Password or token for %1%2: ")
                                         .arg(user.isEmpty() ? QString() : user + QStringLiteral(" on "), host->name()));
    if (!secret && secret.error().subject == QLatin1String("no-terminal"))
        co_return console.wrongUsage(QStringLiteral("There is no terminal to ask for the token; give it on standard input with --password-stdin."));
    if (!secret)
        co_return workplace->report(secret.error(), host->name());

    accounts::SignInRequest request;
    request.host = *host;
    request.credential = { .userName = user, .secret = std::move(*secret) };
    request.kind = *kind;
    request.label = options.value(QStringLiteral("label"));
    request.network = options.network();
    request.verify = !options.has(QStringLiteral("no-verify"));

    const auto session = workplace->session(request.host, request.network);
    const auto observer = options.verbose() ? stepsOn(console) : accounts::ProofObserver();
    const auto signedIn = co_await accounts::signIn(session, workplace->store(), workplace->accountFile(), request, observer);
    if (!signedIn)
        co_return workplace->report(signedIn.error(), request.host.name());

    const HandOver handOver = options.has(QStringLiteral("no-docker")) ? HandOver() : giveToClients(workplace->clientFiles(), request.host);
    reportSignIn(*workplace, *signedIn, handOver);
    co_return handOver.trouble ? CouldNotRun : AllWell;
}

} // namespace

Command loginCommand()
{
    return { .grammar = { .command = QStringLiteral("login"),
                          .arguments = QStringLiteral("HOST"),
                          .description = QStringLiteral("Prove a token, keep it in the keychain, give it to Docker."),
                          .least = 1,
                          .most = 1,
                          .own = { { { QStringLiteral("u"), QStringLiteral("username") }, QStringLiteral("User name; an access token works without."), QStringLiteral("USER") },
                                   { QStringLiteral("password-stdin"), QStringLiteral("Read the password or token from standard input.") },
                                   { QStringLiteral("kind"), QStringLiteral("What it is, where its looks do not tell."), QStringLiteral("KIND") },
                                   { QStringLiteral("label"), QStringLiteral("Your own word for this account."), QStringLiteral("TEXT") },
                                   { QStringLiteral("no-verify"), QStringLiteral("Keep it without asking the registry.") },
                                   { QStringLiteral("no-docker"), QStringLiteral("Leave Docker's and containers' files alone.") } } },
             .run = login };
}

} // namespace wharf::ctl
