#include "core/accounts/token_kind.h"
#include "tests/fuzz/targets.h"

using namespace wharf::accounts;

void wharf::fuzz::tokenLook(QByteArrayView input)
{
    const qsizetype cut = std::max<qsizetype>(input.indexOf('\n'), 0);
    const QByteArrayView text = input.sliced(cut);
    const TokenLook look = lookAtToken(QString::fromUtf8(input.first(cut)), Secret(text));
    require(look.prefix.isEmpty() || text.contains(look.prefix.toLatin1()), "a prefix is a part of the token");
    require(look.checksum != Checksum::Wrong || look.prefix.startsWith(QLatin1String("gl")), "only GitLab's tokens are called wrong");
    require(look.kind != TokenKind::NotForRegistries || !look.prefix.isEmpty(), "only a prefix can rule a token out");
    require(tokenKindFromName(tokenKindName(look.kind)) == look.kind, "a kind has a name");
}
