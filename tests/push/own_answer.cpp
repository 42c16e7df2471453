#include "tests/push/own_answer.h"

namespace wharf::rig {

namespace {

QByteArray reason(int status)
{
    switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 404: return "Not Found";
    case 405: return "Not Allowed";
    case 411: return "Length Required";
    case 413: return "Request Entity Too Large";
    case 416: return "Requested Range Not Satisfiable";
    case 429: return "Too Many Requests";
    case 500: return "Internal Server Error";
    case 502: return "Bad Gateway";
    case 503: return "Service Temporarily Unavailable";
    default: return "Status";
    }
}

} // namespace

QByteArray OwnAnswer::bytes(const QByteArray &method) const
{
    HttpHead head;
    head.setFirstLine("HTTP/1.1 " + QByteArray::number(status) + ' ' + reason(status));
    for (const auto &[name, value] : headers)
        head.set(name, value);
    if (status != 204)
        head.set("Content-Length", QByteArray::number(body.size()));
    if (closes)
        head.set("Connection", "close");
    return method == "HEAD" ? head.bytes() : head.bytes() + body;
}

OwnAnswer nginxAnswer(int status, const QByteArray &fault)
{
    const QByteArray title = QByteArray::number(status) + ' ' + reason(status);
    OwnAnswer answer;
    answer.status = status;
    answer.headers = { { "Server", "nginx" }, { "Content-Type", "text/html" } };
    answer.body = "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
        + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
    // ngx_http_special_response.c: after these nginx keeps no connection.
    answer.closes = status == 400 || status == 413 || status == 500;
    answer.fault = fault;
    return answer;
}

OwnAnswer registryAnswer(int status, const QByteArray &code, const QByteArray &message, const QByteArray &fault)
{
    OwnAnswer answer;
    answer.status = status;
    answer.headers = { { "Content-Type", "application/json; charset=utf-8" }, { "Docker-Distribution-Api-Version", "registry/2.0" } };
    answer.body = R"({"errors":[{"code":")" + code + R"(","message":")" + message + R"("}]})" "\n";
    answer.fault = fault;
    return answer;
}

} // namespace wharf::rig
