#include "core/diagnosis/causes/causes.h"
#include "core/diagnosis/causes/reading.h"

namespace wharf::diagnosis::causes {

namespace proxy_timeout_or_buffering {

static std::optional<Ground> rule(const Evidence &evidence)
{
    const UploadEvidence &upload = evidence.registry.upload;
    if (!upload.start.ok())
        return std::nullopt;
    for (const Answer &chunk : upload.chunks) {
        const bool proxyGaveUp = chunk.status == 408 || chunk.status == 504 || (chunk.status == 502 && chunk.milliseconds >= 5000);
        if (proxyGaveUp)
            return likely({ StepId::Upload }, { QString::number(chunk.status), QString::number(chunk.milliseconds) });
    }
    return std::nullopt;
}

static FindingWords words(const Finding &finding, const Evidence &evidence)
{
    Answer gaveUp;
    for (const Answer &chunk : evidence.registry.upload.chunks) {
        if (chunk.status == 408 || chunk.status == 502 || chunk.status == 504)
            gaveUp = chunk;
    }
    const Front front = frontOf(gaveUp.answered() ? gaveUp : evidence.challenge.ping.last());
    return { Say::tr("A proxy on the way gives up on uploads before they are through."),
             Say::tr("It waits a fixed time, or stores all of a layer before it passes it on. Slow lines and large layers meet it: 408, "
                     "502 or 504, always after the same time."),
             waitForUploads(front) + QStringList { Say::tr("Until then push with Wharfinger, which sends a layer in small pieces.") },
             { finding.about.isEmpty()
                   ? Say::tr("The push had begun when it broke.")
                   : Say::tr("After %1 the answer was %2.").arg(span(finding.about.value(1).toLongLong() / 1000), finding.about.value(0)) },
             Say::tr("Does it break after the same time again, whatever the size? Then it is a time limit.") };
}

} // namespace proxy_timeout_or_buffering

const Cause proxyTimeoutOrBuffering {
    "proxy-timeout-or-buffering", Owner::ProxyAdministrator, Severity::Error, Layer::Request,
    proxy_timeout_or_buffering::rule, proxy_timeout_or_buffering::words,
};

} // namespace wharf::diagnosis::causes
