#include "ui/wording/look_words.h"

#include <QCoreApplication>

namespace wharf::ui {

namespace {

struct LookText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::LookText)
};

LookWords objection(const char *reason)
{
    return { .words = wording::failureWords({ .stage = Stage::Input, .kind = Kind::Invalid, .subject = QLatin1String(reason) }, {}),
             .tone = Tone::Bad,
             .usable = false };
}

QString powers(accounts::TokenKind kind)
{
    using accounts::TokenKind;
    switch (kind) {
    case TokenKind::PersonalAccessToken:
    case TokenKind::ProjectAccessToken:
    case TokenKind::GroupAccessToken: return LookText::tr("Pulls with read_registry, and pushes with write_registry as well.");
    case TokenKind::DeployToken:
    case TokenKind::CiDeployToken: return LookText::tr("Pulls and pushes in its own project or group, as far as its scopes go.");
    case TokenKind::CiJobToken:
    case TokenKind::CiRegistryUser: return LookText::tr("Pulls and pushes in its own project, and ends with its job.");
    case TokenKind::DockerHubToken: return LookText::tr("Pulls and pushes as far as it was made for.");
    case TokenKind::GitHubToken: return LookText::tr("Pulls with read:packages, and pushes with write:packages.");
    case TokenKind::HarborRobot: return LookText::tr("Pulls and pushes where its administrator let it.");
    case TokenKind::IdentityToken: return LookText::tr("Stands for a sign-in made elsewhere.");
    case TokenKind::Unknown:
    case TokenKind::Password: return LookText::tr("Where two-factor sign-in is on, only a token works.");
    case TokenKind::NotForRegistries: return {};
    }
    Q_UNREACHABLE();
}

} // namespace

LookWords lookWords(const accounts::TokenLook &look)
{
    using accounts::TokenKind;
    if (look.mangled)
        return objection("mangled");
    if (look.kind == TokenKind::NotForRegistries) {
        LookWords words = objection("not-for-registries");
        if (!look.prefix.isEmpty())
            words.words.sentence = LookText::tr("It begins with %1: this kind of token cannot be a registry password.").arg(look.prefix);
        return words;
    }
    if (look.checksum == accounts::Checksum::Wrong)
        return objection("checksum");
    QString sentence = LookText::tr("%1.", "a token's kind as a sentence").arg(wording::tokenKindWord(look.kind));
    if (look.checksum == accounts::Checksum::Right)
        sentence = LookText::tr("%1, copied whole.", "a token's kind").arg(wording::tokenKindWord(look.kind));
    const bool known = look.kind != TokenKind::Unknown && look.kind != TokenKind::Password;
    return { .words = { .sentence = sentence, .nextStep = powers(look.kind) }, .tone = known ? Tone::Good : Tone::Quiet, .usable = true };
}

UserNameRule userNameRule(const accounts::TokenLook &look)
{
    using accounts::TokenKind;
    if (!look.requiredUserName.isEmpty())
        return { .required = true, .fixed = look.requiredUserName,
                 .hint = LookText::tr("This kind of token goes with %1.").arg(look.requiredUserName) };
    switch (look.kind) {
    case TokenKind::PersonalAccessToken:
    case TokenKind::ProjectAccessToken:
    case TokenKind::GroupAccessToken:
        return { .required = false, .fixed = {}, .hint = LookText::tr("May stay empty: GitLab tells whose token it is.") };
    case TokenKind::DeployToken:
    case TokenKind::CiDeployToken:
        return { .required = true, .fixed = {}, .hint = LookText::tr("Exactly as GitLab shows it beside the token, such as gitlab+deploy-token-7.") };
    case TokenKind::HarborRobot:
        return { .required = true, .fixed = {}, .hint = LookText::tr("The robot's whole name, such as robot$project+name.") };
    default: return {};
    }
}

} // namespace wharf::ui
