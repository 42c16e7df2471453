#include "core/diagnosis/probes/bare_request.h"
#include "core/diagnosis/probes/certificate_reading.h"
#include "core/diagnosis/probes/host_probe.h"
#include "core/diagnosis/probes/tls_connection.h"
#include "core/diagnosis/probes/tls_judgement.h"
#include "core/diagnosis/probes/user_agent.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>

#include <algorithm>
#include <iterator>

namespace wharf::diagnosis {

namespace {

using namespace std::chrono_literals;

/// The rest of the first line of a peer that speaks no TLS.
Task<QString> firstLine(std::shared_ptr<TlsTalk> talk)
{
    constexpr qsizetype lineLimit = 1024;
    QByteArray text = talk->firstBytes();
    // The first byte of a TLS record: there is no text.
    if (text.isEmpty() || (text.at(0) >= 20 && text.at(0) <= 23))
        co_return QString();
    talk->wire().shorten(500ms);
    while (!text.contains('\n') && text.size() < lineLimit) {
        const QByteArray more = talk->wire().take();
        text += more;
        if (more.isEmpty() && talk->wire().over())
            break;
        if (more.isEmpty())
            co_await talk->wire().moved();
    }
    co_return cleanServerText(QString::fromUtf8(text.split('\n').constFirst().left(lineLimit)));
}

/// TLS 1.3 lets a server refuse a client certificate, or its absence, after the client takes the handshake for done. RFC 8446
/// §4.4.2.4. A question shows it.
Task<bool> isRefusedAfterwards(std::shared_ptr<TlsTalk> talk, QByteArray question)
{
    talk->wire().shorten(2s);
    talk->send(question);
    const QByteArray answer = co_await nextBytes(talk);
    const auto outcome = talk->outcome();
    co_return answer.isEmpty()
        && (outcome == TlsTalk::Outcome::Alert || outcome == TlsTalk::Outcome::Reset || outcome == TlsTalk::Outcome::Closed);
}

bool isOldHandshake(const TlsTalk &talk)
{
    static const QStringList current { QStringLiteral("TLSv1.2"), QStringLiteral("TLSv1.3") };
    return !current.contains(talk.protocol());
}

/// What a peer takes that takes nothing of Go's; empty where it takes nothing at all.
Task<QString> whatItTakes(QUrl url, QString address, WireSettings settings, std::chrono::milliseconds limit, std::shared_ptr<Stop> stop)
{
    TlsManner manner = mannerFor(url, settings.network);
    manner.anything = true;
    const auto wire = Wire::create(limit, stop);
    const auto talk = co_await talkTls(wire, url, address, manner, userAgent(settings.network));
    QString takes;
    if (talk && talk->outcome() == TlsTalk::Outcome::Done && (isOldHandshake(*talk) || !goTakes(talk->cipher())))
        takes = isOldHandshake(*talk) ? talk->protocol() : talk->cipher();
    wire->close();
    co_return takes;
}

/// Follows the certificate's own word for where its issuer's lies, as browsers do and Go does not.
Task<bool> completesWithFetched(std::shared_ptr<TlsTalk> talk, QUrl url, WireSettings settings, QDeadlineTimer deadline,
                                std::shared_ptr<Stop> stop)
{
    constexpr int steps = 2; // no authority has more between its root and a server
    Chain known;
    CertificateEvidence last = readCertificate(talk->chain().back().get());
    for (int step = 0; step < steps; ++step) {
        const QUrl issuers(last.caIssuersUrl, QUrl::StrictMode);
        const auto limit = std::min(std::chrono::milliseconds(2s), std::chrono::milliseconds(deadline.remainingTime()));
        if (limit <= 0ms || last.selfSigned || issuers.scheme() != QLatin1String("http") || issuers.host().isEmpty())
            co_return false;
        Chain fetched = parseIssuers(co_await fetchBytes(issuers, settings, limit, stop));
        if (fetched.empty())
            co_return false;
        last = readCertificate(fetched.front().get());
        std::move(fetched.begin(), fetched.end(), std::back_inserter(known));
        if (completesWith(talk->chain(), known, url, settings))
            co_return true;
    }
    co_return false;
}

void takeDown(const TlsTalk &talk, TlsEvidence &evidence)
{
    evidence.outcome = outcomeName(talk.outcome());
    evidence.alert = talk.outcome() == TlsTalk::Outcome::Alert ? talk.alert() : QString();
    evidence.clientCertificateAsked = talk.certificateAsked();
    evidence.clientCertificateGiven = talk.certificateGiven();
    evidence.receivedBytes = talk.received();
    if (talk.outcome() == TlsTalk::Outcome::Done || !talk.chain().empty()) {
        evidence.protocol = talk.protocol();
        evidence.cipher = talk.cipher();
    }
}

bool mayTakeSomethingElse(const TlsTalk &talk)
{
    const auto outcome = talk.outcome();
    const bool refused = outcome == TlsTalk::Outcome::Alert || outcome == TlsTalk::Outcome::Closed || outcome == TlsTalk::Outcome::Reset;
    // A certificate came: protocol and cipher were agreed upon.
    return refused && talk.chain().empty();
}

} // namespace

Task<TlsEvidence> probeTls(QUrl url, QString address, WireSettings settings, std::shared_ptr<Stop> stop)
{
    QElapsedTimer timer;
    timer.start();
    const QDeadlineTimer deadline(settings.tlsLimit);
    TlsEvidence evidence;
    if (stop->isStopped())
        co_return evidence;
    const auto wire = Wire::create(settings.tlsLimit, stop);
    const auto talk = co_await talkTls(wire, url, address, mannerFor(url, settings.network), userAgent(settings.network));
    if (talk) {
        evidence.tried = talk->outcome() != TlsTalk::Outcome::Stopped;
        takeDown(*talk, evidence);
        evidence.milliseconds = timer.elapsed();
        if (talk->outcome() == TlsTalk::Outcome::NotTls)
            evidence.firstText = co_await firstLine(talk);
        if (evidence.done() && talk->certificateAsked() && evidence.protocol == QLatin1String("TLSv1.3")) {
            const QUrl ping = url.resolved(QUrl(QStringLiteral("/v2/")));
            if (co_await isRefusedAfterwards(talk, bareRequest(ping, settings.network)))
                takeDown(*talk, evidence);
        }
        judgeCertificates(talk->chain(), url, settings, QDateTime::currentDateTimeUtc(), evidence);
        if (evidence.done() && !evidence.chainTrusted && !evidence.trustedByAccount && !evidence.completeWithKnownIntermediate)
            evidence.completeWithKnownIntermediate = co_await completesWithFetched(talk, url, settings, deadline, stop);
        if (mayTakeSomethingElse(*talk) && !deadline.hasExpired())
            evidence.takesOnly = co_await whatItTakes(url, address, settings, std::chrono::milliseconds(deadline.remainingTime()), stop);
    } else if (wire->connected() && chooseProxy(url).isDirect()) {
        // Taken, and dropped before a word was said.
        evidence.tried = wire->end() != Wire::End::Stopped;
        evidence.outcome = wire->end() == Wire::End::Closed ? QStringLiteral("closed") : connectOutcome(wire->end());
        evidence.milliseconds = timer.elapsed();
    }
    wire->close();
    co_return evidence;
}

} // namespace wharf::diagnosis
