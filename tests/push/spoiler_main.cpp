// A bad line for programs: docker, skopeo, podman push through it. Ends when its standard input does, and then tells what it saw.
#include "tests/push/fault_names.h"
#include "tests/push/spoiling_proxy.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>
#include <unistd.h>

namespace {

constexpr int wrongUsage = 2;

int complain(const QString &sentence)
{
    std::fprintf(stderr, "wharf-spoiler: %s\n", qUtf8Printable(sentence));
    return wrongUsage;
}

} // namespace

int main(int argc, char **argv)
{
    using namespace wharf::rig;
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Faults:\n") + faultHelp());
    parser.addHelpOption();
    const QCommandLineOption upstream(QStringLiteral("upstream"), QStringLiteral("The registry, on this machine."), QStringLiteral("URL"));
    const QCommandLineOption fault(QStringLiteral("fault"), QStringLiteral("What to spoil; again for more."), QStringLiteral("NAME[=VALUE]"));
    const QCommandLineOption storage(QStringLiteral("storage"), QStringLiteral("The registry's root folder, for the fault gitlab."), QStringLiteral("FOLDER"));
    const QCommandLineOption secret(QStringLiteral("secret"), QStringLiteral("Its http.secret."), QStringLiteral("TEXT"), QStringLiteral("sandbox"));
    parser.addOptions({ upstream, fault, storage, secret });
    parser.process(app);

    const QUrl url(parser.value(upstream));
    if (url.scheme() != QLatin1String("http") || url.port(80) <= 0)
        return complain(QStringLiteral("--upstream http://localhost:PORT?"));
    const auto port = static_cast<quint16>(url.port(80));
    Faults faults;
    for (const QString &each : parser.values(fault)) {
        if (const QString error = setFault(faults, each); !error.isEmpty())
            return complain(error);
    }
    std::optional<ResumeRules> rules;
    if (parser.isSet(storage))
        rules.emplace(parser.value(storage), parser.value(secret).toUtf8(), port);
    else if (faults.resumeRules)
        return complain(QStringLiteral("The fault gitlab needs --storage."));

    SpoilingProxy proxy(port, std::move(rules));
    proxy.set(faults);
    std::printf("%s\n", qUtf8Printable(proxy.url().toString()));
    std::fflush(stdout);
    char ignored[256];
    while (::read(STDIN_FILENO, ignored, sizeof ignored) > 0) { }
    for (const Seen &seen : proxy.log().all())
        std::printf("%d %s %lld %s %s\n", seen.connection, seen.line().constData(), static_cast<long long>(seen.received), seen.authorized ? "authorized" : "anonymous", seen.contentRange.constData());
    std::printf("sent %lld\n", static_cast<long long>(proxy.log().sent()));
    return 0;
}
