#include "core/base/json.h"
#include "core/wording/daemon_words.h"
#include "core/wording/image_words.h"
#include "core/wording/push_words.h"
#include "core/wording/said_words.h"
#include "core/wording/store_words.h"

#include <QCoreApplication>
#include <QLocale>

namespace wharf::wording {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(wharf::wording)
};

QString hostOr(const QString &host)
{
    return host.isEmpty() ? Say::tr("the registry") : host;
}

Words inputWords(const Failure &failure, Voice voice)
{
    const QString &why = failure.subject;
    if (failure.kind == Kind::Timeout)
        return { Say::tr("Nothing came on standard input in time."), Say::tr("Pipe the token in, or leave out --password-stdin to be asked for it.") };
    if (why == QLatin1String("empty") && failure.kind == Kind::Malformed)
        return { Say::tr("Nothing stands where a registry or an image belongs."), Say::tr("Write it as registry.example.com or registry.example.com/group/app.") };
    if (why == QLatin1String("empty"))
        return { Say::tr("There is no token or password to sign in with."), Say::tr("Paste one and try again.") };
    if (why == QLatin1String("source"))
        return { Say::tr("That names no source of an image."),
                 Say::tr("Write docker:IMAGE, podman:IMAGE, docker-archive:FILE, oci:FOLDER or oci-archive:FILE.") };
    if (why == QLatin1String("mangled"))
        return { Say::tr("The pasted token has blanks or line ends in it, so no registry would take it."),
                 Say::tr("Copy it again, without anything around it.") };
    if (why == QLatin1String("checksum"))
        return { Say::tr("This token is not whole: the check digits that GitLab puts at its end do not fit the rest."),
                 Say::tr("Copy all of it again; GitLab shows it only once, so make a new one if it is gone.") };
    if (why == QLatin1String("not-for-registries"))
        return { Say::tr("This kind of token cannot be a registry password."),
                 Say::tr("Create a personal access token with read_registry and write_registry, or a deploy token.") };
    if (why == QLatin1String("user-name"))
        return { Say::tr("This kind of token goes with one user name, and it is not the one given."),
                 Say::tr("A CI job token goes with gitlab-ci-token; a deploy token with the user name GitLab shows beside it; "
                         "a password with your own.") };
    if (why == QLatin1String("user-name-colon"))
        return { Say::tr("A user name cannot hold a colon: the protocol could not tell it from the password."),
                 Say::tr("Use the user name without it.") };
    if (why == QLatin1String("user-name-control"))
        return { Say::tr("There is a line end or another control character in the user name."), Say::tr("Copy it again, without anything around it.") };
    if (why == QLatin1String("secret"))
        return { Say::tr("This token has characters that cannot be sent."), Say::tr("Copy it again, without anything around it.") };
    if (why == QLatin1String("pasted-file"))
        return { Say::tr("The file with the pasted text cannot be read."), Say::tr("Check its name, or give the text on standard input with --text -.") };
    if (why == QLatin1String("no-target-in-text"))
        return { Say::tr("The text names no image and no registry."), Say::tr("Name one beside it: wharfctl diagnose IMAGE --text FILE.") };
    if (why == QLatin1String("report-file"))
        return { Say::tr("The report could not be written."), Say::tr("Choose another place for it.") };
    if (why == QLatin1String("capitals"))
        return { Say::tr("Image names are lower case, and this one has capital letters."), Say::tr("Write it in lower case.") };
    if (why == QLatin1String("scheme") && failure.kind == Kind::Invalid)
        return { Say::tr("A registry is spoken to with https or http, and nothing else."), Say::tr("Write the host alone, as in registry.example.com.") };
    if (why == QLatin1String("user-info"))
        return { Say::tr("There is a user name in the address."), Say::tr("Write the host alone; the user name goes in a place of its own.") };
    if (why == QLatin1String("path"))
        return { Say::tr("There is more than a host in this address."), Say::tr("Write it as registry.example.com or registry.example.com:5050.") };
    if (why == QLatin1String("port"))
        return { Say::tr("The part after the colon is no port."), Say::tr("A port is a number from 1 to 65535.") };
    if (why == QLatin1String("url"))
        return { Say::tr("The server named an address that cannot be used."), Say::tr("Tell its administrator.") };
    if (why == QLatin1String("scheme"))
        return { Say::tr("An image name has no https:// in front."), Say::tr("Leave it out.") };
    if (why == QLatin1String("spaces"))
        return { Say::tr("There is a blank in the name."), Say::tr("Take it out.") };
    if (why == QLatin1String("tag"))
        return { Say::tr("The part after the colon is no tag: letters, digits, “_”, “.” and “-”, 128 at most, and not “.” or “-” first."),
                 Say::tr("Correct the tag.") };
    if (why == QLatin1String("digest"))
        return { Say::tr("The part after @ is no digest."), Say::tr("A digest is sha256: and 64 digits from 0-9 and a-f.") };
    if (why == QLatin1String("repository"))
        return { Say::tr("This is no repository name: lower-case letters and digits, with single “.”, “_”, “__” or “-” between, in parts divided by /."),
                 Say::tr("Correct the name.") };
    if (why == QLatin1String("host"))
        return { Say::tr("This is no host name."), Say::tr("Write it as registry.example.com or registry.example.com:5050.") };
    if (why == QLatin1String("secret-too-long"))
        return { Say::tr("What came on standard input is far too long for a token."), Say::tr("Give the token alone, 64 KiB at most.") };
    if (why == QLatin1String("too-long"))
        return { Say::tr("The name is too long: a host has 253 characters at most, a repository 255."), Say::tr("Shorten it.") };
    if (why == QLatin1String("CI_REGISTRY") || why == QLatin1String("CI_REGISTRY_PASSWORD"))
        return { Say::tr("%1 is not set, so there is no CI sign-in here.").arg(why),
                 Say::tr("Run it inside a GitLab CI job, or give the job's variables as NAME=value lines.") };
    if (failure.kind == Kind::NotFound)
        return { Say::tr("There is no account “%1”.").arg(why),
                 voice == Voice::Terminal ? Say::tr("wharfctl accounts lists those there are.") : Say::tr("It may have been signed out meanwhile; sign in again.") };
    if (failure.kind == Kind::Absent)
        return { Say::tr("%1 is not there.").arg(why), Say::tr("Check how it is written.") };
    if (failure.kind == Kind::TooLarge)
        return { Say::tr("What came on %1 is far too long.").arg(why), Say::tr("64 KiB a line are the limit.") };
    if (failure.kind == Kind::Malformed)
        return { Say::tr("“%1” could not be read.").arg(why), Say::tr("Check how it is written.") };
    return { Say::tr("“%1” does not fit here.").arg(why), Say::tr("Check how it is written.") };
}

