#pragma once

#include <QString>
#include <QStringList>

namespace wharf::rig {

/// A table in Markdown; the first row is its head.
[[nodiscard]] QString markdownTable(const QList<QStringList> &rows);

/// Puts the text between `<!-- push-faults:begin -->` and `<!-- push-faults:end -->` of the file. An error sentence, or nothing.
[[nodiscard]] QString writeBetweenMarks(const QString &fileName, const QString &text);

} // namespace wharf::rig
