// Runs tools that push through the faults that pushes meet, reads back what arrived, and writes the table.
#include "tests/push/marked_table.h"
#include "tests/push/peer_run.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

namespace {

constexpr int wrongUsage = 2;
constexpr int couldNot = 3;

int complain(int status, const QString &sentence)
{
    std::fprintf(stderr, "wharf-push-peers: %s\n", qUtf8Printable(sentence));
    return status;
}

} // namespace

int main(int argc, char **argv)
{
    using namespace wharf::rig;
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption command(QStringLiteral("command"),
                                     QStringLiteral("One more tool, first in the table: a shell command with %archive, %layout, %destination; CI_REGISTRY, CI_REGISTRY_USER and "
                                                    "CI_REGISTRY_PASSWORD are set."),
                                     QStringLiteral("NAME=COMMAND"));
    const QCommandLineOption peers(QStringLiteral("peers"), QStringLiteral("Of docker, skopeo, skopeo --retry-times 3, podman; `none` for none."), QStringLiteral("NAME,…"));
    const QCommandLineOption faults(QStringLiteral("faults"), QStringLiteral("Only these rows."), QStringLiteral("NAME,…"));
    const QCommandLineOption scale(QStringLiteral("scale"), QStringLiteral("1: an image of 157 MB."), QStringLiteral("NUMBER"), QStringLiteral("1"));
    const QCommandLineOption timeout(QStringLiteral("timeout"), QStringLiteral("Seconds for each push."), QStringLiteral("SECONDS"), QStringLiteral("60"));
    const QCommandLineOption table(QStringLiteral("table"), QStringLiteral("Write the table between the marks of this file."), QStringLiteral("FILE"));
    parser.addOptions({ command, peers, faults, scale, timeout, table });
    parser.process(app);

    QList<Peer> all;
    for (const QString &each : parser.values(command))
        all.append({ each.section(QLatin1Char('='), 0, 0), { QStringLiteral("sh"), QStringLiteral("-c"), each.section(QLatin1Char('='), 1) }, {} });
    for (const Peer &peer : debianPeers()) {
        if (!parser.isSet(peers) || parser.value(peers).split(QLatin1Char(',')).contains(peer.name))
            all.append(peer);
    }
    if (all.isEmpty())
        return complain(wrongUsage, QStringLiteral("No such tool."));
    PeerRun run(parser.value(scale).toDouble(), parser.value(timeout).toInt());
    if (const QString error = run.start(all); !error.isEmpty())
        return complain(couldNot, error);

    QList<QStringList> rows { { QStringLiteral("fault") } };
    for (const Peer &peer : all)
        rows.first() << peer.name;
    for (const FaultRow &row : faultRows(run.payload())) {
        if (parser.isSet(faults) && !parser.value(faults).split(QLatin1Char(',')).contains(row.name))
            continue;
        QStringList line { row.sentence };
        for (const Peer &peer : all) {
            const Cell cell = run.run(row, peer);
            line << cell.text();
            std::printf("%s, %s: %s, sent %.2f, %.1f s; missing: %s; said: %s\n", qUtf8Printable(row.name), qUtf8Printable(peer.name), qUtf8Printable(cell.text()), cell.sent, cell.seconds,
                        qUtf8Printable(cell.missing), qUtf8Printable(cell.said));
            std::fflush(stdout);
        }
        rows << line;
    }
    const QString text = markdownTable(rows);
    std::printf("\n%s", qUtf8Printable(text));
    if (!parser.isSet(table))
        return 0;
    const QString error = writeBetweenMarks(parser.value(table), text);
    return error.isEmpty() ? 0 : complain(couldNot, error);
}
