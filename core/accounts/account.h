#pragma once

#include "core/accounts/token_kind.h"
#include "core/base/credential.h"
#include "core/net/host_settings.h"
#include "core/registry/registry_host.h"

#include <QDate>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUuid>

namespace wharf::accounts {

/// What GitLab last said about an account's token; kept so that it can be shown offline.
struct TokenFacts {
    QString name;
    QStringList scopes;
    QDate expiresAt; ///< invalid: never, or not known
    QDateTime askedAt;

    friend bool operator==(const TokenFacts &, const TokenFacts &) = default;
};

/// One sign-in to one registry. Holds no secret: that lies in a credential store under storeKey().
struct Account {
    QUuid id;
    registry::RegistryHost host;
    QString userName;
    TokenKind kind = TokenKind::Unknown;
    QString label; ///< the user's own word for it; may be empty
    net::HostSettings network;
    QDateTime created;
    QDateTime lastProven; ///< when a registry last accepted it; invalid: never
    std::optional<TokenFacts> facts;
    static constexpr qsizetype mostRepositories = 32;
    /// Repositories the user has looked at, most recent first; mostRepositories at most.
    QStringList repositories;

    /// Puts a repository first, and lets go of the one that was not looked at for longest where there are too many.
    void lookedAt(const QString &repository);

    /// `account/<uuid without braces>`
    [[nodiscard]] QString storeKey() const;
    /// `jo`, or the label where there is one.
    [[nodiscard]] QString displayName() const;

    friend bool operator==(const Account &, const Account &) = default;
};

/// All accounts and which of each host's is the active one. A value.
struct Accounts {
    QList<Account> list;
    QHash<QString, QUuid> active; ///< RegistryHost::name() → account

    [[nodiscard]] const Account *find(const QUuid &id) const;
    /// The account that clients get for this host: the active one, else the host's only one, else null.
    [[nodiscard]] const Account *activeFor(const registry::RegistryHost &host) const;
    [[nodiscard]] QList<Account> on(const registry::RegistryHost &host) const;
    /// By id, by `user@host`, by label, or by host where the host has one. Null when nothing or more than one fits.
    [[nodiscard]] const Account *named(const QString &text) const;

    /// Adds, or replaces the one with the same id. The first account of a host becomes its active one.
    void put(Account account);
    /// Removes it; another account of the host, if there is one, becomes active.
    void remove(const QUuid &id);

    friend bool operator==(const Accounts &, const Accounts &) = default;
};

} // namespace wharf::accounts
