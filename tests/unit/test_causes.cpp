// Each row is a run that somebody could have: its verdict, what must be found besides, and the look-alikes that must not be.
#include "cause_rows.h"
#include "evidence_samples.h"

#include "core/diagnosis/evidence/evidence_json.h"
#include "core/diagnosis/step.h"
#include "core/diagnosis/verdict.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace wharf::diagnosis;
using namespace Qt::StringLiterals;

namespace {

QStringList codesOf(const QList<Finding> &findings)
{
    QStringList codes;
    for (const Finding &finding : findings)
        codes.append(finding.code);
    return codes;
}

QList<samples::CauseRow> allRows() { return samples::wayRows() + samples::accessRows() + samples::pushRows() + samples::machineRows(); }

QList<std::pair<QString, Evidence>> wellRuns()
{
    QList<std::pair<QString, Evidence>> runs {
        { u"token"_s, samples::gitlab() },
        { u"Basic"_s, samples::basic() },
        { u"anonymous pull"_s, samples::anonymousPull() },
        { u"private authority in certs.d"_s, samples::privateCa() },
        { u"through a forward proxy"_s, samples::throughForwardProxy() },
        { u"Podman only"_s, samples::podmanOnly() },
        { u"no daemon"_s, samples::noDaemon() },
        { u"plain HTTP on loopback"_s, samples::plainHttpOnLoopback() },
        { u"the host alone"_s, samples::hostAlone() },
    };
    for (const QString &server : { u"nginx/1.22.1"_s, u"Apache/2.4.57 (Debian)"_s, u"Caddy"_s, u"envoy"_s, u"cloudflare"_s })
        runs.append({ u"behind "_s + server, samples::behindProxy(server) });
    return runs;
}

void checkWords(const FindingWords &words, const Finding &finding)
{
    const QByteArray code = finding.code.toUtf8();
    QVERIFY2(!words.title.isEmpty() && !words.explanation.isEmpty(), code);
    QVERIFY2(words.title.endsWith(u'.') && !words.title.contains(u'\n'), qPrintable(finding.code + u": "_s + words.title));
    QVERIFY2(words.title.size() <= 260, code);
    QVERIFY2(!words.evidence.isEmpty() && !words.evidence.contains(QString()), code);
    QVERIFY2(finding.owner == Owner::Nobody || !words.remedy.isEmpty(), code);
    QVERIFY2(finding.certainty == Certainty::Certain || finding.severity == Severity::Warning || !words.settledBy.isEmpty(), code);
    // A sentence, or a line to copy; a placeholder that was not filled is neither.
    const QStringList all = words.remedy + words.evidence + QStringList { words.title, words.explanation, words.settledBy };
    static const QRegularExpression unfilled(u"%[1-9n]"_s);
    for (const QString &line : all)
        QVERIFY2(!unfilled.match(line).hasMatch() && !line.contains("“”"_L1), qPrintable(finding.code + u": "_s + line));
}

} // namespace

class CausesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A suspicion out of pasted text alone: no server was seen, and the words must not have holes where one would stand.
    void aSuspicionHasWholeSentences_data()
    {
        QTest::addColumn<QString>("code");
        for (const Cause *cause : allCauses())
            QTest::newRow(cause->code) << QString::fromLatin1(cause->code);
    }
    void aSuspicionHasWholeSentences()
    {
        QFETCH(QString, code);
        Evidence evidence;
        evidence.target = { .typed = u"registry.example.com/group/app"_s, .registry = u"registry.example.com"_s, .repository = u"group/app"_s };
        evidence.target.actions = { u"pull"_s, u"push"_s };
        evidence.pasted.given = true;
        evidence.pasted.line = u"denied: access forbidden"_s;
        evidence.pasted.suspects = { code };
        const FindingWords words = wordsFor({ .code = code, .certainty = Certainty::Possible, .seen = false }, evidence);
        static const QRegularExpression hole(u"(^\\s)|(\\s[,.:;])|(\\S\\s\\s\\S)|(“”)|(\\(\\))|(answered 0)|(%\\d)|(^(the|this) )"_s);
        for (const QString &sentence : QStringList { words.title, words.explanation } + words.evidence)
            QVERIFY2(!hole.match(sentence).hasMatch(), qPrintable(sentence));
    }

    void everyRunComesToItsVerdict_data();
    void everyRunComesToItsVerdict();
    void everyCodeIsMetAndMissed();
    void wellRunsAreHealthy_data();
    void wellRunsAreHealthy();
    void everyCauseHasWordsWhateverTheEvidence();
    void recordedRunsComeToTheirVerdict_data();
    void recordedRunsComeToTheirVerdict();
    void nothingSeenIsUnknown();
    void aUserNameToCopyIsNotTheShells();
    void theStepsOfAWellRunAreGreen();
    void aStepThatWasCutOffSaysSo();
};

