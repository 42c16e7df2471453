#include "app/wharfctl/commands.h"
#include "app/wharfctl/documents.h"
#include "app/wharfctl/table.h"
#include "core/docker/engine_images.h"
#include "core/push/daemon/engine_of_source.h"
#include "core/wording/wording.h"

#include <QLocale>

namespace wharf::ctl {

namespace {

/// One engine, and what it has.
struct Shelf {
    QString engine;  ///< `docker` or `podman`: how its images are named as sources
    QString program; ///< `Docker`, `Podman`
    docker::EngineEndpoint endpoint;
    Result<QList<docker::EngineImage>> images;
};

QString ageOf(const QDateTime &created, const QDateTime &now)
{
    if (!created.isValid())
        return QStringLiteral("-");
    const auto ago = [](qint64 count, const char *unit) {
        return QStringLiteral("%1 %2%3 ago").arg(count).arg(QLatin1String(unit), QLatin1String(count == 1 ? "" : "s"));
    };
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    constexpr qint64 day = 24 * hour;
    const qint64 seconds = qMax<qint64>(created.secsTo(now), 0);
    if (seconds < minute)
        return ago(seconds, "second");
    if (seconds < hour)
        return ago(seconds / minute, "minute");
    if (seconds < 2 * day)
        return ago(seconds / hour, "hour");
    if (seconds < 60 * day)
        return ago(seconds / day, "day");
    return seconds < 730 * day ? ago(seconds / (30 * day), "month") : ago(seconds / (365 * day), "year");
}

QJsonObject imageDocument(const Shelf &shelf, const docker::EngineImage &image)
{
    return { { QStringLiteral("engine"), shelf.engine },
             { QStringLiteral("name"), image.name },
             { QStringLiteral("id"), image.id },
             { QStringLiteral("size"), image.size },
             { QStringLiteral("created"), timeDocument(image.created) },
             { QStringLiteral("repoDigests"), QJsonArray::fromStringList(image.repoDigests) } };
}

QJsonObject engineDocument(const Shelf &shelf)
{
    return { { QStringLiteral("engine"), shelf.engine },
             { QStringLiteral("address"), shelf.endpoint.address },
             { QStringLiteral("from"), shelf.endpoint.from },
             { QStringLiteral("error"), shelf.images ? QJsonValue() : QJsonValue(failureDocument(shelf.images.error(), {})) } };
}

/// Docker's and Podman's, side by side; Docker's alone where DOCKER_HOST names Podman's own socket.
Task<QList<Shelf>> shelves(std::shared_ptr<Stop> stop)
{
    using Kind = push::SourceName::Kind;
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    Shelf dockers { QStringLiteral("docker"), QStringLiteral("Docker"), push::engineOfSource(Kind::Docker, environment), {} };
    Shelf podmans { QStringLiteral("podman"), QStringLiteral("Podman"), push::engineOfSource(Kind::Podman, environment), {} };
    auto askedDocker = docker::engineImages(dockers.endpoint, environment, stop);
    auto askedPodman = docker::engineImages(podmans.endpoint, environment, stop);
    dockers.images = co_await askedDocker;
    podmans.images = co_await askedPodman;
    QList<Shelf> all { dockers };
    if (podmans.endpoint.address != dockers.endpoint.address)
        all.append(podmans);
    co_return all;
}

Task<int> listImages(std::shared_ptr<Workplace> workplace)
{
    const Console console = workplace->console();
    const QList<Shelf> all = co_await shelves(workplace->stop());
    const bool isAny = std::any_of(all.cbegin(), all.cend(), [](const Shelf &shelf) { return shelf.images.has_value(); });
    const Result<QList<docker::EngineImage>> &first = all.constFirst().images;
    if (!isAny && first.error().kind == Kind::Cancelled)
        co_return workplace->report(first.error(), {});

    for (const Shelf &shelf : all) {
        if (!shelf.images && (isAny || &shelf != &all.constFirst()))
            console.note(QStringLiteral("%1: %2").arg(shelf.program, wording::failureWords(workplace->explained(shelf.images.error()), {}, wording::Voice::Terminal).text()));
    }
    if (!isAny) {
        console.note(QStringLiteral("Neither Docker nor Podman could be asked for images."));
        (void)workplace->report(first.error(), {});
        co_return CouldNotRun;
    }

    QList<QStringList> rows { { QStringLiteral("ENGINE"), QStringLiteral("SIZE"), QStringLiteral("CREATED"), QStringLiteral("ID"), QStringLiteral("NAME") } };
    QJsonArray engines;
    QJsonArray images;
    for (const Shelf &shelf : all) {
        engines.append(engineDocument(shelf));
        const QList<docker::EngineImage> its = shelf.images.value_or(QList<docker::EngineImage>());
        for (const docker::EngineImage &image : its) {
            images.append(imageDocument(shelf, image));
            rows.append({ shelf.engine, QLocale::c().formattedDataSize(image.size, 1, QLocale::DataSizeSIFormat),
                          ageOf(image.created, workplace->clock().now()), docker::shortId(image.id), image.name });
        }
    }
    if (images.isEmpty()) {
        console.say(QStringLiteral("There is no image yet."));
    } else {
        const QStringList lines = table(rows);
        for (const QString &line : lines)
            console.say(line);
    }
    console.document(QStringLiteral("wharfinger.images/1"), { { QStringLiteral("engines"), engines }, { QStringLiteral("images"), images } });
    co_return AllWell;
}

} // namespace

Command imagesCommand()
{
    return { .grammar = { .command = QStringLiteral("images"),
                          .arguments = QString(),
                          .description = QStringLiteral("List the images that Docker and Podman have."),
                          .least = 0,
                          .most = 0,
                          .own = {} },
             .run = listImages };
}

} // namespace wharf::ctl
