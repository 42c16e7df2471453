#include "app/wharfctl/commands.h"
#include "app/wharfctl/documents.h"
#include "app/wharfctl/visit.h"
#include "core/registry/jwt_signature.h"
#include "core/registry/target.h"
#include "core/registry/token_exchange.h"
#include "core/wording/wording.h"

#include <QFile>
#include <QJsonDocument>

namespace wharf::ctl {

namespace {

/// A key file is a few kilobytes; more is something else.
constexpr qint64 keyFileLimit = 1 << 20;

Result<QList<registry::VerificationKey>> keysFrom(const QString &path)
{
    if (path.isEmpty())
        return QList<registry::VerificationKey>();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail({ .stage = Stage::Input, .kind = Kind::Malformed, .subject = path });
    return registry::VerificationKey::parse(file.read(keyFileLimit), path);
}

QString signatureName(registry::SignatureState state)
{
    switch (state) {
    case registry::SignatureState::Unchecked: return QStringLiteral("unchecked");
    case registry::SignatureState::Valid: return QStringLiteral("valid");
    case registry::SignatureState::Invalid: return QStringLiteral("invalid");
    case registry::SignatureState::NoKeyFits: return QStringLiteral("no-key-fits");
    case registry::SignatureState::Unsupported: return QStringLiteral("unsupported");
    }
    Q_UNREACHABLE();
}

QString signatureSentence(const registry::SignatureVerdict &verdict)
{
    switch (verdict.state) {
    case registry::SignatureState::Unchecked: return QStringLiteral("not checked: no key is known (--verify-key FILE)");
    case registry::SignatureState::Valid: return QStringLiteral("checked with %1: good").arg(verdict.keyOrigin);
    case registry::SignatureState::Invalid: return QStringLiteral("checked with %1: WRONG, this key did not sign it").arg(verdict.keyOrigin);
    case registry::SignatureState::NoKeyFits: return QStringLiteral("not checked: none of the keys has its kid or type");
    case registry::SignatureState::Unsupported: return QStringLiteral("not checked: its algorithm is not one that can be trusted");
    }
    Q_UNREACHABLE();
}

QString duration(std::chrono::milliseconds time)
{
    const auto seconds = time.count() / 1000;
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

QList<registry::Scope> scopesFor(const registry::Target &target, const QString &actions)
{
    if (target.repository().isEmpty())
        return {};
    return { registry::Scope::repository(target.repository(), actions.split(QLatin1Char(','), Qt::SkipEmptyParts)) };
}

void sayClaims(const Console &console, const registry::JwtClaims &claims)
{
    for (const QJsonObject &part : { claims.header, claims.payload }) {
        for (auto claim = part.begin(); claim != part.end(); ++claim) {
            // What is long is shown as what it holds, below or in --json.
            if (claim.key() == QLatin1String("access") || claim.key() == QLatin1String("user"))
                continue;
            const QString value = claim->isDouble() ? QString::number(claim->toDouble(), 'f', 0)
                : claim->isArray()                  ? QString::fromUtf8(QJsonDocument(claim->toArray()).toJson(QJsonDocument::Compact))
                                                    : claim->toString();
            console.say(QStringLiteral("  %1 %2  %3").arg(claim.key().leftJustified(10), value, wording::claimMeaning(claim.key())).trimmed().prepend(QStringLiteral("  ")));
        }
    }
}

Task<int> token(std::shared_ptr<Workplace> workplace)
{
    const Options options = workplace->options();
    const Console console = workplace->console();
    const auto target = registry::readTarget(options.positional().first());
    if (!target)
        co_return workplace->report(target.error(), {});
    const QString host = target->host.name();
    const auto keys = keysFrom(options.value(QStringLiteral("verify-key")));
    if (!keys)
        co_return workplace->report(keys.error(), host);
    const auto visit = co_await visitRegistry(workplace, target->host);
    if (!visit)
        co_return workplace->report(visit.error(), host);
    const accounts::Account &account = visit->account;
    const registry::Challenge *challenge = registry::preferredChallenge(visit->ping.challenges);
    if (!challenge || !challenge->isBearer()) {
        console.say(challenge ? QStringLiteral("%1 speaks Basic: there is no token, the password goes along with each request.").arg(host)
                              : QStringLiteral("%1 asks nobody for a sign-in: there is no token.").arg(host));
        console.document(QStringLiteral("wharfinger.token/1"), { { QStringLiteral("host"), host }, { QStringLiteral("account"), accountDocument(account, true) }, { QStringLiteral("token"), QJsonValue() } });
        co_return AnswerIsNo;
    }
    const QList<registry::Scope> scopes = scopesFor(*target, options.has(QStringLiteral("actions")) ? options.value(QStringLiteral("actions")) : QStringLiteral("pull"));
    const auto exchanged = co_await registry::exchangeToken(visit->session, visit->ping.api, *challenge, scopes,
                                                            visit->credential);
    if (!exchanged)
        co_return workplace->report(exchanged.error(), host);

    const auto claims = exchanged->token->reveal(&registry::JwtClaims::decode);
    const QList<registry::VerificationKey> known = *keys;
    const auto verdict = exchanged->token->reveal([&known](QByteArrayView compact) { return registry::checkSignature(compact, known); });
    const auto rows = claims ? registry::compareGrants(exchanged->requested, claims->access) : QList<registry::GrantRow>();
    const bool somethingRefused = std::any_of(rows.begin(), rows.end(), [](const auto &row) { return row.grant == registry::Grant::Refused; });

    console.say(QStringLiteral("A token of %1 for %2, good for %3.").arg(host, account.userName, duration(exchanged->remaining(workplace->clock()))));
    for (const registry::GrantRow &row : rows)
        console.say(QStringLiteral("  %1 %2: %3").arg(row.name, row.action, grantName(row.grant)));
    if (claims)
        sayClaims(console, *claims);
    else
        console.say(QStringLiteral("  It is opaque: nothing but the registry can read it."));
    console.say(QStringLiteral("  Signature ") + signatureSentence(verdict));

    QJsonObject document { { QStringLiteral("host"), host },
                           { QStringLiteral("account"), accountDocument(account, true) },
                           { QStringLiteral("token"), tokenDocument(*exchanged, workplace->clock()) },
                           { QStringLiteral("grants"), grantDocuments(rows) },
                           { QStringLiteral("header"), claims ? QJsonValue(claims->header) : QJsonValue() },
                           { QStringLiteral("claims"), claims ? QJsonValue(claims->payload) : QJsonValue() },
                           { QStringLiteral("signature"), QJsonObject { { QStringLiteral("state"), signatureName(verdict.state) }, { QStringLiteral("key"), verdict.keyOrigin } } } };
    // GitLab nests a second signed token in `user`: what it says is no secret, its signature is.
    if (claims && claims->payload.contains(QStringLiteral("user"))) {
        QJsonObject shown = claims->payload;
        shown.insert(QStringLiteral("user"), claims->userInfo);
        document.insert(QStringLiteral("claims"), shown);
    }
    console.document(QStringLiteral("wharfinger.token/1"), document);
    co_return somethingRefused || verdict.state == registry::SignatureState::Invalid ? AnswerIsNo : AllWell;
}

} // namespace

Command tokenCommand()
{
    return { .grammar = { .command = QStringLiteral("token"),
                          .arguments = QStringLiteral("IMAGE|HOST"),
                          .description = QStringLiteral("Exchange a token, and show what it says and allows."),
                          .least = 1,
                          .most = 1,
                          .own = { { QStringLiteral("actions"), QStringLiteral("What to ask for, with commas (pull). GitLab creates the repository for push."), QStringLiteral("ACTIONS") },
                                   { QStringLiteral("account"), QStringLiteral("Another account than the active one."), QStringLiteral("ACCOUNT") },
                                   { QStringLiteral("verify-key"), QStringLiteral("Check the signature with this certificate, key or JWKS."), QStringLiteral("FILE") } } },
             .run = token };
}

} // namespace wharf::ctl
