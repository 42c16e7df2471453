#include "tests/gallery/gitlab_site.h"

namespace wharf::gallery {

using namespace Qt::StringLiterals;

GitLabSite::GitLabSite(Stage &where)
    : stage(where)
    , nginx(where)
    , gitlabNginx(where, u"gitlab-nginx"_s)
{
    registry.realm = u"https://gitlab.example.com/jwt/auth"_s;
}

void GitLabSite::open()
{
    for (sandbox::Project &project : demo.world.projects) {
        if (project.path == u"group/app"_s)
            project.repositories << u"group/app"_s;
    }
    startGitLab(stage, demo.world, twist);
    seedImage(stage, registry.dataFolder(stage), u"group/app"_s, u"1.0"_s);
    registry.start(stage);
    if (withRegistryServer) {
        nginx.tls(at::registry + u":443"_s, stage.certificateFor({ u"registry.example.com"_s }), registryServer + proxyTo("http://127.0.0.1:5000", registryMore));
        nginx.start();
    }
    if (withGitLabServer) {
        gitlabNginx.tls(at::gitlab + u":443"_s, stage.certificateFor({ u"gitlab.example.com"_s }), gitlabServer + proxyTo("http://127.0.0.1:8081", gitlabMore));
        gitlabNginx.start(gitlabPrefix);
    }
    const sandbox::DemoSignIn &who = account();
    stage.useInProofs(who.userName, who.secret.toUtf8());
    if (dockerSignedIn)
        stage.signDockerIn(u"registry.example.com"_s, who.userName, who.secret.toUtf8());
}

Ask GitLabSite::ask() const
{
    return { .userName = account().userName, .secret = account().secret.toUtf8(), .options = {}, .prefix = {} };
}

void GitLabSite::openAndProveRealm(const QString &what, const QString &says)
{
    open();
    stage.proves(what, askRealm(u"-u \"$NAME:$SECRET\""_s), says);
}

QString askRealm(const QString &options, const QString &realm)
{
    return u"curl -sS -i %1 '%2?service=container_registry&client_id=docker&offline_token=true'"_s.arg(options, realm);
}

QString tokenFor(const QString &scope, const QString &realm)
{
    return u"TOKEN=$(curl -sS -u \"$NAME:$SECRET\" '%1?service=container_registry%2' | sed -n 's/.*\"token\":\"\\([^\"]*\\)\".*/\\1/p'); "_s
        .arg(realm, scope.isEmpty() ? QString() : u"&scope="_s + scope);
}

QString claimsOfToken()
{
    return u"printf %s \"$TOKEN\" | cut -d. -f2 | tr '_-' '/+' | { cat; printf ===; } | base64 -d 2>/dev/null"_s;
}

} // namespace wharf::gallery
