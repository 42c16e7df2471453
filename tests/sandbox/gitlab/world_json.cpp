#include "tests/sandbox/gitlab/world_json.h"

#include <QJsonArray>

namespace wharf::sandbox {

namespace {

using Names = QList<QPair<const char *, int>>;

template <class Enum>
const Names &namesOf();

#define WHARF_NAMES(Enum, ...)                                                                                                                                 \
    template <>                                                                                                                                                \
    const Names &namesOf<Enum>()                                                                                                                               \
    {                                                                                                                                                          \
        static const Names names __VA_ARGS__;                                                                                                                  \
        return names;                                                                                                                                          \
    }

WHARF_NAMES(Visibility, { { "private", 0 }, { "internal", 1 }, { "public", 2 } })
WHARF_NAMES(RegistryAccess, { { "disabled", 0 }, { "private", 1 }, { "enabled", 2 } })
WHARF_NAMES(Role, { { "none", 0 }, { "guest", 10 }, { "reporter", 20 }, { "developer", 30 }, { "maintainer", 40 }, { "owner", 50 } })
WHARF_NAMES(UserState, { { "active", 0 }, { "blocked", 1 }, { "deactivated", 2 } })
WHARF_NAMES(TokenOwner, { { "person", 0 }, { "project", 1 }, { "group", 2 }, { "impersonation", 3 }, { "oauth", 4 } })
WHARF_NAMES(Wording, { { "18", 0 }, { "19", 1 } })
#undef WHARF_NAMES

// One list of members per type serves reading and writing.
template <class Visitor>
void members(Visitor &visit, User &user)
{
    visit("id", user.id);
    visit("username", user.username);
    visit("name", user.name);
    visit("email", user.email);
    visit("password", user.password);
    visit("state", user.state);
    visit("twoFactor", user.twoFactor);
    visit("passwordExpired", user.passwordExpired);
    visit("ldap", user.ldap);
    visit("admin", user.admin);
    visit("external", user.external);
    visit("bot", user.bot);
}

template <class Visitor>
void members(Visitor &visit, Membership &membership)
{
    visit("userId", membership.userId);
    visit("path", membership.path);
    visit("role", membership.role);
}

template <class Visitor>
void members(Visitor &visit, RepositoryRule &rule)
{
    visit("pattern", rule.pattern);
    visit("pushRole", rule.pushRole);
}

template <class Visitor>
void members(Visitor &visit, TagRule &rule)
{
    visit("pattern", rule.pattern);
    visit("pushRole", rule.pushRole);
    visit("deleteRole", rule.deleteRole);
    visit("immutable", rule.immutable);
}

template <class Visitor>
void members(Visitor &visit, Project &project)
{
    visit("id", project.id);
    visit("rootNamespaceId", project.rootNamespaceId);
    visit("path", project.path);
    visit("visibility", project.visibility);
    visit("registry", project.registry);
    visit("ci", project.ci);
    visit("repositoryRules", project.repositoryRules);
    visit("tagRules", project.tagRules);
    visit("jobTokenAllowlist", project.jobTokenAllowlist);
    visit("ipAllowlist", project.ipAllowlist);
    visit("storageLimitReached", project.storageLimitReached);
    visit("granularTokensOnly", project.granularTokensOnly);
    visit("repositories", project.repositories);
}

template <class Visitor>
void members(Visitor &visit, AccessToken &token)
{
    visit("id", token.id);
    visit("value", token.value);
    visit("name", token.name);
    visit("owner", token.owner);
    visit("userId", token.userId);
    visit("ownerPath", token.ownerPath);
    visit("scopes", token.scopes);
    visit("permissions", token.permissions);
    visit("expiresAt", token.expiresAt);
    visit("revoked", token.revoked);
    visit("granular", token.granular);
    visit("createdAt", token.createdAt);
    visit("family", token.family);
}

template <class Visitor>
void members(Visitor &visit, DeployToken &token)
{
    visit("id", token.id);
    visit("name", token.name);
    visit("username", token.username);
    visit("value", token.value);
    visit("scopes", token.scopes);
    visit("paths", token.paths);
    visit("expiresAt", token.expiresAt);
    visit("revoked", token.revoked);
}

template <class Visitor>
void members(Visitor &visit, Job &job)
{
    visit("id", job.id);
    visit("name", job.name);
    visit("stage", job.stage);
    visit("ref", job.ref);
    visit("token", job.token);
    visit("projectId", job.projectId);
    visit("userId", job.userId);
    visit("running", job.running);
    visit("erased", job.erased);
    visit("tokenExpiresAt", job.tokenExpiresAt);
}

template <class Visitor>
void members(Visitor &visit, IpBan &ban)
{
    visit("enabled", ban.enabled);
    visit("maxRetry", ban.maxRetry);
    visit("findSeconds", ban.findSeconds);
    visit("banSeconds", ban.banSeconds);
    visit("exempt", ban.exempt);
}

template <class Visitor>
void members(Visitor &visit, UniqueIps &unique)
{
    visit("enabled", unique.enabled);
    visit("limit", unique.limit);
    visit("windowSeconds", unique.windowSeconds);
}

template <class Visitor>
void members(Visitor &visit, Throttle &throttle)
{
    visit("enabled", throttle.enabled);
    visit("requests", throttle.requests);
    visit("periodSeconds", throttle.periodSeconds);
    visit("text", throttle.text);
}

template <class Visitor>
void members(Visitor &visit, Settings &settings)
{
    visit("registryEnabled", settings.registryEnabled);
    visit("maintenanceMode", settings.maintenanceMode);
    visit("externalAuthorization", settings.externalAuthorization);
    visit("passwordAuthentication", settings.passwordAuthentication);
    visit("twoFactorRequired", settings.twoFactorRequired);
    visit("impersonation", settings.impersonation);
    visit("accessTokens", settings.accessTokens);
    visit("tokenLifetimeSeconds", settings.tokenLifetimeSeconds);
    visit("clockOffsetSeconds", settings.clockOffsetSeconds);
    visit("namespaceDepthLimit", settings.namespaceDepthLimit);
    visit("issuer", settings.issuer);
    visit("version", settings.version);
    visit("relativeUrl", settings.relativeUrl);
    visit("wording", settings.wording);
    visit("ipBan", settings.ipBan);
    visit("uniqueIps", settings.uniqueIps);
    visit("throttle", settings.throttle);
}

template <class Visitor>
void members(Visitor &visit, GitLabWorld &world)
{
    visit("settings", world.settings);
    visit("users", world.users);
    visit("memberships", world.memberships);
    visit("projects", world.projects);
    visit("accessTokens", world.accessTokens);
    visit("deployTokens", world.deployTokens);
    visit("jobs", world.jobs);
}

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
            for (const auto &[name, number] : namesOf<T>()) {
                if (number == static_cast<int>(value))
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
            for (const auto &[name, number] : namesOf<T>()) {
                if (json.toString() == QLatin1String(name)) {
                    value = static_cast<T>(number);
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
