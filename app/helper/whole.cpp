#include "app/helper/answer.h"
#include "core/accounts/account_file.h"
#include "core/accounts/credential_store.h"
#include "core/base/core_dumps.h"
#include "core/base/paths.h"
#include "core/base/standard_streams.h"
#include "core/wording/wording.h"

#include <QCoreApplication>
#include <QFile>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace wharf;

namespace {

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

void putIntoWords(docker::HelperAnswer &answer)
{
    const wording::Words words = wording::failureWords(*answer.failure, answer.host.name(), wording::Voice::Terminal);
    answer.output = words.text().toUtf8().simplified() + '\n';
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
    const Task<> task = answerInto(outcome, action, takesInput ? helper::readInput() : QByteArray());
    if (!outcome->answer)
        QCoreApplication::exec();
    if (outcome->answer->failure)
        putIntoWords(*outcome->answer);
    const int status = helper::print(*outcome->answer);
    if (action == QLatin1String("get"))
        helper::mendClientFiles(outcome->answer->host);
    return status;
}
