#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace wharf::docker {

/// Changes single entries in the text of a JSON object and leaves every other byte as it is: order, unknown members,
/// spelling of numbers and strings, indentation, line ends.
///
/// The file belongs to the user; printing it anew from a parsed tree would change all of it.
class JsonText {
public:
    /// Nothing, or only blanks, counts as an empty object: Docker reads it so, too.
    /// Errors: Stage::ClientFile, Kind::Malformed; `serverSaid` has line and column, and nothing from the text; json::notAnObject
    /// where it is JSON all the same.
    [[nodiscard]] static Result<JsonText> parse(const QByteArray &text);

    /// The string at `object.key`; none where there is none. Of several with the same name the last counts, and the members
    /// of several objects of the same name add up, and null is the empty string, as in Go's decoder.
    /// Errors: Kind::Malformed where `object` is neither an object nor null, or the value not a string; `serverSaid` is
    /// json::notAnObject or json::notAString, a colon, and line and column.
    [[nodiscard]] Result<std::optional<QString>> string(const QByteArray &object, const QString &key) const;

    /// All names and strings in `object`, in the order of the text. Errors: as string().
    [[nodiscard]] Result<QList<std::pair<QString, QString>>> strings(const QByteArray &object) const;

    /// Sets `object.key`, in place where it is there, else as the last one, made to look like its neighbours.
    [[nodiscard]] Result<void> setString(const QByteArray &object, const QString &key, const QString &value);

    /// Takes `object.key` away, and `object` with its last member. What is not there is no error.
    [[nodiscard]] Result<void> remove(const QByteArray &object, const QString &key);

    [[nodiscard]] const QByteArray &text() const { return m_text; }

private:
    explicit JsonText(QByteArray text) : m_text(std::move(text)) { }
    QByteArray m_text;
};

} // namespace wharf::docker
