#include "core/docker/helper_call.h"

namespace wharf::docker {

namespace {

using Outcome = HelperReply::Outcome;

const QByteArray notFound = QByteArrayLiteral("credentials not found in native keychain");

HelperReply readReply(ProgramOutcome run)
{
    HelperReply reply;
    reply.exitStatus = run.exitStatus;
    reply.milliseconds = run.milliseconds;
    switch (run.end) {
    case ProgramOutcome::End::NotStarted: reply.outcome = Outcome::NotExecutable; break;
    case ProgramOutcome::End::TimedOut: reply.outcome = Outcome::TimedOut; break;
    case ProgramOutcome::End::Stopped: reply.outcome = Outcome::Stopped; break;
    case ProgramOutcome::End::Crashed:
    case ProgramOutcome::End::TooMuch: reply.outcome = Outcome::Failed; break;
    case ProgramOutcome::End::Exited: reply.outcome = run.exitStatus == 0 ? Outcome::Found : Outcome::Failed; break;
    }
    if (reply.outcome == Outcome::Found) {
        if (const auto signIn = parseSignIn(run.output))
            reply.credential = signIn->credential;
        else
            reply.outcome = Outcome::NotJson;
    } else if (reply.outcome == Outcome::Failed) {
        const QByteArrayView text = QByteArrayView(run.output).trimmed();
        if (text == notFound)
            reply.outcome = Outcome::NotFound;
        else if (!text.startsWith('{')) // a sign-in is no error text, whatever the exit status says
            reply.said = cleanServerText(QString::fromUtf8(text.isEmpty() ? QByteArrayView(run.errors) : text)); // some use the other stream
    }
    wipe(run.output);
    return reply;
}

} // namespace

Task<HelperReply> askHelper(QString suffix, QString key, QProcessEnvironment environment, std::chrono::milliseconds limit,
                            std::shared_ptr<Stop> stop)
{
    // A name with a slash would leave the PATH.
    const FoundProgram found = suffix.contains(QLatin1Char('/'))
        ? FoundProgram()
        : findProgram(QLatin1String("docker-credential-") + suffix, environment);
    if (found.path.isEmpty()) {
        HelperReply reply;
        reply.outcome = found.notExecutable.isEmpty() ? Outcome::Missing : Outcome::NotExecutable;
        reply.path = found.notExecutable;
        co_return reply;
    }
    ProgramCall call;
    call.program = found.path;
    call.arguments = QStringList { QStringLiteral("get") };
    call.input = key.toUtf8();
    call.environment = environment;
    call.limit = limit;
    HelperReply reply = readReply(co_await runProgram(std::move(call), std::move(stop)));
    reply.path = found.path;
    co_return reply;
}

} // namespace wharf::docker
