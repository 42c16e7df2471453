#pragma once

#include "core/docker/engine_tags.h"
#include "core/registry/image_reference.h"

namespace wharf::push {

/// The destination's name, which an image must have at its engine to be pushed there, and what is to become of it afterwards.
struct TagLoan {
    enum class Before {
        Named,   ///< the image had the name already: nothing to do
        Absent,  ///< nobody had it
        Another, ///< another image had it
    };

    QString repository; ///< with its host
    QString tag;
    QString imageId;
    Before before = Before::Named;
    QString previousId; ///< Another

    [[nodiscard]] QString name() const { return repository + QLatin1Char(':') + tag; }
};

/// Gives the image the destination's name where it has not got it. Once begun it is not stopped, so that its end is known.
/// Errors: those of inspectImage() and tagImage().
[[nodiscard]] Task<Result<TagLoan>> borrowTag(docker::ReachedEngine engine, docker::InspectedImage image, registry::ImageReference destination,
                                              std::shared_ptr<Stop> stop);

/// Makes it as it was: takes the name away where it was not there before, and gives it back to the image that had it.
///
/// Only the name: an engine deletes an image with its last name, so one that has no other (it was pushed by its id) keeps this
/// one. Nothing is done where the name is another image's by now. Errors: those of core/docker/engine_tags.h.
[[nodiscard]] Task<Result<void>> returnTag(docker::ReachedEngine engine, TagLoan loan);

} // namespace wharf::push