Words connectWords(const Failure &failure, const QString &host, Voice voice)
{
    const QString &why = failure.subject;
    if (failure.kind == Kind::Refused)
        return { Say::tr("%1 would be talked to without encryption (plain HTTP), and that is not allowed for it.").arg(host),
                 voice == Voice::Terminal ? Say::tr("Add --plain-http if you trust the network.")
                                          : Say::tr("Allow plain HTTP under Connection if you trust the network.") };
    if (failure.kind == Kind::BadReply)
        return { Say::tr("%1 answers, and not in HTTP.").arg(host), Say::tr("Check the port.") };
    if (failure.kind == Kind::TooLarge)
        return { Say::tr("%1 gave an answer of absurd length.").arg(host), Say::tr("Check the host name and the port.") };
    if (why == QLatin1String("name-not-found"))
        return { Say::tr("%1 cannot be reached: there is no such name (DNS).").arg(host), Say::tr("Check how it is written, and the network.") };
    if (why == QLatin1String("refused"))
        return { Say::tr("%1 cannot be reached: nothing listens there (connection refused).").arg(host), Say::tr("Check the port; GitLab's registry is often on 5050 or has a name of its own.") };
    if (why == QLatin1String("reset"))
        return { Say::tr("%1 cannot be reached: the connection was cut (reset).").arg(host), Say::tr("Try again; if it stays so, a firewall or a proxy may cut it.") };
    return { Say::tr("%1 cannot be reached: no connection came about.").arg(host), Say::tr("Check its name, the network and the proxy settings.") };
}

