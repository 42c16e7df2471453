#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace request_body_limit {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const UploadEvidence &upload = evidence.registry.upload;
    QList<Answer> answers { upload.start, evidence.registry.manifest };
    answers += upload.chunks;
    for (const Answer &answer : answers) {
        if (answer.status == 413)
            return certainly({ StepId::Upload }, { QString::number(upload.sizeAccepted), QString::number(upload.sizeAsked) });
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    Answer refusal;
    for (const Answer &chunk : evidence.registry.upload.chunks) {
        if (chunk.status == 413)
            refusal = chunk;
    }
    const Front front = frontOf(refusal);
    const QLocale locale;
    const qint64 size = finding.about.value(1).toLongLong();
    QStringList why { Say::tr("It answers 413 (Request Entity Too Large).") };
    if (size > 0)
        why.append(Say::tr("%1 were taken; %2 were too much.")
                       .arg(locale.formattedDataSize(finding.about.value(0).toLongLong()), locale.formattedDataSize(size)));
    if (!refusal.header(u"server"_s).isEmpty())
        why.append(Say::tr("The server that says so calls itself %1.").arg(refusal.header(u"server"_s)));
    return { Say::tr("A proxy in front of the registry refuses large uploads."),
             Say::tr("Small layers pass and larger ones are retried for ever. There may be several proxies: each has a limit of its own."),
             takeLargeBodies(front) + QStringList { Say::tr("Until then push with Wharfinger, which sends a layer in small pieces.") }, why,
             finding.seen ? QString() : Say::tr("A trial upload of the size that failed.") };
}

} // namespace request_body_limit

const Cause requestBodyLimit {
    "request-body-limit", Owner::ProxyAdministrator, Severity::Error, Layer::Request,
    request_body_limit::rule, request_body_limit::words,
};

} // namespace wharf::diagnosis::causes
