#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QMap>
#include <QString>
#include <QUuid>

#include <optional>

namespace wharf::activity {

/// Kinds of entries, as they stand in the file. A reader passes over what it does not know.
inline constexpr QLatin1String pushDone("push-done");
inline constexpr QLatin1String pushFailed("push-failed");
inline constexpr QLatin1String pushCancelled("push-cancelled");

/// Something that happened, for whoever asks later: what, when, to whom, and a few facts. A value; nothing secret.
struct ActivityEntry {
    QDateTime time;              ///< UTC
    QString kind;                ///< `push-done`
    QString host;                ///< the registry's
    QString repository;          ///< with the tag where one plays a part; empty where none does
    QUuid account;               ///< null where nobody was signed in
    QMap<QString, QString> facts; ///< `digest` → `sha256:…`; numbers in plain digits

    friend bool operator==(const ActivityEntry &, const ActivityEntry &) = default;
};

/// One line of JSON, with its line end.
[[nodiscard]] QByteArray printEntry(const ActivityEntry &entry);
/// One after another, as in the file.
[[nodiscard]] QByteArray printEntries(const QList<ActivityEntry> &entries);
/// None where the line is no whole entry: without a time or a kind, or cut in half.
[[nodiscard]] std::optional<ActivityEntry> readEntry(const QByteArray &line);

} // namespace wharf::activity
