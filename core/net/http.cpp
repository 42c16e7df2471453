#include "core/net/http.h"

#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <limits>

namespace wharf::net {

namespace {

/// RFC 9110 §5.6.7: the one form of today and the two obsolete ones. Always GMT.
QDateTime parseHttpDate(const QByteArray &text)
{
    static const std::array formats {
        QStringLiteral("dd MMM yyyy hh:mm:ss 'GMT'"),
        QStringLiteral("dd-MMM-yy hh:mm:ss 'GMT'"),
        QStringLiteral("ddd MMM d hh:mm:ss yyyy"),
    };
    // Without the day of the week: of a year in two digits Qt would find it wrong.
    const QString simple = QString::fromLatin1(text.mid(text.indexOf(',') + 1)).simplified();
    for (const QString &format : formats) {
        QDateTime date = QLocale::c().toDateTime(simple, format);
        if (!date.isValid())
            continue;
        // Two digits: Qt takes the last century.
        if (date.date().year() < 1970)
            date = date.addYears(100);
        date.setTimeSpec(Qt::UTC);
        return date;
    }
    return {};
}

} // namespace

bool Reply::isRedirect() const
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

QByteArray Reply::header(QByteArrayView name) const
{
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const Header &header) {
        return header.name.compare(name, Qt::CaseInsensitive) == 0;
    });
    return found == headers.end() ? QByteArray() : found->value;
}

QDateTime Reply::date() const
{
    return parseHttpDate(header("Date"));
}

int Reply::retryAfterSeconds(const QDateTime &now) const
{
    const QByteArray value = header("Retry-After").trimmed();
    if (value.isEmpty())
        return 0;
    const bool digits = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    qint64 seconds = 0;
    if (digits) {
        bool fits = false;
        seconds = value.toLongLong(&fits);
        if (!fits)
            seconds = std::numeric_limits<int>::max();
    } else if (const QDateTime until = parseHttpDate(value); until.isValid()) {
        seconds = now.secsTo(until);
    }
    return static_cast<int>(std::clamp<qint64>(seconds, 0, std::numeric_limits<int>::max()));
}

} // namespace wharf::net
