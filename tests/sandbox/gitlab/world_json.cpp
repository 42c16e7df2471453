#include "tests/sandbox/gitlab/world_json.h"

#include <QJsonArray>

#include <array>
#include <utility>

namespace wharf::sandbox {

namespace {

template <class Enum>
constexpr auto namesOf = nullptr;

template <>
constexpr std::array namesOf<Visibility> { std::pair { "private", Visibility::Private }, std::pair { "internal", Visibility::Internal },
                                           std::pair { "public", Visibility::Public } };
template <>
constexpr std::array namesOf<RegistryAccess> { std::pair { "disabled", RegistryAccess::Disabled }, std::pair { "private", RegistryAccess::Private },
                                               std::pair { "enabled", RegistryAccess::Enabled } };
template <>
constexpr std::array namesOf<Role> { std::pair { "none", Role::None }, std::pair { "guest", Role::Guest }, std::pair { "reporter", Role::Reporter },
                                     std::pair { "developer", Role::Developer }, std::pair { "maintainer", Role::Maintainer },
                                     std::pair { "owner", Role::Owner } };
template <>
constexpr std::array namesOf<UserState> { std::pair { "active", UserState::Active }, std::pair { "blocked", UserState::Blocked },
                                          std::pair { "deactivated", UserState::Deactivated } };
template <>
constexpr std::array namesOf<TokenOwner> { std::pair { "person", TokenOwner::Person }, std::pair { "project", TokenOwner::Project },
                                           std::pair { "group", TokenOwner::Group }, std::pair { "impersonation", TokenOwner::Impersonation },
                                           std::pair { "oauth", TokenOwner::OAuth } };
template <>
constexpr std::array namesOf<Wording> { std::pair { "18", Wording::V18 }, std::pair { "19", Wording::V19 } };

// One list of members per type serves reading and writing; JSON calls them as world.h does.
#define WHARF_MEMBERS(Type)                                                                                                                                    \
    template <class Visitor>                                                                                                                                   \
    void members(Visitor &visit, Type &whole)
#define M(member) visit(#member, whole.member)

WHARF_MEMBERS(User)
{
    M(id); M(username); M(name); M(email); M(password); M(state); M(twoFactor); M(passwordExpired); M(ldap); M(admin); M(external); M(bot);
}

WHARF_MEMBERS(Membership)
{
    M(userId); M(path); M(role);
}

WHARF_MEMBERS(RepositoryRule)
{
    M(pattern); M(pushRole);
}

WHARF_MEMBERS(TagRule)
{
    M(pattern); M(pushRole); M(deleteRole); M(immutable);
}

WHARF_MEMBERS(Project)
{
    M(id); M(rootNamespaceId); M(path); M(visibility); M(registry); M(ci); M(repositoryRules); M(tagRules); M(jobTokenAllowlist);
    M(ipAllowlist); M(storageLimitReached); M(granularTokensOnly); M(repositories);
}

WHARF_MEMBERS(AccessToken)
{
    M(id); M(value); M(name); M(owner); M(userId); M(ownerPath); M(scopes); M(permissions); M(expiresAt); M(revoked); M(granular);
    M(createdAt); M(family);
}

WHARF_MEMBERS(DeployToken)
{
    M(id); M(name); M(username); M(value); M(scopes); M(paths); M(expiresAt); M(revoked);
}

WHARF_MEMBERS(Job)
{
    M(id); M(name); M(stage); M(ref); M(token); M(projectId); M(userId); M(running); M(erased); M(tokenExpiresAt);
}

WHARF_MEMBERS(IpBan)
{
    M(enabled); M(maxRetry); M(findSeconds); M(banSeconds); M(exempt);
}

WHARF_MEMBERS(UniqueIps)
{
    M(enabled); M(limit); M(windowSeconds);
}

WHARF_MEMBERS(Throttle)
{
    M(enabled); M(requests); M(periodSeconds); M(text);
}

WHARF_MEMBERS(Settings)
{
    M(registryEnabled); M(maintenanceMode); M(externalAuthorization); M(passwordAuthentication); M(twoFactorRequired); M(impersonation);
    M(accessTokens); M(tokenLifetimeSeconds); M(clockOffsetSeconds); M(namespaceDepthLimit); M(issuer); M(version); M(relativeUrl);
    M(wording); M(ipBan); M(uniqueIps); M(throttle);
}

WHARF_MEMBERS(GitLabWorld)
{
    M(settings); M(users); M(memberships); M(projects); M(accessTokens); M(deployTokens); M(jobs);
}

#undef M
#undef WHARF_MEMBERS

class Writer {
public:
    template <class T>
    void operator()(const char *name, T &value) { m_json.insert(QLatin1String(name), write(value)); }