Words tlsWords(const Failure &failure, const QString &host)
{
    const QString &why = failure.subject;
    const auto is = [&why](const char *reason) { return why.startsWith(QLatin1String(reason)); };
    if (is("expired"))
        return { Say::tr("The certificate of %1 has expired.").arg(host),
                 Say::tr("Its administrator must renew it. Check this machine's clock, too.") };
    if (is("not-yet-valid"))
        return { Say::tr("The certificate of %1 is not valid yet.").arg(host), Say::tr("Check this machine's clock.") };
    if (is("name-mismatch"))
        return { Say::tr("The certificate of %1 is for another name.").arg(host),
                 Say::tr("Use the name it is made for, or ask its administrator to add this one.") };
    if (is("unknown-ca") || is("self-signed"))
        return { Say::tr("Nobody this machine trusts vouches for the certificate of %1 (unknown authority).").arg(host),
                 Say::tr("Give the CA's certificate with the account, or put it into /etc/docker/certs.d/%1/ca.crt.").arg(host) };
    if (is("client-certificate"))
        return { Say::tr("%1 wants to see a client certificate.").arg(host),
                 Say::tr("Give one and its key with the account, or put them into /etc/docker/certs.d/%1/ as client.cert and client.key.").arg(host) };
    if (is("not-tls"))
        return { Say::tr("%1 answers, and not in TLS.").arg(host), Say::tr("Check the port; if it speaks plain HTTP, allow that for this host.") };
    return { Say::tr("No secure connection to %1 could be made (TLS handshake).").arg(host),
             Say::tr("Ask its administrator which TLS versions it speaks; a proxy may stand between, too.") };
}

/// A file that the user gave: the host has not been asked yet.
Words certificateFileWords(const Failure &failure)
{
    const QString &path = failure.subject;
    const QString check = Say::tr("Choose a PEM file that holds the certificate or the key.");
    switch (failure.kind) {
    case Kind::Absent: return { Say::tr("The certificate file %1 is not there.").arg(path), check };
    case Kind::Denied: return { Say::tr("The certificate file %1 may not be read by you.").arg(path), Say::tr("Check who owns it.") };
    case Kind::TooLarge: return { Say::tr("%1 is far too large to be a certificate file.").arg(path), check };
    default: return { Say::tr("%1 holds no certificate or key that can be read.").arg(path), check };
    }
}

Words proxyWords(const Failure &failure, const QString &host)
{
    if (failure.kind == Kind::Unauthorized)
        return { Say::tr("The proxy on the way to %1 wants a user name and a password.").arg(host),
                 Say::tr("Put them into HTTPS_PROXY, as http://user:password@proxy:port.") };
    if (failure.kind == Kind::Forbidden)
        return { Say::tr("The proxy does not let anybody through to %1.").arg(host), Say::tr("Ask its administrator, or add the host to NO_PROXY.") };
    const QString &why = failure.subject;
    const QString proxy = failure.host.isEmpty() ? Say::tr("the proxy") : failure.host;
    const QString check = Say::tr("Check HTTPS_PROXY and NO_PROXY.");
    if (failure.kind == Kind::Malformed)
        return { Say::tr("%1 names no proxy that can be used.").arg(why), Say::tr("Write it as http://proxy:port or socks5://proxy:port.") };
    if (why == QLatin1String("name-not-found"))
        return { Say::tr("The proxy on the way to %1 cannot be reached: there is no name %2 (DNS).").arg(host, proxy), check };
    if (why == QLatin1String("refused"))
        return { Say::tr("The proxy on the way to %1 cannot be reached: nothing listens at %2 (connection refused).").arg(host, proxy), check };
    if (why == QLatin1String("reset"))
        return { Say::tr("The proxy on the way to %1 cut the connection (%2).").arg(host, proxy), Say::tr("Try again; if it stays so, ask its administrator.") };
    if (why == QLatin1String("no-tunnel"))
        return { Say::tr("The proxy %2 could not get through to %1.").arg(host, proxy), Say::tr("Check the host name and the port, or ask the proxy's administrator.") };
    if (why == QLatin1String("not-a-proxy"))
        return { Say::tr("%1 answers, and not as a proxy.").arg(proxy), check };
    return { joined(Say::tr("The proxy on the way to %1 could not be used.").arg(host), quoted(failure)), check };
}

