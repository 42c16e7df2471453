#include "core/base/json.h"

#include <QJsonDocument>

#include <cmath>

namespace wharf::json {

std::optional<QJsonObject> readObject(const QByteArray &document)
{
    QJsonParseError error;
    const QJsonDocument parsed = QJsonDocument::fromJson(document, &error);
    if (error.error != QJsonParseError::NoError || !parsed.isObject())
        return std::nullopt;
    return parsed.object();
}

std::optional<QJsonArray> readArray(const QByteArray &document)
{
    QJsonParseError error;
    const QJsonDocument parsed = QJsonDocument::fromJson(document, &error);
    if (error.error != QJsonParseError::NoError || !parsed.isArray())
        return std::nullopt;
    return parsed.array();
}

bool isJson(const QByteArray &text)
{
    // Qt 6.4 reads no lone numbers and strings.
    return QJsonDocument::fromJson('[' + text + ']').array().size() == 1;
}

QStringList strings(const QJsonObject &object, const QString &member)
{
    QStringList list;
    const QJsonArray array = object.value(member).toArray();
    for (const QJsonValue &value : array) {
        if (value.isString())
            list.append(value.toString());
    }
    return list;
}

std::optional<qint64> integer(const QJsonObject &object, const QString &member)
{
    constexpr double limit = 9007199254740992.0; // beyond it a JSON number is no longer exact
    const QJsonValue value = object.value(member);
    const double number = value.toDouble(std::nan(""));
    if (!value.isDouble() || !(std::abs(number) <= limit) || number != std::trunc(number))
        return std::nullopt;
    return static_cast<qint64>(number);
}

QDateTime numericDate(const QJsonObject &object, const QString &member)
{
    constexpr double endOfYear9999 = 253402300799.0;
    const QJsonValue value = object.value(member);
    const double seconds = value.toDouble(-1);
    if (!value.isDouble() || !(seconds >= 0) || seconds > endOfYear9999)
        return {};
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(seconds * 1000), Qt::UTC);
}

} // namespace wharf::json