    template <class T>
    static QJsonValue write(T &value)
    {
        if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, int> || std::is_same_v<T, QString>) {
            return value;
        } else if constexpr (std::is_enum_v<T>) {
            for (const auto &[name, named] : namesOf<T>) {
                if (named == value)
                    return QLatin1String(name);
            }
            return {};
        } else if constexpr (std::is_same_v<T, QStringList>) {
            return QJsonArray::fromStringList(value);
        } else if constexpr (std::is_same_v<T, QDate>) {
            return value.isValid() ? QJsonValue(value.toString(Qt::ISODate)) : QJsonValue(QJsonValue::Null);
        } else if constexpr (std::is_same_v<T, QDateTime>) {
            return value.isValid() ? QJsonValue(value.toUTC().toString(Qt::ISODate)) : QJsonValue(QJsonValue::Null);
        } else if constexpr (requires { value.begin(); }) {
            QJsonArray array;
            for (auto &each : value)
                array << write(each);
            return array;
        } else {
            Writer writer;
            members(writer, value);
            return writer.m_json;
        }
    }

private:
    QJsonObject m_json;
};

class Reader {
public:
    Reader(QJsonObject json, QString where, QString *error)
        : m_json(std::move(json))
        , m_where(std::move(where))
        , m_error(error)
    {
    }

    template <class T>
    void operator()(const char *name, T &value)
    {
        const QJsonValue json = m_json.take(QLatin1String(name));
        if (!json.isUndefined())
            read(json, value, m_where + QLatin1Char('/') + QLatin1String(name), m_error);
    }

    /// Call after all members: what is left over is unknown.
    void finish() const
    {
        if (!m_json.isEmpty() && m_error->isEmpty())
            *m_error = QStringLiteral("%1/%2 is unknown").arg(m_where, m_json.constBegin().key());
    }

    template <class T>
    static void read(const QJsonValue &json, T &value, const QString &where, QString *error)
    {
        bool right = true;
        if constexpr (std::is_same_v<T, bool>) {
            right = json.isBool();
            value = json.toBool();
        } else if constexpr (std::is_same_v<T, int>) {
            right = json.isDouble();
            value = json.toInt();
        } else if constexpr (std::is_same_v<T, QString>) {
            right = json.isString();
            value = json.toString();
        } else if constexpr (std::is_enum_v<T>) {
            right = false;
            for (const auto &[name, named] : namesOf<T>) {
                if (json.toString() == QLatin1String(name)) {
                    value = named;
                    right = true;
                }
            }
        } else if constexpr (std::is_same_v<T, QStringList>) {
            right = json.isArray();
            value.clear();
            for (const QJsonValue &each : json.toArray())
                value << each.toString();
        } else if constexpr (std::is_same_v<T, QDate> || std::is_same_v<T, QDateTime>) {
            value = T::fromString(json.toString(), Qt::ISODate);
            right = json.isNull() || value.isValid();
        } else if constexpr (requires { value.begin(); }) {
            right = json.isArray();
            value.clear();
            for (const QJsonValue &each : json.toArray()) {
                typename T::value_type item;
                read(each, item, QStringLiteral("%1/%2").arg(where).arg(value.size()), error);
                value << item;
            }
        } else {
            right = json.isObject();
            Reader reader(json.toObject(), where, error);
            members(reader, value);
            reader.finish();
        }
        if (!right && error->isEmpty())
            *error = QStringLiteral("%1 has a value that does not fit").arg(where);
    }

private:
    QJsonObject m_json;
    QString m_where;
    QString *m_error;
};

template <class T>
std::optional<T> readOver(const QJsonObject &json, T base, QString *error)
{
    error->clear();
    Reader::read(json, base, QString(), error);
    return error->isEmpty() ? std::optional<T>(std::move(base)) : std::nullopt;
}

} // namespace

QJsonObject toJson(const GitLabWorld &world)
{
    GitLabWorld copy = world;
    return Writer::write(copy).toObject();
}

std::optional<GitLabWorld> worldFromJson(const QJsonObject &json, QString *error)
{
    return readOver(json, GitLabWorld(), error);
}

std::optional<Settings> settingsFromJson(const QJsonObject &json, const Settings &base, QString *error)
{
    return readOver(json, base, error);
}

} // namespace wharf::sandbox
