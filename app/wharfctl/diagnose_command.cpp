#include "app/wharfctl/amounts.h"
#include "app/wharfctl/commands.h"
#include "app/wharfctl/secret_input.h"
#include "core/accounts/sign_in.h"
#include "core/diagnosis/examination.h"
#include "core/diagnosis/pasted_failure.h"
#include "core/diagnosis/report_har.h"
#include "core/diagnosis/report_json.h"
#include "core/diagnosis/report_markdown.h"
#include "core/diagnosis/target.h"
#include "core/diagnosis/verdict.h"

#include <QFile>
#include <QSaveFile>

namespace wharf::ctl {

namespace {

using namespace diagnosis;

QString sign(StepStatus status)
{
    switch (status) {
    case StepStatus::Ok:
        return QStringLiteral("ok     ");
    case StepStatus::Warning:
        return QStringLiteral("warning");
    case StepStatus::Failed:
        return QStringLiteral("FAILED ");
    case StepStatus::Skipped:
    case StepStatus::Waiting:
    case StepStatus::Running:
        return QStringLiteral("-      ");
    }
    Q_UNREACHABLE();
}

void sayFinding(const Console &console, const Finding &finding, const Evidence &evidence)
{
    const FindingWords words = wordsFor(finding, evidence);
    console.say({});
    console.say(words.title);
    console.say(QStringLiteral("  %1 · %2 · for: %3").arg(finding.code, certaintyWords(finding.certainty), ownerWords(finding.owner)));
    if (!words.explanation.isEmpty())
        console.say(QStringLiteral("  ") + words.explanation);
    if (!words.remedy.isEmpty())
        console.say(QStringLiteral("\nWhat to do:"));
    int number = 0;
    for (const QString &line : words.remedy)
        console.say(line.startsWith(QLatin1String("    ")) ? QStringLiteral("   ") + line : QStringLiteral("  %1. %2").arg(++number).arg(line));
    if (!words.evidence.isEmpty())
        console.say(QStringLiteral("\nWhy:"));
    for (const QString &line : words.evidence)
        console.say(QStringLiteral("  - ") + line);
    if (!words.settledBy.isEmpty())
        console.say(QStringLiteral("  What would settle it: ") + words.settledBy);
}

void sayDiagnosis(const Console &console, const Diagnosis &diagnosis)
{
    qsizetype width = 0;
    for (const Step &step : diagnosis.steps)
        width = std::max(width, stepTitle(step.id).size());
    for (const Step &step : diagnosis.steps) {
        const QString time = step.milliseconds > 0 ? QStringLiteral("%1 ms").arg(step.milliseconds) : QString();
        console.say(QStringLiteral("%1  %2  %3  %4").arg(sign(step.status), time.rightJustified(8), stepTitle(step.id).leftJustified(width), step.summary));
    }
    for (const Finding &finding : diagnosis.findings) {
        if (finding.severity != Severity::Note || finding == diagnosis.verdict())
            sayFinding(console, finding, diagnosis.evidence);
        else
            console.say(QStringLiteral("\nBesides (%1): %2").arg(finding.code, wordsFor(finding, diagnosis.evidence).title));
    }
}

/// What the pasted output of a failed command says to examine.
Result<void> readPasted(const QString &name, Question &question)
{
    constexpr qint64 limit = qint64(64) << 20;
    QFile file(name);
    const bool opened = name == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!opened)
        return fail({ .stage = Stage::Input, .kind = Kind::Absent, .subject = QStringLiteral("pasted-file"), .host = name });
    const PastedFailure read = readPastedFailure(decodePasted(file.read(limit)));
    // An image given beside the text outranks the text's.
    if (question.typed.isEmpty())
        question.typed = read.target;
    question.pasted = read.evidence;
    if (read.evidence.action == QLatin1String("pull"))
        question.actions = { QStringLiteral("pull") };
    if (question.typed.isEmpty())
        return fail({ .stage = Stage::Input, .kind = Kind::Invalid, .subject = QStringLiteral("no-target-in-text") });
    return {};
}

Result<Credential> readCredential(std::shared_ptr<Workplace> workplace)
{
    const Options &options = workplace->options();
    Credential credential { .userName = options.value(QStringLiteral("username")), .secret = {} };
    if (!options.has(QStringLiteral("password-stdin")))
        return credential;
    auto secret = readSecretFromStandardInput(options.timeout());
    if (!secret)
        return fail(secret.error());
    credential.secret = std::move(*secret);
    return credential;
}

/// How far to go, as the options say; a complaint where one of them makes no sense.
QString readExtent(const Options &options, Question &question)
{
    question.anonymous = options.has(QStringLiteral("anonymous"));
    question.probeUpload = !options.has(QStringLiteral("no-upload-probe"));
    question.mayCreateRepository = options.has(QStringLiteral("may-create"));
    question.askDaemon = !options.has(QStringLiteral("no-daemon"));
    // A little less than the command's own limit, so that what was seen until then is told.
    if (options.timeout().count() > 0)
        question.limit = options.timeout() - std::chrono::milliseconds(300);
    if (options.has(QStringLiteral("probe-upload"))) {
        const auto size = readBytes(options.value(QStringLiteral("probe-upload")));
        if (!size || *size > qint64(1) << 30)
            return QStringLiteral("--probe-upload takes a size up to 1G, as in 2M or 101M.");
        question.uploadSize = *size;
        // A large body may well take longer than everything else together.
        if (options.timeout().count() == 0)
            question.limit += std::chrono::seconds(*size >> 20);
    }
    if (options.has(QStringLiteral("actions"))) {
        question.actions = options.value(QStringLiteral("actions")).split(QLatin1Char(','), Qt::SkipEmptyParts);
        for (const QString &action : std::as_const(question.actions)) {
            if (action != QLatin1String("pull") && action != QLatin1String("push"))
                return QStringLiteral("--actions takes pull, push, or pull,push.");
        }
    }
    return {};
}

/// An account for the registry is examined before what the clients would send; a keychain that gives nothing is no obstacle
/// but where the account was named: what Docker meets is what is to be found out.
Task<Result<void>> readAccount(std::shared_ptr<Workplace> workplace, registry::RegistryHost host, std::shared_ptr<Question> question)
{
    const bool named = workplace->options().has(QStringLiteral("account"));
    const auto account = chosenAccount(*workplace, host);
    if (!account)
        co_return named ? Result<void>(fail(account.error())) : Result<void>();
    accounts::Account like = *account;
    like.network = workplace->options().network(account->network);
    question->network = accounts::networkSettings(like);
    if (question->anonymous)
        co_return {};
    auto secret = co_await workplace->store()->read(account->storeKey());
    if (!secret)
        co_return named ? Result<void>(fail(secret.error())) : Result<void>();
    question->credential = { .userName = account->userName, .secret = std::move(*secret) };
    question->credentialFrom = QStringLiteral("account");
    co_return {};
}

/// Completes the question with the credential that the options name. Left anonymous where they name none and there is no
/// account: then what Docker would send is examined.
Task<Result<void>> readWho(std::shared_ptr<Workplace> workplace, std::shared_ptr<Question> question)
{
    const registry::RegistryHost host = readTarget(question->typed, {}).host;
    accounts::Account like;
    like.host = host;
    like.network = workplace->options().network();
    question->network = accounts::networkSettings(like);
    if (!workplace->options().has(QStringLiteral("username")))
        co_return co_await readAccount(workplace, host, question);
    const auto credential = readCredential(workplace);
    if (!credential)
        co_return fail(credential.error());
    question->credential = *credential;
    question->credentialFrom = QStringLiteral("standard-input");
    co_return {};
}

/// A file that a report goes to. Opened before the run, so that a place that cannot be written is known before anything is asked;
/// what stood there stays until the report is whole.
class ReportFile {
public:
    explicit ReportFile(const QString &path) : m_file(path) {}

