#include "core/wording/daemon_words.h"

#include "core/wording/said_words.h"

#include <QCoreApplication>

namespace wharf::wording {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(wharf::wording)
};

bool isPodmans(const QString &socket)
{
    return socket.contains(QLatin1String("podman"));
}

/// The engine's address where one is known.
QString engineAt(const QString &place)
{
    return place.isEmpty() ? Say::tr("The container engine") : Say::tr("The container engine at %1").arg(place);
}

QString startIt(const QString &place)
{
    if (!place.startsWith(QLatin1Char('/')))
        return Say::tr("Start it there, or correct DOCKER_HOST or CONTAINER_HOST.");
    if (place.startsWith(QLatin1String("/run/podman/")))
        return Say::tr("Start it (sudo systemctl start podman.socket), or name its address in CONTAINER_HOST.");
    return isPodmans(place) ? Say::tr("Start it (systemctl --user start podman.socket), or name its address in CONTAINER_HOST.")
                            : Say::tr("Start it (sudo systemctl start docker), or name its address in DOCKER_HOST.");
}

Words absentWords(const QString &place)
{
    if (place == QLatin1String("ssh"))
        return { Say::tr("The container engine is reached over SSH, and there is no ssh program here."), Say::tr("Install it and try again.") };
    if (place.startsWith(QLatin1Char('/')))
        return { Say::tr("No container engine is there: %1 does not exist.").arg(place), startIt(place) };
    return { Say::tr("The container engine cannot be reached: there is no %1.").arg(place.isEmpty() ? Say::tr("such place") : place),
             Say::tr("Check DOCKER_HOST and CONTAINER_HOST.") };
}

Words deniedWords(const Failure &failure)
{
    const QString &place = failure.subject;
    if (!place.startsWith(QLatin1Char('/')))
        return { joined(Say::tr("%1 does not let you in over SSH.").arg(place), quoted(failure)),
                 Say::tr("Give it your public key (ssh-copy-id): nobody is asked for a password here.") };
    if (isPodmans(place))
        return { Say::tr("You may not use the container engine: %1 belongs to somebody else.").arg(place),
                 Say::tr("Start your own (systemctl --user start podman.socket), or name its address in CONTAINER_HOST.") };
    return { Say::tr("You may not use the container engine: %1 is for the group docker.").arg(place),
             Say::tr("Have yourself added (sudo usermod -aG docker $USER), then sign in to the desktop anew. That group is as good as root.") };
}

Words offlineWords(const Failure &failure, const QString &host)
{
    const QString &why = failure.subject;
    if (why == QLatin1String("registry-unreachable"))
        return { joined(Say::tr("The container engine could not reach %1.").arg(host), quoted(failure)),
                 Say::tr("Check network, proxy and name lookup where the engine runs: its way is not this program's.") };
    if (why == QLatin1String("engine-died"))
        return { Say::tr("The container engine went away in the middle of the push."),
                 Say::tr("Start it again and push once more: layers that have arrived are not sent again.") };
    return { Say::tr("%1 does not answer: nothing listens there.").arg(engineAt(why)), startIt(why) };
}

Words badReplyWords(const QString &why)
{
    if (why == QLatin1String("no-digest"))
        return { Say::tr("The container engine ended the push and named no digest, so nothing proves that the image has arrived."),
                 Say::tr("Look at the registry, or push without the engine.") };
    if (why == QLatin1String("not-an-engine") || why == QLatin1String("http"))
        return { Say::tr("Something answers in the container engine's place, and it is none."), Say::tr("Check DOCKER_HOST and CONTAINER_HOST.") };
    return { Say::tr("The container engine gave an answer that cannot be understood."), Say::tr("Check its version, and DOCKER_API_VERSION where it is set.") };
}

Words invalidWords(const Failure &failure)
{
    const QString &why = failure.subject;
    if (why == QLatin1String("context-missing"))
        return { Say::tr("The chosen Docker context is not there."), Say::tr("Choose another with docker context use, or unset DOCKER_CONTEXT.") };
    if (why == QLatin1String("context-malformed"))
        return { Say::tr("The chosen Docker context names no engine."), Say::tr("Make it anew with docker context create, or choose another.") };
    if (why == QLatin1String("address"))
        return { Say::tr("The container engine's address cannot be used."), Say::tr("Write it as unix:///path, tcp://host:port or ssh://user@host, in DOCKER_HOST or CONTAINER_HOST.") };
    return { joined(Say::tr("The container engine would not do this (%1).").arg(failure.httpStatus), quoted(failure)),
             Say::tr("Check the image's name, and the engine's version.") };
}

} // namespace

Words daemonWords(const Failure &failure, const QString &host)
{
    const QString &why = failure.subject;
    switch (failure.kind) {
    case Kind::Absent:
        if (failure.httpStatus == 404)
            return { joined(Say::tr("The container engine does not have %1.").arg(why), quoted(failure)), Say::tr("Check how it is written.") };
        return absentWords(why);
    case Kind::Denied: return deniedWords(failure);
    case Kind::Offline: return offlineWords(failure, host);
    case Kind::Timeout:
        if (why == QLatin1String("registry-timeout"))
            return { joined(Say::tr("The container engine got no answer from %1 in time.").arg(host), quoted(failure)),
                     Say::tr("Check network and proxy where the engine runs: its way is not this program's.") };
        return { Say::tr("The container engine did not answer in time."), Say::tr("Look whether it hangs, and try again.") };
    case Kind::Tls:
        if (why == QLatin1String("registry-tls"))
            return { joined(Say::tr("The container engine does not trust the connection to %1.").arg(host), quoted(failure)),
                     Say::tr("Where the engine runs, put the CA's certificate into /etc/docker/certs.d/%1/ca.crt; a registry without TLS goes on the engine's list of insecure ones.").arg(host) };
        return { joined(Say::tr("No secure connection to the container engine could be made."), quoted(failure)),
                 Say::tr("Check the certificates in DOCKER_CERT_PATH.") };
    case Kind::BadReply: return badReplyWords(why);
    case Kind::TooLarge: return { Say::tr("The container engine gave an answer of absurd length."), Say::tr("Check DOCKER_HOST and CONTAINER_HOST.") };
    case Kind::Invalid: return invalidWords(failure);
    case Kind::Unauthorized:
    case Kind::Forbidden:
        return { joined(Say::tr("Something in front of the container engine refuses this (%1).").arg(failure.httpStatus), quoted(failure)),
                 Say::tr("Ask who runs it, or use another engine.") };
    default:
        if (why == QLatin1String("identity-token"))
            return { Say::tr("Podman cannot push with an identity token, only with a user name and a password or token."),
                     Say::tr("Push without the engine, or sign in with an access token.") };
        if (why == QLatin1String("push"))
            return { joined(Say::tr("The container engine gave up the push."), quoted(failure)), Say::tr("Look into its log, or push without the engine.") };
        return { joined(Say::tr("The container engine could not do this (%1).").arg(failure.httpStatus), quoted(failure)), Say::tr("Look into its log, and try again.") };
    }
}

} // namespace wharf::wording
