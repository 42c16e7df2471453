#include "core/diagnosis/pasted_failure.h"

#include "core/diagnosis/pasted_suspects.h"
#include "core/diagnosis/pasted_target.h"
#include "core/diagnosis/pasted_text.h"
#include "core/net/exchange.h"
#include "core/net/origin.h"

#include <QRegularExpression>
#include <QStringDecoder>
#include <QUrl>

namespace wharf::diagnosis {

namespace {

constexpr qsizetype mostBytes = 4 << 20;
constexpr qsizetype mostLines = 5000; // of more, the last: a command says why at its end
constexpr qsizetype longestKept = 1024;
constexpr qsizetype mostSuspects = 10;

/// Puts together what the lines say.
class Reading {
public:
    void take(const QString &line, qsizetype index)
    {
        const NamedTarget target = targetIn(line);
        if (!target.image.isEmpty())
            m_images.append({ target.image, index });
        if (!target.host.isEmpty())
            m_hosts.append({ target.host, index });
        m_context.toDockerHub = m_context.toDockerHub || target.hub;
        m_context.loginOk = m_context.loginOk || line.contains(QLatin1String("Login Succeeded"));
        static const QRegularExpression layers(QStringLiteral("^[0-9a-f]{12}: (?:Push|Wait|Prepar|Layer already|Mounted|Retry)|Copying blob|blobs/uploads/[0-9a-f-]{8}|pushing layers"));
        m_context.uploadBegan = m_context.uploadBegan || layers.match(line).hasMatch();
        if (const QString action = actionIn(line); !action.isEmpty())
            m_action = action;
        if (const auto reading = readLine(line)) {
            // The last of equals: what came before may have been tried again.
            if (m_telling < 0 || reading->rank <= m_rank) {
                m_rank = reading->rank;
                m_telling = index;
                m_line = line;
            }
            m_readings.append(*reading);
        }
    }

    [[nodiscard]] PastedFailure finish(const QStringList &lines)
    {
        PastedFailure failure;
        PastedEvidence &evidence = failure.evidence;
        evidence.given = true;
        evidence.client = clientIn(lines);
        m_context.builder = evidence.client == QLatin1String("buildx");
        failure.target = nearest(m_images);
        if (failure.target.isEmpty())
            failure.target = nearest(m_hosts);
        evidence.action = m_action;
        evidence.partial = m_context.uploadBegan;
        if (m_telling < 0)
            return failure;
        takeUrls(evidence, failure.target);
        static const QRegularExpression server(QStringLiteral("lookup \\S+ on (\\[?[0-9a-fA-F.:]+\\]?):53\\b"));
        evidence.dnsServer = server.match(m_line).captured(1);
        evidence.line = withoutSecrets(m_line).left(longestKept);
        evidence.suspects = suspects();
        return failure;
    }

private:
    struct Named {
        QString text;
        qsizetype index = 0;
    };

    /// The last one before the telling line, else the first after it.
    [[nodiscard]] QString nearest(const QList<Named> &names) const
    {
        QString found;
        for (const Named &named : names) {
            // A message without the tag of the command above it says nothing new.
            if (found.startsWith(named.text + QLatin1Char(':')) || found.startsWith(named.text + QLatin1Char('@')))
                continue;
            if (found.isEmpty() || m_telling < 0 || named.index <= m_telling)
                found = named.text;
        }
        return found;
    }

    void takeUrls(PastedEvidence &evidence, const QString &target)
    {
        const QStringList urls = urlsIn(m_line);
        if (urls.isEmpty())
            return;
        const net::Origin outer = net::Origin::of(QUrl(urls.constFirst()));
        const net::Origin inner = net::Origin::of(QUrl(urls.constLast()));
        evidence.urlScheme = inner.scheme;
        const QString registry = urls.size() > 1 ? outer.host : target.section(QLatin1Char('/'), 0, 0).section(QLatin1Char(':'), 0, 0);
        const bool nested = urls.size() > 1 || (!QUrl(urls.constLast()).path().startsWith(QLatin1String("/v2/")) && inner.host != registry);
        if (!nested || (urls.size() > 1 && inner == outer && QUrl(urls.constLast()).path() == QLatin1String("/v2/")))
            return;
        evidence.nestedUrl = withoutSecrets(net::maskedUrl(QUrl(urls.constLast()))).left(longestKept);
        m_context.nestedElsewhere = inner.host != registry;
        m_context.nestedOtherPort = urls.size() > 1 && inner.host == outer.host && inner.port != outer.port;
        m_context.nestedPlain = inner.scheme == QLatin1String("http");
    }

    [[nodiscard]] QStringList suspects()
    {
        std::stable_sort(m_readings.begin(), m_readings.end(), [](const LineReading &a, const LineReading &b) { return a.rank < b.rank; });
        QStringList all;
        for (const LineReading &reading : std::as_const(m_readings)) {
            for (const QString &code : reading.suspects) {
                if (!all.contains(code))
                    all.append(code);
            }
        }
        return inContext(all, m_line, m_context).mid(0, mostSuspects);
    }

    QList<Named> m_images;
    QList<Named> m_hosts;
    QList<LineReading> m_readings;
    PastedContext m_context;
    QString m_action;
    QString m_line;
    qsizetype m_telling = -1;
    int m_rank = 0;
};

} // namespace

PastedFailure readPastedFailure(const QString &text)
{
    QStringList lines = plainLines(text.right(mostBytes));
    if (lines.size() > mostLines)
        lines.remove(0, lines.size() - mostLines);
    Reading reading;
    for (qsizetype index = 0; index < lines.size(); ++index)
        reading.take(lines.at(index), index);
    return reading.finish(lines);
}

QString decodePasted(QByteArray bytes)
{
    if (const auto marked = QStringConverter::encodingForData(bytes)) {
        QStringDecoder decoder(*marked);
        return decoder.decode(bytes);
    }
    if (bytes.size() > mostBytes)
        bytes.remove(0, bytes.size() - mostBytes);
    QStringDecoder utf8(QStringConverter::Utf8);
    QString text = utf8.decode(bytes);
    return utf8.hasError() ? QString::fromLatin1(bytes) : text;
}

} // namespace wharf::diagnosis
