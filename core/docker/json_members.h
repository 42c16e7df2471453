#pragma once

#include <QByteArray>
#include <QList>

namespace wharf::docker {

/// Where one member of a JSON object stands in its text. Positions in bytes; the ends are one behind.
struct JsonMember {
    QByteArray name; ///< without its escapes, UTF-8
    qsizetype keyBegin = 0;
    qsizetype keyEnd = 0;
    qsizetype valueBegin = 0;
    qsizetype valueEnd = 0;
};

/// One JSON object in a text.
struct JsonSpan {
    qsizetype open = 0;  ///< its `{`
    qsizetype close = 0; ///< its `}`
    QList<JsonMember> members;
};

/// Finds the members of the object that begins at or after `from`. The text must be valid JSON: it is not checked again.
[[nodiscard]] JsonSpan findMembers(const QByteArray &text, qsizetype from);

/// The value of a string token, quotes included, as UTF-8.
[[nodiscard]] QByteArray stringValue(const QByteArray &token);

} // namespace wharf::docker
