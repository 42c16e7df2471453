#include "core/docker/engine_credential.h"

#include "core/docker/helper_text.h"

namespace wharf::docker {

QByteArray engineCredential(const registry::RegistryHost &host, const Credential &credential)
{
    const QByteArray address = jsonString(host.dockerKey().toUtf8());
    QByteArray secret = credential.secret ? credential.secret->reveal(&jsonString) : QByteArray("\"\"");
    const QByteArray user = jsonString(credential.userName.toUtf8());
    QByteArray text;
    text.reserve(address.size() + secret.size() + user.size() + 64);
    text.append('{');
    if (credential.isIdentityToken())
        text.append("\"identitytoken\":").append(secret).append(',');
    else if (!credential.isAnonymous())
        text.append("\"username\":").append(user).append(",\"password\":").append(secret).append(',');
    text.append("\"serveraddress\":").append(address).append('}');
    wipe(secret);
    return text;
}

net::Header registryAuthHeader(const registry::RegistryHost &host, const Credential &credential)
{
    QByteArray text = engineCredential(host, credential);
    net::Header header { "X-Registry-Auth", text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::KeepTrailingEquals) };
    wipe(text);
    return header;
}

} // namespace wharf::docker
