#include "app/wharfctl/commands.h"
#include "app/wharfctl/documents.h"
#include "app/wharfctl/visit.h"
#include "core/registry/access_query.h"
#include "core/registry/target.h"
#include "core/wording/wording.h"

namespace wharf::ctl {

namespace {

QString pushProofLine(const Result<void> &proof, const QString &host)
{
    return proof ? QStringLiteral("  An upload was started and taken back: pushing works.")
                 : QStringLiteral("  An upload could not be started. ") + wording::failureWords(proof.error(), host, wording::Voice::Terminal).text();
}

Task<int> access(std::shared_ptr<Workplace> workplace)
{
    const Options options = workplace->options();
    const Console console = workplace->console();
    const auto target = registry::readTarget(options.positional().first());
    if (!target)
        co_return workplace->report(target.error(), {});
    const QString host = target->host.name();
    if (target->repository().isEmpty())
        co_return console.wrongUsage(QStringLiteral("access takes an image, as in %1/group/app or docker.io/library/debian:12.").arg(host));
    const auto visit = co_await visitRegistry(workplace, target->host);
    if (!visit)
        co_return workplace->report(visit.error(), host);
    const accounts::Account &account = visit->account;
    const registry::Challenge *challenge = registry::preferredChallenge(visit->ping.challenges);
    registry::AccessQuestion question { .repository = target->repository(),
                                        .probePush = options.has(QStringLiteral("probe-push")),
                                        .mayCreate = options.has(QStringLiteral("may-create")) };
    const auto answer = co_await registry::queryAccess(visit->session, visit->ping.api, challenge ? *challenge : registry::Challenge(),
                                                       visit->credential, question);
    if (!answer)
        co_return workplace->report(answer.error(), host);

    console.say(QStringLiteral("%1 as %2:").arg(target->host.name() + QLatin1Char('/') + target->repository(), account.userName));
    for (const registry::GrantRow &row : answer->rows)
        console.say(QStringLiteral("  %1 %2").arg(row.action.leftJustified(7), grantName(row.grant)));
    if (!answer->exists && !question.mayCreate)
        console.say(QStringLiteral("  The registry shows no such repository, so nothing but pull was asked: GitLab would create it. --may-create asks all the same."));
    if (answer->pushProof)
        console.say(pushProofLine(*answer->pushProof, host));

    QJsonValue proof;
    if (answer->pushProof) {
        proof = QJsonObject { { QStringLiteral("proven"), answer->pushProof->has_value() },
                              { QStringLiteral("error"), answer->pushProof->has_value() ? QJsonValue() : QJsonValue(failureDocument(answer->pushProof->error(), host)) } };
    }
    console.document(QStringLiteral("wharfinger.access/1"),
                     { { QStringLiteral("host"), host },
                       { QStringLiteral("repository"), target->repository() },
                       { QStringLiteral("account"), accountDocument(account, true) },
                       { QStringLiteral("exists"), answer->exists },
                       { QStringLiteral("opaque"), answer->opaque },
                       { QStringLiteral("grants"), grantDocuments(answer->rows) },
                       { QStringLiteral("pushProof"), proof } });
    const bool pullRefused = !answer->rows.isEmpty() && answer->rows.first().grant == registry::Grant::Refused;
    const bool pushFailed = question.probePush && (!answer->pushProof || !answer->pushProof->has_value());
    co_return pullRefused || pushFailed ? AnswerIsNo : AllWell;
}

} // namespace

Command accessCommand()
{
    return { .grammar = { .command = QStringLiteral("access"),
                          .arguments = QStringLiteral("IMAGE"),
                          .description = QStringLiteral("Tell what the account may do in a repository."),
                          .least = 1,
                          .most = 1,
                          .own = { { QStringLiteral("probe-push"), QStringLiteral("Start an upload and take it back: the real proof.") },
                                   { QStringLiteral("may-create"), QStringLiteral("Ask for push although the repository is not there; GitLab creates it then.") },
                                   { QStringLiteral("account"), QStringLiteral("Another account than the active one."), QStringLiteral("ACCOUNT") } } },
             .run = access };
}

} // namespace wharf::ctl
