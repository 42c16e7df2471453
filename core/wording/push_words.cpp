#include "core/wording/push_words.h"

#include <QCoreApplication>

namespace wharf::wording {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(wharf::wording)
};

std::optional<Words> forbiddenWords(const Failure &failure, const QString &host)
{
    const QString &why = failure.subject;
    if (why == QLatin1String("push-not-granted")) {
        return Words { Say::tr("%1 took the sign-in and gave a token that does not cover push, so nothing was sent.").arg(host),
                       Say::tr("Use a token with write_registry and, in the project, the Developer role or more.") };
    }
    if (why == QLatin1String("tag-protected")) {
        return Words { Say::tr("%1 protects this tag (%2): this account may not push it, so nothing was sent.").arg(host, failure.serverSaid),
                       Say::tr("Push another tag, or ask a maintainer to change the project's protected container tags.") };
    }
    if (why == QLatin1String("tag-immutable")) {
        return Words { Say::tr("%1 keeps this tag as it is once it is there (%2), so nothing was sent.").arg(host, failure.serverSaid),
                       Say::tr("Push under a new tag, or ask a maintainer to change the project's immutable tags.") };
    }
    return std::nullopt;
}

std::optional<Words> badReplyWords(const Failure &failure, const QString &host)
{
    const QString &why = failure.subject;
    const QString administrator = Say::tr("Its administrator should look at what stands in front of the registry; Diagnose tells more.");
    if (why == QLatin1String("location")) {
        return Words { Say::tr("%1 sends the upload on to %2, and nobody answers there.").arg(host, failure.serverSaid),
                       Say::tr("Its administrator should let the proxy pass on X-Forwarded-Proto and Host, or set the registry's http.host.") };
    }
    if (why == QLatin1String("range"))
        return Words { Say::tr("%1 loses count of what it was sent (Range).").arg(host), administrator };
    if (why == QLatin1String("digest"))
        return Words { Say::tr("%1 stored something else than it was sent: its digest is another.").arg(host), administrator };
    if (why == QLatin1String("verify"))
        return Words { Say::tr("%1 took a layer and does not have it now.").arg(host), Say::tr("Push again; if it stays so, its storage is at fault.") };
    if (why == QLatin1String("no-location"))
        return Words { Say::tr("%1 starts an upload and does not say where (no Location).").arg(host), administrator };
    return std::nullopt;
}

} // namespace

std::optional<Words> pushWords(const Failure &failure, const QString &host)
{
    switch (failure.kind) {
    case Kind::Forbidden:
        return forbiddenWords(failure, host);
    case Kind::BadReply:
        return badReplyWords(failure, host);
    case Kind::TooLarge:
        return Words { Say::tr("%1 refuses even the smallest request as too large (413).").arg(host),
                       Say::tr("A proxy in front of it limits bodies: nginx's client_max_body_size is the usual one. Diagnose names it.") };
    case Kind::Full:
        return Words { Say::tr("The disk of %1 is full; the layer could not be stored.").arg(host),
                       Say::tr("Its administrator should make room. The same push then goes on with what is missing.") };
    default:
        return std::nullopt;
    }
}

} // namespace wharf::wording
