#include "app/wharfctl/commands.h"
#include "app/wharfctl/documents.h"
#include "app/wharfctl/sign_in_report.h"
#include "core/accounts/pasted_sign_in.h"

#include <QFile>
#include <QProcessEnvironment>

namespace wharf::ctl {

namespace {

/// A job's dotenv file is small: GitLab's own limit is 5 KB.
constexpr qint64 dotenvLimit = 1 << 20;

Result<accounts::Variables> variablesFor(const QString &path)
{
    if (path.isEmpty()) {
        accounts::Variables variables;
        const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        const QStringList names = environment.keys();
        for (const QString &name : names) {
            if (name.startsWith(QLatin1String("CI_")))
                variables.insert(name, environment.value(name));
        }
        return variables;
    }
    QFile file(path);
    const bool opened = path == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly) : (file.setFileName(path), file.open(QIODevice::ReadOnly));
    if (!opened)
        return fail({ .stage = Stage::Input, .kind = Kind::Malformed, .subject = path });
    QByteArray bytes = file.read(dotenvLimit);
    auto variables = accounts::readDotenv(QString::fromUtf8(bytes));
    wipe(bytes);
    return variables;
}

Task<int> importCi(std::shared_ptr<Workplace> workplace)
{
    const Options options = workplace->options();
    const Console console = workplace->console();
    if (options.positional().first() != QLatin1String("import"))
        co_return console.wrongUsage(QStringLiteral("ci takes import, and not “%1”.").arg(options.positional().first()));
    const auto variables = variablesFor(options.value(QStringLiteral("file")));
    if (!variables)
        co_return workplace->report(variables.error(), {});
    const auto found = accounts::readCiVariables(*variables);
    if (!found)
        co_return workplace->report(found.error(), {});
    const auto host = registry::RegistryHost::parse(found->first().host);
    if (!host)
        co_return workplace->report(host.error(), {});

    int status = AllWell;
    QJsonArray done;
    bool isFirst = true;
    for (const accounts::PastedSignIn &pasted : *found) {
        accounts::SignInRequest request;
        request.host = *host;
        request.credential = pasted.credential;
        request.kind = pasted.kind;
        request.network = options.network();
        request.verify = !options.has(QStringLiteral("no-verify"));
        request.makeActive = isFirst;
        const auto session = workplace->session(*host, request.network);
        const auto signedIn = co_await accounts::signIn(session, workplace->store(), workplace->accountFile(), request,
                                                        options.verbose() ? stepsOn(console) : accounts::ProofObserver());
        if (!signedIn) {
            const Failure failure = workplace->explained(signedIn.error());
            Console(false).note(QStringLiteral("wharfctl: %1 of the job was not taken over:").arg(pasted.credential.userName));
            status = qMax(status, Console(false).report(failure, host->name()));
            done.append(QJsonObject { { QStringLiteral("userName"), pasted.credential.userName }, { QStringLiteral("error"), failureDocument(failure, host->name()) } });
            continue;
        }
        const HandOver handOver = options.has(QStringLiteral("no-docker")) ? HandOver() : giveToClients(workplace->clientFiles(), *host);
        const QStringList lines = signInLines(*workplace, *signedIn, handOver);
        for (const QString &line : lines)
            console.say(line);
        if (handOver.trouble)
            status = qMax(status, Console(false).report(*handOver.trouble, host->name()));
        done.append(signInDocument(*workplace, *signedIn, handOver));
        isFirst = false;
    }
    console.document(QStringLiteral("wharfinger.ci-import/1"), { { QStringLiteral("host"), host->name() }, { QStringLiteral("signIns"), done } });
    co_return status;
}

} // namespace

Command ciCommand()
{
    return { .grammar = { .command = QStringLiteral("ci"),
                          .arguments = QStringLiteral("import"),
                          .description = QStringLiteral("Sign in with a GitLab CI job's variables."),
                          .least = 1,
                          .most = 1,
                          .own = { { QStringLiteral("file"), QStringLiteral("Read NAME=value lines from this file, or - for standard input."), QStringLiteral("FILE") },
                                   { QStringLiteral("no-verify"), QStringLiteral("Keep them without asking the registry.") },
                                   { QStringLiteral("no-docker"), QStringLiteral("Leave Docker's and containers' files alone.") } } },
             .run = importCi };
}

} // namespace wharf::ctl
