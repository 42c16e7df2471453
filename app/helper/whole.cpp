#include "core/accounts/account_file.h"
#include "core/accounts/credential_store.h"
#include "core/base/core_dumps.h"
#include "core/base/paths.h"
#include "core/base/secret.h"
#include "core/base/standard_streams.h"
#include "core/docker/client_files.h"
#include "core/docker/helper_protocol.h"
#include "core/wording/wording.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace wharf;

namespace {

// A sign-in has a line of 64 KiB at most; what is beyond that is nobody's sign-in.
constexpr qint64 mostInput = 1024 * 1024;

/// The number of the process that called, and when that began: numbers come back.
QString caller()
{
#ifdef Q_OS_LINUX
    const QString parent = QString::number(::getppid());
    QFile stat(QLatin1String("/proc/") + parent + QLatin1String("/stat"));
    if (!stat.open(QIODevice::ReadOnly))
        return parent;
    // Behind the name in brackets, which may hold anything: field 22, proc(5).
    const QByteArray line = stat.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    return fields.size() > 19 ? parent + QLatin1Char(':') + QString::fromLatin1(fields[19]) : parent;
#elif defined(Q_OS_UNIX)
    return QString::number(::getppid());
#else
    return {};
#endif
}

QByteArray readInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly | QIODevice::Unbuffered))
        return {};
    return input.read(mostInput);
}

/// Puts back what another program has overwritten of ours. Nobody waits for it: who calls wants an answer.
void mendClientFiles(const registry::RegistryHost &host)
{
    if (!host.isEmpty())
        static_cast<void>(docker::ensureHelperEntries(docker::ClientFiles::ofThisUser(), { host }, std::chrono::milliseconds(0)));
}

int print(docker::HelperAnswer &answer)
{
    if (answer.failure) {
        const wording::Words words = wording::failureWords(*answer.failure, answer.host.name(), wording::Voice::Terminal);
        answer.output = words.text().toUtf8().simplified() + '\n';
    }
    const auto size = static_cast<std::size_t>(answer.output.size());
    const bool written = std::fwrite(answer.output.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0;
    wipe(answer.output);
    return written ? answer.exitStatus : 1;
}

struct Outcome {
    std::optional<docker::HelperAnswer> answer;
};

Task<> answerInto(std::shared_ptr<Outcome> outcome, QString action, QByteArray input)
{
    outcome->answer = co_await docker::answerHelper(action, std::move(input), accounts::openCredentialStore(),
                                                    accounts::AccountFile(paths::accountFile()), caller());
    QCoreApplication::quit();
}

} // namespace

int main(int argc, char **argv)
{
    forbidCoreDumps();
    keepStandardStreams();
    QCoreApplication app(argc, argv);
    const QString action = argc == 2 ? QString::fromLocal8Bit(argv[1]) : QString();
    const bool takesInput = action == QLatin1String("get") || action == QLatin1String("store") || action == QLatin1String("erase");

    const auto outcome = std::make_shared<Outcome>();
    const Task<> task = answerInto(outcome, action, takesInput ? readInput() : QByteArray());
    if (!outcome->answer)
        QCoreApplication::exec();
    const int status = print(*outcome->answer);
    if (action == QLatin1String("get"))
        mendClientFiles(outcome->answer->host);
    return status;
}
