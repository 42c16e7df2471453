#include "core/diagnosis/walks/walks.h"

#include "core/diagnosis/probes/upload_walk.h"

namespace wharf::diagnosis {

namespace {

QString whyNoUpload(const Run &run, bool mayPush)
{
    if (!run.question.probeUpload)
        return QStringLiteral("switched-off");
    if (!run.evidence.registry.repositoryExists.value_or(false))
        return QStringLiteral("repository-absent");
    return mayPush ? QString() : QStringLiteral("no-grant");
}

} // namespace

Task<void> walkTrialUpload(std::shared_ptr<Run> run, ChallengeReading door, PushRight right)
{
    if (!right.wanted)
        co_return;
    UploadEvidence &upload = run->evidence.registry.upload;
    run->begin(StepId::Upload);
    upload.notTried = whyNoUpload(*run, right.granted);
    if (upload.notTried.isEmpty()) {
        const UploadReading walked = co_await walkUpload(run->session, run->takingBack, door.api, run->evidence.target.repository,
                                                        run->question.uploadSize, right.proof);
        upload = walked.evidence;
        if (walked.foreign.isValid())
            co_await walkHost(run, QStringLiteral("upload"), walked.foreign);
    }
    run->end(StepId::Upload);
}

} // namespace wharf::diagnosis
