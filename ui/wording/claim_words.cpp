#include "ui/wording/claim_words.h"

#include "core/wording/wording.h"
#include "ui/wording/time_words.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace wharf::ui {

namespace {

struct ClaimText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::ClaimText)
};

QString plainValue(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::String: return value.toString();
    case QJsonValue::Bool: return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QJsonValue::Double: return QString::number(value.toDouble(), 'g', 15);
    case QJsonValue::Array: {
        QStringList parts;
        for (const QJsonValue &part : value.toArray())
            parts.append(plainValue(part));
        return parts.join(QStringLiteral(", "));
    }
    case QJsonValue::Object: return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    case QJsonValue::Null:
    case QJsonValue::Undefined: break;
    }
    return ClaimText::tr("empty");
}

QString accessValue(const QList<registry::AccessEntry> &access)
{
    if (access.isEmpty())
        return ClaimText::tr("nothing");
    QStringList lines;
    for (const registry::AccessEntry &entry : access) {
        const QString actions = entry.scope.actions.isEmpty() ? ClaimText::tr("nothing") : entry.scope.actions.join(QStringLiteral(", "));
        lines.append(ClaimText::tr("%1 %2: %3", "resource type, name, actions").arg(entry.scope.type, entry.scope.name, actions));
    }
    return lines.join(QLatin1Char('\n'));
}

QString userValue(const registry::JwtClaims &claims)
{
    if (claims.userInfo.isEmpty())
        return ClaimText::tr("names nobody");
    QStringList parts;
    for (auto it = claims.userInfo.begin(); it != claims.userInfo.end(); ++it)
        parts.append(ClaimText::tr("%1: %2").arg(it.key(), plainValue(it.value())));
    return parts.join(QLatin1Char('\n'));
}

QString valueOf(const registry::JwtClaims &claims, const QString &name)
{
    if (name == QLatin1String("exp") && claims.expires.isValid())
        return momentText(claims.expires);
    if (name == QLatin1String("nbf") && claims.notBefore.isValid())
        return momentText(claims.notBefore);
    if (name == QLatin1String("iat") && claims.issuedAt.isValid())
        return momentText(claims.issuedAt);
    if (name == QLatin1String("access"))
        return accessValue(claims.access);
    if (name == QLatin1String("user"))
        return userValue(claims);
    return plainValue(claims.payload.value(name));
}

} // namespace

QList<ClaimRow> claimRows(const registry::JwtClaims &claims)
{
    static const QStringList first { QStringLiteral("sub"), QStringLiteral("auth_type"), QStringLiteral("access"), QStringLiteral("exp"),
                                     QStringLiteral("iat"), QStringLiteral("nbf"), QStringLiteral("iss"), QStringLiteral("aud"),
                                     QStringLiteral("user"), QStringLiteral("jti") };
    QStringList names;
    for (const QString &name : first) {
        if (claims.payload.contains(name))
            names.append(name);
    }
    for (const QString &name : claims.payload.keys()) {
        if (!names.contains(name))
            names.append(name);
    }
    QList<ClaimRow> rows;
    for (const QString &name : names)
        rows.append({ .name = name, .value = valueOf(claims, name), .meaning = wording::claimMeaning(name) });
    return rows;
}

QList<ClaimRow> headerRows(const registry::JwtClaims &claims)
{
    QList<ClaimRow> rows;
    for (auto it = claims.header.begin(); it != claims.header.end(); ++it)
        rows.append({ .name = it.key(), .value = plainValue(it.value()), .meaning = wording::claimMeaning(it.key()) });
    return rows;
}

} // namespace wharf::ui
