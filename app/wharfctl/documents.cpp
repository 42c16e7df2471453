#include "app/wharfctl/documents.h"

#include "core/wording/wording.h"

namespace wharf::ctl {

QJsonValue timeDocument(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODate)) : QJsonValue();
}

QString grantName(registry::Grant grant)
{
    switch (grant) {
    case registry::Grant::Granted: return QStringLiteral("granted");
    case registry::Grant::Refused: return QStringLiteral("refused");
    case registry::Grant::NotAsked: return QStringLiteral("not-asked");
    }
    Q_UNREACHABLE();
}

QJsonObject failureDocument(const Failure &failure, const QString &host)
{
    const auto words = wording::failureWords(failure, host, wording::Voice::Terminal);
    return { { QStringLiteral("stage"), stageName(failure.stage) },
             { QStringLiteral("kind"), kindName(failure.kind) },
             { QStringLiteral("httpStatus"), failure.httpStatus },
             { QStringLiteral("subject"), failure.subject },
             { QStringLiteral("host"), failure.host },
             { QStringLiteral("serverSaid"), failure.serverSaid },
             { QStringLiteral("retryAfterSeconds"), failure.retryAfterSeconds },
             { QStringLiteral("sentence"), words.sentence },
             { QStringLiteral("nextStep"), words.nextStep } };
}

QJsonObject accountDocument(const accounts::Account &account, bool active)
{
    QJsonObject document { { QStringLiteral("id"), account.id.toString(QUuid::WithoutBraces) },
                           { QStringLiteral("host"), account.host.name() },
                           { QStringLiteral("userName"), account.userName },
                           { QStringLiteral("kind"), accounts::tokenKindName(account.kind) },
                           { QStringLiteral("label"), account.label },
                           { QStringLiteral("active"), active },
                           { QStringLiteral("created"), timeDocument(account.created) },
                           { QStringLiteral("lastProven"), timeDocument(account.lastProven) },
                           { QStringLiteral("facts"), QJsonValue() } };
    if (account.facts) {
        document.insert(QStringLiteral("facts"),
                        QJsonObject { { QStringLiteral("name"), account.facts->name },
                                      { QStringLiteral("scopes"), QJsonArray::fromStringList(account.facts->scopes) },
                                      { QStringLiteral("expiresAt"),
                                        account.facts->expiresAt.isValid() ? QJsonValue(account.facts->expiresAt.toString(Qt::ISODate)) : QJsonValue() },
                                      { QStringLiteral("askedAt"), timeDocument(account.facts->askedAt) } });
    }
    return document;
}

QJsonObject tokenDocument(const registry::AccessToken &token, const Clock &clock)
{
    const auto source = [&token] {
        switch (token.lifetimeSource) {
        case registry::LifetimeSource::ExpiresIn: return QStringLiteral("expires_in");
        case registry::LifetimeSource::JwtExpiry: return QStringLiteral("jwt");
        case registry::LifetimeSource::Default: return QStringLiteral("default");
        }
        Q_UNREACHABLE();
    };
    return { { QStringLiteral("lifetimeSeconds"), static_cast<double>(token.lifetime.count()) / 1000 },
             { QStringLiteral("remainingSeconds"), static_cast<double>(token.remaining(clock).count()) / 1000 },
             { QStringLiteral("lifetimeSource"), source() },
             { QStringLiteral("receivedAt"), timeDocument(token.receivedAtWall) } };
}

QJsonArray grantDocuments(const QList<registry::GrantRow> &rows)
{
    QJsonArray documents;
    for (const registry::GrantRow &row : rows) {
        documents.append(QJsonObject { { QStringLiteral("type"), row.type },
                                       { QStringLiteral("name"), row.name },
                                       { QStringLiteral("action"), row.action },
                                       { QStringLiteral("grant"), grantName(row.grant) } });
    }
    return documents;
}

} // namespace wharf::ctl
