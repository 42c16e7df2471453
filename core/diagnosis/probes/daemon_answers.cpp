#include "core/diagnosis/probes/daemon_answers.h"

#include "core/base/json.h"
#include "core/net/exchange.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QRegularExpression>
#include <QUrl>

namespace wharf::diagnosis {

namespace {

constexpr qsizetype longestList = 1000;
constexpr qint64 longestBuilderFile = 1 << 20; // bytes
constexpr qsizetype longestText = 1024;

QString textOf(const QJsonObject &object, const char *name)
{
    return cleanServerText(object.value(QLatin1String(name)).toString().left(longestText));
}

QJsonObject objectIn(const QString &file)
{
    QFile open(file);
    if (!open.open(QIODevice::ReadOnly))
        return {};
    return json::readObject(open.read(longestBuilderFile)).value_or(QJsonObject());
}

bool isSameRegistry(const QString &entry, const registry::RegistryHost &host)
{
    const auto parsed = registry::RegistryHost::parse(entry);
    return parsed && *parsed == host;
}

} // namespace

QByteArray versionPrefix(const QString &apiVersion)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[0-9]{1,3}\\.[0-9]{1,4}\\z"));
    return pattern.match(apiVersion).hasMatch() ? "/v" + apiVersion.toLatin1() : QByteArray();
}

void takeVersion(const QByteArray &json, DaemonEvidence &evidence)
{
    const QJsonObject version = json::readObject(json).value_or(QJsonObject());
    evidence.version = textOf(version, "Version");
    evidence.goVersion = textOf(version, "GoVersion");
    if (evidence.apiVersion.isEmpty())
        evidence.apiVersion = textOf(version, "ApiVersion").left(32);
}

void takeInfo(const QByteArray &json, const registry::RegistryHost &host, DaemonEvidence &evidence)
{
    const QJsonObject info = json::readObject(json).value_or(QJsonObject());
    evidence.systemTime = QDateTime::fromString(info.value(QLatin1String("SystemTime")).toString(), Qt::ISODateWithMs).toUTC();
    evidence.httpProxy = withoutUserInfo(textOf(info, "HttpProxy"));
    evidence.httpsProxy = withoutUserInfo(textOf(info, "HttpsProxy"));
    evidence.noProxy = textOf(info, "NoProxy");

    const QJsonObject registries = info.value(QLatin1String("RegistryConfig")).toObject();
    evidence.mirrors = json::strings(registries, QStringLiteral("Mirrors")).mid(0, longestList);
    for (QString &mirror : evidence.mirrors)
        mirror = withoutUserInfo(mirror.left(longestText));
    const QJsonObject indexes = registries.value(QLatin1String("IndexConfigs")).toObject();
    for (auto index = indexes.begin(); index != indexes.end() && evidence.insecureEntries.size() < longestList; ++index) {
        const QJsonValue secure = index->toObject().value(QLatin1String("Secure"));
        if (!secure.isBool() || secure.toBool())
            continue;
        evidence.insecureEntries.append(cleanServerText(index.key().left(longestText)));
        evidence.insecure = evidence.insecure || isSameRegistry(index.key(), host);
    }
    evidence.insecureEntries += json::strings(registries, QStringLiteral("InsecureRegistryCIDRs")).mid(0, longestList);
}

QStringList rangesIn(const QStringList &entries)
{
    QStringList ranges;
    for (const QString &entry : entries) {
        if (entry.contains(QLatin1Char('/')) && QHostAddress::parseSubnet(entry).second >= 0)
            ranges.append(entry);
    }
    return ranges;
}

bool isWithin(const QString &address, const QStringList &ranges)
{
    QString bare = address;
    bare.remove(QLatin1Char('[')).remove(QLatin1Char(']'));
    const QHostAddress parsed(bare);
    return !parsed.isNull() && std::any_of(ranges.cbegin(), ranges.cend(), [&parsed](const QString &range) {
        const auto subnet = QHostAddress::parseSubnet(range);
        return subnet.second >= 0 && parsed.isInSubnet(subnet);
    });
}

QString withoutUserInfo(const QString &proxy)
{
    // A password may hold `#` or `/` unescaped, so no parser is asked: everything up to the last `@` of it goes.
    const qsizetype at = proxy.lastIndexOf(QLatin1Char('@'));
    if (at < 0)
        return proxy;
    const qsizetype scheme = proxy.indexOf(QLatin1String("://"));
    return (scheme >= 0 && scheme < at ? proxy.left(scheme + 3) : QString()) + proxy.mid(at + 1);
}

QString messageIn(const QByteArray &json, const Credential &sent)
{
    const QJsonObject answer = json::readObject(json).value_or(QJsonObject());
    QString said = answer.value(QLatin1String("message")).toString();
    if (said.isEmpty())
        said = answer.value(QLatin1String("Status")).toString();
    if (said.isEmpty() && answer.isEmpty())
        said = QString::fromUtf8(json.left(longestText));
    const net::Authorization authorization { net::Authorization::Scheme::Basic, sent.userName, sent.secret };
    return cleanServerText(QString::fromUtf8(net::withoutSecret(said.toUtf8(), authorization)));
}

QList<BuilderEvidence> readBuilders(const QString &dockerFolder, const QProcessEnvironment &environment)
{
    const QString named = environment.value(QStringLiteral("BUILDX_CONFIG"));
    const QString folder = named.isEmpty() ? dockerFolder + QLatin1String("/buildx") : named;
    QString current = environment.value(QStringLiteral("BUILDX_BUILDER"));
    if (current.isEmpty())
        current = objectIn(folder + QLatin1String("/current")).value(QLatin1String("Name")).toString();
    QList<BuilderEvidence> builders;
    const QStringList files = QDir(folder + QLatin1String("/instances")).entryList(QDir::Files, QDir::Name);
    for (const QString &file : files.mid(0, longestList)) {
        const QJsonObject instance = objectIn(folder + QLatin1String("/instances/") + file);
        const QString name = textOf(instance, "Name");
        if (!name.isEmpty())
            builders.append({ name, textOf(instance, "Driver"), name == current });
    }
    return builders;
}

} // namespace wharf::diagnosis
