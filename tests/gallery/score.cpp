#include "tests/gallery/score.h"

#include "tests/gallery/scenario.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QProcess>
#include <QRegularExpression>

#include <cstdio>
#include <memory>
#include <vector>

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

constexpr int together = 2;

/// Mechanisms in failure-cases.json: every code that a public report stands for, `harmless-redirect` apart, which is never a verdict.
constexpr int mechanisms = 67;

struct Played {
    Scenario scenario;
    std::unique_ptr<QProcess> process;
    QJsonObject result;

    [[nodiscard]] bool ok() const { return process->exitStatus() == QProcess::NormalExit && process->exitCode() == 0; }
};

QStringList texts(const QJsonValue &list)
{
    QStringList all;
    for (const QJsonValue &each : list.toArray())
        all << each.toString();
    return all;
}

void print(const Played &played)
{
    const QStringList got = texts(played.result.value(u"got"_s));
    const bool broken = played.result.value(u"broken"_s).toBool();
    std::printf("%-4s %-42s %-36s %-36s %5.1f s\n", played.ok() ? "ok" : broken ? "rig" : "NO", qPrintable(played.scenario.name), qPrintable(played.scenario.code),
                qPrintable(got.isEmpty() ? u"-"_s : got.join(u", "_s)), played.result.value(u"ms"_s).toDouble() / 1000);
    for (const QString &complaint : texts(played.result.value(u"complaints"_s)))
        std::printf("       %s\n", qPrintable(complaint));
    std::fflush(stdout);
}

/// Everything that was written, against the schema that Wharfinger ships. Prints what does not fit.
bool fitsSchema(const std::vector<Played> &all, const QString &kept)
{
    QStringList command { u"-c"_s, uR"(
import json, sys, jsonschema
fits = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
bad = 0
for name in sys.argv[2:]:
    for error in fits.iter_errors(json.load(open(name))):
        print(name, '/'.join(map(str, error.absolute_path)), error.message[:200])
        bad = 1
sys.exit(bad))"_s, QStringLiteral(WHARF_SCHEMAS "/wharfinger.diagnosis.1.schema.json") };
    for (const Played &played : all) {
        const QDir folder(kept + u'/' + played.scenario.name);
        for (const QString &file : folder.entryList({ u"*-stdout.json"_s }))
            command << folder.filePath(file);
    }
    QProcess python;
    python.setProcessChannelMode(QProcess::ForwardedChannels);
    python.start(u"/usr/bin/python3"_s, command);
    return python.waitForFinished(120'000) && python.exitStatus() == QProcess::NormalExit && python.exitCode() == 0;
}

int printSum(const std::vector<Played> &all, qint64 milliseconds)
{
    QMap<QString, bool> told; // a mechanism counts when every scenario of it came out right
    int right = 0;
    int healthy = 0;
    int healthyRight = 0;
    for (const Played &played : all) {
        right += played.ok() ? 1 : 0;
        if (played.scenario.code == u"healthy"_s) {
            ++healthy;
            healthyRight += played.ok() ? 1 : 0;
        } else if (!played.scenario.cases.isEmpty()) {
            const QString mechanism = played.scenario.mechanism.isEmpty() ? played.scenario.code : played.scenario.mechanism;
            told[mechanism] = told.value(mechanism, true) && played.ok();
        }
    }
    std::printf("\n%d of %d mechanisms (%lld built), %d of %zu scenarios, %d of %d healthy registries, %.0f s\n", static_cast<int>(std::count(told.cbegin(), told.cend(), true)),
                mechanisms, static_cast<long long>(told.size()), right, all.size(), healthyRight, healthy, static_cast<double>(milliseconds) / 1000);
    return right == static_cast<int>(all.size()) && !all.empty() ? 0 : 1;
}

} // namespace

int score(const QStringList &names)
{
    std::vector<Played> all;
    for (const Scenario &scenario : allScenarios()) {
        bool wanted = names.isEmpty();
        for (const QString &name : names)
            wanted = wanted || QRegularExpression(QRegularExpression::wildcardToRegularExpression(name)).match(scenario.name).hasMatch() || name == scenario.code || name == scenario.family;
        if (wanted)
            all.push_back({ scenario, std::make_unique<QProcess>(), {} });
    }
    const QString kept = QDir(QCoreApplication::applicationDirPath()).filePath(u"gallery-output"_s);
    QElapsedTimer clock;
    clock.start();
    std::size_t next = 0;
    int running = 0;
    const auto startNext = [&] {
        Played &played = all[next++];
        const QString folder = kept + u'/' + played.scenario.name;
        QDir(folder).removeRecursively();
        QDir().mkpath(folder);
        QProcess *process = played.process.get();
        process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process->start(QCoreApplication::applicationFilePath(), { u"play"_s, played.scenario.name, folder });
        ++running;
    };
    while (next < all.size() || running > 0) {
        while (running < together && next < all.size())
            startNext();
        for (std::size_t i = 0; i < next; ++i) {
            Played &played = all[i];
            if (!played.result.isEmpty() || !(played.process->state() == QProcess::NotRunning || played.process->waitForFinished(20)))
                continue;
            played.result = QJsonDocument::fromJson(played.process->readAllStandardOutput()).object();
            if (played.result.isEmpty())
                played.result = { { u"complaints"_s, QJsonArray { u"it ended without a word"_s } }, { u"broken"_s, true } };
            --running;
            print(played);
        }
    }
    const int status = printSum(all, clock.elapsed());
    return fitsSchema(all, kept) ? status : 1;
}

} // namespace wharf::gallery
