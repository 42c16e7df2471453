#include "core/push/daemon/engine_complaint.h"

#include <QRegularExpression>

#include <initializer_list>

namespace wharf::push {

namespace {

bool says(const QString &text, std::initializer_list<const char *> words)
{
    return std::any_of(words.begin(), words.end(), [&text](const char *word) { return text.contains(QLatin1String(word), Qt::CaseInsensitive); });
}

/// The registry's status within the text: `unexpected HTTP status: 503 …`, `StatusCode: 413`, `error parsing HTTP 413 response`,
/// `unexpected status from POST request to …: 403 Forbidden`, `status code from registry 403 (Forbidden)`; 0 for none.
int statusIn(const QString &text)
{
    static const QRegularExpression pattern(
        QStringLiteral("(?:[Hh][Tt][Tt][Pp] status:?|[Ss]tatus ?[Cc]ode:?|from registry|parsing HTTP|:) ([45][0-9]{2})(?: [A-Z(]| response|[,:]|\\z)"));
    return pattern.match(text).captured(1).toInt();
}

Failure at(Stage stage, Kind kind, int status = 0, const char *subject = "")
{
    return { .stage = stage, .kind = kind, .httpStatus = status, .subject = QLatin1String(subject) };
}

std::optional<Failure> onTheWay(const QString &text)
{
    if (says(text, { "x509:", "tls: ", "server gave HTTP response to HTTPS client", "certificate signed by" }))
        return at(Stage::Daemon, Kind::Tls, 0, "registry-tls");
    if (says(text, { "i/o timeout", "TLS handshake timeout", "deadline exceeded", "Client.Timeout" }))
        return at(Stage::Daemon, Kind::Timeout, 0, "registry-timeout");
    if (says(text, { "no such host", "connection refused", "connection reset", "network is unreachable", "no route to host", "broken pipe",
                     "server misbehaving", "proxyconnect" })
        || text.endsWith(QLatin1String("EOF")))
        return at(Stage::Daemon, Kind::Offline, 0, "registry-unreachable");
    if (says(text, { "context canceled" }))
        return at(Stage::Daemon, Kind::Offline, 0, "engine-died");
    return std::nullopt;
}

Failure byWords(const QString &text, int status)
{
    if (says(text, { "insufficient_scope" }))
        return at(Stage::Registry, Kind::Unauthorized, 401, "insufficient-scope");
    if (says(text, { "access to the resource is denied" })) // before "unauthorized": containers/image tells all of a registry's errors
        return at(Stage::Registry, Kind::Forbidden, status);
    if (says(text, { "unauthorized", "authentication required", "no basic auth credentials", "incorrect username or password", "invalid username/password" }))
        return at(Stage::Registry, Kind::Unauthorized, 401);
    if (says(text, { "denied:", "access denied", "access forbidden" }))
        return at(Stage::Registry, Kind::Forbidden, status);
    if (says(text, { "toomanyrequests", "too many requests" }))
        return at(Stage::Registry, Kind::Throttled, 429);
    if (says(text, { "name unknown", "NAME_UNKNOWN", "repository name not known" }))
        return at(Stage::Registry, Kind::NotFound, 404);
    if (says(text, { "request entity too large" }))
        return at(Stage::Registry, Kind::TooLarge, 413);
    return at(Stage::Daemon, Kind::Server, status, "push");
}

Failure byStatus(const QString &text, int status)
{
    switch (status) {
    case 401: return at(Stage::Registry, Kind::Unauthorized, status, says(text, { "insufficient_scope" }) ? "insufficient-scope" : "");
    case 403: return at(Stage::Registry, Kind::Forbidden, status);
    case 404: return at(Stage::Registry, Kind::NotFound, status);
    case 413: return at(Stage::Registry, Kind::TooLarge, status);
    case 429: return at(Stage::Registry, Kind::Throttled, status);
    default: return status >= 500 ? at(Stage::Registry, Kind::Server, status) : byWords(text, status);
    }
}

} // namespace

Failure engineComplaint(const QString &text, int status, const QString &source)
{
    Failure failure;
    if (says(text, { "an image does not exist locally with the tag", "tag does not exist", "no such image", "image not known" })) {
        failure = at(Stage::Image, Kind::Absent, status);
        failure.subject = source;
    } else if (const auto way = onTheWay(text)) {
        failure = *way;
    } else if (const int registrys = statusIn(text)) {
        failure = byStatus(text, registrys);
    } else {
        failure = byWords(text, status);
        if (failure.stage == Stage::Daemon && status >= 400 && status < 500)
            failure = byStatus(text, status);
    }
    failure.serverSaid = cleanServerText(text);
    return failure;
}

} // namespace wharf::push
