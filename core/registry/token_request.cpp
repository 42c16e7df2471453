#include "core/registry/token_request.h"

namespace wharf::registry {

namespace {

const QByteArray clientId = QByteArrayLiteral("wharfinger");

/// One `name=value`, everything but RFC 3986's unreserved percent-encoded: a plus or an ampersand stays one.
void append(QByteArray &form, QByteArrayView name, const QString &value)
{
    if (!form.isEmpty())
        form += '&';
    form.append(name).append('=').append(QUrl::toPercentEncoding(value));
}

} // namespace

Result<QUrl> realmUrl(const QUrl &api, const Challenge &challenge)
{
    const QString text = challenge.realm();
    const QUrl realm = text.isEmpty() ? QUrl() : api.resolved(QUrl(text));
    const bool http = realm.scheme() == QLatin1String("https") || realm.scheme() == QLatin1String("http");
    if (!realm.isValid() || realm.host().isEmpty() || !http)
        return fail({ .stage = Stage::Challenge, .kind = Kind::Malformed, .serverSaid = cleanServerText(text),
                      .subject = QStringLiteral("realm"), .host = api.host() });
    return realm.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveFragment);
}

net::Request tokenGet(const QUrl &realm, const QString &service, const QList<Scope> &scopes, const Credential &credential)
{
    QByteArray query = realm.query(QUrl::FullyEncoded).toLatin1();
    if (!credential.isAnonymous() && !credential.userName.isEmpty())
        append(query, "account", credential.userName);
    append(query, "client_id", QString::fromLatin1(clientId));
    if (!service.isEmpty())
        append(query, "service", service);
    for (const Scope &scope : scopes)
        append(query, "scope", scope.toString());

    net::Request request { .url = realm };
    request.url.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    request.headers.append({ QByteArrayLiteral("Accept"), QByteArrayLiteral("application/json") });
    if (!credential.isAnonymous())
        request.authorization = { net::Authorization::Scheme::Basic, credential.userName, credential.secret };
    return request;
}

net::Request tokenPost(const QUrl &realm, const QString &service, const QList<Scope> &scopes, const Credential &credential)
{
    QStringList wanted;
    for (const Scope &scope : scopes)
        wanted << scope.toString();

    net::Request request { .method = QByteArrayLiteral("POST"), .url = realm, .bodyIsSecret = true, .bodySecret = credential.secret };
    request.headers.append({ QByteArrayLiteral("Accept"), QByteArrayLiteral("application/json") });
    request.headers.append({ QByteArrayLiteral("Content-Type"), QByteArrayLiteral("application/x-www-form-urlencoded") });
    append(request.body, "grant_type", QStringLiteral("refresh_token"));
    append(request.body, "service", service);
    append(request.body, "client_id", QString::fromLatin1(clientId));
    if (!wanted.isEmpty())
        append(request.body, "scope", wanted.join(QLatin1Char(' ')));
    credential.secret->reveal([&request](QByteArrayView bytes) {
        // Room first: growing would leave a copy behind.
        request.body.reserve(request.body.size() + 3 * bytes.size() + 32);
        request.body += "&refresh_token=";
        for (const char c : bytes) {
            const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
                || c == '_' || c == '~';
            if (plain)
                request.body += c;
            else
                request.body.append('%').append(QByteArray(1, c).toHex().toUpper());
        }
    });
    return request;
}

} // namespace wharf::registry
