#include "core/net/authorization_header.h"

#include <algorithm>

namespace wharf::net {

namespace {

/// A line break in a pasted token would start a header of its own.
bool fitsHeader(QByteArrayView bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

} // namespace

QByteArray basicValue(const QString &userName, QByteArrayView secret)
{
    QByteArray pair = userName.toUtf8() + ':';
    pair.append(secret);
    QByteArray value = "Basic " + pair.toBase64();
    wipe(pair);
    return value;
}

Result<Header> authorizationHeader(const Authorization &authorization)
{
    static const Secret none;
    const Secret &secret = authorization.secret ? *authorization.secret : none;
    return secret.reveal([&authorization](QByteArrayView bytes) -> Result<Header> {
        using Scheme = Authorization::Scheme;
        if (authorization.scheme == Scheme::Basic)
            return Header { QByteArrayLiteral("Authorization"), basicValue(authorization.userName, bytes) };
        if (bytes.isEmpty() || !fitsHeader(bytes))
            return fail({ .stage = Stage::Input, .kind = Kind::Invalid, .subject = QStringLiteral("secret") });
        switch (authorization.scheme) {
        case Scheme::PrivateToken: return Header { QByteArrayLiteral("PRIVATE-TOKEN"), bytes.toByteArray() };
        case Scheme::JobToken: return Header { QByteArrayLiteral("JOB-TOKEN"), bytes.toByteArray() };
        default: return Header { QByteArrayLiteral("Authorization"), "Bearer " + bytes.toByteArray() };
        }
    });
}

} // namespace wharf::net