Words throttledWords(const Failure &failure, const QString &host)
{
    const QString wait = failure.retryAfterSeconds > 0
        ? Say::tr("Try again in %n second(s).", nullptr, failure.retryAfterSeconds)
        : Say::tr("Wait some minutes before the next try: every one more may make it longer.");
    if (failure.httpStatus == 429)
        return { joined(Say::tr("%1 has had too many requests from here.").arg(host), quoted(failure)), wait };
    return { joined(Say::tr("%1 has shut this address out for a while after too many failed sign-ins.").arg(host), quoted(failure)), wait };
}

Words tokenWords(const Failure &failure, const QString &host)
{
    const QString &why = failure.subject;
    switch (failure.kind) {
    case Kind::Unauthorized:
        if (why == QLatin1String("expired"))
            return { Say::tr("GitLab refused this token: it has expired."), Say::tr("Replace it with a new one.") };
        if (why == QLatin1String("revoked"))
            return { Say::tr("GitLab refused this token: it was revoked."), Say::tr("Replace it with a new one.") };
        if (why == QLatin1String("job-finished"))
            return { Say::tr("GitLab refused this token: its CI job has ended."), Say::tr("A job token lives only as long as its job; use a deploy token or an access token instead.") };
        if (why == QLatin1String("impersonation-disabled"))
            return { Say::tr("GitLab refused this token: impersonation is switched off there."), Say::tr("Use a personal access token.") };
        if (why == QLatin1String("unknown-token"))
            return { Say::tr("GitLab does not know this token."), Say::tr("Check that it belongs to %1 and was copied whole.").arg(host) };
        return { joined(Say::tr("%1 refused the user name, password or token (unauthorized).").arg(host), quoted(failure)),
                 Say::tr("Check both. Where two-factor sign-in is on, a token is needed in place of the password; a deploy token needs its own user name.") };
    case Kind::Forbidden:
        if (why == QLatin1String("no-registry-scope"))
            return { Say::tr("GitLab accepted the token, and it has no registry scope."),
                     Say::tr("Create one with read_registry and write_registry, or use another account.") };
        return { joined(Say::tr("The token service of %1 refused this credential (denied).").arg(host), quoted(failure)),
                 Say::tr("A token needs read_registry to pull, and write_registry too to push.") };
    case Kind::NotFound:
        if (failure.serverSaid.contains(QLatin1String("registry not enabled")))
            return { Say::tr("The container registry of this GitLab is switched off."), Say::tr("Its administrator can switch it on.") };
        return { joined(Say::tr("The token service that %1 names does not know this registry.").arg(host), quoted(failure)),
                 Say::tr("Its administrator should compare the registry's realm and service settings.") };
    case Kind::Refused:
        if (why.startsWith(QLatin1String("plain-http")))
            return { Say::tr("%1 wants the password sent in the clear (an http:// realm), so it was not sent.").arg(host),
                     Say::tr("Its administrator should make the realm https; or allow plain HTTP for that host.") };
        return { Say::tr("The token service of %1 redirects to another server (%2), so the password was not sent there.").arg(host, why),
                 Say::tr("Its administrator should make the realm name the final address.") };
    case Kind::BadReply:
        if (why == QLatin1String("html"))
            return { Say::tr("The token service of %1 answered with a web page instead of a token.").arg(host),
                     Say::tr("A sign-in portal or a proxy stands in front of it; its administrator should let the token address through.") };
        if (why.startsWith(QLatin1String("redirect")))
            return { Say::tr("The token service of %1 redirects in a circle or to nowhere.").arg(host), Say::tr("Its administrator should make the realm name the final address.") };
        return { Say::tr("The token service of %1 gave an answer that holds no token.").arg(host),
                 Say::tr("Try again; if it stays so, tell its administrator.") };
    case Kind::Malformed:
        return { Say::tr("This is no token (JWT) that can be read."), Say::tr("Copy it again, all three parts of it.") };
    case Kind::TooLarge:
        return { Say::tr("The token service of %1 gave an answer of absurd length.").arg(host), Say::tr("Tell its administrator.") };
    default:
        return { joined(Say::tr("The token service of %1 is not working now (%2).").arg(host).arg(failure.httpStatus), quoted(failure)),
                 Say::tr("Try again later.") };
    }
}

