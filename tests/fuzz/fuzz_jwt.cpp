#include "core/registry/jwt.h"
#include "tests/fuzz/targets.h"

using namespace wharf::registry;

static void look(QByteArrayView compact)
{
    const auto claims = JwtClaims::decode(compact);
    if (!claims)
        return;
    using wharf::fuzz::require;
    require(claims->lifetimeSeconds().value_or(1) > 0, "a lifetime is positive");
    require(!claims->expires.isValid() || claims->expires.timeSpec() == Qt::UTC, "times are UTC");

    QList<Scope> asked;
    for (const AccessEntry &entry : claims->access)
        asked.append(entry.scope);
    for (const GrantRow &row : compareGrants(asked, claims->access))
        require(row.grant == Grant::Granted, "what is granted exactly as asked is granted");
    require(compareGrants({}, claims->access).size() == compareGrants(asked, claims->access).size(), "each action has one row");
}

void wharf::fuzz::jwt(QByteArrayView input)
{
    look(input);
    // The bytes as header and payload, so that not every mutation breaks the base64.
    const auto encoded = [](const QByteArray &bytes) {
        return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    const QByteArray bytes = input.toByteArray();
    const qsizetype cut = bytes.indexOf('\n');
    look(encoded(bytes.left(cut)) + '.' + encoded(bytes.mid(cut + 1)) + '.');
}
