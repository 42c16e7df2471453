#pragma once

#include "core/registry/registry_host.h"
#include "tests/support/test_server.h"

namespace wharf::test {

/// A registry with a GitLab-like realm on one plain loopback server: user `jo`, password `right`.
class FakeRegistry {
public:
    FakeRegistry()
    {
        const QByteArray realm = server.url(QStringLiteral("/jwt/auth")).toEncoded();
        server.handle("/v2/", [realm](const SeenRequest &request) {
            return request.header("Authorization").startsWith("Bearer ") ? Answer::json(200, "{}") : challenge(realm);
        });
        server.handle("/jwt/auth", [](const SeenRequest &request) {
            if (request.header("Authorization") == "Basic " + QByteArray("jo:right").toBase64())
                return Answer::json(200, R"({"token":")" + token() + R"("})");
            return Answer::json(401, R"({"errors":[{"code":"UNAUTHORIZED","message":"HTTP Basic: Access denied."}]})");
        });
    }

    static Answer challenge(const QByteArray &realm)
    {
        return Answer::json(401, "{}").with("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"container_registry\"");
    }

    /// Five minutes, as GitLab's. Not signed by anybody.
    static QByteArray token(const QByteArray &payload = R"({"sub":"jo","iat":1000,"exp":1300,"access":[],"auth_type":"gitlab_or_ldap"})")
    {
        const auto part = [](const QByteArray &json) { return json.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals); };
        return part(R"({"alg":"RS256","typ":"JWT","kid":"K"})") + '.' + part(payload) + ".c2ln";
    }

    [[nodiscard]] registry::RegistryHost host() const
    {
        return *registry::RegistryHost::parse(QStringLiteral("127.0.0.1:%1").arg(server.serverPort()));
    }

    TestServer server;
};

} // namespace wharf::test
