#include "tests/gallery/basic_site.h"

#include <QRandomGenerator>

namespace wharf::gallery {

using namespace Qt::StringLiterals;

BasicSite::BasicSite(Stage &where)
    : stage(where)
    , password("canary-" + QByteArray::number(QRandomGenerator::system()->generate64(), 36))
    , certificate(where.certificateFor({ u"registry.example.com"_s }))
    , nginx(where)
{
    registry.passwordFile = passwordFile(stage, u"jo"_s, password);
}

void BasicSite::open()
{
    seedImage(stage, registry.dataFolder(stage), u"group/app"_s, u"1.0"_s);
    registry.start(stage);
    if (withServer) {
        nginx.tls(at::registry + u":443"_s, certificate, server + proxyTo("http://127.0.0.1:5000", more));
        nginx.start(prefix);
    }
    stage.useInProofs(u"jo"_s, password);
    if (dockerSignedIn)
        stage.signDockerIn(target.section(u'/', 0, 0), u"jo"_s, password);
}

Ask BasicSite::ask(const QStringList &options) const
{
    return { .target = target, .userName = u"jo"_s, .secret = password, .options = options, .prefix = {} };
}

} // namespace wharf::gallery
