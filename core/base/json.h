#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace wharf::json {

// Small strict readers: a member of another type is as good as none, so that nobody builds on `"true"` or `0`.

/// The document, if it is one JSON object; none for anything else.
[[nodiscard]] std::optional<QJsonObject> readObject(const QByteArray &document);

/// The document, if it is one JSON array; none for anything else.
[[nodiscard]] std::optional<QJsonArray> readArray(const QByteArray &document);

/// What Failure::serverSaid is for a Malformed document that is JSON all the same, and who reads it should not look for a comma.
inline constexpr QLatin1String notAnObject("not an object");
inline constexpr QLatin1String notAString("not a string");
inline constexpr QLatin1String noVersion("no version");

/// Whether the text is JSON of any kind, also a lone number or string.
[[nodiscard]] bool isJson(const QByteArray &text);

/// The strings of an array; other elements are left out. Empty where the member is no array.
[[nodiscard]] QStringList strings(const QJsonObject &object, const QString &member);

/// A whole number within ±2^53; none where it is anything else.
[[nodiscard]] std::optional<qint64> integer(const QJsonObject &object, const QString &member);

/// A NumericDate in UTC: seconds since 1970, fractions allowed, until the year 9999. Invalid where it is anything else.
/// RFC 7519 §2.
[[nodiscard]] QDateTime numericDate(const QJsonObject &object, const QString &member);

} // namespace wharf::json