    /// Errors: Stage::Input, Kind::Denied, subject `report-file`.
    Result<void> open()
    {
        if (m_file.fileName().isEmpty() || (m_file.open(QIODevice::WriteOnly) && m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)))
            return {};
        return trouble();
    }
    /// Errors: as open().
    Result<void> write(const QByteArray &bytes)
    {
        if (m_file.fileName().isEmpty() || (m_file.write(bytes) == bytes.size() && m_file.commit()))
            return {};
        return trouble();
    }

private:
    [[nodiscard]] Result<void> trouble() const
    {
        return fail({ .stage = Stage::Input, .kind = Kind::Denied, .serverSaid = m_file.errorString(),
                      .subject = QStringLiteral("report-file"), .host = m_file.fileName() });
    }

    QSaveFile m_file;
};

Task<int> diagnose(std::shared_ptr<Workplace> workplace)
{
    const Options options = workplace->options();
    const Console console = workplace->console();
    const QString pasted = options.value(QStringLiteral("text"));
    if (pasted.isEmpty() && options.positional().isEmpty())
        co_return console.wrongUsage(QStringLiteral("diagnose takes an image or a host, or --text with the output of a failed command."));
    if (options.has(QStringLiteral("username")) != options.has(QStringLiteral("password-stdin")))
        co_return console.wrongUsage(QStringLiteral("--username and --password-stdin belong together."));
    // --anonymous --account is one: the account's network settings, and nobody's sign-in.
    if (options.has(QStringLiteral("username")) && (options.has(QStringLiteral("anonymous")) || options.has(QStringLiteral("account"))))
        co_return console.wrongUsage(QStringLiteral("Name one sign-in: --username, --account, or --anonymous for none."));
    if (options.has(QStringLiteral("probe-upload")) && options.has(QStringLiteral("no-upload-probe")))
        co_return console.wrongUsage(QStringLiteral("--probe-upload and --no-upload-probe contradict each other."));
    if (options.has(QStringLiteral("password-stdin")) && pasted == QLatin1String("-"))
        co_return console.wrongUsage(QStringLiteral("Standard input cannot hold both the text and the password; name a file with --text."));

    const auto question = std::make_shared<Question>();
    question->typed = options.positional().value(0);
    if (!pasted.isEmpty()) {
        if (const auto read = readPasted(pasted, *question); !read)
            co_return workplace->report(read.error(), {});
    }
    if (const QString complaint = readExtent(options, *question); !complaint.isEmpty())
        co_return console.wrongUsage(complaint);
    if (const auto who = co_await readWho(workplace, question); !who)
        co_return workplace->report(who.error(), {});

    ReportFile report(options.value(QStringLiteral("report")));
    ReportFile archive(options.value(QStringLiteral("har")));
    for (ReportFile *file : { &report, &archive }) {
        if (const auto opened = file->open(); !opened)
            co_return workplace->report(opened.error(), {});
    }

    const bool verbose = options.verbose();
    const StepObserver observer = [console, verbose](const Step &step) {
        if (verbose && step.status != StepStatus::Running)
            console.note(stepTitle(step.id) + QStringLiteral(": ") + step.summary);
    };
    const Diagnosis diagnosis = co_await examine(*question, std::make_shared<SystemClock>(), workplace->stop(), observer);
    if (diagnosis.cancelled)
        co_return workplace->report({ .stage = Stage::Connect, .kind = Kind::Cancelled }, {});
    if (const auto written = report.write(markdownReport(diagnosis).toUtf8()); !written)
        co_return workplace->report(written.error(), {});
    if (const auto written = archive.write(harReport(diagnosis)); !written)
        co_return workplace->report(written.error(), {});
    sayDiagnosis(console, diagnosis);
    console.document(QStringLiteral("wharfinger.diagnosis/1"), diagnosisDocument(diagnosis));
    co_return diagnosis.verdict().code == QLatin1String("healthy") ? AllWell : AnswerIsNo;
}

} // namespace

