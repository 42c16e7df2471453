#include "app/wharfctl/amounts.h"

#include <QLocale>
#include <QRegularExpression>

namespace wharf::ctl {

std::optional<qint64> readBytes(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^([0-9]{1,10})([KMG]?)$"), QRegularExpression::CaseInsensitiveOption);
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const int power = int(QStringLiteral("KMG").indexOf(match.captured(2).toUpper())) + 1;
    const qint64 bytes = match.captured(1).toLongLong() << (match.captured(2).isEmpty() ? 0 : 10 * power);
    return bytes > 0 ? std::optional(bytes) : std::nullopt;
}

QString sayBytes(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, bytes >= 1'000'000'000 ? 2 : bytes >= 10'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString sayTime(qint64 seconds)
{
    const QLatin1Char zero('0');
    if (seconds < 60)
        return QStringLiteral("%1 s").arg(seconds);
    if (seconds < 3600)
        return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, zero);
    return QStringLiteral("%1:%2:%3").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, zero).arg(seconds % 60, 2, 10, zero);
}

} // namespace wharf::ctl