Words registryWords(const Failure &failure, const QString &host)
{
    const QString &why = failure.subject;
    switch (failure.kind) {
    case Kind::Unauthorized:
        if (why == QLatin1String("insufficient-scope"))
            return { Say::tr("%1 refused: the token does not cover this (insufficient scope).").arg(host),
                     Say::tr("Ask the project's owner for the right, or use a token with read_registry and write_registry.") };
        if (why == QLatin1String("invalid-token"))
            return { Say::tr("%1 does not trust the token that its own token service issued (invalid token).").arg(host),
                     Say::tr("Its administrator should compare key, issuer and the clocks of the two servers.") };
        return { joined(Say::tr("%1 refused the user name or password (unauthorized).").arg(host), quoted(failure)), Say::tr("Check both.") };
    case Kind::Forbidden:
        return { joined(Say::tr("%1 refused this (forbidden).").arg(host), quoted(failure)),
                 Say::tr("Ask the project's owner for the right.") };
    case Kind::NotFound:
        return { Say::tr("%1 answers, and nothing about it is a container registry.").arg(host),
                 Say::tr("Check the host name and the port; GitLab often uses port 5050 or a name of its own.") };
    case Kind::BadReply:
        return { Say::tr("%1 answers with something that is no registry's answer.").arg(host),
                 Say::tr("Check the host name and the port; a portal or a proxy may stand in front of it.") };
    default:
        return { joined(Say::tr("%1 is not working now (%2).").arg(host).arg(failure.httpStatus), quoted(failure)), Say::tr("Try again later.") };
    }
}

Words gitLabWords(const Failure &failure)
{
    return { joined(Say::tr("GitLab would not say more about this token."), quoted(failure)),
             Say::tr("Try again later; pulling and pushing do not wait for it.") };
}

/// PrivateFile says `link -> target`.
bool isBrokenLink(const Failure &failure)
{
    const bool ofFile = failure.stage == Stage::AccountFile || failure.stage == Stage::ClientFile || failure.stage == Stage::Keychain;
    return ofFile && failure.kind == Kind::Invalid && failure.serverSaid.contains(QLatin1String(" -> "));
}

Words brokenLinkWords(const Failure &failure)
{
    return { Say::tr("%1 is a link to %2, and nothing is there; nothing was written.")
                 .arg(failure.serverSaid.section(QLatin1String(" -> "), 0, 0), failure.serverSaid.section(QLatin1String(" -> "), 1)),
             Say::tr("Bring back what the link points at (is its disk mounted?), or take the link away, and try again.") };
}

/// A file that is JSON and yet of no use is not called broken JSON: nobody would find the broken place.
Words malformedWords(const QString &path, const QString &why)
{
    const QString mend = Say::tr("Correct it, or move it away, and try again.");
    const QString place = why.section(QLatin1String(": "), 1);
    if (why == json::notAnObject)
        return { Say::tr("%1 is JSON, and not an object ({…}), so it was left untouched.").arg(path), mend };
    if (why.startsWith(json::notAnObject))
        return { Say::tr("%1 is JSON, and what stands at %2 is not an object ({…}), so it was left untouched.").arg(path, place), mend };
    if (why.startsWith(json::notAString))
        return { Say::tr("%1 is JSON, and what stands at %2 is not a string (\"…\"), so it was left untouched.").arg(path, place), mend };
    if (why == json::noVersion)
        return { Say::tr("%1 is JSON, and none of Wharfinger's files, as it says no version; it was left untouched.").arg(path), mend };
    return { Say::tr("%1 is not valid JSON, so it was left untouched.").arg(path), mend };
}

