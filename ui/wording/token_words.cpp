#include "ui/wording/token_words.h"

#include "ui/wording/time_words.h"

#include <QCoreApplication>

namespace wharf::ui {

namespace {

struct TokenText {
    Q_DECLARE_TR_FUNCTIONS(wharf::ui::TokenText)
};

} // namespace

QString lifetimeText(const registry::AccessToken &token)
{
    const QString life = durationText(std::chrono::duration_cast<std::chrono::seconds>(token.lifetime));
    switch (token.lifetimeSource) {
    case registry::LifetimeSource::JwtExpiry: return TokenText::tr("Lives %1, as its own dates say.").arg(life);
    case registry::LifetimeSource::ExpiresIn: return TokenText::tr("Lives %1, as the token service says.").arg(life);
    case registry::LifetimeSource::Default: return TokenText::tr("Lives %1: nobody says how long, and that is what clients then assume.").arg(life);
    }
    Q_UNREACHABLE();
}

QString receivedText(const registry::AccessToken &token, const QDateTime &now)
{
    return TokenText::tr("Received %1. Docker and Podman get one of their own whenever they need it.").arg(agoText(token.receivedAtWall, now));
}

} // namespace wharf::ui
