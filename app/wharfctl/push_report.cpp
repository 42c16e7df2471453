#include "app/wharfctl/push_report.h"

#include "app/wharfctl/amounts.h"
#include "app/wharfctl/documents.h"
#include "core/wording/wording.h"

#include <QJsonObject>

#include <algorithm>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

namespace wharf::ctl {

namespace {

using push::BlobProgress;
using push::PushProgress;
using State = BlobProgress::State;

QString stateName(State state)
{
    switch (state) {
    case State::Waiting: return QStringLiteral("waiting");
    case State::Checking: return QStringLiteral("checking");
    case State::Compressing: return QStringLiteral("compressing");
    case State::Uploading: return QStringLiteral("uploading");
    case State::Verifying: return QStringLiteral("verifying");
    case State::Retrying: return QStringLiteral("retrying");
    case State::Done: return QStringLiteral("uploaded");
    case State::Exists: return QStringLiteral("exists");
    case State::Mounted: return QStringLiteral("mounted");
    case State::Failed: return QStringLiteral("failed");
    }
    Q_UNREACHABLE();
}

QString phaseName(PushProgress::Phase phase)
{
    switch (phase) {
    case PushProgress::Phase::Preparing: return QStringLiteral("preparing");
    case PushProgress::Phase::Checking: return QStringLiteral("checking");
    case PushProgress::Phase::Uploading: return QStringLiteral("uploading");
    case PushProgress::Phase::Finishing: return QStringLiteral("finishing");
    case PushProgress::Phase::Paused: return QStringLiteral("paused");
    case PushProgress::Phase::Ended: return QStringLiteral("ended");
    }
    Q_UNREACHABLE();
}

QString shortName(const BlobProgress &blob)
{
    return blob.name.section(u':', -1).left(12) + (blob.isConfig ? QStringLiteral(" (config)") : QString());
}

/// What is worth a line of its own.
bool isTelling(State state)
{
    return state == State::Retrying || state == State::Done || state == State::Exists || state == State::Mounted || state == State::Failed;
}

QString sentence(const BlobProgress &blob)
{
    switch (blob.state) {
    case State::Retrying: {
        const auto words = blob.trouble ? wording::failureWords(*blob.trouble, {}, wording::Voice::Terminal) : wording::Words();
        return QStringLiteral("%1 Going on in %2 s.").arg(words.sentence).arg(blob.retryInSeconds).trimmed();
    }
    case State::Done: return QStringLiteral("uploaded, %1").arg(sayBytes(blob.total));
    case State::Exists: return QStringLiteral("is there already");
    case State::Mounted: return QStringLiteral("taken from %1").arg(blob.mountedFrom);
    default: return stateName(blob.state);
    }
}

int terminalWidth()
{
    winsize size {};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

} // namespace

PushReport::PushReport(Console console, const push::PushOrder &order)
    : m_console(console)
    , m_order(order)
    , m_onTerminal(::isatty(STDERR_FILENO) == 1 && !console.json())
{
}

void PushReport::begin() const
{
    if (!m_console.json())
        m_console.note(QStringLiteral("Pushing %1 to %2").arg(m_order.source.toString(), m_order.destination.toString()));
    event(QStringLiteral("started"), { { QStringLiteral("source"), m_order.source.toString() },
                                       { QStringLiteral("destination"), m_order.destination.toString() } });
}

void PushReport::event(const QString &name, QJsonObject members) const
{
    members.insert(QStringLiteral("event"), name);
    m_console.document(QStringLiteral("wharfinger.push-event/1"), members);
}

void PushReport::look(const PushProgress &progress)
{
    sayChanges(progress);
    sayWhetherTheTokenLasts(progress);
    if (m_onTerminal && progress.phase != PushProgress::Phase::Ended)
        sayLine(progress);
    const bool muchMore = progress.total > 0 && (progress.done - m_saidAt) * 10 >= progress.total;
    if (progress.phase != m_last.phase || muchMore) {
        m_saidAt = progress.done;
        event(QStringLiteral("progress"), { { QStringLiteral("phase"), phaseName(progress.phase) },
                                            { QStringLiteral("done"), progress.done },
                                            { QStringLiteral("total"), progress.total },
                                            { QStringLiteral("totalIsKnown"), progress.totalIsKnown },
                                            { QStringLiteral("bytesPerSecond"), qint64(progress.bytesPerSecond) },
                                            { QStringLiteral("secondsLeft"), progress.secondsLeft < 0 ? QJsonValue() : progress.secondsLeft },
                                            { QStringLiteral("tokenSeconds"), progress.tokenSeconds < 0 ? QJsonValue() : progress.tokenSeconds },
                                            { QStringLiteral("renewals"), progress.renewals } });
        if (!m_onTerminal && !m_console.json() && muchMore && progress.phase == PushProgress::Phase::Uploading)
            m_console.note(QStringLiteral("  %1 of %2%3").arg(sayBytes(progress.done), progress.totalIsKnown ? QString() : QStringLiteral("about "), sayBytes(progress.total)));
    }
    m_last = progress;
}

void PushReport::sayChanges(const PushProgress &progress)
{
    for (const BlobProgress &blob : progress.blobs) {
        const auto before = m_seen.constFind(blob.name);
        if (before != m_seen.constEnd() && *before == blob.state)
            continue;
        m_seen.insert(blob.name, blob.state);
        if (!isTelling(blob.state))
            continue;
        clearLine();
        if (!m_console.json())
            m_console.note(QStringLiteral("  %1  %2").arg(shortName(blob), sentence(blob)));
        event(QStringLiteral("blob"), { { QStringLiteral("name"), blob.name },
                                        { QStringLiteral("config"), blob.isConfig },
                                        { QStringLiteral("state"), stateName(blob.state) },
                                        { QStringLiteral("size"), blob.total < 0 ? QJsonValue() : QJsonValue(blob.total) },
                                        { QStringLiteral("retryInSeconds"), blob.retryInSeconds },
                                        { QStringLiteral("why"), blob.trouble ? QJsonValue(failureDocument(*blob.trouble, m_order.destination.host.name())) : QJsonValue() } });
    }
}

/// Once, as soon as the line's speed tells.
void PushReport::sayWhetherTheTokenLasts(const PushProgress &progress)
{
    if (m_saidTokenEnds || m_console.json() || progress.tokenLifetime <= 0 || progress.secondsLeft <= progress.tokenLifetime)
        return;
    m_saidTokenEnds = true;
    clearLine();
    m_console.note(QStringLiteral("  This takes about %1, and the token lives %2: it is renewed on the way.")
                       .arg(sayTime(progress.secondsLeft), sayTime(progress.tokenLifetime)));
}

void PushReport::sayLine(const PushProgress &progress)
{
    QString line;
    if (progress.phase == PushProgress::Phase::Uploading && progress.total > 0) {
        const int width = 20;
        const int full = static_cast<int>(std::clamp<qint64>(progress.done * width / progress.total, 0, width));
        line = QStringLiteral("[%1%2] %3 of %4%5").arg(QString(full, u'#'), QString(width - full, u' '), sayBytes(progress.done),
                                                       progress.totalIsKnown ? QString() : QStringLiteral("~"), sayBytes(progress.total));
        if (progress.bytesPerSecond > 0)
            line += QStringLiteral(" · %1/s").arg(sayBytes(qint64(progress.bytesPerSecond)));
        if (progress.secondsLeft >= 0)
            line += QStringLiteral(" · %1 left").arg(sayTime(progress.secondsLeft));
        if (progress.tokenSeconds >= 0)
            line += QStringLiteral(" · token %1").arg(sayTime(progress.tokenSeconds));
    } else {
        line = phaseName(progress.phase) + QStringLiteral(" …");
    }
    line = line.left(terminalWidth() - 1);
    const QByteArray text = "\r\x1b[K" + line.toUtf8();
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stderr);
    std::fflush(stderr);
    m_lineIsThere = true;
}

void PushReport::clearLine()
{
    if (std::exchange(m_lineIsThere, false))
        std::fputs("\r\x1b[K", stderr);
}

void PushReport::finish(const Result<push::PushOutcome> &outcome)
{
    clearLine();
    if (!outcome)
        return;
    m_console.say(outcome->digest);
    if (!m_console.json()) {
        m_console.note(QStringLiteral("Pushed %1 in %2: %3 uploaded, %4 there already, %5 mounted; %6 sent.")
                           .arg(m_order.destination.toString(), sayTime((outcome->milliseconds + 999) / 1000))
                           .arg(outcome->uploaded)
                           .arg(outcome->existed)
                           .arg(outcome->mounted)
                           .arg(sayBytes(outcome->sent)));
    }
    m_console.document(QStringLiteral("wharfinger.push/1"), { { QStringLiteral("source"), m_order.source.toString() },
                                                             { QStringLiteral("destination"), m_order.destination.toString() },
                                                             { QStringLiteral("digest"), outcome->digest },
                                                             { QStringLiteral("mediaType"), outcome->mediaType },
                                                             { QStringLiteral("size"), outcome->size },
                                                             { QStringLiteral("sent"), outcome->sent },
                                                             { QStringLiteral("uploaded"), outcome->uploaded },
                                                             { QStringLiteral("existed"), outcome->existed },
                                                             { QStringLiteral("mounted"), outcome->mounted },
                                                             { QStringLiteral("renewals"), outcome->renewals },
                                                             { QStringLiteral("milliseconds"), outcome->milliseconds } });
}

} // namespace wharf::ctl
