#include "core/diagnosis/verdict.h"

#include "core/diagnosis/causes/reading.h"
#include "core/diagnosis/step.h"

#include <QRegularExpression>

#include <algorithm>
#include <tuple>

namespace wharf::diagnosis {

namespace {

using causes::Say;
using namespace Qt::StringLiterals;

Finding findingOf(const Cause &cause, const Ground &ground)
{
    Finding finding;
    finding.code = QLatin1String(cause.code);
    finding.severity = ground.severity.value_or(cause.severity);
    finding.certainty = ground.certainty;
    finding.owner = ground.owner.value_or(cause.owner);
    finding.layer = cause.layer;
    finding.restsOn = ground.restsOn;
    finding.about = ground.about;
    finding.alternatives = ground.alternatives;
    finding.seen = ground.seen;
    return finding;
}

bool outranks(const Finding &first, const Finding &second)
{
    // What the engine lacks is the verdict only where the registry's side is well, however sure it is.
    const auto rank = [](const Finding &finding) {
        const bool engine = finding.layer == Layer::Daemon;
        return std::tuple(finding.severity, !finding.seen, finding.certainty == Certainty::Possible, engine, finding.certainty, finding.layer);
    };
    return rank(first) < rank(second);
}

// No weaker finding drops a stronger one: a warning hides no error, a hypothesis nothing at all.
bool mayDrop(const Finding &cause, const Finding &consequence)
{
    return cause.certainty <= consequence.certainty && cause.severity <= consequence.severity && cause.seen;
}

QList<Finding> withoutConsequences(const QList<Finding> &ranked)
{
    QList<Finding> kept = ranked;
    for (qsizetype place = 0; place < kept.size(); ++place) {
        const Finding finding = kept.at(place);
        const Cause *cause = findCause(finding.code);
        if (!cause || !cause->consequences)
            continue;
        const QStringList follows = cause->consequences();
        for (qsizetype other = kept.size() - 1; other >= 0; --other) {
            if (other == place || !follows.contains(kept.at(other).code) || !mayDrop(finding, kept.at(other)))
                continue;
            kept.removeAt(other);
            if (other < place)
                --place;
        }
    }
    return kept;
}

// Everything that the question needs was seen to work.
bool seenToWork(const Evidence &evidence)
{
    if (evidence.daemon.login.made && !evidence.daemon.login.ok())
        return false;
    const ChallengeEvidence &challenge = evidence.challenge;
    if (!challenge.ping.last().answered() || !challenge.isRegistry())
        return false;
    if (causes::anonymousSuffices(evidence))
        return true;
    if (evidence.credential.given)
        return causes::registryWell(evidence);
    // Nobody in particular asked about the registry alone: its door and its token server answer as they should.
    if (evidence.registry.anonymousPull.asked)
        return evidence.registry.anonymousPull.has(u"pull"_s);
    const Answer nobody = evidence.experiment.anonymous.last();
    return !nobody.isHtml() && (nobody.ok() || nobody.status == 401 || nobody.status == 403) && !causes::isThrottle(nobody);
}

// What only the failed command itself has met: a run that comes out well rules none of these out.
bool onlyInTheAct(const QString &code)
{
    static const QStringList codes { u"token-expires-during-push"_s,
                                     u"proxy-timeout-or-buffering"_s,
                                     u"replicas-not-sharing"_s,
                                     u"quota-or-immutable"_s,
                                     u"request-body-limit"_s,
                                     u"path-mtu-or-routing"_s,
                                     u"dns-differs"_s,
                                     u"daemon-proxy-wrong"_s,
                                     u"builder-has-own-configuration"_s,
                                     u"vendor-outage"_s,
                                     u"job-token-finished"_s,
                                     u"stored-credential-expired"_s,
                                     u"rate-limited-or-banned"_s,
                                     u"registry-storage-failing"_s,
                                     u"storage-redirect-unreachable"_s,
                                     u"daemon-unreachable"_s,
                                     u"credential-helper-missing"_s,
                                     u"credential-helper-failing"_s,
                                     u"secret-service-unavailable"_s,
                                     u"keychain-locked"_s,
                                     u"credential-too-large"_s,
                                     u"insecure-fallback-masks-error"_s,
                                     u"client-clock-wrong"_s,
                                     u"daemon-clock-wrong"_s };
    return codes.contains(code);
}

// The failed command ran elsewhere or by another way out: the way from here says little about its own.
bool anotherWayOut(const Evidence &evidence)
{
    static const QStringList elsewhere { u"kaniko"_s, u"containerd"_s, u"gitlab-ci"_s, u"buildx"_s };
    return elsewhere.contains(evidence.pasted.client) || !evidence.daemon.login.made;
}

// The pasted text speaks only where the run itself found no fault.
QList<Finding> hypotheses(const Evidence &evidence)
{
    constexpr qsizetype atMost = 3;
    const bool walked = seenToWork(evidence);
    QList<Finding> found;
    for (const QString &code : evidence.pasted.suspects) {
        const Cause *cause = findCause(code);
        const bool known = std::any_of(found.begin(), found.end(), [&code](const Finding &finding) { return finding.code == code; });
        if (!cause || known || cause->severity == Severity::Note || found.size() == atMost)
            continue;
        const bool ofTheWay = cause->layer >= Layer::Name && cause->layer <= Layer::Tls;
        if (walked && !onlyInTheAct(code) && !(ofTheWay && anotherWayOut(evidence)))
            continue;
        Finding finding = findingOf(*cause, causes::hypothesis({}));
        for (const QString &other : evidence.pasted.suspects) {
            if (other != code && findCause(other))
                finding.alternatives.append(other);
        }
        found.append(finding);
    }
    return found;
}

// A push is wanted, and nobody was asked for it, lest the repository be made.
bool pushLeftOpen(const Evidence &evidence)
{
    return evidence.target.wantsPush() && evidence.registry.push.notAsked == "repository-absent"_L1;
}

FindingWords healthyWords(const Evidence &evidence)
{
    const QString registry = causes::registryName(evidence);
    QStringList why;
    if (causes::credentialTaken(evidence))
        why.append(Say::tr("%1 is signed in to %2.").arg(causes::accountName(evidence), registry));
    for (const GrantEvidence *grant : { &evidence.registry.pull, &evidence.registry.push }) {
        if (grant->asked && !grant->granted.isEmpty())
            why.append(Say::tr("Granted for %1: %2.").arg(evidence.target.repository, grant->granted.join(u", "_s)));
    }
    if (evidence.registry.upload.tried && evidence.registry.upload.start.ok())
        why.append(evidence.registry.upload.takenBack.ok() ? Say::tr("An upload was started, fed and taken back.") : Say::tr("An upload was started and fed."));
    if (evidence.daemon.login.ok())
        why.append(Say::tr("The Docker daemon signed in, too."));
    if (why.isEmpty())
        why.append(causes::answered(registry, evidence.challenge.ping.last()));
    QStringList explanation { Say::tr("Everything that was asked was granted.") };
    if (evidence.daemon.login.ok())
        explanation.append(Say::tr("Docker on this machine gets through, too."));
    const bool open = pushLeftOpen(evidence);
    if (open)
        explanation.append(Say::tr("Whether a push may create %1 was not asked: asking might create it.").arg(evidence.target.repository));
    if (evidence.pasted.given)
        explanation.append(Say::tr("What failed earlier does not fail now."));
    return { (open ? Say::tr("All is well with %1, as far as was asked: a push was not.") : Say::tr("All is well with %1.")).arg(registry),
             explanation.join(u' '), {}, why,
             open ? Say::tr("The push itself, or a run that may ask for it (--may-create).") : QString() };
}

FindingWords unknownWords(const Evidence &evidence)
{
    QStringList why;
    bool failed = false;
    for (const StepId step : allSteps()) {
        const StepReading reading = readStep(step, evidence);
        if (reading.status == StepStatus::Failed || reading.status == StepStatus::Warning) {
            why.append(stepTitle(step) + u": "_s + reading.summary);
            failed = true;
        }
    }
    QStringList missing;
    for (const QString &step : evidence.unfinished)
        missing.append(step);
    if (!missing.isEmpty())
        why.append(Say::tr("Not reached in time: %1.").arg(missing.join(u", "_s)));
    if (why.isEmpty())
        why.append(Say::tr("Nothing that was tried failed, and not all that counts could be tried."));
    return { failed ? Say::tr("Something fails, and Wharfinger could not tell why.") : Say::tr("Wharfinger could not see enough to tell."),
             Say::tr("Here is what it saw; the report has all of it."),
             { Say::tr("Run it again with an account and an image, so that every step can be tried."),
               Say::tr("Copy the report and send it to who runs the registry.") },
             why,
             Say::tr("The output of the command that failed: paste it beside the image's name.") };
}

} // namespace

QList<Finding> judge(const Evidence &evidence)
{
    QList<Finding> findings;
    for (const Cause *cause : allCauses()) {
        if (const std::optional<Ground> ground = cause->rule(evidence))
            findings.append(findingOf(*cause, *ground));
    }
    const bool fault = std::any_of(findings.begin(), findings.end(),
                                   [](const Finding &finding) { return finding.severity == Severity::Error && finding.seen; });
    if (!fault && evidence.pasted.given) {
        for (const Finding &finding : hypotheses(evidence)) {
            if (std::none_of(findings.begin(), findings.end(), [&finding](const Finding &other) { return other.code == finding.code; }))
                findings.append(finding);
        }
    }
    std::stable_sort(findings.begin(), findings.end(), outranks);
    findings = withoutConsequences(findings);
    if (findings.isEmpty() || findings.constFirst().severity == Severity::Note) {
        Finding left;
        const bool well = seenToWork(evidence);
        left.code = well ? u"healthy"_s : u"unknown"_s;
        left.severity = well ? Severity::Note : Severity::Error;
        left.certainty = well ? (pushLeftOpen(evidence) ? Certainty::Likely : Certainty::Certain) : Certainty::Possible;
        left.layer = Layer::Daemon;
        findings.prepend(left);
    }
    return findings;
}

namespace {

/// Words are made for what a run has seen. Where it saw nothing, a place in them stays empty.
bool hasHole(const QString &text)
{
    static const QRegularExpression hole(u"(\\s[,.:;)])|(\\S\\s\\s\\S)|(“”)|(“nobody”)|(\\(\\))|(answered 0)|(https://…)|(server the token server)|(\\s$)|(:$)"_s);
    return hole.match(text).hasMatch();
}

QString wholeSentences(const QString &text)
{
    static const QRegularExpression between(u"(?<=[.!?”])\\s+(?=[A-Z“])"_s);
    QStringList whole = text.split(between, Qt::SkipEmptyParts);
    whole.removeIf(&hasHole);
    return whole.join(u' ');
}

/// A suspicion: what would settle it, and, out of pasted text alone, nothing that would have to be seen to be said.
void speakOfSuspicion(FindingWords &words, const Finding &finding, const Evidence &evidence)
{
    if (words.settledBy.isEmpty())
        words.settledBy = Say::tr("A run on the machine and with the account that failed, while it fails.");
    if (!evidence.pasted.given)
        return;
    if (hasHole(words.title))
        words.title = Say::tr("The failed command points to “%1”.").arg(finding.code);
    words.explanation = wholeSentences(words.explanation);
    if (words.explanation.isEmpty())
        words.explanation = Say::tr("The run itself saw nothing of it: this is a guess from the text alone.");
    words.remedy.removeIf([](const QString &line) { return line.startsWith("    "_L1) && hasHole(line.trimmed()); });
    if (!evidence.pasted.line.isEmpty())
        words.evidence = { Say::tr("The pasted text says: “%1”.").arg(evidence.pasted.line) };
}

/// Some sentences begin with what stands in for a name: “the token server”. A host and a program keep their small letters.
QString begun(QString sentence)
{
    if (sentence.startsWith("the "_L1) || sentence.startsWith("this "_L1))
        sentence[0] = sentence.at(0).toUpper();
    return sentence;
}

} // namespace

FindingWords wordsFor(const Finding &finding, const Evidence &evidence)
{
    if (const Cause *cause = findCause(finding.code)) {
        FindingWords words = cause->words(finding, evidence);
        if (!finding.seen)
            speakOfSuspicion(words, finding, evidence);
        words.title = begun(words.title);
        return words;
    }
    return finding.code == "healthy"_L1 ? healthyWords(evidence) : unknownWords(evidence);
}

} // namespace wharf::diagnosis