Command diagnoseCommand()
{
    return { .grammar = { .command = QStringLiteral("diagnose"),
                          .arguments = QStringLiteral("IMAGE|HOST"),
                          .description = QStringLiteral("Say why a login, a pull or a push is refused, and whose job the fix is."),
                          .least = 0,
                          .most = 1,
                          .own = { { { QStringLiteral("u"), QStringLiteral("username") }, QStringLiteral("Examine this user name, with the password on standard input."), QStringLiteral("USER") },
                                   { QStringLiteral("password-stdin"), QStringLiteral("Read the password or token from standard input.") },
                                   { QStringLiteral("account"), QStringLiteral("Examine this account instead of the active one."), QStringLiteral("ACCOUNT") },
                                   { QStringLiteral("anonymous"), QStringLiteral("Examine what somebody without a sign-in gets.") },
                                   { QStringLiteral("text"), QStringLiteral("Read the output of a failed command from FILE, or - for standard input."), QStringLiteral("FILE") },
                                   { QStringLiteral("actions"), QStringLiteral("What should work: pull, push, or both (the default)."), QStringLiteral("ACTIONS") },
                                   { QStringLiteral("no-upload-probe"), QStringLiteral("Do not start an upload and take it back.") },
                                   { QStringLiteral("probe-upload"), QStringLiteral("How much to send in that upload: 2M is the default, 101M shows a CDN's limit."), QStringLiteral("SIZE") },
                                   { QStringLiteral("may-create"), QStringLiteral("Ask for push although the repository is not there; GitLab creates it then.") },
                                   { QStringLiteral("no-daemon"), QStringLiteral("Leave the container engine alone.") },
                                   { QStringLiteral("report"), QStringLiteral("Write a report in Markdown for an administrator."), QStringLiteral("FILE") },
                                   { QStringLiteral("har"), QStringLiteral("Write the exchanges as an HTTP archive."), QStringLiteral("FILE") } } },
             .run = diagnose,
             .endsAtOnce = true };
}

} // namespace wharf::ctl
