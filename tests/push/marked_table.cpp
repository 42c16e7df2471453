#include "tests/push/marked_table.h"

#include <QFile>
#include <QSaveFile>

namespace wharf::rig {

QString markdownTable(const QList<QStringList> &rows)
{
    QString text;
    for (qsizetype row = 0; row < rows.size(); ++row) {
        text += QLatin1String("| ") + rows.at(row).join(QLatin1String(" | ")) + QLatin1String(" |\n");
        if (row == 0)
            text += QLatin1Char('|') + QStringLiteral("---|").repeated(rows.at(row).size()) + QLatin1Char('\n');
    }
    return text;
}

QString writeBetweenMarks(const QString &fileName, const QString &text)
{
    const QString begin = QStringLiteral("<!-- push-faults:begin -->");
    const QString end = QStringLiteral("<!-- push-faults:end -->");
    QFile file(fileName);
    if (!file.open(QIODevice::ReadOnly))
        return QStringLiteral("%1 cannot be read.").arg(fileName);
    QString all = QString::fromUtf8(file.readAll());
    const qsizetype from = all.indexOf(begin);
    const qsizetype to = all.indexOf(end);
    if (from < 0 || to < from)
        return QStringLiteral("%1 has no %2 … %3.").arg(fileName, begin, end);
    all.replace(from + begin.size(), to - from - begin.size(), QLatin1Char('\n') + text);
    QSaveFile saved(fileName);
    if (!saved.open(QIODevice::WriteOnly) || saved.write(all.toUtf8()) < 0 || !saved.commit())
        return QStringLiteral("%1 cannot be written.").arg(fileName);
    return {};
}

} // namespace wharf::rig
