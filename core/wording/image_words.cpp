#include "core/wording/image_words.h"

#include "core/registry/digest.h"
#include "core/wording/said_words.h"

#include <QCoreApplication>
#include <QDir>

namespace wharf::wording {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(wharf::wording)
};

QString exportAgain()
{
    return Say::tr("Save or copy it again, and try once more.");
}

QString named(const QString &subject)
{
    return subject.isEmpty() ? Say::tr("The image") : subject;
}

Words absentWords(const Failure &failure, Voice voice)
{
    const QString &what = failure.subject;
    if (registry::isDigest(what))
        return { Say::tr("A part of the image, %1, is not there.").arg(what), exportAgain() };
    if (QDir::isAbsolutePath(what))
        return { Say::tr("%1 is not there.").arg(what), Say::tr("Check how it is written.") };
    return { Say::tr("There is no image “%1” there.").arg(what),
             voice == Voice::Terminal ? Say::tr("Check how it is written; wharfctl images lists those of Docker and Podman.")
                                      : Say::tr("Choose another, or build or pull it first.") };
}

Words malformedWords(const QString &why)
{
    if (why == QLatin1String("json"))
        return { Say::tr("The image's manifest is no valid JSON."), exportAgain() };
    if (why == QLatin1String("media-type"))
        return { Say::tr("The image's manifest is of a kind that cannot be pushed: neither Docker's schema 2 nor OCI's."),
                 Say::tr("Convert it, for example with skopeo copy --format oci.") };
    if (why == QLatin1String("descriptor"))
        return { Say::tr("The image's manifest names a part without its digest or its size."), exportAgain() };
    if (why == QLatin1String("manifest"))
        return { Say::tr("There is no manifest of an image in it."),
                 Say::tr("Use what docker save, podman save or skopeo copy writes, and name the image where it holds several.") };
    if (registry::isDigest(why))
        return { Say::tr("A part of the image is damaged: its bytes are not what %1 says.").arg(why), exportAgain() };
    return { Say::tr("%1 is no image that can be read.").arg(named(why)), Say::tr("Use what docker save, podman save or skopeo copy writes.") };
}

} // namespace

Words imageWords(const Failure &failure, Voice voice)
{
    const QString &what = failure.subject;
    switch (failure.kind) {
    case Kind::Absent: return absentWords(failure, voice);
    case Kind::Malformed:
    case Kind::Invalid: return malformedWords(what);
    case Kind::BadReply:
        return { Say::tr("%1 is not whole: it ends in the middle.").arg(named(what)), exportAgain() };
    case Kind::Offline:
    case Kind::Timeout:
        return { Say::tr("The container engine went away while it gave the image out."),
                 Say::tr("Start it again and push once more: what has arrived is not sent again.") };
    case Kind::TooLarge:
        return { Say::tr("The image's manifest is far too large to be one: %1.").arg(what.isEmpty() ? Say::tr("4 MiB are the limit") : what), exportAgain() };
    case Kind::Denied: return { Say::tr("%1 may not be read by you.").arg(named(what)), Say::tr("Check who owns it.") };
    case Kind::Full: return { Say::tr("There is no space left to work with the image."), Say::tr("Make room and try again.") };
    default:
        return { joined(Say::tr("%1 could not be read.").arg(named(what)), quoted(failure)), Say::tr("Look at it, and try again.") };
    }
}

} // namespace wharf::wording
