#include "core/gitlab/rest_answers.h"
#include "tests/fuzz/targets.h"

using namespace wharf;
using namespace wharf::gitlab;

void wharf::fuzz::gitLabAnswers(QByteArrayView input)
{
    const QByteArray body = input.toByteArray();
    for (const int status : { 200, 400, 401, 403 }) {
        auto info = readTokenInfo(status, body);
        require(info || info.error().stage == Stage::GitLab, "a failure is GitLab's");
        require(info || info.error().serverSaid.size() <= 1024, "what was said is cut");
        const auto job = readJobInfo(status, body);
        require(job || job.error().httpStatus == status, "a failure has its status");
        if (info)
            addOwner(*info, status, body);
    }
    const QUrl api = restApi(QUrl(QString::fromUtf8(input)));
    require(api.isEmpty() || (api.isValid() && api.path().endsWith(QLatin1String("/api/v4")) && api.userInfo().isEmpty()),
            "an API has an address, without a user");
}
