#pragma once

#include "tests/gallery/servers/gitlab_server.h"
#include "tests/gallery/servers/nginx.h"
#include "tests/gallery/servers/registry.h"
#include "tests/gallery/stage.h"
#include "tests/sandbox/gitlab/demo_world.h"

namespace wharf::gallery {

/// A healthy GitLab with a registry, as an administrator with two proxies sets it up: https://registry.example.com and
/// https://gitlab.example.com, each behind nginx. Scenarios change a member and then open() it.
struct GitLabSite {
    explicit GitLabSite(Stage &stage);

    Stage &stage;
    sandbox::DemoWorld demo = sandbox::demoWorld();
    QString signIn = QStringLiteral("personal");
    Registry registry;
    TokenTwist twist;
    QByteArray registryMore;     ///< into the location of the registry's nginx
    QByteArray registryServer;   ///< into its server block
    QByteArray gitlabMore;       ///< into the location of GitLab's nginx
    QByteArray gitlabServer;
    bool withRegistryServer = true; ///< its nginx is there; else the scenario brings one of its own
    bool withGitLabServer = true;
    bool dockerSignedIn = true;  ///< Docker's file holds the sign-in
    QString gitlabPrefix;        ///< a program that runs GitLab's nginx: `faketime -f +2h`
    Nginx nginx;
    Nginx gitlabNginx;

    /// Starts all of it. `group/app:1.0` lies in the registry.
    void open();
    [[nodiscard]] const sandbox::DemoSignIn &account() const { return demo.signIn(signIn); }
    /// What the person asks with this site's sign-in.
    [[nodiscard]] Ask ask() const;
    /// open(), then the shell variable for proofs; the realm with the sign-in answers as `says`.
    void openAndProveRealm(const QString &what, const QString &says);
};

/// `curl` at the realm for a login: `-u "$NAME:$SECRET"` and such go into `options`.
[[nodiscard]] QString askRealm(const QString &options, const QString &realm = QStringLiteral("https://gitlab.example.com/jwt/auth"));
/// Trades the sign-in for a token of this scope into `$TOKEN`; more shell may follow.
[[nodiscard]] QString tokenFor(const QString &scope, const QString &realm = QStringLiteral("https://gitlab.example.com/jwt/auth"));
/// Shows the claims of `$TOKEN`.
[[nodiscard]] QString claimsOfToken();

} // namespace wharf::gallery
