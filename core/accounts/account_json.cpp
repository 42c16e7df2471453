#include "core/accounts/account_json.h"

#include "core/base/json.h"
#include "core/base/ladder.h"
#include "core/base/log.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <array>

namespace wharf::accounts {

namespace {

// No version before the first: the next one brings the first step.
constexpr std::array<LadderStep, 0> ladder {};

constexpr QLatin1String accountsKey("accounts");
constexpr QLatin1String activeKey("active");
constexpr QLatin1String idKey("id");

QDateTime readTime(const QJsonValue &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toUTC();
}

/// Puts a value in its place, or takes the key out where there is nothing to say.
void put(QJsonObject &object, const char *key, const QJsonValue &value, bool present)
{
    if (present)
        object.insert(QLatin1String(key), value);
    else
        object.remove(QLatin1String(key));
}

void putText(QJsonObject &object, const char *key, const QString &text)
{
    put(object, key, text, !text.isEmpty());
}

void putTime(QJsonObject &object, const char *key, const QDateTime &time)
{
    put(object, key, time.toUTC().toString(Qt::ISODateWithMs), time.isValid());
}

QStringList readTexts(const QJsonValue &value)
{
    QStringList texts;
    for (const QJsonValue text : value.toArray()) {
        if (const QString string = text.toString(); !string.isEmpty())
            texts.append(string);
    }
    return texts;
}

std::optional<TokenFacts> readFacts(const QJsonValue &value)
{
    if (!value.isObject())
        return std::nullopt;
    const QJsonObject object = value.toObject();
    return TokenFacts { .name = object.value(QLatin1String("name")).toString(),
                        .scopes = readTexts(object.value(QLatin1String("scopes"))),
                        .expiresAt = QDate::fromString(object.value(QLatin1String("expiresAt")).toString(), Qt::ISODate),
                        .askedAt = readTime(object.value(QLatin1String("askedAt"))) };
}

QJsonObject printFacts(const TokenFacts &facts, QJsonObject object)
{
    putText(object, "name", facts.name);
    put(object, "scopes", QJsonArray::fromStringList(facts.scopes), !facts.scopes.isEmpty());
    put(object, "expiresAt", facts.expiresAt.toString(Qt::ISODate), facts.expiresAt.isValid());
    putTime(object, "askedAt", facts.askedAt);
    return object;
}

/// None where the entry lacks what makes an account: an id and a host.
std::optional<Account> readAccount(const QJsonObject &object)
{
    const QUuid id = QUuid::fromString(object.value(idKey).toString());
    const auto host = registry::RegistryHost::parse(object.value(QLatin1String("host")).toString());
    if (id.isNull() || !host || host->isEmpty())
        return std::nullopt;
    Account account;
    account.id = id;
    account.host = *host;
    account.userName = object.value(QLatin1String("user")).toString();
    account.kind = tokenKindFromName(object.value(QLatin1String("kind")).toString()).value_or(TokenKind::Unknown);
    account.label = object.value(QLatin1String("label")).toString();
    account.network = { .plainHttp = object.value(QLatin1String("plainHttp")).toBool(),
                        .caFile = object.value(QLatin1String("caFile")).toString(),
                        .certFile = object.value(QLatin1String("certFile")).toString(),
                        .keyFile = object.value(QLatin1String("keyFile")).toString() };
    account.created = readTime(object.value(QLatin1String("created")));
    account.lastProven = readTime(object.value(QLatin1String("lastProven")));
    account.facts = readFacts(object.value(QLatin1String("facts")));
    account.repositories = readTexts(object.value(QLatin1String("repositories"))).mid(0, Account::mostRepositories);
    return account;
}

QJsonObject printAccount(const Account &account, QJsonObject object)
{
    object.insert(idKey, account.id.toString(QUuid::WithoutBraces));
    object.insert(QLatin1String("host"), account.host.name());
    object.insert(QLatin1String("user"), account.userName);
    object.insert(QLatin1String("kind"), tokenKindName(account.kind));
    putText(object, "label", account.label);
    put(object, "plainHttp", true, account.network.plainHttp);
    putText(object, "caFile", account.network.caFile);
    putText(object, "certFile", account.network.certFile);
    putText(object, "keyFile", account.network.keyFile);
    putTime(object, "created", account.created);
    putTime(object, "lastProven", account.lastProven);
    put(object, "facts",
        account.facts ? printFacts(*account.facts, object.value(QLatin1String("facts")).toObject()) : QJsonObject(),
        account.facts.has_value());
    put(object, "repositories", QJsonArray::fromStringList(account.repositories.mid(0, Account::mostRepositories)),
        !account.repositories.isEmpty());
    return object;
}

} // namespace

Result<AccountDocument> parseAccounts(QByteArrayView json)
{
    const QByteArray text = QByteArray::fromRawData(json.data(), json.size());
    const QJsonDocument parsed = QJsonDocument::fromJson(text);
    if (!parsed.isObject())
        return fail({ .stage = Stage::AccountFile, .kind = Kind::Malformed, .serverSaid = json::isJson(text) ? QString(json::notAnObject) : QString() });
    auto document = climbLadder(parsed.object(), ladder);
    if (!document) {
        const Kind kind = document.error().kind;
        return fail({ .stage = Stage::AccountFile, .kind = kind, .serverSaid = kind == Kind::Malformed ? QString(json::noVersion) : QString() });
    }

    AccountDocument result { *document, {} };
    QHash<QUuid, QString> hosts;
    for (const QJsonValue entry : document->value(accountsKey).toArray()) {
        const std::optional<Account> account = readAccount(entry.toObject());
        if (!account || hosts.contains(account->id)) {
            qCWarning(logAccounts, "an entry of the account file makes no sense to this version and is kept as it is");
            continue;
        }
        hosts.insert(account->id, account->host.name());
        result.accounts.list.append(*account);
    }
    const QJsonObject active = document->value(activeKey).toObject();
    for (auto it = active.begin(); it != active.end(); ++it) {
        const QUuid id = QUuid::fromString(it->toString());
        if (!id.isNull() && hosts.value(id) == it.key())
            result.accounts.active.insert(it.key(), id);
    }
    return result;
}

QByteArray printAccounts(const Accounts &accounts, const AccountDocument &before)
{
    QHash<QUuid, QJsonObject> known;
    QJsonArray strange;
    for (const QJsonValue entry : before.document.value(accountsKey).toArray()) {
        const std::optional<Account> account = readAccount(entry.toObject());
        if (!account || known.contains(account->id))
            strange.append(entry);
        else
            known.insert(account->id, entry.toObject());
    }
    QHash<QUuid, const Account *> unchanged;
    for (const Account &account : before.accounts.list)
        unchanged.insert(account.id, &account);

    QJsonArray entries;
    for (const Account &account : accounts.list) {
        const QJsonObject object = known.value(account.id);
        const Account *old = unchanged.value(account.id);
        entries.append(old && *old == account ? object : printAccount(account, object));
    }
    for (const QJsonValue entry : std::as_const(strange))
        entries.append(entry);

    QJsonObject active;
    for (auto it = accounts.active.begin(); it != accounts.active.end(); ++it)
        active.insert(it.key(), it->toString(QUuid::WithoutBraces));

    QJsonObject document = before.document;
    document.insert(QLatin1String("version"), static_cast<qint64>(ladder.size()) + 1);
    document.insert(accountsKey, entries);
    document.insert(activeKey, active);
    return QJsonDocument(document).toJson();
}

} // namespace wharf::accounts
