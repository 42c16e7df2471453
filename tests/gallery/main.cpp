// The gallery of faults: builds each with real software, proves that it is there, and asks Wharfinger what is wrong.
#include "tests/gallery/namespaces.h"
#include "tests/gallery/scenario.h"
#include "tests/gallery/score.h"
#include "tests/gallery/servers/gitlab_server.h"
#include "tests/gallery/stage.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

#include <cstdio>
#include <cstring>
#include <sys/stat.h>

namespace {

using namespace Qt::StringLiterals;
using namespace wharf::gallery;

constexpr int limitSeconds = 100;

/// Runs in the new namespaces. One line of JSON on standard output says how it went.
int playHere(const Scenario &scenario, const QString &kept)
{
    QElapsedTimer clock;
    clock.start();
    QJsonObject result { { u"name"_s, scenario.name }, { u"code"_s, scenario.code } };
    QStringList complaints;
    try {
        Stage stage(QStringLiteral(WHARFCTL), kept);
        try {
            scenario.play(stage);
            if (stage.verdicts().isEmpty())
                complaints << u"it asked for no diagnosis"_s;
        } catch (const Broken &broken) {
            complaints << broken.why;
            result.insert(u"broken"_s, true);
        }
        complaints = stage.complaints() + complaints;
        result.insert(u"got"_s, QJsonArray::fromStringList(stage.verdicts()));
        result.insert(u"diagnosis_ms"_s, stage.diagnosisMilliseconds());
    } catch (const Broken &broken) {
        complaints << broken.why;
        result.insert(u"broken"_s, true);
    }
    result.insert(u"complaints"_s, QJsonArray::fromStringList(complaints));
    result.insert(u"ms"_s, clock.elapsed());
    const QByteArray line = QJsonDocument(result).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stdout);
    std::fflush(stdout);
    return complaints.isEmpty() ? 0 : 1;
}

int play(const QString &name, const QString &kept)
{
    for (const Scenario &scenario : allScenarios()) {
        if (scenario.name != name)
            continue;
        const int status = inNamespaces([&] { return playHere(scenario, kept); }, limitSeconds);
        if (status < 0)
            std::printf("{\"name\":\"%s\",\"complaints\":[\"%s\"],\"broken\":true}\n", qPrintable(name), status == -2 ? "its time was up" : "no namespaces");
        return status == 0 ? 0 : 1;
    }
    std::fprintf(stderr, "There is no scenario %s.\n", qPrintable(name));
    return 2;
}

} // namespace

int main(int argc, char *argv[])
{
    ::umask(022);
    const auto is = [&](const char *word) { return argc > 1 && std::strcmp(argv[1], word) == 0; };
    if (is("play") && argc >= 3)
        return play(QString::fromUtf8(argv[2]), argc > 3 ? QString::fromUtf8(argv[3]) : QString());
    QCoreApplication application(argc, argv);
    if (is("gitlab") && argc == 3)
        return serveGitLab(QString::fromUtf8(argv[2]));
    if (is("list")) {
        for (const Scenario &scenario : allScenarios())
            std::printf("%-22s %-44s %s\n", qPrintable(scenario.family), qPrintable(scenario.name), qPrintable(scenario.code));
        return 0;
    }
    if (is("score"))
        return score(application.arguments().mid(2));
    std::fputs("Usage: gallery_of_faults list | play NAME [FOLDER] | score [NAME…]\n", stderr);
    return 2;
}
