#include "tests/sandbox/gitlab/message.h"

#include <QJsonDocument>
#include <QUrl>

namespace wharf::sandbox {

namespace {

QString decoded(QByteArray text)
{
    text.replace('+', ' ');
    return QUrl::fromPercentEncoding(text);
}

QStringList formValues(const QByteArray &form, const QString &name)
{
    QStringList values;
    for (const QByteArray &pair : form.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        const QByteArray key = equals < 0 ? pair : pair.left(equals);
        if (decoded(key) == name)
            values << (equals < 0 ? QString() : decoded(pair.mid(equals + 1)));
    }
    return values;
}

} // namespace

QByteArray Request::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QStringList Request::queryValues(const QString &name) const
{
    return formValues(query, name);
}

QString Request::queryValue(const QString &name) const
{
    const QStringList values = queryValues(name);
    return values.isEmpty() ? QString() : values.last();
}

QString Request::bodyValue(const QString &name) const
{
    const QJsonDocument json = QJsonDocument::fromJson(body);
    if (json.isObject())
        return json.object().value(name).toString();
    const QStringList values = formValues(body, name);
    return values.isEmpty() ? QString() : values.last();
}

std::optional<BasicCredential> basicCredential(const Request &request)
{
    const QByteArray header = request.header("Authorization").trimmed();
    if (header.left(6).compare("basic ", Qt::CaseInsensitive) != 0)
        return std::nullopt;
    const QByteArray pair = QByteArray::fromBase64(header.mid(6).trimmed());
    const qsizetype colon = pair.indexOf(':');
    if (colon < 0)
        return BasicCredential { QString::fromUtf8(pair), QString() };
    return BasicCredential { QString::fromUtf8(pair.left(colon)), QString::fromUtf8(pair.mid(colon + 1)) };
}

Answer jsonAnswer(int status, const QJsonObject &body)
{
    return { status, "application/json; charset=utf-8", QJsonDocument(body).toJson(QJsonDocument::Compact), {} };
}

Answer textAnswer(int status, const QByteArray &body)
{
    return { status, "text/plain; charset=utf-8", body, {} };
}

Answer emptyAnswer(int status)
{
    return { status, {}, {}, {} };
}

} // namespace wharf::sandbox