void CausesTest::everyRunComesToItsVerdict_data()
{
    QTest::addColumn<qsizetype>("place");
    const QList<samples::CauseRow> rows = allRows();
    for (qsizetype place = 0; place < rows.size(); ++place)
        QTest::newRow(rows.at(place).name) << place;
}

void CausesTest::everyRunComesToItsVerdict()
{
    QFETCH(qsizetype, place);
    static const QList<samples::CauseRow> rows = allRows();
    const samples::CauseRow &row = rows.at(place);
    const QList<Finding> findings = judge(row.evidence);
    const QStringList codes = codesOf(findings);
    QVERIFY2(codes.constFirst() == QLatin1String(row.verdict), qPrintable(u"found "_s + codes.join(u", "_s)));
    for (const QString &code : row.also)
        QVERIFY2(codes.contains(code), qPrintable(code + u" is not among "_s + codes.join(u", "_s)));
    for (const QString &code : row.never)
        QVERIFY2(!codes.contains(code), qPrintable(code + u" is among "_s + codes.join(u", "_s)));
    for (const Finding &finding : findings) {
        if (finding.code != "healthy"_L1 && finding.code != "unknown"_L1)
            checkWords(wordsFor(finding, row.evidence), finding);
    }
    QCOMPARE(codesOf(judge(evidenceFromJson(toJson(row.evidence)))), codes);
}

void CausesTest::everyCodeIsMetAndMissed()
{
    QStringList met;
    QStringList missed;
    for (const samples::CauseRow &row : allRows()) {
        met.append(QLatin1String(row.verdict));
        met += row.also;
        missed += row.never;
    }
    QStringList unmet;
    QStringList unmissed;
    for (const Cause *cause : allCauses()) {
        const QString code = QLatin1String(cause->code);
        if (!met.contains(code))
            unmet.append(code);
        if (!missed.contains(code))
            unmissed.append(code);
    }
    QCOMPARE(unmet, QStringList());
    QCOMPARE(unmissed, QStringList());
    QCOMPARE(allCauses().size(), std::size_t(87));
}

void CausesTest::wellRunsAreHealthy_data()
{
    QTest::addColumn<qsizetype>("place");
    const auto runs = wellRuns();
    for (qsizetype place = 0; place < runs.size(); ++place)
        QTest::newRow(qPrintable(runs.at(place).first)) << place;
}

void CausesTest::wellRunsAreHealthy()
{
    QFETCH(qsizetype, place);
    const Evidence evidence = wellRuns().at(place).second;
    const QList<Finding> findings = judge(evidence);
    QCOMPARE(codesOf(findings), QStringList { u"healthy"_s });
    const FindingWords words = wordsFor(findings.constFirst(), evidence);
    QVERIFY(!words.title.isEmpty() && !words.explanation.isEmpty() && !words.evidence.isEmpty() && words.remedy.isEmpty());
}

