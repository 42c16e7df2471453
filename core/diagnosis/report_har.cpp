#include "core/diagnosis/report_har.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>
#include <QUrlQuery>

namespace wharf::diagnosis {

namespace {

QJsonObject named(const QString &name, const QString &value)
{
    return { { QStringLiteral("name"), name }, { QStringLiteral("value"), value } };
}

QJsonArray queryOf(const QString &url)
{
    QJsonArray query;
    const auto items = QUrlQuery(QUrl(url)).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items)
        query.append(named(name, value));
    return query;
}

QJsonObject requestOf(const net::Exchange &exchange)
{
    QJsonArray headers;
    if (!exchange.authorization.isEmpty())
        headers.append(named(QStringLiteral("Authorization"), exchange.authorization));
    return { { QStringLiteral("method"), QString::fromLatin1(exchange.method) },
             { QStringLiteral("url"), exchange.url },
             { QStringLiteral("httpVersion"), QStringLiteral("HTTP/1.1") },
             { QStringLiteral("cookies"), QJsonArray() },
             { QStringLiteral("headers"), headers },
             { QStringLiteral("queryString"), queryOf(exchange.url) },
             { QStringLiteral("headersSize"), -1 },
             { QStringLiteral("bodySize"), -1 } };
}

QJsonObject responseOf(const net::Exchange &exchange)
{
    QJsonArray headers;
    QString type;
    QString location;
    for (const net::Header &header : exchange.replyHeaders) {
        const QString value = QString::fromUtf8(header.value);
        headers.append(named(QString::fromLatin1(header.name), value));
        if (header.name.compare("content-type", Qt::CaseInsensitive) == 0)
            type = value;
        if (header.name.compare("location", Qt::CaseInsensitive) == 0)
            location = value;
    }
    QJsonObject response { { QStringLiteral("status"), exchange.status },
                           { QStringLiteral("statusText"), QString() },
                           { QStringLiteral("httpVersion"), QStringLiteral("HTTP/1.1") },
                           { QStringLiteral("cookies"), QJsonArray() },
                           { QStringLiteral("headers"), headers },
                           { QStringLiteral("content"), QJsonObject { { QStringLiteral("size"), -1 }, { QStringLiteral("mimeType"), type } } },
                           { QStringLiteral("redirectURL"), location },
                           { QStringLiteral("headersSize"), -1 },
                           { QStringLiteral("bodySize"), -1 } };
    if (exchange.failure)
        response.insert(QStringLiteral("_error"), stageName(exchange.failure->stage) + QLatin1Char('/') + kindName(exchange.failure->kind));
    return response;
}

} // namespace

QByteArray harReport(const Diagnosis &diagnosis)
{
    QJsonArray entries;
    for (const Step &step : diagnosis.steps) {
        for (const net::Exchange &exchange : step.exchanges) {
            entries.append(QJsonObject {
                { QStringLiteral("startedDateTime"), exchange.started.toUTC().toString(Qt::ISODateWithMs) },
                { QStringLiteral("time"), exchange.milliseconds },
                { QStringLiteral("request"), requestOf(exchange) },
                { QStringLiteral("response"), responseOf(exchange) },
                { QStringLiteral("cache"), QJsonObject() },
                { QStringLiteral("timings"), QJsonObject { { QStringLiteral("send"), 0 },
                                                           { QStringLiteral("wait"), exchange.milliseconds },
                                                           { QStringLiteral("receive"), 0 } } },
                { QStringLiteral("comment"), stepName(step.id) } });
        }
    }
    const QJsonObject creator { { QStringLiteral("name"), QStringLiteral("Wharfinger") }, { QStringLiteral("version"), QStringLiteral(WHARF_VERSION) } };
    const QJsonObject log { { QStringLiteral("version"), QStringLiteral("1.2") },
                            { QStringLiteral("creator"), creator },
                            { QStringLiteral("entries"), entries } };
    return QJsonDocument(QJsonObject { { QStringLiteral("log"), log } }).toJson();
}

} // namespace wharf::diagnosis
