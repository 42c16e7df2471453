#pragma once

#include "core/registry/image_reference.h"

namespace wharf::ui {

/// What somebody typed as where to push: a repository or a whole image name, and a tag beside it.
struct DestinationInput {
    registry::ImageReference destination; ///< with a tag; empty where an error says why
    QString error;    ///< about the destination: a sentence with a next step
    QString tagError; ///< about the tag

    /// `host` is the account's: what names none is there, and what names another is refused. A tag in `text` counts where `tag` is empty.
    static DestinationInput read(const QString &text, const QString &tag, const registry::RegistryHost &host);
    [[nodiscard]] bool isGood() const { return error.isEmpty() && tagError.isEmpty(); }
};

/// Takes a tag out of an image name: `host/app:1.2` becomes `host/app`, and gives `1.2`. Empty where there is none.
[[nodiscard]] QString takeTag(QString &text);

/// Where an image might go: itself where it is named for that host, else the same repository there.
[[nodiscard]] QString suggestedDestination(const QString &image, const registry::RegistryHost &host);
/// The tag of an image's name, `latest` where it has none.
[[nodiscard]] QString suggestedTag(const QString &image);

} // namespace wharf::ui