Words fileWords(const Failure &failure)
{
    const QString &path = failure.subject;
    switch (failure.kind) {
    case Kind::Newer:
        return { Say::tr("%1 was written by a newer Wharfinger.").arg(path), Say::tr("It was left as it is. Update this one.") };
    case Kind::Malformed:
        return malformedWords(path, failure.serverSaid);
    case Kind::Denied:
        return { Say::tr("%1 may not be read or written by you.").arg(path), Say::tr("Check who owns it.") };
    case Kind::ReadOnly:
        return { Say::tr("%1 cannot be written: it or its folder is read-only.").arg(path), Say::tr("Make it writable, or point DOCKER_CONFIG at a folder that is.") };
    case Kind::Full:
        return { Say::tr("There is no space left to write %1; it was left as it is.").arg(path), Say::tr("Make room and try again.") };
    case Kind::Busy:
        return { Say::tr("Another program is writing %1.").arg(path), Say::tr("Try again in a moment.") };
    case Kind::TooLarge:
        return { Say::tr("%1 is far too large to be what it should be.").arg(path), Say::tr("Look at it, or move it away.") };
    case Kind::Absent:
        return { Say::tr("%1 is not there.").arg(path), Say::tr("Check that its folder is there, and try again.") };
    case Kind::Invalid:
        return { Say::tr("%1 cannot be used: it is no plain file, or makes no sense.").arg(path), Say::tr("Look at it, or move it away.") };
    default:
        return { joined(Say::tr("%1 could not be used.").arg(path), quoted(failure)), Say::tr("Look at it, and try again.") };
    }
}

} // namespace

QString Words::text() const
{
    return joined(sentence, nextStep);
}

Words failureWords(const Failure &failure, const QString &hostName, Voice voice)
{
    if (failure.kind == Kind::Cancelled)
        return {};
    if (isBrokenLink(failure))
        return brokenLinkWords(failure);
    const QString host = hostOr(hostName);
    switch (failure.stage) {
    case Stage::Input: return inputWords(failure, voice);
    case Stage::Keychain: return storeWords(failure);
    case Stage::AccountFile:
    case Stage::ClientFile: return fileWords(failure);
    case Stage::Daemon: return daemonWords(failure, host);
    case Stage::Image: return imageWords(failure, voice);
    default: break;
    }
    // The realm is seldom where the registry is: what cannot be reached is named, not what was asked for.
    const QString nearest = hostOr(failure.host.isEmpty() ? hostName : failure.host);
    if (failure.kind == Kind::Timeout)
        return { Say::tr("%1 did not answer in time.").arg(nearest), Say::tr("Check the network, and whether the host and port are right.") };
    if (failure.kind == Kind::Throttled)
        return throttledWords(failure, host);
    // The realm, and not the registry, is what plain HTTP was not allowed for: --plain-http would not change it.
    if (failure.stage == Stage::Connect && failure.kind == Kind::Refused && !hostName.isEmpty() && nearest != hostName)
        return tokenWords(failure, host);
    switch (failure.stage) {
    case Stage::Connect: return connectWords(failure, nearest, voice);
    case Stage::Tls: return failure.kind == Kind::Tls ? tlsWords(failure, nearest) : certificateFileWords(failure);
    case Stage::Proxy: return proxyWords(failure, host);
    case Stage::Challenge:
        return { Say::tr("%1 asks for a sign-in in a way that cannot be understood.").arg(host),
                 Say::tr("Its administrator should look at the WWW-Authenticate header it sends.") };
    case Stage::Token: return tokenWords(failure, host);
    case Stage::GitLab: return gitLabWords(failure);
    default: break;
    }
    const auto ofPush = pushWords(failure, host);
    return ofPush ? *ofPush : registryWords(failure, host);
}

} // namespace wharf::wording
