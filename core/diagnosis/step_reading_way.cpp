#include "core/diagnosis/step_reading.h"

#include "core/diagnosis/causes/reading.h"

#include <QHash>
#include <QLocale>

#include <algorithm>

namespace wharf::diagnosis {

using namespace causes;

namespace {

/// The evidence's stable names, for people; what is none of them is text already.
QString inWords(const QString &name)
{
    const QHash<QString, QString> words { { u"refused"_s, Say::tr("refused") },
                                          { u"timeout"_s, Say::tr("no answer in time") },
                                          { u"unreachable"_s, Say::tr("no way there") },
                                          { u"reset"_s, Say::tr("cut off") },
                                          { u"denied"_s, Say::tr("not allowed") },
                                          { u"absent"_s, Say::tr("nothing is there") },
                                          { u"not-an-engine"_s, Say::tr("something else answers") },
                                          { u"malformed"_s, Say::tr("it is no valid JSON") },
                                          { u"broken-entry"_s, Say::tr("an entry in it is broken") },
                                          { u"missing"_s, Say::tr("it is not there") },
                                          { u"not-executable"_s, Say::tr("it cannot be run") },
                                          { u"not-json"_s, Say::tr("its answer is no JSON") },
                                          { u"not-found"_s, Say::tr("nothing found") },
                                          { u"found"_s, Say::tr("found") },
                                          { u"failed"_s, Say::tr("it ended with an error") },
                                          { u"not-tls"_s, Say::tr("no TLS is spoken there") } };
    return words.value(name, name);
}

QString outcomeOf(const ConnectEvidence &one)
{
    if (one.outcome == "connected"_L1)
        return Say::tr("%1: connected in %2 ms").arg(one.address, QLocale().toString(one.milliseconds));
    return Say::tr("%1: %2").arg(one.address, inWords(one.outcome));
}

QString tlsLine(const HostEvidence &host)
{
    const TlsEvidence &tls = host.tls;
    if (!tls.done())
        return Say::tr("%1: no secure connection (%2%3)")
            .arg(nameOf(host), inWords(tls.outcome), tls.alert.isEmpty() ? QString() : u", "_s + tls.alert);
    const auto mark = [](bool good) { return good ? Say::tr("good") : Say::tr("bad"); };
    return Say::tr("%1: dates %2, name %3, chain %4; %5")
        .arg(nameOf(host), mark(tls.datesValid), mark(tls.nameMatches), mark(tls.chainTrusted || tls.trustedByAccount), tls.protocol);
}

StepReading worst(StepStatus status, const QString &summary, const QStringList &lines = {}) { return { status, summary, lines }; }

} // namespace

StepReading readTarget(const Evidence &evidence)
{
    const TargetEvidence &target = evidence.target;
    if (!target.problem.isEmpty())
        return worst(StepStatus::Failed, Say::tr("“%1” names no image and no registry.").arg(target.typed));
    if (target.registry.isEmpty())
        return worst(StepStatus::Skipped, Say::tr("No registry was named."));
    if (target.notTheRegistrysName)
        return worst(StepStatus::Failed, Say::tr("%1 is no registry's name.").arg(target.registry));
    QStringList lines;
    if (!target.repository.isEmpty())
        lines.append(Say::tr("Repository %1").arg(target.repository));
    if (!target.actions.isEmpty())
        lines.append(Say::tr("For: %1").arg(target.actions.join(u", "_s)));
    return worst(StepStatus::Ok, target.repository.isEmpty() ? target.registry : target.registry + u'/' + target.repository, lines);
}

StepReading readClients(const Evidence &evidence)
{
    if (evidence.clients.isEmpty())
        return worst(StepStatus::Skipped, Say::tr("No client was found on this machine."));
    StepReading reading { StepStatus::Ok, {}, {} };
    for (const ClientEvidence &client : evidence.clients) {
        for (const ClientFileEvidence &file : client.files) {
            if (file.state == "denied"_L1 || file.state == "malformed"_L1 || file.state == "broken-entry"_L1) {
                reading.status = StepStatus::Failed;
                reading.summary = Say::tr("%1 cannot be read: %2.").arg(file.path, inWords(file.problem.isEmpty() ? file.state : file.problem));
            }
        }
        for (const CredentialSource &source : client.sources) {
            if (source.helper)
                reading.evidence.append(Say::tr("%1: helper %2: %3").arg(client.client, source.helper->name, inWords(source.helper->outcome)));
        }
        const CredentialSource *sent = client.sent();
        reading.evidence.append(sent ? Say::tr("%1 would sign in as %2 (%3)").arg(client.client, sent->userName, sent->where)
                                     : Say::tr("%1 would send nothing").arg(client.client));
    }
    if (const CredentialSource *broken = brokenHelper(evidence); broken && reading.status != StepStatus::Failed) {
        reading.status = StepStatus::Failed;
        reading.summary = Say::tr("The credential helper %1 does not work: %2.").arg(broken->helper->name, inWords(broken->helper->outcome));
    }
    if (reading.summary.isEmpty()) {
        const ClientEvidence *client = clientInQuestion(evidence);
        const bool nothing = client && !client->sent() && !anonymousSuffices(evidence);
        reading.status = nothing ? StepStatus::Warning : StepStatus::Ok;
        reading.summary = client && client->sent() ? Say::tr("%1 has a sign-in for this registry.").arg(client->client)
                                                   : Say::tr("No client here has a sign-in for this registry.");
    }
    return reading;
}

StepReading readName(const Evidence &evidence)
{
    StepReading reading;
    for (const HostEvidence &host : evidence.hosts) {
        const NameEvidence &name = host.name;
        if (!name.looked && !name.literal)
            continue;
        if (reading.status == StepStatus::Skipped)
            reading.status = StepStatus::Ok;
        if (!name.problem.isEmpty()) {
            reading.status = StepStatus::Failed;
            reading.summary = Say::tr("%1 does not resolve (%2).").arg(host.host, name.problem == "not-found"_L1 ? Say::tr("the name is not known") : inWords(name.problem));
        }
        reading.evidence.append(name.literal ? Say::tr("%1 is an address").arg(host.host)
                                             : Say::tr("%1: %2").arg(host.host, name.addresses.join(u", "_s)));
        if (!name.hostsFile.isEmpty())
            reading.evidence.append(Say::tr("/etc/hosts has %1 for it").arg(name.hostsFile.join(u", "_s)));
    }
    if (reading.status == StepStatus::Skipped)
        reading.summary = evidence.hosts.isEmpty() ? Say::tr("There was no host to look up.")
                                                   : Say::tr("Not looked up: a proxy does that.");
    else if (reading.summary.isEmpty())
        reading.summary = Say::tr("Every name resolves.");
    return reading;
}

StepReading readConnect(const Evidence &evidence)
{
    StepReading reading;
    for (const HostEvidence &host : evidence.hosts) {
        const bool viaProxy = !host.proxy.address.isEmpty();
        if (host.connects.isEmpty() && !viaProxy)
            continue;
        if (reading.status == StepStatus::Skipped)
            reading.status = StepStatus::Ok;
        if (viaProxy)
            reading.evidence.append(Say::tr("%1 through the proxy %2: %3")
                                        .arg(nameOf(host), host.proxy.address,
                                             host.proxy.status != 0 ? QString::number(host.proxy.status) : Say::tr("no answer")));
        for (const ConnectEvidence &one : host.connects)
            reading.evidence.append(outcomeOf(one));
        if (!host.connected() && reading.status != StepStatus::Failed) {
            reading.status = StepStatus::Failed;
            reading.summary = viaProxy ? Say::tr("The proxy %1 does not let through to %2.").arg(host.proxy.address, nameOf(host))
                                       : Say::tr("Nothing answers at %1.").arg(nameOf(host));
        }
    }
    if (reading.status == StepStatus::Skipped)
        reading.summary = Say::tr("There was no address to connect to.");
    else if (reading.summary.isEmpty())
        reading.summary = Say::tr("Every host can be reached.");
    return reading;
}

StepReading readTls(const Evidence &evidence)
{
    StepReading reading;
    for (const HostEvidence &host : evidence.hosts) {
        if (!host.tls.tried)
            continue;
        reading.evidence.append(tlsLine(host));
        if (reading.status == StepStatus::Skipped)
            reading.status = StepStatus::Ok;
        if (!host.tls.trusted() && reading.status != StepStatus::Failed) {
            reading.status = StepStatus::Failed;
            reading.summary = host.tls.done() ? Say::tr("The certificate of %1 is not trusted.").arg(nameOf(host))
                                              : Say::tr("No secure connection to %1.").arg(nameOf(host));
        }
    }
    if (reading.status == StepStatus::Skipped)
        reading.summary = Say::tr("No secure connection was tried.");
    else if (reading.summary.isEmpty())
        reading.summary = Say::tr("Dates, name and chain are good.");
    return reading;
}

StepReading readClock(const Evidence &evidence)
{
    if (evidence.clocks.isEmpty())
        return worst(StepStatus::Skipped, Say::tr("No server said what time it is."));
    QStringList lines;
    for (const ClockEvidence &clock : evidence.clocks)
        lines.append(clock.offsetSeconds >= 0 ? Say::tr("%1: %2 ahead of this machine").arg(clock.host, span(clock.offsetSeconds))
                                              : Say::tr("%1: %2 behind this machine").arg(clock.host, span(clock.offsetSeconds)));
    if (const std::optional<qint64> ahead = evidence.realmAheadOfRegistry(); ahead && qAbs(*ahead) > 60)
        return worst(StepStatus::Failed, Say::tr("Token server and registry are %1 apart.").arg(span(*ahead)), lines);
    const std::optional<qint64> own = thisClockAhead(evidence);
    const bool daemonOff = evidence.daemon.reached() && own && qAbs(evidence.daemon.clockOffsetSeconds + *own) > 300;
    if (own && qAbs(*own) > 300)
        return worst(StepStatus::Warning, Say::tr("This machine's clock is %1 off.").arg(span(*own)), lines);
    if (daemonOff)
        return worst(StepStatus::Warning, Say::tr("The Docker daemon's clock is %1 off.").arg(span(evidence.daemon.clockOffsetSeconds)),
                     lines);
    return worst(StepStatus::Ok, Say::tr("The clocks agree."), lines);
}

StepReading readPing(const Evidence &evidence)
{
    const ChallengeEvidence &challenge = evidence.challenge;
    if (!challenge.ping.made && challenge.ping.hops.isEmpty())
        return worst(StepStatus::Skipped, Say::tr("The registry could not be asked."));
    const Answer answer = challenge.ping.last();
    QStringList lines;
    for (const Answer &hop : challenge.ping.hops)
        lines.append(answered(hop.url, hop));
    if (!answer.answered())
        return worst(StepStatus::Failed, Say::tr("No answer came."), lines);
    if (answer.status >= 500)
        return worst(StepStatus::Failed, Say::tr("The registry is broken: it answers %1.").arg(answer.status), lines);
    if (!challenge.isRegistry())
        return worst(StepStatus::Failed, Say::tr("Something answers %1, and it is no registry.").arg(answer.status), lines);
    if (challenge.overPlainHttp)
        return worst(StepStatus::Warning, Say::tr("A registry answers, in plain HTTP."), lines);
    return worst(StepStatus::Ok, Say::tr("A registry answers (%1).").arg(answer.status), lines);
}

StepReading readChallenge(const Evidence &evidence)
{
    const ChallengeEvidence &challenge = evidence.challenge;
    if (!challenge.ping.last().answered())
        return worst(StepStatus::Skipped, Say::tr("The registry did not answer."));
    if (challenge.schemes.isEmpty())
        return worst(challenge.isRegistry() ? StepStatus::Warning : StepStatus::Skipped, Say::tr("No sign-in is asked for."));
    QStringList lines { Say::tr("Offered: %1").arg(challenge.schemes.join(u", "_s)) };
    if (!challenge.realm.isEmpty())
        lines.append(Say::tr("realm=“%1”, service=“%2”").arg(challenge.realm, challenge.service));
    if (!challenge.realmProblem.isEmpty())
        return worst(StepStatus::Warning, Say::tr("The sign-in address is odd (%1).").arg(challenge.realmProblem), lines);
    return worst(StepStatus::Ok,
                 challenge.isBearer() ? Say::tr("Tokens come from %1.").arg(realmName(evidence))
                                      : Say::tr("The registry checks passwords itself (Basic)."),
                 lines);
}

StepReading readDaemon(const Evidence &evidence)
{
    const DaemonEvidence &daemon = evidence.daemon;
    if (daemon.state.isEmpty())
        return worst(StepStatus::Skipped, Say::tr("Not looked at."));
    if (daemon.state == "none"_L1)
        return worst(StepStatus::Skipped, Say::tr("There is no container engine here."));
    QStringList lines { Say::tr("%1 (%2)").arg(daemon.endpoint, daemon.endpointFrom) };
    if (!daemon.reached()) {
        if (!daemon.problem.isEmpty())
            lines.append(daemon.problem);
        return worst(StepStatus::Failed, Say::tr("The container engine cannot be reached (%1).").arg(inWords(daemon.state)), lines);
    }
    if (!daemon.httpsProxy.isEmpty())
        lines.append(Say::tr("It uses the proxy %1, but not for: %2")
                         .arg(daemon.httpsProxy, daemon.noProxy.isEmpty() ? Say::tr("nothing") : daemon.noProxy));
    if (daemon.insecure)
        lines.append(Say::tr("This registry is on its insecure list."));
    return worst(daemon.insecure ? StepStatus::Warning : StepStatus::Ok, Say::tr("%1 %2 answers.").arg(daemon.engine, daemon.version),
                 lines);
}

StepReading readDaemonSignIn(const Evidence &evidence)
{
    const DaemonLoginEvidence &login = evidence.daemon.login;
    if (!login.made)
        return worst(StepStatus::Skipped,
                     evidence.daemon.reached()
                         ? Say::tr("Not tried: there is no credential that may be sent: none was found, or it was refused, or it would go out in the clear.")
                         : Say::tr("There is no engine to ask."));
    const QStringList lines = login.said.isEmpty() ? QStringList() : QStringList { login.said };
    return login.ok() ? worst(StepStatus::Ok, Say::tr("The engine signed in."), lines)
                      : worst(StepStatus::Failed, Say::tr("The engine could not sign in (%1).").arg(login.status), lines);
}

} // namespace wharf::diagnosis