void CausesTest::everyCauseHasWordsWhateverTheEvidence()
{
    for (const Evidence &evidence : { Evidence(), samples::gitlab(), samples::refusedToken() }) {
        for (const Cause *cause : allCauses()) {
            Finding finding;
            finding.code = QLatin1String(cause->code);
            finding.owner = cause->owner;
            finding.certainty = Certainty::Possible;
            finding.seen = false;
            const FindingWords words = wordsFor(finding, evidence);
            QVERIFY2(!words.title.isEmpty() && !words.explanation.isEmpty() && !words.settledBy.isEmpty(), cause->code);
            QVERIFY2(cause->owner == Owner::Nobody || !words.remedy.isEmpty(), cause->code);
        }
    }
}

void CausesTest::recordedRunsComeToTheirVerdict_data()
{
    QTest::addColumn<QString>("path");
    const QFileInfoList files = QDir(QStringLiteral(EVIDENCE_DIRECTORY)).entryInfoList({ u"*.json"_s }, QDir::Files, QDir::Name);
    QVERIFY(files.size() >= 10);
    for (const QFileInfo &file : files)
        QTest::newRow(qPrintable(file.completeBaseName())) << file.filePath();
}

void CausesTest::recordedRunsComeToTheirVerdict()
{
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QJsonParseError problem;
    const QJsonObject recording = QJsonDocument::fromJson(file.readAll(), &problem).object();
    QVERIFY2(problem.error == QJsonParseError::NoError, qPrintable(problem.errorString()));
    const QJsonObject recorded = recording.value("evidence"_L1).toObject();
    const Evidence evidence = evidenceFromJson(recorded);
    // A misspelt member would be passed over, and the recording would prove less than it seems to.
    QCOMPARE(toJson(evidence), recorded);
    const QList<Finding> findings = judge(evidence);
    const QStringList codes = codesOf(findings);
    QVERIFY2(codes.constFirst() == recording.value("verdict"_L1).toString(), qPrintable(u"found "_s + codes.join(u", "_s)));
    for (const QJsonValue &code : recording.value("never"_L1).toArray())
        QVERIFY2(!codes.contains(code.toString()), qPrintable(code.toString()));
    checkWords(wordsFor(findings.constFirst(), evidence), findings.constFirst());
}

void CausesTest::nothingSeenIsUnknown()
{
    const QList<Finding> findings = judge({});
    QCOMPARE(codesOf(findings), QStringList { u"unknown"_s });
    QVERIFY(!wordsFor(findings.constFirst(), {}).remedy.isEmpty());
}

void CausesTest::aUserNameToCopyIsNotTheShells()
{
    Evidence evidence = samples::clientWithout();
    evidence.credential.userName = u"robot$ci"_s;
    const QStringList remedy = wordsFor(judge(evidence).constFirst(), evidence).remedy;
    QVERIFY2(remedy.contains(u"    docker login registry.example.com -u 'robot$ci'"_s), qPrintable(remedy.join(u'\n')));
}

void CausesTest::theStepsOfAWellRunAreGreen()
{
    const Evidence evidence = samples::gitlab();
    for (const StepId step : allSteps()) {
        const StepReading reading = readStep(step, evidence);
        QVERIFY2(reading.status == StepStatus::Ok, qPrintable(stepName(step) + u": "_s + reading.summary));
        QVERIFY2(!reading.summary.isEmpty() && !stepTitle(step).isEmpty(), qPrintable(stepName(step)));
        QVERIFY2(!readStep(step, {}).summary.isEmpty(), qPrintable(stepName(step)));
        QVERIFY2(readStep(step, {}).status == StepStatus::Skipped, qPrintable(stepName(step)));
    }
}

void CausesTest::aStepThatWasCutOffSaysSo()
{
    Evidence evidence;
    const QString without = readStep(StepId::Upload, evidence).summary;
    evidence.unfinished = { u"upload"_s };
    QVERIFY(readStep(StepId::Upload, evidence).summary != without);
}

QTEST_GUILESS_MAIN(CausesTest)
#include "test_causes.moc"
