#include "core/wording/wording.h"

#include <QCoreApplication>
#include <QHash>

namespace wharf::wording {

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(wharf::wording)
};

} // namespace

QString tokenKindWord(accounts::TokenKind kind)
{
    using accounts::TokenKind;
    switch (kind) {
    case TokenKind::Unknown: return Say::tr("Password or token");
    case TokenKind::PersonalAccessToken: return Say::tr("Personal access token");
    case TokenKind::ProjectAccessToken: return Say::tr("Project access token");
    case TokenKind::GroupAccessToken: return Say::tr("Group access token");
    case TokenKind::DeployToken: return Say::tr("Deploy token");
    case TokenKind::CiDeployToken: return Say::tr("Deploy token for CI");
    case TokenKind::CiJobToken: return Say::tr("CI job token");
    case TokenKind::CiRegistryUser: return Say::tr("CI registry user");
    case TokenKind::Password: return Say::tr("Password");
    case TokenKind::DockerHubToken: return Say::tr("Docker Hub access token");
    case TokenKind::GitHubToken: return Say::tr("GitHub token");
    case TokenKind::HarborRobot: return Say::tr("Harbor robot account");
    case TokenKind::IdentityToken: return Say::tr("Identity token");
    case TokenKind::NotForRegistries: return Say::tr("Not a registry token");
    }
    Q_UNREACHABLE();
}

QString scopeMeaning(const QString &scope)
{
    static const QHash<QString, const char *> meanings {
        { QStringLiteral("api"), QT_TRANSLATE_NOOP("wharf::wording", "everything, pull and push included") },
        { QStringLiteral("read_api"), QT_TRANSLATE_NOOP("wharf::wording", "read everything; pull images") },
        { QStringLiteral("read_registry"), QT_TRANSLATE_NOOP("wharf::wording", "pull images") },
        { QStringLiteral("write_registry"), QT_TRANSLATE_NOOP("wharf::wording", "push images, together with read_registry") },
        { QStringLiteral("read_repository"), QT_TRANSLATE_NOOP("wharf::wording", "read Git repositories; nothing in the registry") },
        { QStringLiteral("write_repository"), QT_TRANSLATE_NOOP("wharf::wording", "write Git repositories; nothing in the registry") },
        { QStringLiteral("read_user"), QT_TRANSLATE_NOOP("wharf::wording", "read the user's profile; nothing in the registry") },
        { QStringLiteral("self_rotate"), QT_TRANSLATE_NOOP("wharf::wording", "rotate itself") },
        { QStringLiteral("read_virtual_registry"), QT_TRANSLATE_NOOP("wharf::wording", "pull through the dependency proxy only") },
        { QStringLiteral("write_virtual_registry"), QT_TRANSLATE_NOOP("wharf::wording", "use the dependency proxy only") },
        { QStringLiteral("admin_mode"), QT_TRANSLATE_NOOP("wharf::wording", "act as an administrator in the API") },
        { QStringLiteral("sudo"), QT_TRANSLATE_NOOP("wharf::wording", "act as any user in the API") },
        { QStringLiteral("create_runner"), QT_TRANSLATE_NOOP("wharf::wording", "create runners; nothing in the registry") },
        { QStringLiteral("manage_runner"), QT_TRANSLATE_NOOP("wharf::wording", "manage runners; nothing in the registry") },
        { QStringLiteral("k8s_proxy"), QT_TRANSLATE_NOOP("wharf::wording", "reach Kubernetes clusters; nothing in the registry") },
        { QStringLiteral("ai_features"), QT_TRANSLATE_NOOP("wharf::wording", "use AI features; nothing in the registry") },
    };
    const char *meaning = meanings.value(scope, nullptr);
    return meaning ? Say::tr(meaning) : QString();
}

QString claimMeaning(const QString &claim)
{
    static const QHash<QString, const char *> meanings {
        { QStringLiteral("iss"), QT_TRANSLATE_NOOP("wharf::wording", "Who issued the token; the registry must expect this name.") },
        { QStringLiteral("sub"), QT_TRANSLATE_NOOP("wharf::wording", "Who you are to the token service.") },
        { QStringLiteral("aud"), QT_TRANSLATE_NOOP("wharf::wording", "Which service the token is for; the registry must call itself so.") },
        { QStringLiteral("exp"), QT_TRANSLATE_NOOP("wharf::wording", "When it ends.") },
        { QStringLiteral("nbf"), QT_TRANSLATE_NOOP("wharf::wording", "When it begins to be valid.") },
        { QStringLiteral("iat"), QT_TRANSLATE_NOOP("wharf::wording", "When it was issued, by the token service's clock.") },
        { QStringLiteral("jti"), QT_TRANSLATE_NOOP("wharf::wording", "Its serial number, for the administrator's log.") },
        { QStringLiteral("access"), QT_TRANSLATE_NOOP("wharf::wording", "What it allows; empty means: signed in, and nothing asked for or granted.") },
        { QStringLiteral("auth_type"), QT_TRANSLATE_NOOP("wharf::wording", "How GitLab recognised the credential.") },
        { QStringLiteral("user"), QT_TRANSLATE_NOOP("wharf::wording", "GitLab's nested token that names the user or deploy token.") },
        { QStringLiteral("alg"), QT_TRANSLATE_NOOP("wharf::wording", "How it is signed.") },
        { QStringLiteral("kid"), QT_TRANSLATE_NOOP("wharf::wording", "Which key signed it; the registry must trust this key.") },
        { QStringLiteral("typ"), QT_TRANSLATE_NOOP("wharf::wording", "What it is.") },
    };
    const char *meaning = meanings.value(claim, nullptr);
    return meaning ? Say::tr(meaning) : QString();
}

} // namespace wharf::wording
