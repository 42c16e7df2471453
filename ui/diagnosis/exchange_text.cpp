#include "ui/diagnosis/exchange_text.h"

#include "core/wording/wording.h"
#include "ui/wording/diagnosis_words.h"

#include <QCoreApplication>
#include <QUrl>

namespace wharf::ui {

namespace {

struct ExchangeText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::ExchangeText)
};

QString outcome(const net::Exchange &exchange)
{
    if (exchange.status > 0)
        return QString::number(exchange.status);
    if (exchange.failure)
        return wording::failureWords(*exchange.failure, QUrl(exchange.url).host()).sentence;
    return ExchangeText::tr("no answer");
}

} // namespace

QString exchangeText(const net::Exchange &exchange)
{
    QStringList lines { QString::fromLatin1(exchange.method) + QLatin1Char(' ') + exchange.url };
    if (!exchange.authorization.isEmpty())
        lines.append(ExchangeText::tr("Authorization: %1", "a masked header").arg(exchange.authorization));
    const QString time = durationText(exchange.milliseconds);
    const QString came = outcome(exchange);
    lines.append(QStringLiteral("→ ") + (time.isEmpty() ? came : ExchangeText::tr("%1 in %2", "a status and a duration").arg(came, time)));
    for (const net::Header &header : exchange.replyHeaders)
        lines.append(QString::fromLatin1(header.name) + QStringLiteral(": ") + QString::fromUtf8(header.value));
    return lines.join(QLatin1Char('\n'));
}

QString exchangeName(const net::Exchange &exchange)
{
    return ExchangeText::tr("%1 %2: %3", "a request's method, its host, what came").arg(QString::fromLatin1(exchange.method), QUrl(exchange.url).host(), outcome(exchange));
}

} // namespace wharf::ui
