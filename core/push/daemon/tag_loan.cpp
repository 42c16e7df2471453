#include "core/push/daemon/tag_loan.h"

namespace wharf::push {

Task<Result<TagLoan>> borrowTag(docker::ReachedEngine engine, docker::InspectedImage image, registry::ImageReference destination,
                                std::shared_ptr<Stop> stop)
{
    TagLoan loan;
    loan.repository = destination.host.name() + QLatin1Char('/') + destination.repository;
    loan.tag = destination.tag.isEmpty() ? QStringLiteral("latest") : destination.tag;
    loan.imageId = image.id;
    const auto before = co_await docker::inspectImage(engine, loan.name(), stop);
    if (!before)
        co_return fail(before.error());
    if (*before && (*before)->id == image.id)
        co_return loan;
    loan.before = *before ? TagLoan::Before::Another : TagLoan::Before::Absent;
    if (*before)
        loan.previousId = (*before)->id;
    const auto tagged = co_await docker::tagImage(engine, image.id, loan.repository, loan.tag, std::make_shared<Stop>());
    if (!tagged)
        co_return fail(tagged.error());
    co_return loan;
}

Task<Result<void>> returnTag(docker::ReachedEngine engine, TagLoan loan)
{
    if (loan.before == TagLoan::Before::Named)
        co_return {};
    const auto stop = std::make_shared<Stop>();
    const auto now = co_await docker::inspectImage(engine, loan.name(), stop);
    if (!now)
        co_return fail(now.error());
    if (!*now || (*now)->id != loan.imageId)
        co_return {};
    if (loan.before == TagLoan::Before::Another)
        co_return co_await docker::tagImage(engine, loan.previousId, loan.repository, loan.tag, stop);
    if ((*now)->names.size() < 2)
        co_return {};
    co_return co_await docker::untagImage(engine, loan.name(), stop);
}

} // namespace wharf::push
