#include "core/docker/engine_request_head.h"

#include "core/base/secret.h"

namespace wharf::docker {

QByteArray requestHead(const EngineRequest &request)
{
    net::Header secret = request.secretHeader ? request.secretHeader() : net::Header();
    QByteArray head;
    head.reserve(1024 + request.target.size() + secret.value.size()); // so that no half of a secret is left behind by growing
    head += request.method + ' ' + request.target + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\nUser-Agent: wharfinger/" WHARF_VERSION "\r\n";
    for (const net::Header &header : request.headers)
        head += header.name + ": " + header.value + "\r\n";
    const bool mayLackBody = request.method == "GET" || request.method == "HEAD";
    if (!request.body.isEmpty())
        head += "Content-Type: application/json\r\n";
    if (!request.body.isEmpty() || !mayLackBody)
        head += "Content-Length: " + QByteArray::number(request.body.size()) + "\r\n";
    if (!secret.name.isEmpty())
        head.append(secret.name).append(": ").append(secret.value).append("\r\n");
    wipe(secret.value);
    return head.append("\r\n");
}

} // namespace wharf::docker
