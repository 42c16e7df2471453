#pragma once

#include "tests/gallery/servers/docker.h"
#include "tests/gallery/servers/nginx.h"
#include "tests/gallery/servers/registry.h"
#include "tests/gallery/stage.h"

namespace wharf::gallery {

/// The smallest healthy registry with passwords: docker-registry with htpasswd behind nginx at https://registry.example.com,
/// `group/app:1.0` in it, and Docker signed in as jo.
struct BasicSite {
    explicit BasicSite(Stage &stage);

    Stage &stage;
    QByteArray password;
    Registry registry;
    test::TestCertificate certificate; ///< of the registry's nginx
    QByteArray server;                 ///< into its server block
    QByteArray more;                   ///< into its location
    bool withServer = true;
    bool dockerSignedIn = true;
    QString target = QStringLiteral("registry.example.com/group/app:1.0");
    QString prefix;                    ///< a program that runs nginx
    Nginx nginx;

    void open();
    [[nodiscard]] Ask ask(const QStringList &options = {}) const;
};

} // namespace wharf::gallery
