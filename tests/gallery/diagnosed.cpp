#include "tests/gallery/diagnosed.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>

namespace wharf::gallery {

using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList faultsOfFinding(const QJsonObject &finding)
{
    QStringList faults;
    for (const auto &member : { u"code"_s, u"title"_s, u"explanation"_s }) {
        if (finding.value(member).toString().isEmpty())
            faults << u"a finding without "_s + member;
    }
    for (const auto &member : { u"remedy"_s, u"evidence"_s }) {
        if (!finding.value(member).isArray())
            faults << u"a finding whose %1 is no list"_s.arg(member);
    }
    if (!QStringList { u"error"_s, u"warning"_s, u"note"_s }.contains(finding.value(u"severity"_s).toString()) && finding.value(u"code"_s) != u"healthy"_s)
        faults << u"a finding of no severity"_s;
    if (!QStringList { u"certain"_s, u"likely"_s, u"possible"_s }.contains(finding.value(u"certainty"_s).toString()))
        faults << u"a finding of no certainty"_s;
    if (!finding.value(u"owner"_s).isString())
        faults << u"a finding of no owner"_s;
    return faults;
}

} // namespace

QString Diagnosed::verdict() const
{
    return document.value(u"verdict"_s).toObject().value(u"code"_s).toString();
}

QStringList Diagnosed::codes() const
{
    QStringList codes;
    for (const QJsonValue &finding : document.value(u"findings"_s).toArray())
        codes << finding.toObject().value(u"code"_s).toString();
    return codes;
}

Diagnosed runDiagnosis(const Programs &programs, const Ask &ask, const QString &folder, const QProcessEnvironment &environment)
{
    const QString report = folder + u"/report.md"_s;
    const QString har = folder + u"/exchanges.har"_s;
    QStringList command = (ask.prefix + u' ' + qEnvironmentVariable("WHARF_GALLERY_PREFIX")).split(u' ', Qt::SkipEmptyParts);
    command << u"wharfctl"_s << u"diagnose"_s << ask.target << u"--json"_s << u"--report"_s << report << u"--har"_s << har;
    if (!ask.userName.isEmpty())
        command << u"-u"_s << ask.userName << u"--password-stdin"_s;
    command << ask.options;
    Diagnosed diagnosed;
    QElapsedTimer clock;
    clock.start();
    diagnosed.said = programs.run(Side::Client, command, ask.secret, environment, 60);
    diagnosed.milliseconds = clock.elapsed();
    diagnosed.document = QJsonDocument::fromJson(diagnosed.said.out).object();
    diagnosed.report = contentOf(report);
    diagnosed.har = contentOf(har);
    return diagnosed;
}

QStringList faultsOfForm(const Diagnosed &diagnosed)
{
    const QJsonObject &document = diagnosed.document;
    if (document.value(u"schema"_s) != u"wharfinger.diagnosis/1"_s)
        return { u"no diagnosis (exit status %1): %2"_s.arg(diagnosed.said.exitStatus).arg(QString::fromUtf8(diagnosed.said.all().left(400))) };
    QStringList faults;
    for (const auto &member : { u"registry"_s, u"repository"_s }) {
        if (!document.value(u"target"_s).toObject().value(member).isString())
            faults << u"target/%1 is no text"_s.arg(member);
    }
    if (!document.value(u"target"_s).toObject().value(u"actions"_s).isArray())
        faults << u"target/actions is no list"_s;
    faults << faultsOfFinding(document.value(u"verdict"_s).toObject());
    for (const QJsonValue &finding : document.value(u"findings"_s).toArray())
        faults << faultsOfFinding(finding.toObject());
    if (document.value(u"findings"_s).toArray().isEmpty() || document.value(u"steps"_s).toArray().isEmpty())
        faults << u"no findings, or no steps"_s;
    for (const QJsonValue &value : document.value(u"steps"_s).toArray()) {
        const QJsonObject step = value.toObject();
        if (!QStringList { u"ok"_s, u"warning"_s, u"failed"_s, u"skipped"_s }.contains(step.value(u"status"_s).toString())
            || step.value(u"id"_s).toString().isEmpty() || !step.value(u"duration_ms"_s).isDouble() || !step.value(u"evidence"_s).isArray())
            faults << u"a step that is none: %1"_s.arg(step.value(u"id"_s).toString());
    }
    const int expected = diagnosed.verdict() == u"healthy"_s ? 0 : 1;
    if (diagnosed.said.exitStatus != expected)
        faults << u"exit status %1 with the verdict %2"_s.arg(diagnosed.said.exitStatus).arg(diagnosed.verdict());
    if (!diagnosed.report.contains(diagnosed.verdict().toUtf8()) && !diagnosed.report.startsWith("# "))
        faults << u"no report in Markdown"_s;
    if (!QJsonDocument::fromJson(diagnosed.har).object().value(u"log"_s).toObject().value(u"entries"_s).isArray())
        faults << u"no HAR"_s;
    faults.removeDuplicates();
    return faults;
}

} // namespace wharf::gallery
