#include "core/diagnosis/pasted_suspects.h"

#include <QRegularExpression>

#include <vector>

namespace wharf::diagnosis {

namespace {

struct Rule {
    const char *words; ///< a regular expression; case does not matter
    const char *codes; ///< the likeliest first
};

// The first that matches a line counts. Order is meaning.
constexpr Rule rules[] = {
    // The client's own things.
    { R"(docker-credential-\S*"?: (executable file not found|.*no such file))", "credential-helper-missing" },
    { R"(docker-credential-.*(permission denied|exec format error))", "credential-helper-failing credential-helper-missing" },
    { R"(Unsupported entry in "auth" section)", "credential-helper-missing client-configuration-unreadable" },
    { R"(Cannot autolaunch D-Bus|pass not initialized|org\.freedesktop\.secrets|dbus-launch|Failed to connect to (socket|bus))", "secret-service-unavailable" },
    { R"(User interaction is not allowed|\(-25308\)|already exists in the keychain|Cannot (create|unlock).*lock|Prompt (was )?dismissed|keychain.*locked|collection is locked|secret_value_get: assertion)", "keychain-locked" },
    { R"(stub received bad data|specified logon session does not exist)", "credential-too-large" },
    { R"(error (storing|getting|erasing|listing) credentials|Error saving credentials)", "credential-helper-failing credential-helper-missing secret-service-unavailable keychain-locked credential-too-large" },
    { R"(Error (loading|parsing|reading).*config( file|\.json)|invalid auth configuration|(reading|unmarshaling) JSON (file|at)|loading config file .*config\.json)", "client-configuration-unreadable" },
    { R"(Removing login credentials for)", "stale-stored-credential" },
    { R"(DOCKER_AUTH_CONFIG)", "client-configuration-unreadable stale-stored-credential" },
    // The daemon.
    { R"(Cannot connect to the Docker daemon|trying to connect to the docker (daemon|API)|Is the docker daemon running|docker daemon is not running|dial unix \S*(docker|podman)\.sock|error during connect|docker_engine|Cannot connect to Podman|unable to connect to Podman)", "daemon-unreachable" },
    { R"(sign-?in enforcement|enforced sign-?in|sign in to .*(Docker Desktop|organi[sz]ation)|part of an organi[sz]ation)", "daemon-unreachable" },
    // The address.
    { R"(repository name must be lowercase|invalid repository name|repository can only contain)", "path-invalid server-address-wrong" },
    { R"(invalid reference format|Login: Not found|invalid registry (name|endpoint)|bad parameter: Invalid)", "server-address-wrong path-invalid" },
    // A proxy in the way.
    { R"(proxyconnect tcp)", "daemon-proxy-wrong proxy-refuses" },
    { R"(Proxy ?Authentication ?Required|\b407\b|^authenticationrequired$)", "proxy-refuses daemon-proxy-wrong" },
    { R"(/v2/?"?: (Forbidden|Service Unavailable|Bad Gateway|Gateway Time-?out|Method Not Allowed)\s*$)", "daemon-proxy-wrong proxy-refuses" },
    // Certificates and TLS. Go looks at dates, then the name, then the chain.
    { R"(not valid for any names|legacy Common Name|doesn't contain any IP SANs)", "certificate-without-san certificate-name-mismatch" },
    { R"(certificate is (valid for .*, not|not valid for)|x509: cannot validate certificate)", "certificate-name-mismatch certificate-without-san dns-differs" },
    { R"(expired or is not yet valid: current time \S+ is before)", "client-clock-wrong daemon-clock-wrong certificate-expired" },
    { R"((certificate|cert) has expired|not yet valid|certificate expired)", "certificate-expired client-clock-wrong daemon-clock-wrong" },
    { R"(Missing client (certificate|key)|tls: certificate required|bad certificate)", "client-certificate-required" },
    { R"(tls: .*protocol version|no (supported versions|cipher suite|mutual)|unsupported protocol\b(?! scheme)|inappropriate fallback)", "tls-version-or-cipher" },
    { R"(handshake failure)", "client-certificate-required tls-version-or-cipher" },
    { R"(error pulling image configuration.*(unknown authority|self.signed))", "tls-inspected private-ca-not-trusted certificate-chain-incomplete storage-redirect-unreachable" },
    { R"(unknown authority|self.signed certificate|unable to get local issuer|certificate verify failed|failed to verify certificate)", "private-ca-not-trusted certificate-chain-incomplete tls-inspected" },
    { R"(TLS handshake timeout)", "path-mtu-or-routing tls-version-or-cipher daemon-proxy-wrong" },
    { R"(server gave HTTP response to HTTPS client|does not look like a TLS handshake|wrong version number|record layer failure)", "plain-http-registry insecure-fallback-masks-error" },
    // The realm's address.
    { R"(unsupported protocol scheme ""|no Host in request URL|//jwt/auth in realm|https?:///)", "realm-malformed" },
    { R"(404 Not Found.*/auth/token|/auth/token.*404)", "realm-malformed" },
    { R"(malformed token|token is malformed|invalid number of segments|authGroup\.Verify)", "realm-malformed wrong-kind-of-secret token-key-untrusted" },
    { R"(no successful auth challenge for .*errors: \[\])", "registry-not-challenged" },
    { R"(no successful auth challenge for .*errors: \[.*\])", "realm-unreachable realm-wrong-port" },
    // Names, before what a connection says.
    { R"(lookup \S+.*(no such host|server misbehaving|i/o timeout|connection refused)|Temporary failure in name resolution|Could not resolve host|no such host)", "dns-differs realm-unreachable" },
    { R"(network is unreachable|no route to host|cannot assign requested address)", "address-family-unreachable path-mtu-or-routing" },
    // Sizes.
    { R"(\b413\b|Request Entity Too Large|Content Too Large|Payload Too Large)", "request-body-limit quota-or-immutable" },
    // Bans and limits.
    { R"(toomanyrequests|Too Many Requests|\b429\b|rate.?limit|too many failed)", "rate-limited-or-banned" },
    { R"(parsing HTTP 403 response body: invalid character 'F')", "rate-limited-or-banned network-access-list" },
    // Tokens, as a registry's own log has them.
    { R"(token not to be used before)", "server-clock-skew" },
    { R"(token not to be used after)", "token-expires-during-push server-clock-skew" },
    { R"(untrusted issuer)", "token-issuer-mismatch" },
    { R"(another audience)", "token-audience-mismatch" },
    { R"(failed to verify token: token signed by untrusted key)", "token-key-id-format token-key-untrusted" },
    { R"(untrusted key)", "token-key-untrusted token-key-id-format" },
    // What an answer was instead of a token.
    { R"(unable to decode token response|decoding token|parsing token)", "realm-answers-html login-portal-in-front realm-wrong-port" },
    { R"(parsing HTTP 403 response body.*forbidden)", "authorization-header-stripped network-access-list rate-limited-or-banned" },
    { R"(invalid character '<'|<html|<!doctype)", "realm-answers-html login-portal-in-front wrong-virtual-host request-body-limit not-a-registry" },
    { R"(Unsupported docker v2 repository request)", "wrong-virtual-host" },
    { R"(CF-Access|cf_authorization|cloudflareaccess)", "login-portal-in-front" },
    { R"(www-authenticate: Basic realm="?traefik)", "two-authentications-on-one-header" },
    // Uploads.
    { R"(blob upload (unknown|invalid)|BLOB_UPLOAD_(UNKNOWN|INVALID))", "replicas-not-sharing upload-location-wrong" },
    { R"(access to the requested resource is not authorized|Failed to upload metadata)", "upload-location-wrong authorization-header-stripped" },
    { R"(blob upload .*(connection refused|no such host|unsupported protocol))", "upload-location-wrong" },
    // Rights, quotas, states.
    { R"(upper limit|quota|storage limit|immutable|cannot be overwritten|tag invalid|protected (tag|repository))", "quota-or-immutable" },
    { R"(maintenance mode|read.?only mode)", "maintenance-mode registry-read-only" },
    { R"(operation is unsupported|\b405\b|405 Method Not Allowed)", "registry-read-only" },
    { R"(is not allowed access|/acr/firewall|not on the .*allow.?list)", "network-access-list" },
    { R"(expected scopes|insufficient.scope|permission_denied|installation not allowed|write_package)", "token-lacks-registry-scope no-permission-on-repository" },
    { R"(HTTP Basic: Access denied)", "wrong-kind-of-secret credential-rejected credential-mangled stale-stored-credential stored-credential-expired deploy-token-user-name server-address-wrong" },
    { R"(personal access token to log ?in|2FA|two-factor)", "wrong-kind-of-secret" },
    { R"(authorization token has expired|(token|password|secret|credential)s? (has|have|is|are) expired|aad access token)", "stored-credential-expired credential-key-mismatch stale-stored-credential" },
    { R"(incorrect username or password|invalid username/password|invalid username or password)", "credential-rejected wrong-kind-of-secret stale-stored-credential credential-for-other-host credential-mangled" },
    { R"(Unauthenticated request)", "other-users-configuration client-sent-no-credential credential-for-other-host" },
    { R"(no basic auth credentials)", "credential-for-other-host credential-key-mismatch other-users-configuration credential-helper-missing" },
    { R"(did not match any rule)", "credential-for-other-host client-sent-no-credential no-permission-on-repository" },
    { R"(needed permissions.*invalid credentials|Permission "\S+" denied on resource)", "credential-for-other-host no-permission-on-repository other-users-configuration" },
    { R"(unauthorized to access repository)", "no-permission-on-repository token-lacks-registry-scope credential-for-other-host token-expires-during-push" },
    { R"(name unknown|NAME_UNKNOWN|does not exist in the registry|repository does not exist or may require|pull access denied|not found: manifest unknown|repository .*not found)", "no-permission-on-repository credential-for-other-host" },
    { R"(basic authentication challenge for realm.*invalid authorization credential)", "credential-rejected password-file-hash authorization-header-stripped" },
    { R"(denied: access forbidden)", "realm-redirect-loses-authorization authorization-header-stripped token-lacks-registry-scope no-permission-on-repository credential-for-other-host" },
    { R"(denied: denied)", "wrong-kind-of-secret credential-rejected token-lacks-registry-scope" },
    { R"(requested access to the resource is denied)", "token-lacks-registry-scope no-permission-on-repository credential-for-other-host quota-or-immutable maintenance-mode realm-redirect-loses-authorization" },
    { R"(Account (is )?(locked|disabled|blocked)|has been blocked)", "credential-rejected" },
    // Statuses.
    { R"(failed with status: 401)", "credential-rejected server-clock-skew token-key-untrusted token-key-id-format token-issuer-mismatch token-audience-mismatch unscoped-token-refused two-authentications-on-one-header" },
    { R"(\b503\b.*UNAVAILABLE|health check failed|StorageDriver|no space left|driver\.)", "registry-storage-failing" },
    { R"(\b50[24]\b|Bad Gateway|Gateway Time-?out)", "proxy-timeout-or-buffering replicas-not-sharing vendor-outage" },
    { R"(unexpected (HTTP )?status:? ?(code )?5|\b500\b|\b503\b|Internal Server Error|Service Unavailable)", "registry-storage-failing realm-failing vendor-outage quota-or-immutable" },
    { R"(authentication required)", "credential-rejected stale-stored-credential credential-for-other-host upload-location-wrong token-expires-during-push credential-mangled registry-not-challenged realm-redirect-loses-authorization token-key-untrusted registry-product-setting" },
    { R"(\b401\b|\bUnauthorized\b|authorization failed)", "credential-rejected credential-mangled stale-stored-credential token-lacks-registry-scope authorization-header-stripped realm-redirect-loses-authorization token-key-untrusted two-authentications-on-one-header registry-product-setting" },
    { R"(\b403\b|\bForbidden\b)", "no-permission-on-repository authorization-header-stripped network-access-list quota-or-immutable rate-limited-or-banned" },
    // The wire.
    { R"(Client\.Timeout exceeded|request canceled while waiting|i/o timeout|context deadline exceeded|operation timed out|Connection timed out|\btimeouts?\b)", "timeout daemon-proxy-wrong path-mtu-or-routing dns-differs" },
    { R"(connection refused)", "connection-refused server-address-wrong" },
    { R"(connection reset|broken pipe|unexpected EOF|\bEOF\b)", "tls-inspected proxy-timeout-or-buffering path-mtu-or-routing tls-version-or-cipher upload-location-wrong authorization-header-stripped insecure-fallback-masks-error" },
    { R"(\bdenied\b)", "no-permission-on-repository token-lacks-registry-scope credential-for-other-host" },
    { R"(Retrying in [0-9]+ second)", "request-body-limit replicas-not-sharing registry-storage-failing upload-location-wrong" },
};

const std::vector<QRegularExpression> &expressions()
{
    static const std::vector<QRegularExpression> all = [] {
        std::vector<QRegularExpression> made;
        for (const Rule &rule : rules)
            made.emplace_back(QString::fromLatin1(rule.words), QRegularExpression::CaseInsensitiveOption);
        return made;
    }();
    return all;
}

void toFront(QStringList &suspects, const QStringList &codes)
{
    for (auto code = codes.crbegin(); code != codes.crend(); ++code) {
        suspects.removeAll(*code);
        suspects.prepend(*code);
    }
}

bool has(const QString &line, const char *words)
{
    return line.contains(QLatin1String(words), Qt::CaseInsensitive);
}

} // namespace

std::optional<LineReading> readLine(const QString &line)
{
    const std::vector<QRegularExpression> &all = expressions();
    for (std::size_t rank = 0; rank < all.size(); ++rank) {
        if (all[rank].match(line).hasMatch())
            return LineReading { static_cast<int>(rank), QString::fromLatin1(rules[rank].codes).split(QLatin1Char(' ')) };
    }
    return {};
}

QStringList inContext(QStringList suspects, const QString &line, const PastedContext &context)
{
    const bool transport = has(line, "timeout") || has(line, "refused") || has(line, "no such host") || has(line, "unreachable");
    if (transport && context.nestedOtherPort)
        toFront(suspects, { QStringLiteral("realm-wrong-port"), QStringLiteral("realm-unreachable") });
    else if (transport && context.nestedElsewhere && !has(line, "proxyconnect"))
        toFront(suspects, { QStringLiteral("realm-unreachable"), QStringLiteral("realm-wrong-port"), QStringLiteral("realm-failing") });
    if (context.nestedPlain && has(line, "HTTP response to HTTPS"))
        suspects.append(QStringLiteral("realm-in-clear-text"));
    if (context.builder && (has(line, "x509") || has(line, "HTTP response to HTTPS")))
        toFront(suspects, { QStringLiteral("builder-has-own-configuration") });
    if (context.builder && (has(line, "failed to authorize") || has(line, "no basic auth")))
        suspects.append(QStringLiteral("builder-has-own-configuration"));
    if (context.toDockerHub && has(line, "denied"))
        toFront(suspects, { QStringLiteral("no-permission-on-repository"), QStringLiteral("server-address-wrong") });
    if (context.uploadBegan && (has(line, "authentication required") || has(line, "unauthorized to access")))
        toFront(suspects, { QStringLiteral("token-expires-during-push"), QStringLiteral("upload-location-wrong") });
    if (context.uploadBegan && has(line, "EOF"))
        toFront(suspects, { QStringLiteral("proxy-timeout-or-buffering"), QStringLiteral("upload-location-wrong") });
    if (context.loginOk && (has(line, "access forbidden") || has(line, "denied")) && !context.uploadBegan && !context.toDockerHub)
        suspects.append(QStringLiteral("credential-for-other-host"));
    suspects.removeDuplicates();
    return suspects;
}

} // namespace wharf::diagnosis
